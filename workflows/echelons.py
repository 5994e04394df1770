"""Up the echelons: all sides of a matter are taken to the same level, by time, by non-concurrence or by hand.

A side is the lead body of a nation that has a part; a level is so many of the bodies above it that may know of the
matter. Who gets it there gets the card, and decides nothing by it.
"""

from collections.abc import Mapping

import msgspec

from workflows.act import Record
from workflows.bodies.registry import Registry
from workflows.known import as_known
from workflows.matter import Matter
from workflows.procedure import Procedure
from workflows.progress import Mover, movers


def leads_of(matter: Matter) -> Mapping[str, str]:
    """By nation the body that its level is counted from: of what stays inside one nation whoever is to do it."""
    tracks = {nation: track.lead for nation, track in matter.tracks.items()}
    return tracks or {matter.nation: matter.to[0]}


def one_up(matter: Matter, registry: Registry) -> tuple[Matter, tuple[str, ...]]:
    """The matter one level higher on every side, and the bodies there; none where every side is at its top."""
    chains = (registry.above(lead, matter.audience) for lead in leads_of(matter).values())
    bodies = tuple(dict.fromkeys(chain[matter.raised] for chain in chains if matter.raised < len(chain)))
    if not bodies:
        return matter, ()
    escalated = tuple(dict.fromkeys((*matter.escalated, *bodies)))
    return msgspec.structs.replace(matter, raised=matter.raised + 1, escalated=escalated), bodies


def disagreed(matter: Matter, registry: Registry) -> tuple[Matter, tuple[Record, ...]]:
    """What a non-concurrence that all know of brings about: one level up, with a record of it where there is one."""
    matter, bodies = one_up(matter, registry)
    return matter, (Record("raise-disagreed", joint={"bodies": list(bodies)}),) if bodies else ()


def waited_for(matter: Matter, procedure: Procedure, registry: Registry, nation: str) -> Mover | None:
    """Whose silence takes the matter up on the side of `nation`, which has moved itself, as far as it can see.

    None where the nation is to move too, or where those who are sit at a body that all read: that goes up for all.
    """
    if len(matter.tracks) < 2 or nation not in matter.audience:  # noqa: PLR2004  one side has no other
        return None
    seen = movers(as_known(matter, (nation,)), procedure, registry)
    if any(row.nation == nation or registry.is_bilateral(row.body) for row in seen):
        return None
    return next((row for row in seen if row.due is not None), None)
