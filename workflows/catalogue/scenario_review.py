"""Scenario review (DOMAIN 6.9): a scenario of the library, looked at again each year by the planners of all nations."""

from fractions import Fraction

from workflows.bodies.registry import Registry
from workflows.effects import modes, opening, raising, reviewing, staffing, timing
from workflows.effects.on_record import in_full
from workflows.fields import Shown
from workflows.matter import Matter
from workflows.procedure import Edge, Join, Move, Procedure, ReminderRule, Stage, Step
from workflows.progress import have_all_left
from workflows.reminding.chasing import up_the_line
from workflows.who import Part, Who

LIBRARIAN = Part("scenario-review.librarian")

STAGES = (
    Stage("written"),
    Stage("current", mover=LIBRARIAN, share=Fraction(1)),
    Stage("review-due", mover=LIBRARIAN, share=Fraction(1)),
    Stage("in-review", ("reviewing", "reviewed"), ("reviewing",), Who.OWNER_LEADS, Fraction(1)),
    Stage("combined", ("drafting", "agreed"), ("drafting",), Who.CO_LEADS, Fraction(1)),
    Stage("approving", ("undecided", *reviewing.ENDINGS), ("undecided",), Who.OWNER_DECIDE, Fraction(1)),
    Stage("retired", end=True),
)

UNDER_REVIEW = ("in-review", "combined", "approving")
OPEN = ("current", "review-due", *UNDER_REVIEW)

EDGES = (
    Edge("enter", ("written",), "current"),
    Edge("fall-due", ("current",), "review-due"),
    Edge("review", ("current", "review-due"), "in-review"),
    Edge("combine", ("in-review",), "combined"),
    Edge("part", ("combined",), "in-review"),
    Edge("compare", ("in-review", "combined"), "approving"),
    Edge("propose", ("combined",), "combined", restarts=True),
    Edge("propose", ("approving",), "approving", restarts=True),
    Edge("differ", ("approving",), "in-review"),
    Edge("renew", ("approving",), "current"),
    Edge("retire", ("approving",), "retired"),
)

STEPS = (
    Step("found", "in-review", ("reviewing",), "reviewed"),
    Step("agreed", "combined", ("drafting",), "agreed"),
    *(Step(ending, "approving", ("undecided",), ending) for ending in reviewing.ENDINGS),
)

REVIEWERS, PLANNERS = (LIBRARIAN, Who.NATIONAL_DECIDE), (Who.OWNER_LEADS,)

MOVES = (
    Move("review", ("current", "review-due"), REVIEWERS, reviewing.begin, opening.WHY, "primary"),
    Move("findings", ("in-review",), PLANNERS, reviewing.find, reviewing.FINDINGS, "primary"),
    Move("findings", ("combined",), (Who.CO_LEADS,), reviewing.agree, reviewing.FINDINGS, "primary"),
    Move("propose", ("combined",), (Who.CO_LEADS,), reviewing.propose, opening.PROPOSE, "default"),
    Move("propose", ("approving",), PLANNERS, reviewing.propose, opening.PROPOSE, "default"),
    in_full(Move("approve", ("approving",), (Who.OWNER_DECIDE,), reviewing.approve, reviewing.APPROVE, "primary")),
    modes.switch(OPEN, merges=("in-review",)),
    raising.by_hand(UNDER_REVIEW, PLANNERS),
    Move("seen", OPEN, (Who.CONCERNED,), timing.seen, beside=True),
    Move("onit", OPEN, (Who.CONCERNED,), timing.on_it, timing.ON_IT, beside=True),
    Move("note", (*OPEN, "retired"), (Who.CONCERNED,), staffing.note, staffing.NOTE, beside=True),
)


def has_everyone_moved(matter: Matter, _registry: Registry) -> bool:
    return have_all_left(matter, PROCEDURE)


JOINS = (
    Join("in-review", has_everyone_moved, reviewing.all_found),
    Join("combined", has_everyone_moved, reviewing.all_agreed),
    Join("approving", has_everyone_moved, reviewing.all_decided),
)

OWED = ("review-due", *UNDER_REVIEW)

REMINDERS = (
    ReminderRule("half", Fraction(1, 2), only=OWED),
    ReminderRule("nine-tenths", Fraction(9, 10), only=OWED),
    ReminderRule("due", Fraction(1), only=OWED),
    *up_the_line(OWED),
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
