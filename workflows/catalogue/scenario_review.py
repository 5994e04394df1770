"""Scenario review (DOMAIN 6.9): a scenario of the library, looked at again each year by the planners of all nations."""

from fractions import Fraction

from workflows.effects import opening, reviewing, staffing, timing
from workflows.matter import Matter
from workflows.procedure import Edge, Join, Move, Part, Procedure, ReminderRule, Shown, Stage, Step, Who
from workflows.progress import have_all_left
from workflows.registry import Registry

LIBRARIAN = Part("scenario-review.librarian")

STAGES = (
    Stage("written"),
    Stage("current", mover=LIBRARIAN, share=Fraction(1)),
    Stage("review-due", mover=LIBRARIAN, share=Fraction(1)),
    Stage("in-review", ("reviewing", "reviewed"), ("reviewing",), Who.OWNER_LEADS, Fraction(1)),
    Stage("approving", ("undecided", *reviewing.ENDINGS), ("undecided",), Who.OWNER_DECIDE, Fraction(1)),
    Stage("retired", end=True),
)

UNDER_REVIEW = ("in-review", "approving")
OPEN = ("current", "review-due", *UNDER_REVIEW)

EDGES = (
    Edge("enter", ("written",), "current"),
    Edge("fall-due", ("current",), "review-due"),
    Edge("review", ("current", "review-due"), "in-review"),
    Edge("compare", ("in-review",), "approving"),
    Edge("propose", UNDER_REVIEW, "approving"),
    Edge("differ", ("approving",), "in-review"),
    Edge("renew", ("approving",), "current"),
    Edge("retire", ("approving",), "retired"),
)

STEPS = (
    Step("found", "in-review", ("reviewing",), "reviewed"),
    *(Step(ending, "approving", ("undecided",), ending) for ending in reviewing.ENDINGS),
)

STARTERS, PLANNERS = (LIBRARIAN, Who.NATIONAL_DECIDE), (Who.OWNER_LEADS,)

MOVES = (
    Move(
        "review", ("current", "review-due"), (LIBRARIAN, Who.NATIONAL_DECIDE), reviewing.begin, opening.WHY, "primary"
    ),
    Move("findings", ("in-review",), PLANNERS, reviewing.find, reviewing.FINDINGS, "primary"),
    Move("propose", ("approving",), PLANNERS, reviewing.propose, opening.PROPOSE, "default"),
    Move("approve", ("approving",), (Who.OWNER_DECIDE,), reviewing.approve, reviewing.APPROVE, "primary"),
    Move("seen", OPEN, (Who.CONCERNED,), timing.seen),
    Move("onit", OPEN, (Who.CONCERNED,), timing.on_it, timing.ON_IT),
    Move("note", (*OPEN, "retired"), (Who.CONCERNED,), staffing.note, staffing.NOTE),
)


def has_everyone_moved(matter: Matter, _registry: Registry) -> bool:
    return have_all_left(matter, PROCEDURE)


JOINS = (
    Join("in-review", has_everyone_moved, reviewing.all_found),
    Join("approving", has_everyone_moved, reviewing.all_decided),
)

OWED = ("review-due", *UNDER_REVIEW)

REMINDERS = (
    ReminderRule("half", Fraction(1, 2), only=OWED),
    ReminderRule("nine-tenths", Fraction(9, 10), only=OWED),
    ReminderRule("due", Fraction(1), only=OWED),
    *(ReminderRule(f"escalate-{level}", 1 + Fraction(level, 10), levels=level, only=OWED) for level in range(1, 7)),
    ReminderRule("interval", Fraction(1), only=("current",), does=reviewing.fall_due),
)

PROCEDURE = Procedure(
    id="scenario-review",
    kind="SR",
    stages=STAGES,
    edges=EDGES,
    steps=STEPS,
    opening=Move("scenario", (), (LIBRARIAN,), reviewing.enter, reviewing.SCENARIO),
    moves=MOVES,
    joins=JOINS,
    reminders=REMINDERS,
    addressees=reviewing.routes,
    card=(
        Shown("relies_on", "bodies", "Relies on"),
        Shown("findings", "findings", "What the planners found"),
    ),
)
