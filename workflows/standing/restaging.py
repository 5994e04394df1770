"""Open matters at a stage that this version's tables no longer have, and the one command that moves them on.

The stage alone is changed, with an entry in each log that knows of the matter: what was said on it stays. Nobody's
decision is taken by it, so it leads to no end; and nothing crosses by it.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from workflows.act import Act, Effect, Record
from workflows.authority import choose_seat
from workflows.carrying import carry_out
from workflows.command import Command
from workflows.fields import Given
from workflows.given.fields import read_given
from workflows.given.reading import Reading
from workflows.known import is_name_known
from workflows.machine import at_start, is_known
from workflows.matter import Matter
from workflows.named_seats import seats_for
from workflows.procedure import Procedure
from workflows.vocabulary import Accepted, Refused, Said, World
from workflows.who import Who

RESTAGE = (
    Given("serial", "line", "Serial", most=40),
    Given("stage", "line", "Stage of this version", most=60),
    Given("because", "text", "Reason", most=500),
)
WHO = (Who.ASKER_DECIDE, Who.LEAD_DECIDE)
"""Who decides at the body that asks, or at a lead body."""


def is_lost(matter: Matter, procedure: Procedure) -> bool:
    """Whether it stands where no table leads."""
    return not is_known(procedure, tuple(matter.tracks), matter.stage)


def ways_on(matter: Matter, procedure: Procedure) -> Iterator[str]:
    """The stages to which it may be moved: those inside one nation before its release, and the others after it."""
    first, is_inside = procedure.stages[0].id, len(matter.audience) < len(matter.tracks)
    for stage in procedure.stages:
        inside = stage.id == first or stage.mover is Who.DISCLOSURE
        if not stage.end and (not matter.tracks or inside == is_inside):
            yield stage.id


def restage(command: Command, world: World, now: datetime) -> Accepted | Refused:
    registry = world.registry
    given = read_given(RESTAGE, command.given, Reading(registry, now, "UTC", ()))
    if isinstance(given, Refused):
        return given
    serial, readers = given["serial"].upper(), (world.nation,) if world.nation else ()
    lost = {row.id: (row, procedure) for row, procedure in world.open if is_lost(row, procedure)}
    found = next((row for row in lost.values() if is_name_known(row[0], serial, registry, readers)), None)
    if found is None:
        return Refused("not-lost", {"serial": serial}, field="serial")
    matter, procedure = found
    seat = choose_seat(command, world, {row.id: row for row in seats_for(WHO, matter, procedure, registry)})
    if isinstance(seat, Refused):
        return seat
    fitting = tuple(ways_on(matter, procedure))
    if given["stage"] not in fitting:
        return Refused("no-such-stage", {"word": given["stage"], "known": fitting}, field="stage")
    act = Act(command, world, now, seat, given, matter)
    moved = _at(matter, given["stage"], procedure, now)
    content = {"from": list(matter.stage), "to": given["stage"], "because": given["because"]}
    record = Record("move-stage", own=content, joint=content, seat=seat.id)
    answer = carry_out(procedure, Effect(moved, (), (record,)), act, before=None)
    if isinstance(answer, Refused):
        return answer
    return Accepted(Said("stage-moved", {"serial": serial, "place": (given["stage"], procedure.id)}), also=(answer,))


def _at(matter: Matter, stage: str, procedure: Procedure, now: datetime) -> Matter:
    """The matter at the beginning of a stage, every clock of which starts now."""
    paths = at_start(procedure.stage(stage), tuple(matter.tracks))
    matter = msgspec.structs.replace(matter, stage=paths, entered_at=now, stage_due=None)
    for nation in matter.tracks:
        matter = matter.with_track(nation, since=now)
    return matter
