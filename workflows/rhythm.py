"""The battle rhythm: what recurs for a desk by its clock, as data, and on which days it is held."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from dateutil.rrule import rrule, rrulestr

from workflows.bodies.registry import Registry
from workflows.matter import Actor
from workflows.times.calendars import Calendar, OutOfRange, is_working_day

ID = re.compile(r"[a-z0-9-]{1,24}")
RULE = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(?!BYHOUR|BYMINUTE|BYSECOND)[A-Z]+=[-+A-Z0-9,]+)*")
"""An RRULE (RFC 5545) of days: the time of day is that of `begins`."""

REACH = timedelta(days=31)
"""How far ahead a working day is looked for when an event falls on a day off."""

HORIZONS = (timedelta(days=40), timedelta(days=800))
"""How far ahead the next one is looked for: mostly the first is enough."""


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One occurrence that is held at another time: the day it falls on by the rule, and when it begins instead."""

    day: date
    to: datetime


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of deploy/rhythm.toml. Times are local, on the clock of `zone`."""

    id: str
    body: str
    title: str
    title_ja: str
    rule: str
    """An RRULE, reckoned from `begins`."""
    begins: datetime
    """The first one, without an offset."""
    minutes: int
    zone: str = ""
    """IANA name; empty: the zone of the body."""
    seats: tuple[str, ...] = ()
    """Who is expected."""
    holidays: Literal["hold", "skip", "next-working-day"] = "hold"
    """What becomes of one that falls on a day off in any of `calendars`."""
    calendars: tuple[str, ...] = ()
    """By id; none: those of the body."""
    remind: int = 15
    """Minutes before it begins at which its desk is told."""
    skipped: tuple[date, ...] = ()
    moved: tuple[Move, ...] = ()


class Occurrence(msgspec.Struct, frozen=True, order=True):
    """One time that it is held, in UTC. `moved_from`: the day on which it would have been."""

    begins: datetime
    ends: datetime
    moved_from: date | None = None


class Attendance(msgspec.Struct, frozen=True):
    """What a person said for a seat of theirs: whether it is there at the one that begins then."""

    event: str
    begins: datetime
    seat: str
    actor: Actor
    is_there: bool


def zone_of(event: Event, registry: Registry) -> str:
    return event.zone or registry.zone_of(event.body)


def occurrences(
    event: Event, registry: Registry, calendars: Mapping[str, Calendar], start: datetime, end: datetime
) -> list[Occurrence]:
    """When it is held: each time that begins from `start` on and before `end`, in order.

    Moved and skipped days first; what is left falls under the holiday rule. Two that fall together are one. Past the
    end of a calendar that it keeps nothing is foreseen. Raises ValueError for a rule that is none.
    """
    zone = ZoneInfo(zone_of(event, registry))
    by_rule = rule_of(event).between(_local(start, zone) - REACH, _local(end, zone), inc=True)
    length = timedelta(minutes=event.minutes)
    found = [
        (at.replace(tzinfo=zone).astimezone(UTC), None if at == day else day.date())
        for at, day in held(event, by_rule, kept_by(event, registry, calendars)).items()
    ]
    return sorted(Occurrence(at, at + length, day) for at, day in found if start <= at < end)


def rule_of(event: Event) -> rrule:
    """Raises ValueError for one that is none."""
    return rrulestr(event.rule, dtstart=event.begins)


def kept_by(event: Event, registry: Registry, calendars: Mapping[str, Calendar]) -> tuple[Calendar, ...]:
    """The calendars whose days off count for it."""
    return tuple(calendars[id_] for id_ in event.calendars or registry.calendar_ids(event.body))


def held(event: Event, by_rule: Iterable[datetime], kept: tuple[Calendar, ...]) -> dict[datetime, datetime]:
    """When it is held, of the times that its rule gives, and each moved one: with the time by the rule. All local."""
    gone = {*event.skipped, *(row.day for row in event.moved)}
    found = {at: day for day in by_rule if day.date() not in gone and (at := _held(day, event, kept))}
    return found | {row.to: datetime.combine(row.day, event.begins.time()) for row in event.moved}


def next_occurrence(
    event: Event, registry: Registry, calendars: Mapping[str, Calendar], after: datetime, now: datetime | None = None
) -> Occurrence | None:
    """The first one that its desk is told of later than `after` and that isn't over by `now`; None: none is foreseen.

    Without `now` it is as if it were `after`.
    """
    now = now or after
    start = max(after, now - timedelta(minutes=event.minutes))
    for horizon in HORIZONS:
        for row in occurrences(event, registry, calendars, start, start + horizon):
            if told_at(event, row) > after and row.ends > now:
                return row
    return None


def told_at(event: Event, row: Occurrence) -> datetime:
    return row.begins - timedelta(minutes=event.remind)


def event_faults(
    event: Event, registry: Registry | None, calendars: Mapping[str, Calendar] | None
) -> Iterator[tuple[str, str]]:
    """What is wrong in a row, as far as it can be read: the field, and the sentence.

    Without a registry or calendars what can be told without them.
    """
    if not ID.fullmatch(event.id):
        yield "id", f"id {event.id!r} needs 1 to 24 of a-z, 0-9 and -"
    if registry and event.body not in registry.bodies:
        yield "body", f"body {event.body!r} is not a body of the registry"
    if event.minutes < 1 or event.remind < 0:
        yield "minutes", "minutes is at least 1, and remind at least 0"
    if registry and event.body in registry.bodies:
        nations = registry.audience_of(event.body)
        for seat in event.seats:
            if seat not in registry.seats or registry.seats[seat].nation not in nations:
                yield "seats", f"{seat!r} is no seat that could be expected there"
    unknown = [id_ for id_ in event.calendars if calendars is not None and id_ not in calendars]
    yield from (("calendars", f"calendar {id_!r} is not one of those that the settings name") for id_ in unknown)
    naive = event.begins.tzinfo is None and all(row.to.tzinfo is None for row in event.moved)
    if not naive:
        yield "begins", "a time here is local: it has no offset"
    elif wrong := _wrong_rule(event):
        yield wrong


def _wrong_rule(event: Event) -> tuple[str, str] | None:
    """A rule that is none, or a day that it doesn't fall on."""
    if not RULE.fullmatch(event.rule):
        return "rule", f"rule {event.rule!r} is not an RRULE of days, such as FREQ=WEEKLY;BYDAY=MO,TH"
    try:
        rule = rule_of(event)
    except ValueError as error:
        return "rule", f"rule {event.rule!r}: {error}"
    for field, day in [*(("skipped", day) for day in event.skipped), *(("moved", row.day) for row in event.moved)]:
        if not rule.between(
            datetime.combine(day, event.begins.time()), datetime.combine(day, event.begins.time()), inc=True
        ):
            return field, f"it does not fall on {day}"
    return None


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _held(at: datetime, event: Event, calendars: tuple[Calendar, ...]) -> datetime | None:
    """When one that falls on `at` is held, by the holiday rule; None where it is not."""
    if event.holidays == "hold":
        return at
    days = range(1) if event.holidays == "skip" else range(REACH.days)
    try:
        return next((day for ahead in days if _is_open(day := at + timedelta(days=ahead), calendars)), None)
    except OutOfRange:
        return None


def _is_open(at: datetime, calendars: tuple[Calendar, ...]) -> bool:
    # A list, not a generator: each calendar is asked, so that one that ends too early is always heard.
    open_in = [is_working_day(calendar, at.date()) for calendar in calendars]
    return all(open_in)
