"""Where a request goes: its owner, each nation's lead, the desks that carry its card, each with why (DOMAIN 6.1)."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import BILATERAL, Audience, Seat
from workflows.kept import kept
from workflows.matter import Matter

Reason = Literal[
    "asks",
    "says",
    "addressed",
    "owner",
    "lead",
    "supporting",
    "combined",
    "information",
    "disclosure",
    "answers",
    "escalated",
]


class Route(msgspec.Struct, frozen=True):
    """One desk that carries the card, and why. Without `acts` it is drawn without buttons."""

    body: str
    reason: Reason
    acts: bool = True


NONE: frozenset[str] = frozenset()


@kept
def owner(registry: Registry, asker: str, addressed: tuple[str, ...], absent: frozenset[str] = NONE) -> str:
    """The bilateral body that owns a request; none of `absent`, which are not in force.

    The one addressed; else the lowest body of the mechanism proper at which all sides or their parents sit, a tie
    going to the asker's track and then to the registry's row for it; else the registry's row for that track. Where
    more than two nations take part in the mechanism, a body of the nations concerned alone comes before a wider one.
    """
    parties = {nation for body in (asker, *addressed) for nation in registry.audience_of(body)}
    for body in addressed:
        if registry.is_bilateral(body) and parties <= set(registry.audience_of(body)):
            return body
    track = registry.bodies[asker].track
    sides = [set(registry.upward(body)) for body in (asker, *addressed)]
    shared = [
        body
        for body in registry.bodies.values()
        if body.nation == BILATERAL
        and body.system == "acm"
        and body.id not in absent
        and parties <= set(registry.audience_of(body.id))
        and all(side & set(body.members) for side in sides)
    ]
    row = registry.routing.owner[track]
    if not shared:
        return row
    fewest = min(len(registry.audience_of(body.id)) for body in shared)
    among = (body for body in shared if len(registry.audience_of(body.id)) == fewest)
    return max(among, key=lambda body: (registry.depth(body.id), body.track == track, body.id == row)).id


@kept
def leads(
    registry: Registry, asker: str, addressed: tuple[str, ...], owner_body: str, absent: frozenset[str] = NONE
) -> Mapping[str, str]:
    """The lead of each nation that sits at the owner: these are the nations that have a part, and see it once released.

    It is the nation's addressed body; for the asker's nation the asker; else the owner's first member of it, and where
    none is in force the first of its bodies that is. None of `absent` leads.
    """
    found = {registry.bodies[asker].nation: asker}
    for body in (*addressed, *registry.bodies[owner_body].members, *registry.bodies):
        if body not in absent:
            found.setdefault(registry.bodies[body].nation, body)
    return MappingProxyType({nation: found[nation] for nation in registry.audience_of(owner_body)})


@kept
def addressable(registry: Registry, asker: str, absent: frozenset[str] = NONE) -> tuple[str, ...]:
    """The bodies in force to which `asker` may put a request: its counterparts and the bilateral bodies that take any.

    After the counterparts come the bilateral bodies, first those at which the asker or its parents sit, the lowest
    first, and of these those of the asker's track.
    """
    side, track = set(registry.upward(asker)), registry.bodies[asker].track
    nation = registry.bodies[asker].nation
    bilateral = [
        row
        for row in registry.bodies.values()
        if row.nation == BILATERAL and row.no_requests is None and nation in registry.audience_of(row.id)
    ]
    bilateral.sort(key=lambda row: (not side & set(row.members), -registry.depth(row.id), row.track != track))
    found = (*registry.bodies[asker].counterparts, *(row.id for row in bilateral))
    return tuple(body for body in found if body not in absent)


@kept
def of_one_nation(registry: Registry, asker: str, absent: frozenset[str] = NONE) -> tuple[str, ...]:
    """Of the `addressable` bodies those of one nation."""
    return tuple(body for body in addressable(registry, asker, absent) if not registry.is_bilateral(body))


def routes(matter: Matter, registry: Registry) -> tuple[Route, ...]:
    """The desks that carry the card now, in order of weight, each once with its first reason."""
    rows: list[tuple[Reason, Iterable[str]]] = [("asks", (matter.asker,))]
    if len(matter.audience) == 1 or matter.draft is not None:
        seat = registry.disclosure_seat(matter.asker)
        rows.append(("disclosure", (seat.body,) if seat else ()))
    if len(matter.audience) > 1:
        tracks = matter.tracks.values()
        rows += (
            ("addressed", matter.to),
            ("owner", (matter.owner, *_deciding_desks(matter, registry))),
            ("lead", [track.lead for track in tracks]),
            ("supporting", [ocr for track in tracks for ocr in track.ocrs]),
            *((row.reason, (row.body,)) for row in combined_routes(matter, registry)),
            ("information", matter.info),
        )
    rows.append(("escalated", matter.escalated))
    found: dict[str, Route] = {}
    for reason, bodies in rows:
        for body in bodies:
            if body not in found:
                found[body] = Route(body, reason, acts=reason != "information")
    return tuple(found.values())


@kept
def deciders(registry: Registry, owner_body: str, nations: Audience) -> tuple[Seat, ...]:
    """Each nation's decide seats there, else at the nearest body above that has one of that nation (DOMAIN 6.1)."""
    found: list[Seat] = []
    for nation in nations:
        seats = (registry.seats_at(above, "decide", nation=nation) for above in registry.upward(owner_body))
        found.extend(next(filter(None, seats), ()))
    return tuple(found)


def _deciding_desks(matter: Matter, registry: Registry) -> Iterator[str]:
    """Where the seats sit that decide for the owner; not one at which others read too."""
    for seat in deciders(registry, matter.owner, tuple(matter.tracks)):
        if registry.is_inside(seat.body, matter.audience):
            yield seat.body


def mode_seats(matter: Matter, registry: Registry) -> tuple[Seat, ...]:
    """The seats that agree to integration, of each nation that has a part; none where one alone has."""
    nations = matter.tracks if len(matter.tracks) > 1 else ()
    return tuple(registry.seats[registry.authorities[nation].mode] for nation in nations)


def combined(matter: Matter, registry: Registry) -> str:
    """The body whose staff works on it in integration: the combined one, unless some read there that have no part.

    Then it is the body that owns the matter, where those alone sit that have.
    """
    body = registry.routing.combined
    return body if registry.is_inside(body, tuple(matter.tracks)) else matter.owner


def combined_routes(matter: Matter, registry: Registry) -> tuple[Route, ...]:
    """The desks that carry the card because of integration, in force or proposed, once all know of the matter."""
    if "integration" not in (matter.mode, matter.mode_proposed) or len(matter.audience) < 2:  # noqa: PLR2004  one nation
        return ()
    agree = [seat.body for seat in mode_seats(matter, registry) if registry.is_inside(seat.body, matter.audience)]
    return (Route(combined(matter, registry), "combined"), *(Route(body, "lead") for body in agree))
