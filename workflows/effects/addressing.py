"""To whom something is put: the bodies that fit, the nations that have a part, and by when each must answer."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from workflows.act import Act
from workflows.matter import Matter, Reckoning, Text, Track
from workflows.reckoning import of_typed, of_urgency
from workflows.routing import addressable, leads, owner
from workflows.times.calendars import OutOfRange
from workflows.times.suspense import URGENCIES, due_by
from workflows.vocabulary import Refused


class Suspense(NamedTuple):
    """When something is due, and how that was counted, where it was in working time."""

    due: datetime
    reckoned: Reckoning | None


class Sides(NamedTuple):
    """Who has a part: the bilateral body that owns the matter, and each nation's lead body."""

    owner: str
    leads: Mapping[str, str]


def sides_of(act: Act, to: tuple[str, ...], info: tuple[str, ...] = ()) -> Sides | Refused:
    """The sides of what the acting seat's body puts to `to`; Refused, saying where it can be put, where not there."""
    registry = act.registry
    if refused := _check_addressees(act, to):
        return refused
    sides = between(act, to)
    for body in info:
        if not registry.is_inside(body, tuple(sides.leads)):  # it stays with the nations that sit at the owner
            return Refused("no-part", {"body": body}, field="info")
    return sides


def between(act: Act, to: tuple[str, ...]) -> Sides:
    """The sides of what goes to bodies that nobody chose: the acting seat's body need be no counterpart of theirs."""
    registry, asker = act.registry, act.seat.body
    absent = registry.absent(act.now)
    owner_body = owner(registry, asker, to, absent)
    return Sides(owner_body, leads(registry, asker, to, owner_body, absent))


def joint_matter(act: Act, sides: Sides, to: tuple[str, ...], due: datetime, **more: Any) -> Matter:
    """A matter between nations as its asker has it, before its release. `more`: fields that are not as they begin."""
    given, asker = act.given, act.seat.body
    matter = Matter(
        id=act.world.matter_id,
        procedure="",  # filled in by the engine, with the stage
        stage=(),
        nation=act.nation,
        asker=asker,
        owner=sides.owner,
        to=to,
        info=given.get("info", ()),
        audience=(act.nation,),
        urgency="",
        mode="coordination",
        opened_at=act.now,
        entered_at=act.now,
        due_at=due,
        texts=(Text(given["title"], given.get("detail", ""), act.seat.id, act.now, act.nation),),
        tracks={
            nation: Track(lead, act.now, _own_addressees(act, nation, lead, to)) for nation, lead in sides.leads.items()
        },
    )
    return msgspec.structs.replace(matter, **more)


def suspense_given(urgency: str, to: Collection[str], lead: Collection[str], act: Act) -> Suspense | Refused:
    """The suspense that was given as `by`; where none was, that of the urgency."""
    if "by" in act.given:
        return Suspense(act.given["by"], of_typed(act, "by"))
    return suspense_by_urgency(urgency, to, lead, act)


def suspense_by_urgency(urgency: str, to: Collection[str], lead: Collection[str], act: Act) -> Suspense | Refused:
    """The suspense that follows from the urgency, from now on, by zone and hours of the body that is asked first."""
    row = URGENCIES[urgency]
    if row.elapsed is not None:  # day and night, by nobody's zone and calendar
        return Suspense(due_by(row, act.now, "UTC", ()), None)
    registry, asked = act.registry, _asked_first(to, act)
    calendars = act.world.calendars_at(lead)
    try:
        due = due_by(row, act.now, registry.zone_of(asked), calendars, registry.working_hours_of(asked))
    except OutOfRange as error:
        return Refused("no-calendar", {"calendar": error.calendar, "day": error.day}, field="urgency")
    return Suspense(due, of_urgency(urgency, act.now, asked, lead))


def _check_addressees(act: Act, to: tuple[str, ...]) -> Refused | None:
    registry, asker = act.registry, act.seat.body
    fitting = addressable(registry, asker, registry.absent(act.now))
    bodies, nation = registry.bodies, act.nation
    # Those that are not of the asking nation alone: whoever must answer is among them.
    foreign = [body for body in to if bodies[body].nation != nation]
    if not foreign:
        return Refused("stays-inside", {"near": fitting}, field="to")
    for body in foreign:
        if body not in fitting:
            return _not_a_counterpart(act, body, fitting)
    return None


def _not_a_counterpart(act: Act, body: str, fitting: tuple[str, ...]) -> Refused:
    """Who would be the right one: the asker's counterparts there, the body's own here, or why there are none."""
    registry, asker = act.registry, act.seat.body
    if act.nation not in registry.audience_of(body) and registry.is_bilateral(body):
        return Refused("no-part", {"body": body}, field="to")
    if registry.is_bilateral(body):
        return Refused("no-requests", {"body": body, "near": fitting}, field="to")
    absent = registry.absent(act.now)
    yours = tuple(row for row in registry.counterparts_in(asker, registry.bodies[body].nation) if row not in absent)
    theirs = tuple(row for row in registry.counterparts_in(body, act.nation) if row not in absent)
    without = tuple(row for row in (asker, body) if registry.bodies[row].no_counterpart)
    facts = {"body": body, "asker": asker, "yours": yours, "theirs": theirs, "without": without, "near": fitting}
    return Refused("not-a-counterpart", facts, field="to")


def _asked_first(to: Iterable[str], act: Act) -> str:
    """The first body addressed that is another nation's or every nation's; inside one nation the first."""
    bodies, nation = act.registry.bodies, act.nation
    return next((body for body in to if bodies[body].nation != nation), next(iter(to)))


def _own_addressees(act: Act, nation: str, lead: str, to: Iterable[str]) -> tuple[str, ...]:
    """Bodies of `nation` that were addressed beside its lead: they must be asked (OCR)."""
    return tuple(body for body in to if act.registry.bodies[body].nation == nation and body != lead)
