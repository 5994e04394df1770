"""Strategic message (DOMAIN 6.4): an English and a Japanese text side by side, cleared by both, out at one instant."""

from fractions import Fraction

from workflows.act import Effect
from workflows.bodies.registry import Registry
from workflows.effects import (
    deciding,
    message_opening,
    message_release,
    message_texts,
    modes,
    opening,
    raising,
    staffing,
    timing,
)
from workflows.effects import message_clearing as clearing
from workflows.effects.message_texts import CLEAR, DRAFT
from workflows.effects.on_record import at_will
from workflows.effects.steps import step
from workflows.fields import Shown
from workflows.matter import Matter
from workflows.procedure import Edge, Join, Move, Procedure, ReminderRule, Stage, Step
from workflows.progress import have_all_left
from workflows.reminding.chasing import chased
from workflows.routing import routes
from workflows.who import Part, Who

START = Part("strategic-message.start")
LANGUAGE = Part("strategic-message.language")

FIRST_SHARE = Fraction(1, 6)  # ours, as a coordination request's
HALF = Fraction(1, 2)  # ours: the texts are to stand by then, and clearing has the rest
WHOLE = Fraction(1)

RELEASED = ("go", "held", "out", "silent", "pulled")

STAGES = (
    Stage("draft", mover=Who.STARTER),
    Stage("release-check", mover=Who.DISCLOSURE, share=FIRST_SHARE),
    Stage("unpaired", mover=DRAFT, share=HALF),
    Stage("pairing", mover=LANGUAGE, share=HALF),
    Stage("clearing", ("awaiting", "cleared", "objected"), ("awaiting",), CLEAR, WHOLE),
    Stage("reconciling", mover=DRAFT, share=WHOLE),
    Stage("cleared", ("untimed", "timed"), ("untimed",), CLEAR, WHOLE),
    Stage("scheduled", mover=Who.LEAD_STAFF, share=WHOLE),
    Stage("releasing", RELEASED, ("go", "held"), Who.LEAD_STAFF, WHOLE),
    Stage("watching", ("standing", "silent", "pulled"), ("standing",), CLEAR, WHOLE),
    Stage("holding", mover=CLEAR, share=WHOLE),
    Stage("closed", end=True),
    Stage("expired", end=True),
    Stage("retracted", end=True),
    Stage("withdrawn", end=True),
    Stage("superseded", end=True),
)

INSIDE = ("draft", "release-check")
WORDED = ("unpaired", "pairing", "clearing", "reconciling", "cleared", "scheduled")
CLEARED_BY = WORDED[:-1]  # what has a suspense that may be moved
CHASED = ("release-check", *CLEARED_BY, "releasing")
WITHDRAWABLE = (*INSIDE, *WORDED, "holding")
ALWAYS = tuple(stage.id for stage in STAGES)
UNFINISHED = tuple(stage.id for stage in STAGES if not stage.end)

EDGES = (
    Edge("submit", ("draft",), "release-check"),
    Edge("send-back", ("release-check",), "draft"),
    Edge("disclose", ("release-check",), "pairing"),
    Edge("unpair", ("pairing",), "unpaired"),
    Edge("pair", ("pairing",), "clearing"),
    Edge("propose", WORDED, "pairing", restarts=True),
    Edge("differ", ("clearing",), "reconciling"),
    Edge("all-cleared", ("clearing", "reconciling"), "cleared"),
    Edge("stand-by", ("clearing", "reconciling"), "holding"),
    Edge("agree", ("cleared",), "scheduled"),
    Edge("retime", ("scheduled",), "cleared"),
    Edge("embargo-over", ("scheduled",), "releasing"),
    Edge("watch", ("releasing",), "watching"),
    Edge("correct", ("releasing", "watching"), "pairing"),
    Edge("retract", ("releasing", "watching", "holding"), "retracted"),
    Edge("end-watch", ("watching",), "closed"),
    Edge("expire", ("clearing", "reconciling", "holding"), "expired"),
    Edge("withdraw", WITHDRAWABLE, "withdrawn"),
    Edge("supersede", WITHDRAWABLE, "superseded"),
)

STEPS = (
    *(Step(answer, "clearing", ("awaiting", "cleared", "objected"), answer) for answer in ("cleared", "objected")),
    Step("timed", "cleared", ("untimed", "timed"), "timed"),
    Step("untimed", "cleared", ("untimed", "timed"), "untimed"),
    Step("hold", "releasing", ("go",), "held"),
    Step("lift", "releasing", ("held",), "go"),
    Step("mute", "releasing", ("go",), "silent"),
    Step("out", "releasing", ("go",), "out"),
    Step("pull", "releasing", ("go", "held", "out"), "pulled"),
    Step("mute", "watching", ("standing",), "silent"),
    Step("pull", "watching", ("standing",), "pulled"),
)

STARTERS = (Who.STARTER, DRAFT)
CLEARERS, DRAFTERS, CHECKER = (CLEAR,), (DRAFT, Who.COMBINED), (LANGUAGE,)
RELEASERS = (Who.LEAD_STAFF, CLEAR)

