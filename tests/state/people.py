"""People who ask, answer and speak of time, as chance has it; what they do is told to the oracle."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from state.apply import Applied, apply
from state.house import House
from tests.play import Clock, Play, person
from tests.state.naive import DESKS, ELAPSED, PAIRS, WORKING_DAYS, Note, Oracle, Request
from tests.state.naive_days import HOUR, after_working_days
from workflows.vocabulary import Command

T = TypeVar("T")
Draw = Callable[[int], int]

MOST = 36
"""Requests that go on at once: those that fall due together fit one message."""
GROUNDS = {"authority": "standing order 7", "rationale": "within our means"}
RECORD = dict.fromkeys(("situation", "considered", "rejected", "dissent"), "as discussed")
ANSWERERS = {"us-usfj": "us-usfj-cdr", "us-indopacom": "us-indopacom-cdr", "us-osd": "us-osd-secdef"} | {
    "jp-jjoc": "jp-jjoc-cdr",
    "jp-mod": "jp-mod-min",
}


class People:
    """`draw(n)` is an index below n."""

    def __init__(self, house: House, clock: Clock, draw: Draw) -> None:
        self.house, self.clock, self.draw = house, clock, draw
        self.oracle = Oracle(self.now)
        self.numbers: list[tuple[str, int, Note]] = []

    @property
    def now(self) -> int:
        return int(self.clock().timestamp())

    def of(self, rows: list[T]) -> T:
        return rows[self.draw(len(rows))]

    def say(self, verb: str, seat: str, matter: str | None = None, desk: str = "", **given: str) -> Applied:
        desk = desk or self.house.registry.seats[seat].body
        words = {name.rstrip("_"): word for name, word in given.items()}
        return apply(self.house, Command(verb, person(seat), desk, words, matter=matter, key=f"y-{next(Play.keys)}"))

    def act(self, verb: str, seat: str, name: str, /, **given: str) -> Request:
        """A move of a request, which must be accepted; gives the request, as it was."""
        said = self.say(verb, seat, name, **given)
        assert not said.refused, said
        return self.oracle.requests[name]

    def open(self) -> None:
        """A new request, as long as those that fall due together fit a message."""
        if sum(row.stage != "over" for row in self.oracle.requests.values()) < MOST:
            self._open()

    def _open(self) -> None:
        pair, kind = self.of([*PAIRS]), self.draw(7)
        asker = DESKS[pair.asker]
        given, now = {"title": "Help", "to": pair.to}, self.now
        if kind < 5:
            given["urgency"] = [*ELAPSED, *WORKING_DAYS][kind]
            due = self._due(given["urgency"], pair.to, now)
        elif kind == 5:
            due = now + (1 + self.draw(72)) * HOUR
            given["by"] = dtg(due)
        else:
            days = 1 + self.draw(6)
            given["by"], due = f"{days}wd", after_working_days(days, now, asker.zone)
        said = self.say("open", asker.watch[0], **given)
        assert not said.refused, said
        request = Request(pair, now, due, given.get("urgency", ""))
        self.oracle.requests[said.matter or ""] = request
        request.acted(now)

    def _due(self, urgency: str, to: str, now: int) -> int:
        if urgency in ELAPSED:
            return now + ELAPSED[urgency]
        return after_working_days(WORKING_DAYS[urgency], now, DESKS[to].zone)

    def one(self) -> str | None:
        """A request that goes on; None where there is none."""
        names = [name for name, row in self.oracle.requests.items() if row.stage != "over"]
        return self.of(names) if names else None

    def go_on(self) -> None:
        """The move that is waited for, of one side."""
        if (name := self.one()) is not None:
            request = self.oracle.requests[name]
            getattr(self, f"_{request.stage}")(name, request)
            request.acted(self.now)

    def _release(self, name: str, request: Request) -> None:
        self.act("disclose", request.pair.releaser, name)
        if not request.is_released:
            request.opened = self.now
            if request.urgency:
                request.due = self._due(request.urgency, request.pair.to, self.now)
        request.is_released, request.answers = True, {}
        request.enter("received", self.now)

    def _received(self, name: str, request: Request) -> None:
        nation = self.of(sorted(request.waits))
        self.act("ack", DESKS[request.pair.desk(nation)].watch[0], name)
        request.waits -= {nation}
        if not request.waits:
            request.enter("staffing", self.now)

    def _staffing(self, name: str, request: Request) -> None:
        nation, agrees = self.of(sorted(request.waits)), self.draw(3) > 0
        self._answer(name, request, nation, agrees=agrees)
        request.waits -= {nation}
        if not request.waits:
            request.enter("deciding" if all(request.answers.values()) else "reconciling", self.now)

    def _reconciling(self, name: str, request: Request) -> None:
        """A new text, on which all answer again; or who did not agree does so after all."""
        if self.draw(2):
            lead = self.of([f"{request.pair.owner}-us-lead", f"{request.pair.owner}-jp-lead"])
            self.act("propose", lead, name, detail=f"Otherwise then, {self.now}")
            request.answers = {}
            request.enter("staffing", self.now)
            return
        against = [nation for nation, agrees in request.answers.items() if not agrees]
        self._answer(name, request, against[0], agrees=True)
        if all(request.answers.values()):
            request.enter("deciding", self.now)

    def _deciding(self, name: str, request: Request) -> None:
        nation = self.of(sorted(request.waits))
        self.act("decide", f"{request.pair.owner}-{nation}-lead", name, decision="approve", **GROUNDS, **RECORD)
        request.waits -= {nation}
        if not request.waits:
            request.stage = "over"

    def _returned(self, name: str, request: Request) -> None:
        self.act("propose", DESKS[request.pair.asker].watch[0], name, detail="Said better")
        request.stage, request.since = "release", self.now

    def _answer(self, name: str, request: Request, nation: str, *, agrees: bool) -> None:
        given = GROUNDS if agrees else {**GROUNDS, "reason": "No crews"}
        self.act("concur" if agrees else "nonconcur", ANSWERERS[request.pair.desk(nation)], name, **given)
        request.answers[nation] = agrees

    def turn(self) -> None:
        """Something else becomes of one: returned, withdrawn, or given more time."""
        if (name := self.one()) is None:
            return
        request, kind = self.oracle.requests[name], self.draw(3)
        pair, asks = request.pair, DESKS[request.pair.asker].watch[0]
        if kind == 0 and request.stage != "returned":
            if request.stage in ("received", "staffing"):
                self.act("return", DESKS[pair.to].watch[0], name, missing="For how long")
            elif request.stage == "release" and not request.is_released:
                self.act("return", pair.releaser, name, missing="For how long")
            else:
                return
            request.stage = "returned"
        elif kind == 1:
            self.act("withdraw", asks, name, because="Done")
            request.stage = "over"
        elif kind == 2 and request.stage in ("received", "staffing", "reconciling", "deciding"):
            due = max(self.now, request.due) + (1 + self.draw(48)) * HOUR
            self.act("extend", asks, name, by=dtg(due), because="A holiday")
            request.due = due
        request.acted(self.now)

    def speak(self) -> None:
        """What is said of time and changes nothing of what is owed; and a reminder for oneself."""
        name, kind = self.one(), self.draw(7)
        if kind == 0:
            self._cancel()
        elif kind == 1 or name is None:
            self._remind(self.of(["us-usfj", "jp-jjoc", "us-osd", "bocc"]))
        else:
            request = self.oracle.requests[name]
            sides = [request.pair.asker, request.pair.to][: 2 if request.is_released else 1]
            desk = self.of(sides)
            seat, until = DESKS[desk].watch[0], self.now + (1 + self.draw(30)) * HOUR
            if kind in (2, 3):
                self.act("snooze", seat, name, until=dtg(until))
                self.oracle.naps[seat, name] = until
                return
            if kind == 4 and request.stage in ("received", "staffing"):
                self.act("askextend", seat, name, by=dtg(max(until, request.due + HOUR)), because="Two crews are away")
            elif kind == 5:
                self.act("onit", seat, name, until=dtg(until))
            else:
                self.act("seen", seat, name)
            request.acted(self.now)

    def _remind(self, desk: str) -> None:
        seat, at = DESKS[desk].watch[0], self.now + (1 + self.draw(100)) * HOUR // 2
        text = f"note {len(self.numbers)}"
        said = self.say("remind", seat, at=dtg(at), text=text)
        assert not said.refused, said
        user = person(seat)
        note = Note(seat, f"@{user.team}/{user.user}" if DESKS[desk].is_shared else desk, text, at)
        self.numbers.append((seat, said.params["number"], note))
        self.oracle.notes.append(note)

    def _cancel(self) -> None:
        waiting = [row for row in self.numbers if row[2] in self.oracle.notes]
        if waiting:
            seat, number, note = self.of(waiting)
            assert not self.say("remind cancel", seat, number=str(number)).refused
            self.oracle.notes.remove(note)


def dtg(at: int) -> str:
    """Such as 021200Z NOV 27."""
    return f"{datetime.fromtimestamp(at, UTC):%d%H%MZ %b %y}".upper()
