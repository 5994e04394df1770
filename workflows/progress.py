"""Whose move it is, since when and until when; and where the matter's tracks stand together."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.matter import Matter
from workflows.named_seats import seats_for
from workflows.procedure import Procedure
from workflows.times.suspense import fraction_of
from workflows.who import Who

WAITS = "waits_since"
"""What a nation keeps of a matter while an answer of its own waits for release: since when."""


class Mover(msgspec.Struct, frozen=True):
    """A body whose move it is; `nation` is whose side of a bilateral body.

    `due` is None where nothing is owed by a time.
    """

    nation: str
    body: str
    since: datetime
    due: datetime | None


def due_of_stage(matter: Matter, procedure: Procedure) -> datetime | None:
    """When the present stage must be over: as was said for it, else after its share of the span from the opening."""
    if matter.stage_due is not None:
        return matter.stage_due
    share = procedure.stage(matter.stage_id).share
    return None if share is None else fraction_of(matter.opened_at, matter.due_at, share)


def movers(matter: Matter, procedure: Procedure, registry: Registry) -> tuple[Mover, ...]:
    """The bodies whose move it is, of each nation that has yet to move; none at the end.

    A new text that waits for release is the releasing seat's to move, whatever the stage, by the matter's own suspense;
    so is an answer that a nation keeps until it is released.
    """
    found: dict[tuple[str, str], Mover] = {}
    for _, row in moving_seats(matter, procedure, registry):
        found.setdefault((row.nation, row.body), row)
    return tuple(found.values())


def moving_seats(matter: Matter, procedure: Procedure, registry: Registry) -> tuple[tuple[Seat, Mover], ...]:
    """Each seat that may make the move which is waited for, with the body of which it is one."""
    if matter.draft is not None:
        seats = seats_for((Who.DISCLOSURE,), matter, procedure, registry)
        return tuple((seat, Mover(seat.nation, seat.body, matter.draft.at, matter.due_at)) for seat in seats)
    stage = procedure.stage(matter.stage_id)
    if stage.mover is None:
        return ()
    due = due_of_stage(matter, procedure)
    if stage.releaser and (waiting := kept_since(matter)):
        seats = seats_for((stage.releaser,), matter, procedure, registry)
        return tuple((seat, Mover(seat.nation, seat.body, waiting[seat.nation], due)) for seat in seats)
    found = []
    for seat in seats_for((stage.mover,), matter, procedure, registry):
        if stage.tracks and matter.position(seat.nation) not in stage.waiting:
            continue
        track = matter.tracks.get(seat.nation)
        since = track.since if stage.tracks and track else matter.entered_at
        found.append((seat, Mover(seat.nation, told_at(seat.body, matter, registry), since, due)))
    return tuple(found)


def kept_since(matter: Matter) -> Mapping[str, datetime]:
    """By nation, since when an answer of its own waits for release."""
    return {nation: datetime.fromisoformat(facts[WAITS]) for nation, facts in matter.kept.items() if facts.get(WAITS)}


def told_at(body: str, matter: Matter, registry: Registry) -> str:
    """Where a body is told of its move: at its own desk, unless others read there who may not know."""
    return body if set(registry.audience_of(body)) <= set(matter.audience) else matter.asker


def have_all_left(matter: Matter, procedure: Procedure) -> bool:
    """Whether no nation's track is still waiting at the present stage."""
    stage = procedure.stage(matter.stage_id)
    return all(matter.position(nation) not in stage.waiting for nation in matter.tracks)
