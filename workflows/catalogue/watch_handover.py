"""Watch handover (DOMAIN 6.11): until the relief accepts, the off-going person has the watch."""

from fractions import Fraction

from workflows.effects import opening, watch
from workflows.effects.internal import routes_inside
from workflows.fields import Shown
from workflows.procedure import Edge, Move, Procedure, ReminderRule, Stage
from workflows.who import Who

SEAT = (Who.SUBJECT,)

STAGES = (
    Stage("prepared", mover=Who.SUBJECT),
    Stage("offered", mover=Who.SUBJECT, share=Fraction(1)),
    Stage("questions", mover=Who.SUBJECT, share=Fraction(1)),
    Stage("accepted", end=True),
    Stage("refused", end=True),
    Stage("withdrawn", end=True),
)

EDGES = (
    Edge("offer", ("prepared",), "offered"),
    Edge("ask", ("offered", "questions"), "questions"),
    Edge("clarify", ("questions",), "offered"),
    Edge("accept", ("offered", "questions"), "accepted"),
    Edge("refuse", ("offered", "questions"), "refused"),
    Edge("withdraw", ("prepared", "offered", "questions"), "withdrawn"),
)

WAITING = ("offered", "questions")
TO_RELIEF, TO_OFF_GOING = watch.is_reliever, watch.is_off_going

MOVES = (
    Move("relieve", WAITING, SEAT, watch.relieve, (), "primary", person=TO_RELIEF),
    Move("question", WAITING, SEAT, watch.question, watch.QUESTION, "default", person=TO_RELIEF),
    Move("clarify", ("questions",), SEAT, watch.clarify, watch.CLARIFY, "default", person=TO_OFF_GOING),
    Move("refuse", WAITING, SEAT, watch.turn_down, opening.WHY, "danger", person=TO_RELIEF),
    Move("withdraw", ("prepared", *WAITING), SEAT, watch.take_back, opening.WHY, person=TO_OFF_GOING),
)

REMINDERS = (
    ReminderRule("due", Fraction(1)),
    ReminderRule("unaccepted", Fraction(3, 2), opr=True),  # 15 minutes after the half hour
)

PROCEDURE = Procedure(
    id="watch-handover",
    kind="WH",
    stages=STAGES,
    edges=EDGES,
    steps=(),
    opening=Move("handover", (), (Who.SUBJECT,), watch.offer, watch.HANDOVER, surveys=True),
    moves=MOVES,
    joins=(),
    reminders=REMINDERS,
    addressees=routes_inside,
    subject="seat",
    body_ended="withdraw",
    card=(
        Shown("subject", "seat", "Seat"),
        Shown("from", "person", "Off-going"),
        Shown("to", "person", "Relief"),
        Shown("brief", "brief", "Handed over"),
        Shown("questions", "talk", "Questions"),
    ),
)
