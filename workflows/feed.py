"""What stands in the calendar feed of a desk, as data: what recurs for it, and what it owes by when."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import msgspec

from workflows.bodies.registry import Registry
from workflows.recurring import Clockwork
from workflows.rhythm import Event, held, kept_by, rule_of, zone_of
from workflows.times.calendars import Calendar
from workflows.view import MatterView

ENDS = ("UNTIL=", "COUNT=")
"""Parts of a rule that end it."""


class Series(msgspec.Struct, frozen=True):
    """An event as its rule and what departs from it. Times are local, on the clock of `zone`, but for `until`."""

    event: Event
    zone: str
    rule: str
    """An RRULE without its end."""
    begins: datetime
    """The first one by the rule."""
    until: datetime | None
    """The last one by the rule, in UTC: where the rule ends, or past which nothing is foreseen. None: it goes on."""
    skipped: tuple[datetime, ...]
    """By the rule, and not held."""
    moved: tuple[tuple[datetime, datetime], ...]
    """By the rule, and when it is held instead."""


class Suspense(msgspec.Struct, frozen=True):
    """A move that the desk owes, as its readers may see it."""

    view: MatterView
    since: datetime
    due: datetime


class Feed(msgspec.Struct, frozen=True):
    desk: str
    series: tuple[Series, ...] = ()
    owed: tuple[Suspense, ...] = ()


def feed_of(desk: str, clockwork: Clockwork, views: Iterable[MatterView], now: datetime) -> Feed:
    """The feed of a body's desk; empty while the body is not in force.

    `views` are drawn for those who read there. The same always gives the same, whatever `now` is, as long as the bodies
    in force are the same. Digests are no part of it: nobody has to be anywhere for them.
    """
    registry = clockwork.registry
    absent = registry.absent(now)
    if desk in absent:
        return Feed(desk)
    here = sorted(
        (row for row in clockwork.rhythm.values() if row.body not in absent and concerns(desk, row, registry)),
        key=_by_id,
    )
    series = (series_of(row, registry, clockwork.calendars) for row in here)
    owed = (found for view in views if (found := _owed(desk, view)))
    return Feed(desk, tuple(row for row in series if row), tuple(sorted(owed, key=_by_due)))


def concerns(desk: str, event: Event, registry: Registry) -> bool:
    """Whether an event is in the calendar of a desk.

    Its own, and one of others where its seats are
    expected, or where it sits as a member; never one that some who read there may not know of.
    """
    expected = {registry.seats[seat].body for seat in event.seats}
    bodies = {event.body, *registry.bodies[event.body].members, *expected}
    return desk in bodies and {*registry.audience_of(desk)} <= {*registry.audience_of(event.body)}


def series_of(event: Event, registry: Registry, calendars: Mapping[str, Calendar]) -> Series | None:
    """The same times that workflows.rhythm.occurrences gives, as a rule; None where none is foreseen.

    One that goes by days off ends with the calendar that ends first: past that nothing is foreseen.
    """
    rule, kept = rule_of(event), kept_by(event, registry, calendars)
    first = next(iter(rule), None)
    if event.holidays != "hold":
        ends = max([min(row.last for row in kept), *(row.day for row in event.moved)])
        by_rule = rule.between(event.begins, datetime.combine(ends, time.max), inc=True)
    elif _has_end(event):
        by_rule = list(rule)
    else:
        by_rule = [row for row in _named_in(event) if rule.between(row, row, inc=True)]
    goes_on = event.holidays == "hold" and not _has_end(event)
    if first is None or not (goes_on or by_rule):
        return None
    at = held(event, by_rule, kept)
    zone = zone_of(event, registry)
    return Series(
        event=event,
        zone=zone,
        rule=";".join(part for part in event.rule.split(";") if not part.startswith(ENDS)),
        begins=first,
        until=None if goes_on else by_rule[-1].replace(tzinfo=ZoneInfo(zone)).astimezone(UTC),
        skipped=tuple(sorted({*by_rule} - {*at.values()})),
        moved=tuple(sorted((day, to) for to, day in at.items() if to != day)),
    )


def _has_end(event: Event) -> bool:
    return any(part.startswith(ENDS) for part in event.rule.split(";"))


def _named_in(event: Event) -> list[datetime]:
    """The times that its row names: by the rule where no holiday rule is, these alone may depart from it."""
    days = {*event.skipped, *(row.day for row in event.moved)}
    return sorted({datetime.combine(day, event.begins.time()) for day in days} | {row.to for row in event.moved})


def _owed(desk: str, view: MatterView) -> Suspense | None:
    own = [mover for mover in view.movers if mover.body == desk]
    due = min((mover.due for mover in own if mover.due is not None), default=None)
    return None if due is None else Suspense(view, max(mover.since for mover in own), due)


def _by_id(event: Event) -> str:
    return event.id


def _by_due(row: Suspense) -> tuple[datetime, str]:
    return row.due, row.view.serial
