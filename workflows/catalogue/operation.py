"""Operation (DOMAIN 3): a set of linked matters, and which of them wait for which. Linking decides nothing."""

from fractions import Fraction

from workflows.effects import deciding, opening, operating, staffing, timing
from workflows.procedure import Edge, Move, Procedure, ReminderRule, Stage
from workflows.who import Who

FIRST_SHARE = Fraction(1, 6)  # ours, as a coordination request's: most of the span is the operation itself

STAGES = (
    Stage("draft", mover=Who.STARTER),
    Stage("release-check", mover=Who.DISCLOSURE, share=FIRST_SHARE),
    Stage("running", mover=Who.STARTER, share=Fraction(1)),
    Stage("closed", end=True),
    Stage("withdrawn", end=True),
)

INSIDE, RUNNING = ("draft", "release-check"), ("running",)
ALWAYS = tuple(stage.id for stage in STAGES)

EDGES = (
    Edge("begin", ("draft",), "running"),
    Edge("submit", ("draft",), "release-check"),
    Edge("send-back", ("release-check",), "draft"),
    Edge("disclose", ("release-check",), "running"),
    Edge("close", RUNNING, "closed"),
    Edge("withdraw", INSIDE, "withdrawn"),
)

LINKING, STARTERS = (Who.CONCERNED,), (Who.STARTER,)

MOVES = (
    Move("propose", ("draft",), STARTERS, opening.propose_anew, opening.PROPOSE, "primary"),
    Move("disclose", ("release-check",), (Who.DISCLOSURE,), opening.disclose, (), "primary"),
    Move("return", ("release-check",), (Who.DISCLOSURE,), opening.send_back, opening.MISSING, "danger"),
    Move("op add", RUNNING, LINKING, operating.add, operating.MEMBER, "primary"),
    Move("op needs", RUNNING, LINKING, operating.need, operating.NEED, "default", useful=operating.has_two),
    Move("op unneed", RUNNING, LINKING, operating.unneed, operating.NEED, useful=operating.has_two),
    Move("op drop", RUNNING, LINKING, operating.drop, operating.MEMBER, useful=operating.has_any),
    Move("op matrix", (*RUNNING, "closed"), LINKING, operating.picture, (), "default", useful=operating.has_any),
    Move("op close", RUNNING, STARTERS, operating.close, operating.CLOSE),
    Move("extend", RUNNING, STARTERS, deciding.extend, deciding.EXTEND, beside=True),
    Move("seen", (*INSIDE, *RUNNING), LINKING, timing.seen, beside=True),
    Move("onit", (*INSIDE, *RUNNING), LINKING, timing.on_it, timing.ON_IT, beside=True),
    Move("note", ALWAYS, LINKING, staffing.note, staffing.NOTE, beside=True),
    Move("withdraw", INSIDE, STARTERS, opening.withdraw, opening.WHY),
)

REMINDERS = (
    ReminderRule("half", Fraction(1, 2), only=("release-check",)),
    ReminderRule("nine-tenths", Fraction(9, 10)),
    ReminderRule("due", Fraction(1)),
)

PROCEDURE = Procedure(
    id="operation",
    kind="OP",
    stages=STAGES,
    edges=EDGES,
    steps=(),
    opening=Move("op open", (), (Who.NATIONAL,), operating.open_operation, operating.OPEN),
    moves=MOVES,
    joins=(),
    reminders=REMINDERS,
    addressees=operating.routes,
)
