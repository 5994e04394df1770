"""How suspenses in working time came about, and which would come out otherwise by the calendars and hours of now.

One that has been shown never moves by itself. Whoever answers for a nation is told which these are.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from workflows.act import Act
from workflows.bodies.registry import Registry
from workflows.known import may_see, serial_for
from workflows.matter import Actor, Matter, Reckoning
from workflows.times.calendars import Calendar, OutOfRange
from workflows.times.suspense import URGENCIES, working_days_due, working_hours_due
from workflows.times.typed import WorkingDays, WorkingHours, read_time
from workflows.vocabulary import Notice


class Recounted(NamedTuple):
    """An open matter whose suspense would be `now_due`; None where the calendars don't reach so far any more."""

    matter: Matter
    now_due: datetime | None


def of_urgency(urgency: str, since: datetime, body: str, bodies: Iterable[str]) -> Reckoning | None:
    """None where the urgency is one of elapsed time."""
    row = URGENCIES[urgency]
    if row.working_days is not None:
        return Reckoning("days", row.working_days, since, body, tuple(bodies))
    if row.working_hours is not None:
        return Reckoning("hours", row.working_hours, since, body, tuple(bodies))
    return None


def of_typed(act: Act, field: str) -> Reckoning | None:
    """Of a time that was given: None where it was no working time, or where it can't be told by whose hours."""
    desk = act.command.desk or act.seat.body
    read = read_time(act.command.given.get(field, ""), now=act.now, zone=act.registry.zone_of(desk))
    if isinstance(read, WorkingDays):
        row = Reckoning("days", read.days, act.now, desk)
    elif isinstance(read, WorkingHours):
        row = Reckoning("hours", read.hours, act.now, desk)
    else:
        return None
    return row if due_by(row, act.registry, act.world.calendars) == act.given[field] else None


def due_by(row: Reckoning, registry: Registry, calendars: Mapping[str, Calendar]) -> datetime | None:
    """When it is due by the calendars and hours as they are; None where they don't reach so far, or are gone."""
    if row.body not in registry.bodies or not {*row.bodies} <= registry.bodies.keys():
        return None
    nations = (nation.calendar for nation in registry.nations.values())
    ids = dict.fromkeys(id_ for body in row.bodies for id_ in registry.calendar_ids(body)) or dict.fromkeys(nations)
    count = working_days_due if row.unit == "days" else working_hours_due
    zone, hours = registry.zone_of(row.body), registry.working_hours_of(row.body)
    try:
        return count(row.count, row.since, zone, tuple(calendars[id_] for id_ in ids), hours)
    except OutOfRange:
        return None


def recounted(
    matters: Iterable[Matter], registry: Registry, calendars: Mapping[str, Calendar], now: datetime
) -> Iterator[Recounted]:
    """Those still to come that would come out otherwise now."""
    for matter in matters:
        if matter.reckoned is not None and matter.due_at > now:
            due = due_by(matter.reckoned, registry, calendars)
            if due != matter.due_at:
                yield Recounted(matter, due)


def told(
    rows: Iterable[Recounted], registry: Registry, administrators: Mapping[str, tuple[Actor, ...]]
) -> Iterator[Notice]:
    """What each nation's administrators are told, each alone, of matters that their nation may know."""
    rows = tuple(rows)
    for nation, people in administrators.items():
        seen = [
            {"serial": serial_for(row.matter, registry, (nation,)), "due": row.matter.due_at, "now_due": row.now_due}
            for row in rows
            if nation in registry.nations and may_see(row.matter, (nation,))
        ]
        seen.sort(key=lambda row: str(row["serial"]))
        for person in people if seen else ():
            yield Notice("recounted", None, {"rows": seen}, person)
