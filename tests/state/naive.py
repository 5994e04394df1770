"""Who should be told what, and when: a slow second reckoning, minute by minute, written from the rules' own words.

It shares no code with what it judges: its own days off, its own clock of each place, its own few lines of what a
request goes through. It is given what happened. Times are whole seconds since 1970 in UTC, people are named by seats.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tests.state.naive_days import DAY, HOUR, MINUTE, is_open, offset

Told = Counter[tuple[object, ...]]


class Desk(NamedTuple):
    """Its clock, the seats that are called there, and the desks to which it goes up."""

    zone: str
    watch: tuple[str, ...]
    above: tuple[str, ...]
    is_shared: bool = False


DESKS = {
    "us-usfj": Desk("tokyo", ("us-usfj-watch",), ("us-indopacom", "us-osd", "us-nsc")),
    "us-indopacom": Desk("honolulu", ("us-indopacom-joc",), ("us-osd", "us-nsc")),
    "us-osd": Desk("new-york", ("us-osd-cables",), ("us-nsc",)),
    "jp-jjoc": Desk("tokyo", ("jp-jjoc-watch",), ("jp-mod", "jp-pm")),
    "jp-mod-dp": Desk("tokyo", ("jp-mod-dp-ddg",), ("jp-mod", "jp-pm")),
    "jp-mod": Desk("tokyo", ("jp-mod-sec",), ("jp-pm",)),
    "bocc": Desk("tokyo", ("bocc-us-watch", "bocc-jp-watch"), ("acg-dg", "scc"), is_shared=True),
    "acg-dg": Desk(
        "tokyo", ("acg-dg-us-mil", "acg-dg-jp-mil", "acg-dg-us-rec", "acg-dg-jp-rec"), ("scc",), is_shared=True
    ),
}


class Pair(NamedTuple):
    """Who asks whom; who releases, at which desk; where it is decided."""

    asker: str
    to: str
    releaser: str
    release_desk: str
    owner: str

    def desk(self, nation: str) -> str:
        return self.asker if self.asker.startswith(nation) else self.to


PAIRS = (
    Pair("us-usfj", "jp-jjoc", "us-usfj-fdo", "us-usfj", "bocc"),
    Pair("jp-jjoc", "us-indopacom", "jp-mod-dp-dg", "jp-mod-dp", "bocc"),
    Pair("jp-mod", "us-osd", "jp-mod-dp-dg", "jp-mod-dp", "acg-dg"),
    Pair("us-osd", "jp-mod", "us-usfj-fdo", "us-usfj", "acg-dg"),
)
ELAPSED = {"immediate": 30 * MINUTE, "urgent": 2 * HOUR, "priority": 8 * HOUR}
WORKING_DAYS = {"routine": 3, "deliberate": 10}
SHARES = {"release": (1, 6), "received": (1, 6), "staffing": (2, 3), "reconciling": (1, 1), "deciding": (1, 1)}
"""The part of a request's span by which each step is due."""
CHASED = (("half", 1, 2), ("nine-tenths", 9, 10), ("due", 1, 1))

DIGESTS = ("us-osd", "us-indopacom", "jp-jjoc")
DIGEST_TIMES = (7 * HOUR + 30 * MINUTE, 17 * HOUR + 30 * MINUTE)
QUIET = dict.fromkeys(("jp-mod-dp", "acg-dg"), (22 * HOUR, 6 * HOUR))
"""By desk, from when until when on its clock only what goes up or presses is told there. One with a watch has none."""
PRESSING = 2 * HOUR
"""What had no longer than this to begin with presses."""


class Point(NamedTuple):
    """One reminder of one step of a request: it is the same one if all of this is the same."""

    rule: str
    desk: str
    at: int
    level: int = 0


