"""For whom a thing is drawn: language, zone, and the names of bodies, seats and people as that reader may see them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

import msgspec
from babel.dates import format_date, format_datetime

from bot import labels
from bot.mrkdwn import mention
from bot.words import N_, Say, speaker
from workflows.bodies.registry import Registry
from workflows.bodies.rows import BILATERAL, Audience
from workflows.days_off import DayOff, Side, days_off, nations_of
from workflows.matter import Actor
from workflows.roster import NOBODY, Holding, Roster
from workflows.situation import NO_LABEL
from workflows.times.calendars import Calendar
from workflows.times.dtg import SECOND, as_instant, format_dtg, in_zone, utc, whole_seconds

LOCAL_TIME = {"en": "EEE d MMM HH:mm", "ja": "M月d日(E) HH:mm"}
SHORT_TIME = {"en": "d MMM HH:mm", "ja": "M/d HH:mm"}
LOCAL_DAY = {"en": "EEE d MMM yyyy", "ja": "yyyy年M月d日(E)"}


class Reader(msgspec.Struct, frozen=True):
    """The readers of one desk's channel, or one person in a direct message."""

    registry: Registry
    audience: Audience
    language: str
    zone: str
    holders: Roster = NOBODY
    desk: str | None = None
    is_known: bool = True
    """Whether an administrator has said of which nation they are: nobody else is shown what there is."""
    asleep: frozenset[Actor] = frozenset()
    """Who is not to be called now by what is drawn."""
    calendars: Mapping[str, Calendar] = {}
    """Of which days off are named; none: nothing is said of them."""

    @property
    def say(self) -> Say:
        return speaker(self.language)

    def time(self, instant: datetime | str) -> str:
        """The reader's own day and time; then as both nations write it, in UTC and on the clock of where they meet."""
        return _time(_minute(instant), self.zone, self.registry.bilateral.zone, self.language)

    def suspense(self, instant: datetime | str, sides: Iterable[Side]) -> str:
        """As `time`, on the clocks of these sides too, and with whose day is off."""
        at, sides = _minute(instant), tuple(sides)
        others = tuple(dict.fromkeys(side.zone for side in sides))
        text = _time(at, self.zone, self.registry.bilateral.zone, self.language, others)
        return text + self._off(at, sides)

    def understood(self, instant: datetime | str) -> str:
        """As `time`, of what was given or follows from it: with the nations whose day is off."""
        at = _minute(instant)
        text = _time(at, self.zone, self.registry.bilateral.zone, self.language)
        return text + self._off(at, nations_of(self.registry))

    def _off(self, at: datetime, sides: tuple[Side, ...]) -> str:
        calendars = tuple([self.calendars.get(side.calendar) for side in sides])
        return _days_off(at, sides, calendars, self.registry, self.language)

    def clock(self, instant: datetime | str) -> str:
        """The reader's own day and time alone, where the date-time group stands beside it already."""
        return _clock(_minute(instant), self.zone, self.language)

    def clock_beside(self, instant: datetime | str, stands: datetime | None) -> str:
        """As `clock`, shorter: the time of day alone where the day is that of `stands`, which stands beside it."""
        at = in_zone(_minute(instant), self.zone)
        if stands is not None and in_zone(stands, self.zone).date() == at.date():
            return f"{at:%H:%M}"
        return format_datetime(at, SHORT_TIME.get(self.language, SHORT_TIME["en"]), locale=self.language)

    def day(self, day: str) -> str:
        """A day as it is stored, by its name and date."""
        return format_date(date.fromisoformat(day), LOCAL_DAY.get(self.language, LOCAL_DAY["en"]), locale=self.language)

    def nation(self, nation: str) -> str:
        row = self.registry.nations.get(nation)
        return nation if row is None else self._named(row.name, row.name_ja)

    def group(self, nation: str) -> str:
        """A nation, or the bilateral bodies, as a column of them is headed."""
        row = self.registry.bilateral
        return self._named(row.name, row.name_ja) if nation == BILATERAL else self.nation(nation)

    def mechanism(self) -> str:
        return self._named(self.registry.name, self.registry.name_ja or self.registry.name)

    def word(self, word: str) -> str:
        """An echelon or a track of the registry."""
        return self._named(word, self.registry.words_ja.get(word, word))

    def body(self, body: str) -> str:
        """A body's short label."""
        row = self.registry.bodies.get(body)
        return body if row is None else row.abbr

    def name(self, body: str) -> str:
        row = self.registry.bodies[body]
        return self._named(row.name, row.name_ja)

    def body_name(self, body: str) -> str:
        row = self.registry.bodies.get(body)
        return body if row is None else f"{self.name(body)} ({row.abbr})"

    def reason(self, body: str) -> str:
        """Why a body has no counterpart, in the registry's words."""
        row = self.registry.bodies[body]
        return self._named(row.no_counterpart or "", row.no_counterpart_ja or row.no_counterpart or "")

    def no_requests(self, body: str) -> str:
        """Why no request is put to a body, in the registry's words; empty where one may be."""
        row = self.registry.bodies[body]
        return self._named(row.no_requests or "", row.no_requests_ja or row.no_requests or "")

    def bodies(self, bodies: Iterable[str]) -> str:
        return ", ".join(self.body(body) for body in bodies)

    def seat(self, seat: str) -> str:
        row = self.registry.seats.get(seat)
        return f"`{seat}`" if row is None else f"{self._named(row.title, row.title_ja or row.title)} (`{seat}`)"

    def seat_name(self, seat: str) -> str:
        """A seat's title alone."""
        row = self.registry.seats[seat]
        return self._named(row.title, row.title_ja or row.title)

    def holder(self, seat: str) -> str:
        """A mention of who holds a seat, where the reader may know: of their own nation's bodies and bilateral ones."""
        actor = self.holders.get(seat)
        return mention(actor) if actor is not None and self._may_know_who(seat) else ""

    def seat_with(self, seat: str, people: Iterable[Actor]) -> str:
        """A seat with mentions of these people of it, where the reader may know who they are."""
        named = ", ".join(map(mention, people)) if self._may_know_who(seat) else ""
        return ": ".join(filter(None, (self.seat(seat), named)))

    def seats(self, seats: Iterable[str]) -> str:
        """Seats with their holders, one a line."""
        return "\n".join(f"• {self.seat(seat)}{self._held_by(seat)}" for seat in seats)

    def _held_by(self, seat: str) -> str:
        """Everybody of a seat and who has the watch; nothing where the reader may not know whether anybody is."""
        if not self._may_know_who(seat):
            return ""
        rows = self.holders.people(seat)
        people = ", ".join(self._person(row, alone=len(rows) == 1) for row in rows)
        return f": {people or self.say('vacant')}"

    def _person(self, row: Holding, *, alone: bool) -> str:
        if row.until is not None:
            return self.say(N_("{who} (acting until {at})"), who=mention(row.actor), at=self.clock(row.until))
        if row.on_watch and not alone:
            return self.say(N_("{who} (has the watch)"), who=mention(row.actor))
        if not row.on_watch and alone:
            return self.say(N_("{who} (not on watch)"), who=mention(row.actor))
        return mention(row.actor)

    def _may_know_who(self, seat: str) -> bool:
        row = self.registry.seats.get(seat)
        return row is not None and set(self.audience) <= set(self.registry.audience_of(row.body))

    def label(self, table: Mapping[str, str], word: str) -> str:
        return self.say(table[word]) if word in table else word

    def stage(self, stage: str, procedure: str) -> str:
        """In the words of its procedure; empty where it is of several."""
        return self.label(labels.stages_of(procedure), stage)

    def category(self, category: str) -> str:
        """A situation category's name."""
        row = self.registry.categories.get(category)
        return category if row is None else self._named(row.name, row.name_ja)

    def situation_label(self, label: str) -> str:
        """A label's name, or that there is none."""
        if label == NO_LABEL:
            return self.say(N_("none"))
        row = self.registry.situation_labels.get(label)
        return label if row is None else self._named(row.name, row.name_ja)

    def setting(self, what: str, value: str) -> str:
        """A phase, a category or a label, as `what` says."""
        if what == "phase":
            return self.label(labels.PHASES, value)
        return self.category(value) if what == "category" else self.situation_label(value)

    def _named(self, name: str, name_ja: str) -> str:
        return _named(name, name_ja, self.language)


