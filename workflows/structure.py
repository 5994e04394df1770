"""The structure of a registry: bodies as trees, and which seats are held, by nation and echelon."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import BILATERAL, Audience, Body, Seat
from workflows.roster import Roster


class Branch(msgspec.Struct, frozen=True):
    """A body in a tree: `depth` counts its parents in that tree."""

    body: Body
    depth: int
    parent: str | None
    """None at the top of the tree, be it a root or a body whose parent stands in another tree."""


class SeatCover(msgspec.Struct, frozen=True):
    """Whether somebody sits at a seat, and whether one of them has its watch."""

    seat: Seat
    is_held: bool
    is_watched: bool


class Cover(msgspec.Struct, frozen=True):
    """The seats that one nation has at one body."""

    nation: str
    body: Body
    seats: tuple[SeatCover, ...]

    @property
    def empty(self) -> tuple[Seat, ...]:
        return tuple(row.seat for row in self.seats if not row.is_held)

    @property
    def unwatched(self) -> tuple[Seat, ...]:
        """The seats at which people sit, none of them on watch."""
        return tuple(row.seat for row in self.seats if row.is_held and not row.is_watched)


class Count(msgspec.Struct, frozen=True):
    """How many seats one nation has at the bodies of one echelon, how many nobody holds, how many nobody watches."""

    nation: str
    echelon: str
    seats: int
    empty: int
    unwatched: int


def columns(registry: Registry) -> tuple[str, ...]:
    """The nations as they stand beside each other, the bilateral bodies in their midst."""
    nations = tuple(registry.nations)
    half = (len(nations) + 1) // 2
    return (*nations[:half], BILATERAL, *nations[half:])


def in_force(registry: Registry, absent: Collection[str]) -> tuple[Body, ...]:
    """The bodies that are not `absent`, in the registry's order."""
    return tuple(body for body in registry.bodies.values() if body.id not in absent)


def tree(bodies: Sequence[Body]) -> tuple[Branch, ...]:
    """`bodies` with each parent before its children, whatever their order; a parent left out makes tops of these."""
    known = {body.id for body in bodies}
    children: dict[str | None, list[Body]] = {}
    for body in bodies:
        children.setdefault(body.parent if body.parent in known else None, []).append(body)
    return tuple(_grown(children, None, 0))


def _grown(children: dict[str | None, list[Body]], parent: str | None, depth: int) -> Iterator[Branch]:
    for body in children.get(parent, ()):
        yield Branch(body, depth, parent)
        yield from _grown(children, body.id, depth + 1)


def coverage(registry: Registry, roster: Roster, bodies: Iterable[Body], audience: Audience = ()) -> tuple[Cover, ...]:
    """By nation and body, at which of its seats somebody sits, and is on watch.

    Only of bodies whose holders every nation of `audience` may know: of its own and of those at which it sits; of all,
    where no audience is given.
    """
    shown = [body for body in bodies if set(audience) <= set(registry.audience_of(body.id))]
    return tuple(
        Cover(nation, body, seats)
        for nation in registry.nations
        for body in shown
        if (seats := tuple(_cover(seat, roster) for seat in body.seats if seat.nation == nation))
    )


def counts(registry: Registry, covers: Sequence[Cover]) -> tuple[Count, ...]:
    """How many seats are empty, by nation and from the highest echelon to the lowest; none where there is no seat."""
    found = []
    for nation in registry.nations:
        for echelon in registry.echelons:
            rows = [row for row in covers if row.nation == nation and row.body.echelon == echelon]
            if rows:
                found.append(_count(nation, echelon, rows))
    return tuple(found)


def _cover(seat: Seat, roster: Roster) -> SeatCover:
    return SeatCover(seat, is_held=bool(roster.people(seat.id)), is_watched=seat.id in roster)


def _count(nation: str, echelon: str, rows: Sequence[Cover]) -> Count:
    seats, empty, unwatched = (sum(map(len, column)) for column in zip(*map(_columns, rows), strict=True))
    return Count(nation, echelon, seats, empty, unwatched)


def _columns(row: Cover) -> tuple[Sequence[object], ...]:
    return row.seats, row.empty, row.unwatched
