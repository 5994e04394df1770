"""What is owed, by when, as one person asks: by their own seats, by the desk where they ask, by their nation."""

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.known import as_known, may_see
from workflows.matter import Matter
from workflows.procedure import Procedure
from workflows.progress import Mover, moving_seats

WHOSE = ("mine", "desk", "nation")
"""The nearest first."""
LAST = datetime.max.replace(tzinfo=UTC)  # of what is owed by no time


class Asker(msgspec.Struct, frozen=True):
    """Who asks, and what they and those who read along may know."""

    seats: tuple[str, ...]
    nation: str
    desk: str | None
    """The body in whose channel it is asked; none in a direct message, where the bodies of one's seats count."""
    audience: Audience


class Owed(msgspec.Struct, frozen=True):
    """One body's move. `whose` has every group of WHOSE that it is in."""

    matter: Matter
    mover: Mover
    whose: frozenset[str]


def owed(matters: Iterable[tuple[Matter, Procedure]], registry: Registry, asker: Asker) -> tuple[Owed, ...]:
    """All that the asker's nation or desk owes in what they may know: the longest overdue first, then what is due."""
    found = [
        row
        for matter, procedure in matters
        if may_see(matter, asker.audience)
        for row in _of(as_known(matter, asker.audience), procedure, registry, asker)
    ]
    return tuple(sorted(found, key=lambda row: (row.mover.due or LAST, row.mover.since, row.matter.id)))


def _of(matter: Matter, procedure: Procedure, registry: Registry, asker: Asker) -> Iterable[Owed]:
    moving = moving_seats(matter, procedure, registry)
    desks = {asker.desk} if asker.desk else {registry.seats[seat].body for seat in asker.seats}
    for mover in dict.fromkeys(mover for _, mover in moving):
        seats = {seat.id for seat, row in moving if row == mover}
        is_so = (not seats.isdisjoint(asker.seats), mover.body in desks, mover.nation == asker.nation)
        if any(is_so):
            yield Owed(matter, mover, frozenset(name for name, holds in zip(WHOSE, is_so, strict=True) if holds))
