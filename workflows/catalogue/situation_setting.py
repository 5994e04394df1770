"""Situation setting (DOMAIN 4, 7 rule 5, 9): the phase and the category, each with the time from which it holds."""

from workflows.effects import setting
from workflows.procedure import Edge, Move, Procedure, Shown, Stage, Who

PROCEDURE = Procedure(
    id="situation-setting",
    kind="SIT",
    stages=(Stage("said"), Stage("set", end=True)),
    edges=(Edge("set", ("said",), "set"),),
    steps=(),
    opening=Move("situation", (), (Who.CATEGORY,), setting.set_category, setting.CATEGORY),
    also_opens=(Move("phase", (), (Who.PHASE,), setting.set_phase, setting.PHASE),),
    moves=(),
    joins=(),
    reminders=(),
    addressees=setting.routes_to_concerned,
    card=(
        Shown("holds_from", "time", "Holds from"),
        Shown("holds", "phase", "Phase in force then (the highest)"),
        Shown("source", "text", "Source"),
        Shown("seat", "seat", "Said by"),
        Shown("said_at", "time", "Entered late, at"),
        Shown("because", "text", "Reason"),
    ),
)
