"""Where a request goes: its owner, each nation's lead, the desks that carry its card, each with why (DOMAIN 6.1)."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from workflows.matter import Matter
from workflows.registry import BILATERAL, Registry, kept

Reason = Literal[
    "asks", "addressed", "owner", "lead", "supporting", "combined", "information", "disclosure", "escalated"
]


class Route(msgspec.Struct, frozen=True):
    """One desk that carries the card, and why. Without `acts` it is drawn without buttons."""

    body: str
    reason: Reason
    acts: bool = True


@kept
def owner(registry: Registry, asker: str, addressed: tuple[str, ...]) -> str:
    """The bilateral body that owns a request.

    The one addressed; else the lowest body of the mechanism proper at which both sides or their parents sit, a tie
    going to the asker's track; else the registry's row for that track.
    """
    for body in addressed:
        if registry.is_bilateral(body):
            return body
    track = registry.bodies[asker].track
    sides = [set(registry.upward(body)) for body in (asker, *addressed)]
    shared = [
        body
        for body in registry.bodies.values()
        if body.nation == BILATERAL and body.system == "acm" and all(side & set(body.members) for side in sides)
    ]
    if shared:
        return max(shared, key=lambda body: (registry.depth(body.id), body.track == track)).id
    return registry.routing.owner[track]


@kept
def leads(registry: Registry, asker: str, addressed: tuple[str, ...], owner_body: str) -> Mapping[str, str]:
    """Each nation's lead: its addressed body; for the asker's nation the asker; else the owner's first member of it.

    A nation of which the owner has no member falls to the first of its bodies in the registry.
    """
    found = {registry.bodies[asker].nation: asker}
    for body in (*addressed, *registry.bodies[owner_body].members, *registry.bodies):
        found.setdefault(registry.bodies[body].nation, body)
    return MappingProxyType({nation: found[nation] for nation in registry.nations})


@kept
def addressable(registry: Registry, asker: str) -> tuple[str, ...]:
    """The bodies to which `asker` may put a request: its counterparts and the bilateral bodies of the mechanism."""
    bilateral = (body.id for body in registry.bodies.values() if body.nation == BILATERAL and body.system == "acm")
    return (*registry.bodies[asker].counterparts, *bilateral)


def routes(matter: Matter, registry: Registry) -> tuple[Route, ...]:
    """The desks that carry the card now, in order of weight, each once with its first reason."""
    found: dict[str, Route] = {}

    def add(bodies: Iterable[str | None], reason: Reason, *, acts: bool = True) -> None:
        for body in bodies:
            if body is not None and body not in found:
                found[body] = Route(body, reason, acts)

    add([matter.asker], "asks")
    if len(matter.audience) == 1 or matter.draft is not None:
        seat = registry.disclosure_seat(matter.asker)
        add([seat.body if seat else None], "disclosure")
    if len(matter.audience) > 1:
        add(matter.to, "addressed")
        add((matter.owner, *_deciding_desks(matter, registry)), "owner")
        add((track.lead for track in matter.tracks.values()), "lead")
        add((ocr for track in matter.tracks.values() for ocr in track.ocrs), "supporting")
        if "integration" in (matter.mode, matter.mode_proposed):
            add([registry.routing.combined], "combined")
            add(_mode_desks(registry), "lead")
        add(matter.info, "information", acts=False)
    add(matter.escalated, "escalated")
    return tuple(found.values())


def _deciding_desks(matter: Matter, registry: Registry) -> Iterator[str]:
    """Where the seats sit that decide for the owner; not one at which others read too."""
    for seat in registry.deciders_of(matter.owner):
        if set(registry.audience_of(seat.body)) <= set(matter.audience):
            yield seat.body


def _mode_desks(registry: Registry) -> tuple[str, ...]:
    """Where the seats sit that agree to integration: they need the card to say so."""
    return tuple(registry.seats[row.mode].body for row in registry.authorities.values())
