"""What can be wrong in a procedure's tables, told before anything goes through them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from workflows.procedure import Procedure, Stage


class CatalogueFault(NamedTuple):
    """`row` is how the row at fault begins in the procedure's file, where it is written out there."""

    row: str
    text: str


def catalogue_faults(procedure: Procedure) -> tuple[CatalogueFault, ...]:
    """Everything that is wrong in the tables of `procedure`."""
    checks = (_names, _edges, _steps, _stages, _tracks, _moves, _joins, _reminders, _ending)
    return tuple(fault for check in checks for fault in check(procedure))


def _names(procedure: Procedure) -> Iterator[CatalogueFault]:
    """Ids that must be there once."""
    kinds = {
        "Stage": [stage.id for stage in procedure.stages],
        "ReminderRule": [rule.id for rule in procedure.reminders],
    }
    for kind, ids in kinds.items():
        for name, count in Counter(ids).items():
            if count > 1:
                yield CatalogueFault(f'{kind}("{name}"', f"{kind} {name!r} is there {count} times")


def _edges(procedure: Procedure) -> Iterator[CatalogueFault]:
    known = {stage.id for stage in procedure.stages}
    for edge in procedure.edges:
        row = f'Edge("{edge.trigger}"'
        yield from _unknown(row, f"edge {edge.trigger!r}", "stage", (*edge.sources, edge.target), known)


def _steps(procedure: Procedure) -> Iterator[CatalogueFault]:
    tracks = {stage.id: stage.tracks for stage in procedure.stages}
    for step in procedure.steps:
        row, what = f'Step("{step.trigger}", "{step.stage}"', f"step {step.trigger!r} of {step.stage!r}"
        if step.stage not in tracks:
            yield CatalogueFault(row, f"{what} is of a stage that is not there")
        else:
            yield from _unknown(row, what, "position", (*step.sources, step.target), tracks[step.stage])


def _stages(procedure: Procedure) -> Iterator[CatalogueFault]:
    """Every stage can be reached, and can be left unless it is an end."""
    reached = _reached(procedure.stages[0].id, ((edge.sources, edge.target) for edge in procedure.edges))
    left = {source for edge in procedure.edges for source in edge.sources}
    for stage in procedure.stages:
        row = f'Stage("{stage.id}"'
        if stage.id not in reached:
            yield CatalogueFault(row, f"no edge leads to stage {stage.id!r}")
        if stage.end and stage.id in left and not stage.reopens:
            yield CatalogueFault(row, f"stage {stage.id!r} is an end, and an edge leaves it")
        if not stage.end and stage.id not in left:
            yield CatalogueFault(row, f"no edge leaves stage {stage.id!r}, which is no end")
        chased = any(not rule.only or stage.id in rule.only for rule in procedure.reminders)
        if stage.share is not None and (stage.mover is None or not chased):
            yield CatalogueFault(row, f"stage {stage.id!r} has a suspense and nobody is reminded of it")


def _tracks(procedure: Procedure) -> Iterator[CatalogueFault]:
    """On each track every position can be reached, and one that waits can be left; and the tracks meet."""
    joined = {join.stage for join in procedure.joins}
    for stage in procedure.stages:
        row = f'Stage("{stage.id}"'
        yield from _unknown(row, f"stage {stage.id!r}", "waiting position", stage.waiting, stage.tracks)
        if not stage.tracks:
            continue
        steps = [(step.sources, step.target) for step in procedure.steps if step.stage == stage.id]
        reached = _reached(stage.tracks[0], steps)
        left = {source for sources, _ in steps for source in sources}
        for track in stage.tracks:
            if track not in reached:
                yield CatalogueFault(row, f"no step of stage {stage.id!r} leads to {track!r}")
        for track in stage.waiting:
            if track not in left:
                yield CatalogueFault(row, f"no step of stage {stage.id!r} leaves {track!r}, which waits")
        if stage.id not in joined:
            yield CatalogueFault(row, f"the tracks of stage {stage.id!r} never meet: there is no join")


def _moves(procedure: Procedure) -> Iterator[CatalogueFault]:
    """A verb stands once at a stage; and whoever has the move has a verb to make it with."""
    known = {stage.id for stage in procedure.stages}
    seen = Counter((move.verb, stage) for move in procedure.moves for stage in move.stages)
    for move in procedure.moves:
        yield from _unknown(f'Move("{move.verb}"', f"move {move.verb!r}", "stage", move.stages, known)
    for (verb, stage_id), count in seen.items():
        if count > 1:
            yield CatalogueFault(f'Move("{verb}"', f"move {verb!r} is there {count} times at stage {stage_id!r}")
    for stage in procedure.stages:
        if stage.mover is not None and not _can_move(stage, procedure):
            text = f"at stage {stage.id!r} it is the move of {stage.mover.value}, who has no verb there"
            yield CatalogueFault(f'Stage("{stage.id}"', text)


def _can_move(stage: Stage, procedure: Procedure) -> bool:
    moves = procedure.moves_at(stage.id)
    return all(any(who in move.who for move in moves) for who in (stage.mover, stage.releaser) if who is not None)


def _joins(procedure: Procedure) -> Iterator[CatalogueFault]:
    known = {stage.id for stage in procedure.stages}
    for join in procedure.joins:
        yield from _unknown(f'Join("{join.stage}"', "a join", "stage", (join.stage,), known)


def _reminders(procedure: Procedure) -> Iterator[CatalogueFault]:
    """A reminder comes after the stage was entered, and one that comes after the suspense goes to a body above."""
    for rule in procedure.reminders:
        row = f'ReminderRule("{rule.id}"'
        if rule.share <= 0 and not rule.unwatched:
            yield CatalogueFault(row, f"reminder {rule.id!r} fires as soon as the stage is entered")
        if rule.share > 1 and not (rule.levels or rule.opr):
            yield CatalogueFault(row, f"reminder {rule.id!r} comes after the suspense and goes to nobody above")


def _ending(procedure: Procedure) -> Iterator[CatalogueFault]:
    """What is about a seat can be ended from everywhere, should the seat's body be no more."""
    ended = {source for edge in procedure.edges if edge.trigger == procedure.body_ended for source in edge.sources}
    for stage in procedure.stages if procedure.subject else ():
        if not stage.end and stage.id not in ended:
            text = f"stage {stage.id!r} can't be left when the seat's body has ended: body_ended names no edge from it"
            yield CatalogueFault(f'Stage("{stage.id}"', text)


def _unknown(row: str, what: str, kind: str, names: Iterable[str], known: Iterable[str]) -> Iterator[CatalogueFault]:
    for name in dict.fromkeys(names):
        if name not in known:
            yield CatalogueFault(row, f"{what} names {kind} {name!r}, which is not there")


def _reached(start: str, ways: Iterable[tuple[tuple[str, ...], str]]) -> set[str]:
    """Everything that can be come to from `start`, itself included."""
    rows, reached = list(ways), {start}
    while more := {target for sources, target in rows if reached.intersection(sources)} - reached:
        reached |= more
    return reached
