"""Matters at every stage, each as it may stand there: with other bodies in its parts, other answers, a new text."""

from collections.abc import Iterator

import msgspec

from tests.workflows.authority.people import FREE, relief, walkers
from tests.workflows.build import Play
from workflows.command import Command
from workflows.decide import decide
from workflows.matter import Matter
from workflows.procedure import Procedure
from workflows.vocabulary import Accepted


def about_seat(play: Play, procedure: Procedure, stage: str) -> Matter:
    """A matter about a seat of the first nation's, for which somebody acts, at one of its stages."""
    nation, *_ = play.registry.nations
    seat = f"{nation[0]}-{FREE}"
    acting = next(row for row in walkers(play) if row.name == f"{seat} acting")
    given = {"seat": seat, "person": relief(nation).user, "until": "+2h", "because": "x"}
    asked = {row.name: given[row.name] for row in procedure.opening.given if row.name in given}
    command = Command(procedure.opening.verb, acting.actor, acting.desk, asked)
    answer = decide(None, command, acting.world, play.now)
    assert isinstance(answer, Accepted), answer
    assert answer.matter is not None
    facts = {**answer.matter.facts, "questions": [{"question": "x", "reply": ""}]}
    return msgspec.structs.replace(answer.matter, stage=(stage,), facts=facts)


def a_label(play: Play, stage: str) -> Matter:
    """A label that was proposed from a seat of the first nation's, at one of the stages of its procedure."""
    nation, *_ = play.registry.nations
    proposing = next(row for row in walkers(play) if row.name == f"{nation[0]}-hq-watch on watch")
    command = Command("label", proposing.actor, proposing.desk, {"label": "dusk", "because": "x"})
    answer = decide(None, command, proposing.world, play.now)
    assert isinstance(answer, Accepted), answer
    assert answer.matter is not None
    readers = play.registry.everyone if stage == "set" else answer.matter.audience
    return msgspec.structs.replace(answer.matter, stage=(stage,), audience=readers)


def variants(play: Play, matter: Matter) -> Iterator[Matter]:
    """The matter as it stands, with other bodies in its parts, and as it may stand otherwise at the same stage."""
    for change in (_as_it_is, _handed_on, _owned_low, _owned_high):
        changed = change(play, matter)
        yield changed
        if (other := _otherwise(changed)) != changed:
            yield other


def _as_it_is(_play: Play, matter: Matter) -> Matter:
    return matter


def _handed_on(play: Play, matter: Matter) -> Matter:
    """Another body leads the asking side; others support it, are informed, or have the card from above."""
    info = tuple(f"{nation[0]}-pol" for nation in play.registry.nations)
    above = ("s-min", "top") if len(matter.audience) > 1 else ()
    matter = msgspec.structs.replace(matter, info=info, escalated=above)
    for nation in matter.tracks:
        ocrs = (f"{nation[0]}-ops",) if nation != matter.nation else (f"{nation[0]}-min",)
        matter = matter.with_track(nation, ocrs=ocrs)
    return matter.with_track(matter.nation, lead=f"{matter.nation[0]}-ops")


def _owned_low(_play: Play, matter: Matter) -> Matter:
    """By a body in which no seat decides; the asking nation's own suspense has passed."""
    return msgspec.structs.replace(matter, to=("desk",), owner="desk", escalated=(f"{matter.nation[0]}-min",))


def _owned_high(play: Play, matter: Matter) -> Matter:
    """By the body of the seats that agree to integration; the other side's lead has no watch seat."""
    for nation in play.registry.nations:
        if nation != matter.nation:
            matter = matter.with_track(nation, lead=f"{nation[0]}-pol")
    return msgspec.structs.replace(matter, to=("board",), owner="board")


def _otherwise(matter: Matter) -> Matter:
    """The other way to stand at a stage where one seat or another has something to do only as the matter stands."""
    if matter.stage_id == "returned":
        return msgspec.structs.replace(matter, draft=matter.text)
    if matter.stage_id == "decided":
        return msgspec.structs.replace(matter, outcome="deferred")
    if matter.stage_id == "reconciling":
        first, last = (*matter.tracks,)[0], (*matter.tracks,)[-1]
        answers = {first: matter.tracks[last].answer, last: matter.tracks[first].answer}
        for nation, answer in answers.items():
            matter = matter.with_track(nation, answer=answer)
    return matter
