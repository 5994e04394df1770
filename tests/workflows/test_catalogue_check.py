"""Faults of a procedure's tables are found; the procedures of the catalogue have none."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from workflows.catalogue import procedures
from workflows.catalogue_check import catalogue_faults
from workflows.procedure import Edge, Join, Move, Procedure, ReminderRule, Stage, Step
from workflows.who import Who


def nothing(*_anything: Any) -> Any:
    """An effect or a join's condition that no check calls."""
    raise AssertionError


SOUND = Procedure(
    id="sound",
    kind="SND",
    stages=(
        Stage("asked", ("waiting", "done"), ("waiting",), Who.LEAD_DECIDE, Fraction(1)),
        Stage("held", mover=Who.STARTER),
        Stage("over", end=True),
    ),
    edges=(Edge("hold", ("asked",), "held"), Edge("end", ("held", "asked"), "over")),
    steps=(Step("done", "asked", ("waiting",), "done"),),
    opening=Move("open", (), (Who.STARTER,), nothing),
    moves=(Move("answer", ("asked",), (Who.LEAD_DECIDE,), nothing), Move("end", ("held",), (Who.STARTER,), nothing)),
    joins=(Join("asked", nothing, nothing),),
    reminders=(ReminderRule("half", Fraction(1, 2)), ReminderRule("now", Fraction(0), levels=1, unwatched=True)),
    addressees=nothing,
)


@pytest.mark.parametrize("procedure", [SOUND, *procedures().values()], ids=lambda row: row.id)
def test_a_sound_procedure_has_no_fault(procedure: Procedure) -> None:
    assert catalogue_faults(procedure) == ()


def changed(**tables: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Procedure:
    return replace(SOUND, **{name: change(getattr(SOUND, name)) for name, change in tables.items()})


FAULTS: dict[str, tuple[Procedure, tuple[str, ...]]] = {
    "an edge to nowhere": (
        changed(edges=lambda rows: (*rows, Edge("go", ("held",), "gone"))),
        ("edge 'go' names stage 'gone', which is not there",),
    ),
    "an edge from nowhere": (
        changed(edges=lambda rows: (*rows, Edge("go", ("gone",), "over"))),
        ("edge 'go' names stage 'gone', which is not there",),
    ),
    "a stage that is never reached": (
        changed(edges=lambda rows: rows[1:]),
        ("no edge leads to stage 'held'",),
    ),
    "a stage that leads on only from itself": (
        changed(stages=lambda rows: (*rows, Stage("lone")), edges=lambda rows: (*rows, Edge("go", ("lone",), "lone"))),
        ("no edge leads to stage 'lone'",),
    ),
    "a stage without a way out": (
        changed(edges=lambda rows: (rows[0], Edge("end", ("asked",), "over"))),
        ("no edge leaves stage 'held', which is no end",),
    ),
    "an end that is left": (
        changed(edges=lambda rows: (*rows, Edge("again", ("over",), "held"))),
        ("stage 'over' is an end, and an edge leaves it",),
    ),
    "a step of no stage": (
        changed(steps=lambda rows: (*rows, Step("go", "gone", ("waiting",), "done"))),
        ("step 'go' of 'gone' is of a stage that is not there",),
    ),
    "a step to nowhere": (
        changed(steps=lambda rows: (*rows, Step("go", "asked", ("waiting",), "gone"))),
        ("step 'go' of 'asked' names position 'gone', which is not there",),
    ),
    "a position that is never reached": (
        changed(stages=lambda rows: (replace(rows[0], tracks=("waiting", "done", "lost")), *rows[1:])),
        ("no step of stage 'asked' leads to 'lost'",),
    ),
    "a position that waits for ever": (
        changed(stages=lambda rows: (replace(rows[0], waiting=("waiting", "done")), *rows[1:])),
        ("no step of stage 'asked' leaves 'done', which waits",),
    ),
    "waiting where no track is": (
        changed(stages=lambda rows: (*rows[:2], replace(rows[2], waiting=("done",)))),
        ("stage 'over' names waiting position 'done', which is not there",),
    ),
    "tracks that never meet": (
        changed(joins=lambda _rows: ()),
        ("the tracks of stage 'asked' never meet: there is no join",),
    ),
    "a join at no stage": (
        changed(joins=lambda rows: (*rows, Join("gone", nothing, nothing))),
        ("a join names stage 'gone', which is not there",),
    ),
    "a suspense of which nobody is reminded": (
        changed(reminders=lambda _rows: ()),
        ("stage 'asked' has a suspense and nobody is reminded of it",),
    ),
    "a suspense that is nobody's": (
        changed(stages=lambda rows: (rows[0], replace(rows[1], mover=None, share=Fraction(1)), rows[2])),
        ("stage 'held' has a suspense and nobody is reminded of it",),
    ),
    "a verb at no stage": (
        changed(moves=lambda rows: (*rows, Move("go", ("gone",), (Who.STARTER,), nothing))),
        ("move 'go' names stage 'gone', which is not there",),
    ),
    "a verb twice at one stage": (
        changed(moves=lambda rows: (*rows, rows[0])),
        ("move 'answer' is there 2 times at stage 'asked'",),
    ),
    "a move that nobody can make": (
        changed(moves=lambda rows: rows[1:]),
        ("at stage 'asked' it is the move of lead-decide, who has no verb there",),
    ),
    "a stage twice": (
        changed(stages=lambda rows: (*rows, rows[2])),
        ("Stage 'over' is there 2 times",),
    ),
    "a reminder at once": (
        changed(reminders=lambda rows: (*rows, ReminderRule("zero", Fraction(0)))),
        ("reminder 'zero' fires as soon as the stage is entered",),
    ),
    "a reminder that is late for all": (
        changed(reminders=lambda rows: (*rows, ReminderRule("late", Fraction(3, 2)), rows[0])),
        (
            "ReminderRule 'half' is there 2 times",
            "reminder 'late' comes after the suspense and goes to nobody above",
        ),
    ),
}


@pytest.mark.parametrize(("procedure", "faults"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found(procedure: Procedure, faults: tuple[str, ...]) -> None:
    assert tuple(fault.text for fault in catalogue_faults(procedure)) == faults


def test_every_fault_is_told_at_once_with_the_row_it_stands_in() -> None:
    broken = changed(
        edges=lambda rows: (*rows, Edge("go", ("held",), "gone")),
        joins=lambda rows: (*rows, Join("x", nothing, nothing)),
    )
    assert [fault.row for fault in catalogue_faults(broken)] == ['Edge("go"', 'Join("x"']