MOVES = (
    Move("propose", ("draft",), STARTERS, message_texts.redraft, message_texts.REWORD, "primary"),
    Move("qa", ("draft",), STARTERS, message_texts.redraft_questions, message_texts.QA, "default"),
    Move("disclose", ("release-check",), (Who.DISCLOSURE,), opening.disclose, (), "primary"),
    Move("return", ("release-check",), (Who.DISCLOSURE,), opening.send_back, opening.MISSING, "danger"),
    Move("propose", ("unpaired", "reconciling"), DRAFTERS, message_texts.reword, message_texts.REWORD, "primary"),
    Move(
        "propose", ("pairing", "clearing", "cleared", "scheduled"), DRAFTERS, message_texts.reword, message_texts.REWORD
    ),
    Move("qa", WORDED, DRAFTERS, message_texts.reword_questions, message_texts.QA),
    Move("pair", ("pairing",), CHECKER, message_texts.pair, message_texts.PAIR, "primary"),
    Move(
        "return",
        ("pairing",),
        CHECKER,
        step("unpair", "unpaired", act="unpair", why="missing", checks_text=True),
        opening.MISSING,
        "danger",
    ),
    at_will(Move("clear", ("clearing",), CLEARERS, clearing.clear, clearing.CLEARING, "primary", again=True)),
    at_will(Move("object", ("clearing",), CLEARERS, clearing.object_to, clearing.OBJECT, "danger", again=True)),
    at_will(Move("clear", ("reconciling",), CLEARERS, clearing.clear, clearing.CLEARING)),
    at_will(Move("object", ("reconciling",), CLEARERS, clearing.object_to, clearing.OBJECT)),
    Move("schedule", ("cleared",), CLEARERS, clearing.schedule, clearing.SCHEDULE, "primary", again=True),
    Move("schedule", ("scheduled",), CLEARERS, clearing.schedule, clearing.SCHEDULE),
    Move(
        "hold", ("scheduled",), RELEASERS, message_release.hold, opening.WHY, "danger", useful=message_release.is_to_go
    ),
    Move(
        "lift",
        ("scheduled", "releasing"),
        RELEASERS,
        message_release.lift,
        deciding.REMARK,
        "default",
        useful=message_release.is_held,
    ),
    Move("out", ("scheduled",), RELEASERS, message_release.out, message_release.OUT),
    Move(
        "out",
        ("releasing",),
        RELEASERS,
        message_release.out,
        message_release.OUT,
        "primary",
        useful=message_release.is_to_go,
    ),
    Move("correct", ("releasing", "watching"), DRAFTERS, message_texts.correct, message_texts.REWORD, "default"),
    Move(
        "retract",
        ("releasing", "watching", "holding"),
        (Who.LEAD_DECIDE, CLEAR),
        message_release.retract,
        opening.WHY,
        "danger",
    ),
    Move("extend", (*CLEARED_BY, "watching"), (Who.STARTER, CLEAR), deciding.extend, deciding.EXTEND, beside=True),
    Move("askextend", CLEARED_BY, (CLEAR, DRAFT, LANGUAGE), timing.ask_extension, deciding.EXTEND, beside=True),
    modes.switch(WORDED),
    raising.by_hand(CLEARED_BY, (DRAFT, CLEAR)),
    Move("seen", UNFINISHED, (Who.CONCERNED,), timing.seen, beside=True),
    Move("onit", UNFINISHED, (Who.CONCERNED,), timing.on_it, timing.ON_IT, beside=True),
    Move("note", ALWAYS, (Who.CONCERNED,), staffing.note, staffing.NOTE, beside=True),
    Move("withdraw", WITHDRAWABLE, STARTERS, opening.withdraw, (*opening.WHY, opening.SUCCESSOR)),
)


def has_everyone_moved(matter: Matter, _registry: Registry) -> bool:
    return have_all_left(matter, PROCEDURE)


JOINS = (
    Join("pairing", message_texts.lacks_a_language, lambda _act, matter: Effect(matter, ("unpair",))),
    Join("clearing", has_everyone_moved, clearing.answers_joined),
    Join("reconciling", clearing.is_cleared, clearing.all_cleared),
    Join("cleared", has_everyone_moved, clearing.instant_agreed),
    Join("releasing", has_everyone_moved, message_release.all_have_moved),
    Join("watching", message_release.has_none_out, message_release.none_is_out),
)

REMINDERS = (
    *chased(CHASED),
    ReminderRule("go-or-not", WHOLE, before=clearing.MINUTES, only=("scheduled",)),
    ReminderRule("embargo-over", WHOLE, before=0, only=("scheduled",), does=message_release.embargo_over),
    ReminderRule("watch-over", WHOLE, before=0, only=("watching",), does=message_release.watch_over),
    ReminderRule("line-expired", WHOLE, before=0, only=("holding",), does=message_release.expire, listed="lines"),
)

PROCEDURE = Procedure(
    id="strategic-message",
    kind="MSG",
    stages=STAGES,
    edges=EDGES,
    steps=STEPS,
    opening=Move("message", (), (Who.NATIONAL_DECIDE, START), message_opening.open_statement, message_opening.MESSAGE),
    also_opens=(
        Move("holdline", (), (Who.NATIONAL_DECIDE, START), message_opening.open_line, message_opening.HOLDLINE),
    ),
    moves=MOVES,
    joins=JOINS,
    reminders=REMINDERS,
    addressees=routes,
    card=(
        Shown("en", "text", "English text"),
        Shown("ja", "text", "Japanese text"),
        Shown("kind", "word", "Kind of message"),
        Shown("voice", "body", "Lead voice"),
        Shown("readers", "text", "Audience"),
        Shown("instant", "time", "Goes out at (embargo until then)"),
        Shown("expires", "time", "Not to be used after"),
        Shown("statement", "text", "Stands in for"),
        Shown("qa", "qa", "Questions and answers"),
        Shown("differences", "differences", "In one text alone"),
        Shown("paired", "text", "Confirmed all the same"),
        Shown("objections", "objections", "Objections"),
        Shown("releases", "releases", "Releases"),
        Shown("apart", "number", "Minutes between the releases"),
    ),
)
