"""Offer of support (DOMAIN 6.6): it binds nobody, may go unanswered, and expires."""

from fractions import Fraction

from workflows.effects import deciding, modes, offering, opening, releasing, staffing, timing
from workflows.effects.on_record import at_will
from workflows.effects.steps import step
from workflows.fields import Shown
from workflows.procedure import Edge, Move, Procedure, ReminderRule, Stage
from workflows.routing import routes
from workflows.who import Who

STAGES = (
    Stage("draft", mover=Who.ASKER_DECIDE),
    Stage("release-check", mover=Who.DISCLOSURE, share=Fraction(1)),
    Stage("offered", mover=Who.ADDRESSED_WATCH, share=Fraction(1)),
    Stage("considered", mover=Who.ADDRESSED_DECIDE, share=Fraction(1)),
    Stage("taken-up", end=True),
    Stage("declined", end=True),
    Stage("withdrawn", end=True),
    Stage("expired", end=True),
)

INSIDE = ("draft", "release-check")
OPEN = ("offered", "considered")
SHARED = (*OPEN, "taken-up", "declined", "withdrawn", "expired")

EDGES = (
    Edge("submit", ("draft",), "release-check"),
    Edge("send-back", ("release-check",), "draft"),
    Edge("disclose", ("release-check",), "offered"),
    Edge("acknowledge", ("offered",), "considered"),
    Edge("take-up", OPEN, "taken-up"),
    Edge("decline", OPEN, "declined"),
    Edge("withdraw", (*INSIDE, *OPEN), "withdrawn"),
    Edge("expire", (*INSIDE, *OPEN), "expired"),
)

OFFERING, RECEIVING = (Who.ASKER_DECIDE,), (Who.ADDRESSED_DECIDE,)
LASTS = offering.while_it_lasts
DECLINE = LASTS(step("decline", "declined", act="offer-decline", why="because"))

MOVES = (
    Move("propose", ("draft",), OFFERING, opening.propose_anew, opening.PROPOSE, "primary"),
    Move("disclose", ("release-check",), (Who.DISCLOSURE,), LASTS(opening.disclose), (), "primary"),
    Move("return", ("release-check",), (Who.DISCLOSURE,), opening.send_back, opening.MISSING, "danger"),
    Move(
        "ack",
        ("offered",),
        (Who.ADDRESSED_WATCH, Who.COMBINED),
        LASTS(step("acknowledge", "offer-acknowledged", act="offer-ack")),
        button="primary",
    ),
    at_will(Move("takeup", OPEN, RECEIVING, LASTS(offering.take_up), offering.TAKE_UP, "primary")),
    at_will(Move("decline", OPEN, RECEIVING, DECLINE, opening.WHY, "danger")),
    modes.switch(OPEN),
    Move("extend", OPEN, OFFERING, LASTS(offering.extend), deciding.EXTEND, beside=True),
    Move("withdraw", (*INSIDE, *OPEN), OFFERING, opening.withdraw, opening.WHY),
    Move("seen", (*INSIDE, *OPEN), (Who.CONCERNED,), timing.seen, beside=True),
    Move("onit", (*INSIDE, *OPEN), (Who.CONCERNED,), timing.on_it, timing.ON_IT, beside=True),
    Move("note", (*INSIDE, *SHARED), (Who.CONCERNED,), staffing.note, staffing.NOTE, beside=True),
    *releasing.by_hand(SHARED, (Who.STARTER,)),
)

REMINDERS = (
    ReminderRule("half", Fraction(1, 2)),
    ReminderRule("two-hours-before", Fraction(1), before=120),
    ReminderRule("expiry", Fraction(1), does=offering.expire, listed="offers"),
)

PROCEDURE = Procedure(
    id="offer-of-support",
    kind="OS",
    stages=STAGES,
    edges=EDGES,
    steps=(),
    opening=Move("offer", (), (Who.NATIONAL_DECIDE,), offering.offer, offering.OFFER),
    moves=MOVES,
    joins=(),
    reminders=REMINDERS,
    addressees=routes,
    card=(
        Shown("quantity", "text", "How many"),
        Shown("unit", "text", "Of what"),
        Shown("left", "text", "Not taken up yet"),
        Shown("where", "text", "Where"),
        Shown("begins", "time", "From when"),
        Shown("ends", "time", "Until when"),
        Shown("if", "text", "Conditions"),
        Shown("class", "word", "Class"),
    ),
)