class Request:
    """What happened to one, and which reminders wait."""

    def __init__(self, pair: Pair, opened: int, due: int, urgency: str) -> None:
        self.pair, self.opened, self.due, self.urgency = pair, opened, due, urgency
        self.is_released = False
        self.stage, self.since = "release", opened
        self.waits = {pair.release_desk[:2]}
        """Nations whose move it is."""
        self.answers: dict[str, bool] = {}
        self.pending: set[Point] = set()
        self.told: set[Point] = set()
        self.held: dict[Point, int] = {}
        """Until when the bot that found it due in quiet hours leaves it."""

    def desks(self) -> list[str]:
        """Where somebody has to move."""
        if self.stage == "release":
            return [self.pair.release_desk]
        if self.stage in ("received", "staffing"):
            return [self.pair.desk(nation) for nation in sorted(self.waits)]
        return [self.pair.owner] if self.stage in ("reconciling", "deciding") else []

    def beside(self) -> list[str]:
        """Where the side sits that has moved, while the other has not: it goes up with that one."""
        others = {"us", "jp"} - self.waits if self.stage in ("received", "staffing") else set()
        return [self.pair.desk(nation) for nation in sorted(others)]

    def enter(self, stage: str, now: int) -> None:
        self.stage, self.since, self.waits = stage, now, {"us", "jp"}

    def points(self) -> Iterator[Point]:
        span = self.due - self.opened
        over, under = (1, 1) if self.is_released and self.stage == "release" else SHARES.get(self.stage, (1, 1))
        least = max(MINUTE, span // 10)
        end = max(self.opened + span * over // under, self.since + least)
        for desk in self.desks():
            for rule, part, whole in CHASED:
                yield Point(rule, desk, self.since + (end - self.since) * part // whole)
        for desk in (*self.desks(), *self.beside()):
            for level in range(1, len(DESKS[desk].above) + 1):
                yield Point(f"escalate-{level}", desk, self.since + (end - self.since) * (10 + level) // 10, level)

    def quiet_until(self, row: Point, now: int) -> int:
        """When quiet hours are over that keep it at `now`; `now` where none do."""
        start, end = QUIET.get(row.desk, (0, 0))
        if row.level or self.presses():
            return now
        since = (now + offset(DESKS[row.desk].zone, now) - start) % DAY
        return now + (end - start) % DAY - since if since < (end - start) % DAY else now

    def presses(self) -> bool:
        return self.urgency in ("immediate", "urgent") or (not self.urgency and self.due - self.opened <= PRESSING)

    def is_due(self, row: Point, now: int) -> bool:
        return max(row.at, self.held.get(row, 0)) <= now

    def is_told(self, row: Point, now: int) -> bool:
        """Whether the bot, which looks now, tells it; one that is to wait it leaves till then."""
        until = self.quiet_until(row, now)
        if self.is_due(row, now) and until > now:
            self.held[row] = until
        return self.is_due(row, now)

    def acted(self, now: int) -> None:
        """Something was done: what waited and still holds goes on, and what is still to come is chased from now on."""
        self.pending = {row for row in self.points() if row not in self.told and (row in self.pending or row.at >= now)}


class Occasion(NamedTuple):
    """A thing told by the clock alone: a digest, or an event, over at `ends`."""

    at: int
    desk: str
    name: str
    begins: int
    ends: int


class Note(NamedTuple):
    """A reminder for oneself; told at a desk, or to that person alone."""

    seat: str
    lane: str
    text: str
    at: int


class Oracle:
    """`scan` lets a minute pass, whether the bot runs or not; `tell` says what a bot that runs then has to tell."""

    def __init__(self, now: int) -> None:
        self.scanned = now
        self.requests: dict[str, Request] = {}
        self.notes: list[Note] = []
        self.naps: dict[tuple[str, str], int] = {}
        self.occasions: list[Occasion] = []

    def scan(self, now: int) -> None:
        while self.scanned < now:
            self.scanned += MINUTE
            self.occasions += occasions_at(self.scanned)

    def wake(self) -> None:
        """The bot starts: what it left for later it looks at again."""
        for request in self.requests.values():
            request.held.clear()

    def is_due(self, now: int) -> bool:
        return (
            any(request.is_due(row, now) for request in self.requests.values() for row in request.pending)
            or any(row.at <= now for row in self.notes)
            or any(row.at <= now for row in self.occasions)
        )

    def tell(self, now: int) -> Told:
        told: Told = Counter()
        self._tell_reminders(now, told)
        for note in [row for row in self.notes if row.at <= now]:
            told["own-reminder", note.lane, note.text, note.at] += 1
            self.notes.remove(note)
        self._tell_occasions(now, told)
        return told

    def _tell_reminders(self, now: int, told: Told) -> None:
        """Of several at one desk about one request the last alone; who sleeps on all that are told is not called."""
        awake: dict[str, bool] = {}
        for name, request in self.requests.items():
            due = sorted((row for row in request.pending if request.is_told(row, now)), key=lambda row: row.at)
            request.pending -= set(due)
            request.told |= set(due)
            last = {row.desk: row for row in due if not row.level}
            for row in [*last.values(), *(row for row in due if row.level)]:
                late = (now - request.quiet_until(row, row.at)) // MINUTE
                facts = (name, row.rule, row.at, late if late >= 2 else 0)
                if row.level:
                    above = DESKS[row.desk].above[row.level - 1]
                    told["escalation", row.desk, above, *facts] += 1
                    told["escalation", above, above, *facts] += 1
                else:
                    told["reminder", row.desk, *facts] += 1
                    awake[row.desk] = awake.get(row.desk, False) or self._is_called(name, row.desk, now)
        for desk, is_awake in awake.items():
            told["called", desk, frozenset(DESKS[desk].watch if is_awake else ())] += 1

    def _is_called(self, name: str, desk: str, now: int) -> bool:
        """Where both nations read, who sleeps is called all the same: the others would see who is not."""
        nap = self.naps.get((DESKS[desk].watch[0], name), now)
        return DESKS[desk].is_shared or nap <= now

    def _tell_occasions(self, now: int, told: Told) -> None:
        """Of the digests that were missed one is told; an event is told until it is over."""
        seen = set()
        for row in sorted(row for row in self.occasions if row.at <= now):
            is_missed_digest = row.name == "digest" and row.desk in seen
            if now < row.ends and not is_missed_digest:
                told["by-clock", row.desk, row.name, row.begins] += 1
            if row.name == "digest":
                seen.add(row.desk)
            self.occasions.remove(row)


def occasions_at(at: int) -> Iterator[Occasion]:
    """What is told by the clock at this minute, were everything in time."""
    for desk in DIGESTS:
        if (at + offset(DESKS[desk].zone, at)) % DAY in DIGEST_TIMES:
            yield Occasion(at, desk, "digest", at, at + 9999 * DAY)
    tokyo, york = at + offset("tokyo", at), at + offset("new-york", at)
    if tokyo % DAY == 8 * HOUR + 45 * MINUTE and is_open(tokyo // DAY):
        yield Occasion(at, "bocc", "daily-sync", at + 15 * MINUTE, at + 45 * MINUTE)
    if tokyo % DAY == 7 * HOUR and _has_put_off_thursday(tokyo // DAY):
        yield Occasion(at, "acg-dg", "acg-vtc", at + HOUR, at + 2 * HOUR)
    if york % DAY == 7 * HOUR + 45 * MINUTE and is_open(york // DAY, ("us",)):
        yield Occasion(at, "us-osd", "osd-sync", at + 15 * MINUTE, at + 45 * MINUTE)


def _has_put_off_thursday(day: int) -> bool:
    """Whether a Thursday's meeting is on this day: its own, or the next on which both work."""
    if not is_open(day):
        return False
    while day % 7:  # Thursdays are whole weeks from 1 January 1970
        day -= 1
        if is_open(day):
            return False
    return True
