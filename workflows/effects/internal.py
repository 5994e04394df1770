"""What matters that stay inside one nation have in common: made for a seat, carded where nobody else reads."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workflows.act import Act
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.matter import Actor, Matter, Text
from workflows.progress import told_at
from workflows.routing import Route
from workflows.vocabulary import Refused


def inside(act: Act, seat: Seat, *, due: datetime, text: Text, facts: Mapping[str, Any]) -> Matter:
    """A new matter about a seat, its nation's alone."""
    desk = desk_of(seat, act.registry)
    return Matter(
        id=act.world.matter_id,
        procedure="",  # filled in by the engine, with the stage
        stage=(),
        nation=seat.nation,
        asker=desk,
        owner=desk,
        to=(),
        info=(),
        audience=(seat.nation,),
        urgency="",
        mode="coordination",
        opened_at=act.now,
        entered_at=act.now,
        due_at=due,
        texts=(text,),
        tracks={},
        subject=seat.id,
        facts=dict(facts),
    )


def desk_of(seat: Seat, registry: Registry) -> str:
    """The body in whose channel it is told: the seat's own; for a seat at a bilateral one its nation's member there."""
    if not registry.is_bilateral(seat.body):
        return seat.body
    near = (*registry.bodies[seat.body].members, *registry.bodies)
    return next(body for body in near if registry.bodies[body].nation == seat.nation)


def routes_inside(matter: Matter, _registry: Registry) -> tuple[Route, ...]:
    """The desk of the seat, and those to which it went up."""
    return once(Route(matter.asker, "asks"), *(Route(body, "escalated") for body in matter.escalated))


def routes_of_seat(matter: Matter, registry: Registry) -> tuple[Route, ...]:
    """Besides these, the bodies of those who answer for the seat."""
    near, *up = routes_inside(matter, registry)
    bodies = (told_at(seat.body, matter, registry) for seat in registry.oprs_of(matter.subject))
    return once(near, *(Route(body, "answers") for body in bodies), *up)


def once(*rows: Route) -> tuple[Route, ...]:
    found: dict[str, Route] = {}
    for row in rows:
        found.setdefault(row.body, row)
    return tuple(found.values())


def named_person(act: Act, person: Actor, seat: Seat) -> Refused | None:
    """Refused unless the person is another one, known, and of the seat's nation."""
    if person == act.command.actor:
        return Refused("somebody-else", field="person")
    if act.world.admitted.get(person) != seat.nation:
        return Refused("not-of-your-nation", {"holder": person}, field="person")
    return None


def plain(actor: Actor) -> dict[str, str]:
    """A person as a matter's facts keep them."""
    return {"team": actor.team, "user": actor.user}


def person_of(matter: Matter, name: str) -> Actor:
    return Actor(**matter.facts[name])
