"""Logistic support (DOMAIN 6.8): goods and services between forces of two nations, from the asking to the settling."""

from fractions import Fraction

from workflows.effects import deciding, modes, opening, raising, releasing, staffing, supplying, timing
from workflows.effects.on_record import at_will
from workflows.effects.steps import step
from workflows.effects.supplying import NAME
from workflows.fields import Shown
from workflows.procedure import Edge, Move, Procedure, ReminderRule, Stage
from workflows.reminding.chasing import up_the_line
from workflows.routing import of_one_nation, routes
from workflows.who import Who

FIRST_SHARE = Fraction(1, 6)  # ours, as a coordination request's
HALF = Fraction(1, 2)  # ours: the basis is to stand by then, and approval has the rest
WHOLE = Fraction(1)
SETTLEMENTS = "settlements"

STAGES = (
    Stage("draft", mover=Who.STARTER),
    Stage("release-check", mover=Who.DISCLOSURE, share=FIRST_SHARE),
    Stage("asked", mover=Who.ADDRESSED_DECIDE, share=HALF),
    Stage("based", mover=Who.ADDRESSED_DECIDE, share=WHOLE),
    Stage("approved", mover=Who.STARTER, share=WHOLE),
    Stage("ordered", mover=Who.ADDRESSED_STAFF, share=WHOLE),
    Stage("delivered", mover=Who.STARTER, share=WHOLE),
    Stage("to-settle", mover=Who.STARTER, share=WHOLE, listed=SETTLEMENTS),
    Stage("settling", mover=Who.ADDRESSED_STAFF, share=WHOLE, listed=SETTLEMENTS),
    Stage("settled", end=True),
    Stage("refused", end=True),
    Stage("withdrawn", end=True),
)

INSIDE = ("draft", "release-check")
UNDECIDED = ("asked", "based")
WITHDRAWABLE = (*INSIDE, *UNDECIDED, "approved", "ordered")
OPEN = (*UNDECIDED, "approved", "ordered", "delivered", "to-settle", "settling")
SHARED = (*OPEN, "settled", "refused", "withdrawn")

EDGES = (
    Edge("submit", ("draft",), "release-check"),
    Edge("send-back", ("release-check",), "draft"),
    Edge("disclose", ("release-check",), "asked"),
    Edge("found", ("asked",), "based"),
    Edge("grant", ("based",), "approved"),
    Edge("order", ("approved",), "ordered"),
    Edge("deliver", ("ordered",), "delivered"),
    Edge("await-rest", ("delivered",), "ordered"),
    Edge("receive", ("ordered", "delivered"), "to-settle"),
    Edge("settle", ("to-settle",), "settling"),
    Edge("dispute", ("settling",), "to-settle"),
    Edge("close", ("settling",), "settled"),
    Edge("refuse", UNDECIDED, "refused"),
    Edge("withdraw", WITHDRAWABLE, "withdrawn"),
)

RECEIVER, OPR = (Who.STARTER,), (Who.ADDRESSED_DECIDE,)
TAKING, PROVIDER = (Who.STARTER, Who.COMBINED), (Who.ADDRESSED_STAFF, Who.COMBINED)

REFUSE = step("refuse", "support-refused", act="support-refuse", why="because")

MOVES = (
    Move("propose", ("draft",), RECEIVER, opening.propose_anew, opening.PROPOSE, "primary"),
    Move("disclose", ("release-check",), (Who.DISCLOSURE,), opening.disclose, (), "primary"),
    Move("return", ("release-check",), (Who.DISCLOSURE,), opening.send_back, opening.MISSING, "danger"),
    Move("basis", ("asked",), OPR, supplying.state_basis, supplying.BASIS, "primary"),
    Move("basis", ("based",), OPR, supplying.state_basis, supplying.BASIS, "default"),
    at_will(Move("grant", ("based",), OPR, supplying.grant, deciding.REMARK, "primary")),
    at_will(Move("refuse", UNDECIDED, OPR, REFUSE, opening.WHY, "danger")),
    Move("order", ("approved",), TAKING, supplying.order, supplying.ORDER, "primary"),
    Move("deliver", ("ordered",), PROVIDER, supplying.deliver, supplying.DELIVER, "primary"),
    Move("receive", ("delivered",), TAKING, supplying.receive, supplying.RECEIVE, "primary"),
    Move(
        "receive",
        ("ordered",),
        TAKING,
        supplying.receive,
        supplying.RECEIVE,
        useful=supplying.is_partly_received,
    ),
    Move("settle", ("to-settle",), TAKING, supplying.settle, supplying.SETTLE, "primary"),
    Move("close", ("settling",), PROVIDER, step("close", "settled", act="settled"), deciding.REMARK, "primary"),
    Move("return", ("settling",), PROVIDER, supplying.dispute, opening.MISSING, "danger"),
    Move("extend", UNDECIDED, RECEIVER, deciding.extend, deciding.EXTEND, beside=True),
    Move("askextend", UNDECIDED, (Who.ADDRESSED,), timing.ask_extension, deciding.EXTEND, beside=True),
    modes.switch(OPEN),
    raising.by_hand(OPEN, (Who.STARTER, Who.ADDRESSED)),
    Move("withdraw", WITHDRAWABLE, RECEIVER, supplying.withdraw, opening.WHY),
    Move("seen", (*INSIDE, *OPEN), (Who.CONCERNED,), timing.seen, beside=True),
    Move("onit", (*INSIDE, *OPEN), (Who.CONCERNED,), timing.on_it, timing.ON_IT, beside=True),
    Move("note", (*INSIDE, *SHARED), (Who.CONCERNED,), staffing.note, staffing.NOTE, beside=True),
    *releasing.by_hand(SHARED, RECEIVER),
)

REMINDERS = (
    ReminderRule("half", HALF),
    ReminderRule("nine-tenths", Fraction(9, 10)),
    ReminderRule("due", WHOLE),
    ReminderRule("unwatched", Fraction(0), levels=1, unwatched=True, only=(*INSIDE, *UNDECIDED)),
    *up_the_line(),
)

PROCEDURE = Procedure(
    id=NAME,
    kind="LS",
    stages=STAGES,
    edges=EDGES,
    steps=(),
    opening=Move("supply", (), (supplying.ASK,), supplying.supply, supplying.SUPPLY, fitting=of_one_nation),
    moves=MOVES,
    joins=(),
    reminders=REMINDERS,
    addressees=routes,
    card=(
        Shown("class", "word", "Class"),
        Shown("quantity", "number", "How many"),
        Shown("unit", "text", "Of what"),
        Shown("where", "text", "Where"),
        Shown("begins", "day", "First day"),
        Shown("ends", "day", "Last day"),
        Shown("basis", "word", "Basis"),
        Shown("law", "text", "Law or order that gives the right to it"),
        Shown("order", "text", "Order number"),
        Shown("received", "number", "Received so far"),
        Shown("receipts", "parts", "Delivered and received"),
        Shown("way", "word", "Settled by"),
        Shown("reference", "text", "Reference"),
    ),
    by_category=tuple(f"{NAME}.{basis}" for basis, needs_category in supplying.BASES.items() if needs_category),
)
