"""Taken up by hand: one echelon on every side, with the reason; it decides nothing and moves no suspense."""

from workflows.act import Act, Effect, Outcome, Record
from workflows.echelons import leads_of, one_up
from workflows.effects.opening import WHY
from workflows.procedure import Move
from workflows.vocabulary import Refused, Said
from workflows.who import Whoever


def by_hand(stages: tuple[str, ...], who: tuple[Whoever, ...]) -> Move:
    """The row by which a procedure's matters can be taken up at these stages."""
    return Move("escalate", stages, who, escalate, WHY)


def escalate(act: Act) -> Outcome:
    matter, bodies = one_up(act.about, act.registry)
    if not bodies:
        return Refused("no-parent", {"body": leads_of(matter).get(act.nation, act.seat.body)})
    content = {"bodies": list(bodies), **act.given}
    record = Record("raise", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, (), (record,), Said("raised", {"bodies": bodies}))
