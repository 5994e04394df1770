"""What a desk is offered: the moves of a matter that some seat there may make now, for its card's buttons and menu."""

from functools import cache

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.matter import Matter
from workflows.named_seats import seats_for
from workflows.procedure import Move, Procedure
from workflows.progress import told_at
from workflows.who import Whoever


def offered(matter: Matter, procedure: Procedure, registry: Registry, desk: str) -> tuple[Move, ...]:
    """Moves open to a seat of `desk` at this stage. A desk that has the card for information is offered none."""
    route = next((row for row in procedure.addressees(matter, registry) if row.body == desk), None)
    if route is None or not route.acts:
        return ()
    stage = procedure.stage(matter.stage_id)

    @cache  # many moves are the same seats'
    def here_of(who: tuple[Whoever, ...]) -> list[Seat]:
        seats = seats_for(who, matter, procedure, registry)
        near = (seat for seat in seats if desk in (seat.body, matter.asker))
        return [seat for seat in near if told_at(seat.body, matter, registry) == desk]

    found = []
    for move in procedure.moves_at(matter.stage_id):
        here = here_of(move.who)
        nations = {seat.nation for seat in here}
        if stage.mover in move.who and stage.tracks:
            waiting = {nation for nation in nations if matter.position(nation) in stage.waiting}
            if not waiting and move.again:
                move = msgspec.structs.replace(move, button=None)  # noqa: PLW2901  the row as it is offered now
            else:
                nations = waiting
        there = [seat for seat in here if seat.nation in nations]
        if there and (move.useful is None or move.useful(matter, there, registry)):
            found.append(move)
    return tuple(sorted(found, key=lambda move: move.button is None))
