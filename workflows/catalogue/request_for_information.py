"""Request for information (DOMAIN 6.3): a question to the body that owns the fact. Its answer is no concurrence."""

from fractions import Fraction

from workflows.effects import deciding, modes, opening, raising, releasing, rfi, staffing, timing
from workflows.effects.steps import step
from workflows.fields import Shown
from workflows.procedure import Edge, Move, Procedure, ReminderRule, Stage
from workflows.reminding.chasing import up_the_line
from workflows.who import Who

FIRST_SHARE = Fraction(1, 6)  # ours, as a coordination request's: release and acknowledgement must leave time to answer

STAGES = (
    Stage("draft", mover=Who.STARTER),
    Stage("release-check", mover=Who.DISCLOSURE, share=FIRST_SHARE),
    Stage("asked", mover=Who.ADDRESSED_WATCH, share=FIRST_SHARE),
    Stage("answering", mover=Who.ADDRESSED_STAFF, share=Fraction(1), releaser=Who.ADDRESSED_DISCLOSURE),
    Stage("answered", mover=Who.STARTER),
    Stage("closed", end=True),
    Stage("closed-unread", end=True),
    Stage("withdrawn", end=True),
)

INSIDE = ("draft", "release-check")
OWED = ("asked", "answering")
UNFINISHED = (*INSIDE, *OWED, "answered")
SHARED = (*OWED, "answered", "closed", "closed-unread", "withdrawn")

EDGES = (
    Edge("submit", ("draft",), "release-check"),
    Edge("send-back", ("release-check",), "draft"),
    Edge("disclose", ("release-check",), "asked"),
    Edge("ask", ("draft",), "asked"),
    Edge("acknowledge", ("asked",), "answering"),
    Edge("redirect", ("answering",), "asked"),
    Edge("answer", ("answering",), "answered"),
    Edge("ask-more", ("answered",), "answering"),
    Edge("close", ("answered",), "closed"),
    Edge("leave", ("answered",), "closed-unread"),
    Edge("withdraw", (*INSIDE, *OWED), "withdrawn"),
)

ASKER, DISCLOSURE = (Who.STARTER,), (Who.ADDRESSED_DISCLOSURE,)
OWNER, READER = (Who.ADDRESSED_STAFF, Who.COMBINED), (Who.STARTER, Who.COMBINED)

MOVES = (
    Move("propose", ("draft",), ASKER, opening.propose_anew, opening.PROPOSE, "primary"),
    Move("disclose", ("release-check",), (Who.DISCLOSURE,), opening.disclose, (), "primary"),
    Move("return", ("release-check",), (Who.DISCLOSURE,), opening.send_back, opening.MISSING, "danger"),
    Move(
        "ack",
        ("asked",),
        (Who.ADDRESSED_WATCH,),
        step("acknowledge", "rfi-acknowledged", act="rfi-ack"),
        button="primary",
    ),
    Move("answer", ("answering",), OWNER, rfi.answer, rfi.ANSWER, "primary", useful=rfi.has_no_answer),
    Move("redirect", OWED, OWNER, rfi.redirect, rfi.REDIRECT, "default", useful=rfi.has_no_answer),
    Move("disclose", ("answering",), DISCLOSURE, rfi.release_answer, (), "primary", useful=rfi.is_waiting),
    Move("return", ("answering",), DISCLOSURE, rfi.send_answer_back, opening.MISSING, "danger", useful=rfi.is_waiting),
    Move(
        "close",
        ("answered",),
        READER,
        step("close", "rfi-closed", act="rfi-close", checks_text=True),
        deciding.REMARK,
        "primary",
    ),
    Move("askmore", ("answered",), READER, rfi.ask_more, rfi.MORE, "default"),
    Move("extend", OWED, ASKER, deciding.extend, deciding.EXTEND, beside=True),
    Move("askextend", OWED, (Who.ADDRESSED,), timing.ask_extension, deciding.EXTEND, beside=True),
    modes.switch((*OWED, "answered")),
    raising.by_hand(OWED, (*ASKER, Who.ADDRESSED)),
    Move("seen", UNFINISHED, (Who.CONCERNED,), timing.seen, beside=True),
    Move("onit", UNFINISHED, (Who.CONCERNED,), timing.on_it, timing.ON_IT, beside=True),
    Move("withdraw", (*INSIDE, *OWED), ASKER, opening.withdraw, opening.WHY),
    Move("note", (*INSIDE, *SHARED), (Who.CONCERNED,), staffing.note, staffing.NOTE, beside=True),
    *releasing.by_hand(SHARED, (Who.STARTER, Who.ADDRESSED)),
)

REMINDERS = (
    ReminderRule("half", Fraction(1, 2)),
    ReminderRule("nine-tenths", Fraction(9, 10), only=(*INSIDE, *OWED)),
    ReminderRule("due", Fraction(1), only=(*INSIDE, *OWED)),
    ReminderRule("unwatched", Fraction(0), levels=1, unwatched=True, only=(*INSIDE, *OWED)),
    *up_the_line((*INSIDE, *OWED)),
    ReminderRule("unread", Fraction(1), only=("answered",), does=rfi.close_unread),
)

PROCEDURE = Procedure(
    id="request-for-information",
    kind="RFI",
    stages=STAGES,
    edges=EDGES,
    steps=(),
    opening=Move("rfi", (), (Who.NATIONAL,), rfi.ask, rfi.ASK, fitting=rfi.fitting),
    moves=MOVES,
    joins=(),
    reminders=REMINDERS,
    addressees=rfi.routes_of,
    card=(
        Shown("answer", "word", "Answer"),
        Shown("reply", "text", "What was answered (no concurrence)"),
        Shown("more", "text", "Asked on"),
        Shown("sent_back", "text", "Answer sent back: what is missing"),
    ),
)
