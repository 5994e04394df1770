"""Situation setting (DOMAIN 4, 7 rule 5, 9): the phase, the category and a label, and from when each of them holds."""

from workflows.effects import setting
from workflows.fields import Shown
from workflows.procedure import Edge, Move, Procedure, Stage
from workflows.who import Who

ANSWERS_FOR_IT = (Who.SUBJECT_OPR,)

PROCEDURE = Procedure(
    id="situation-setting",
    kind="SIT",
    stages=(
        Stage("said"),
        Stage("proposed", mover=Who.SUBJECT_OPR),
        Stage("set", end=True),
        Stage("declined", end=True),
    ),
    edges=(
        Edge("propose", ("said",), "proposed"),
        Edge("set", ("said", "proposed"), "set"),
        Edge("decline", ("proposed",), "declined"),
    ),
    steps=(),
    opening=Move("situation", (), (Who.CATEGORY,), setting.set_category, setting.CATEGORY),
    also_opens=(
        Move("phase", (), (Who.PHASE,), setting.set_phase, setting.PHASE),
        Move("label", (), (Who.WATCH,), setting.propose_label, setting.LABEL),
    ),
    moves=(
        Move("confirm", ("proposed",), ANSWERS_FOR_IT, setting.confirm, setting.CONFIRM, "primary"),
        Move("decline", ("proposed",), ANSWERS_FOR_IT, setting.decline, setting.DECLINE, "danger"),
    ),
    joins=(),
    reminders=(),
    addressees=setting.routes_to_concerned,
    body_ended="decline",
    card=(
        Shown("holds_from", "time", "Holds from"),
        Shown("holds", "phase", "Phase in force then (the highest)"),
        Shown("source", "text", "Source"),
        Shown("seat", "seat", "Said by"),
        Shown("confirmed", "seat", "Confirmed by"),
        Shown("said_at", "time", "Entered late, at"),
        Shown("because", "text", "Reason"),
    ),
)