# A card says the same few times again and again: each is worked out once.
@lru_cache(maxsize=4096)
def _time(at: datetime, zone: str, common: str, language: str, others: tuple[str, ...] = ()) -> str:
    own, utc, *there = (format_dtg(at, row) for row in (zone, "UTC", common, *others))
    local = _clock(at, zone, language)
    groups = [own if own == utc else own[6], *(group for group in dict.fromkeys((utc, *there)) if group != own)]
    return f"{local} ({' · '.join(groups)})"


@lru_cache(maxsize=4096)
def _clock(at: datetime, zone: str, language: str) -> str:
    form = LOCAL_TIME.get(language, LOCAL_TIME["en"])
    return format_datetime(in_zone(at, zone), form, locale=language)


@lru_cache(maxsize=4096)
def _days_off(
    at: datetime, sides: tuple[Side, ...], calendars: tuple[Calendar | None, ...], registry: Registry, language: str
) -> str:
    """Whose day is off then, behind a time; `calendars` are those of the sides."""
    known = {side.calendar: row for side, row in zip(sides, calendars, strict=True) if row is not None}
    return "".join(f" [{_day_off(row, registry, language)}]" for row in days_off(at, sides, known))


def _day_off(row: DayOff, registry: Registry, language: str) -> str:
    nation = registry.nations[row.nation]
    day = _named(*row.name, language) if row.name else format_date(row.day, "EEEE", locale=language)
    say = speaker(language)
    return say(N_("day off in {nation}: {name}"), nation=_named(nation.name, nation.name_ja, language), name=day)


def _named(name: str, name_ja: str, language: str) -> str:
    return name_ja if language == "ja" else name


def _minute(instant: datetime | str) -> datetime:
    """An instant as it is shown: without seconds."""
    at = whole_seconds(utc(as_instant(instant)))
    return at - SECOND * at.second
