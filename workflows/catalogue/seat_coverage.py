"""Seat coverage (DOMAIN 6.12): who gives up a seat, who acts for it until when, and the gap until somebody holds it."""

from fractions import Fraction

from workflows.effects import coverage
from workflows.effects.internal import routes_of_seat
from workflows.fields import Shown
from workflows.procedure import Edge, Move, Procedure, ReminderRule, Stage
from workflows.reminding.chasing import up_the_line
from workflows.who import Who

STAGES = (
    Stage("reported", mover=Who.SUBJECT_OPR),
    Stage("gap", mover=Who.SUBJECT_OPR, share=Fraction(1)),
    Stage("acting", mover=Who.SUBJECT, share=Fraction(1)),
    Stage("covered", end=True),
)

EDGES = (
    Edge("leave", ("reported", "acting"), "gap"),
    Edge("act", ("reported", "gap", "acting"), "acting"),
    Edge("cover", ("reported", "gap", "acting"), "covered"),
)

ANSWERS_FOR_IT = (Who.SUBJECT, Who.SUBJECT_OPR)

MOVES = (
    Move("take", ("gap", "acting"), (Who.SUBJECT,), coverage.take, (), "primary", person=coverage.is_anybody),
    Move("cover", ("reported", "gap", "acting"), ANSWERS_FOR_IT, coverage.cover, coverage.NAME, "default"),
    Move("resume", ("acting",), ANSWERS_FOR_IT, coverage.resume, (), "default"),
    Move("standdown", ("acting",), (Who.SUBJECT,), coverage.stand_down, coverage.WHY),
)

REMINDERS = (
    ReminderRule("half", Fraction(1, 2), only=("gap",)),
    ReminderRule("due", Fraction(1), only=("gap",)),
    ReminderRule("acting-over", Fraction(1), only=("acting",), does=coverage.lapse),
    *up_the_line(("gap",)),
)

PROCEDURE = Procedure(
    id="seat-coverage",
    kind="SC",
    stages=STAGES,
    edges=EDGES,
    steps=(),
    opening=Move("cover", (), ANSWERS_FOR_IT, coverage.cover, coverage.COVER),
    also_opens=(Move("standdown", (), (Who.SUBJECT,), coverage.stand_down, coverage.STAND_DOWN),),
    moves=MOVES,
    joins=(),
    reminders=REMINDERS,
    addressees=routes_of_seat,
    subject="seat",
    body_ended="cover",
    card=(
        Shown("subject", "seat", "Seat"),
        Shown("left", "person", "Given up by"),
        Shown("acting", "person", "Acting"),
        Shown("until", "time", "Until"),
        Shown("taken", "person", "Taken by"),
    ),
)
