"""Where an instant falls on a day off: for whom, and what the day is called."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from workflows.bodies.registry import Registry
from workflows.kept import kept
from workflows.times.calendars import Calendar, is_working_day
from workflows.times.dtg import in_zone


class Side(NamedTuple):
    """Those of a nation who work by one clock and one calendar."""

    nation: str
    zone: str
    calendar: str


class DayOff(NamedTuple):
    nation: str
    day: date
    name: tuple[str, str] | None
    """In English and in Japanese; None where the calendar has no name for it, as on a Saturday."""


def sides_of(bodies: Iterable[str], registry: Registry) -> tuple[Side, ...]:
    """The sides of nations' own bodies; one in which several sit is none."""
    rows = (registry.bodies[body] for body in bodies if body in registry.bodies and not registry.is_bilateral(body))
    return tuple(Side(row.nation, registry.zone_of(row.id), registry.calendar_ids(row.id)[0]) for row in rows)


@kept
def nations_of(registry: Registry) -> tuple[Side, ...]:
    return tuple(Side(row.id, row.zone, row.calendar) for row in registry.nations.values())


def days_off(instant: datetime, sides: Iterable[Side], calendars: Mapping[str, Calendar]) -> Iterator[DayOff]:
    """Each side on whose clock it falls on a day off; nothing is said of a day that its calendar does not reach."""
    for side in dict.fromkeys(sides):
        calendar, day = calendars.get(side.calendar), in_zone(instant, side.zone).date()
        if calendar and calendar.first <= day <= calendar.last and not is_working_day(calendar, day):
            yield DayOff(side.nation, day, calendar.names.get(day))
