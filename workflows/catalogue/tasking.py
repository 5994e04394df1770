"""Tasking (DOMAIN 6.2): an order to do staff work, from a body to one of its own nation that it may task."""

from fractions import Fraction

from workflows.effects import deciding, opening, raising, staffing, tasking, timing
from workflows.effects.steps import step
from workflows.fields import Shown
from workflows.procedure import Edge, Move, Procedure, Stage
from workflows.reminding.chasing import chased
from workflows.who import Who

FIRST_SHARE = Fraction(1, 6)  # ours, as a coordination request's: acknowledging must leave the work its time

STAGES = (
    Stage("drafted"),
    Stage("issued", mover=Who.ADDRESSED_WATCH, share=FIRST_SHARE),
    Stage("tasked", mover=Who.ADDRESSED_STAFF, share=Fraction(1)),
    Stage("in-work", mover=Who.ADDRESSED_STAFF, share=Fraction(1)),
    Stage("submitted", mover=Who.ASKER_DECIDE),
    Stage("accepted", mover=Who.ASKER_DECIDE),
    Stage("refused", mover=Who.ASKER_DECIDE),
    Stage("closed", end=True, reopens=True),
    Stage("cancelled", end=True),
)

WITH_RECEIVER = ("issued", "tasked", "in-work")
UNFINISHED = (*WITH_RECEIVER, "submitted", "accepted", "refused")
ALWAYS = (*UNFINISHED, "closed", "cancelled")

EDGES = (
    Edge("issue", ("drafted", "refused"), "issued"),
    Edge("acknowledge", ("issued",), "tasked"),
    Edge("begin", ("tasked",), "in-work"),
    Edge("submit", ("tasked", "in-work"), "submitted"),
    Edge("accept", ("submitted",), "accepted"),
    Edge("return", ("submitted",), "in-work"),
    Edge("refuse", WITH_RECEIVER, "refused"),
    Edge("pass-on", ("tasked", "in-work"), "issued"),
    Edge("close", ("accepted",), "closed"),
    Edge("reopen", ("accepted", "closed"), "in-work"),
    Edge("cancel", UNFINISHED, "cancelled"),
)

ISSUER = (Who.ASKER_DECIDE,)
RECEIVER = (Who.ADDRESSED_STAFF,)
OPR = (Who.ADDRESSED_DECIDE,)

MOVES = (
    Move(
        "ack",
        ("issued",),
        (Who.ADDRESSED_WATCH,),
        step("acknowledge", "task-acknowledged", act="task-ack", checks_text=True),
        (),
        "primary",
    ),
    Move("begin", ("tasked",), RECEIVER, step("begin", "begun"), (), "primary"),
    Move("submit", ("tasked", "in-work"), OPR, tasking.submit, tasking.SUBMIT, "primary"),
    Move("part", ("tasked", "in-work"), RECEIVER, tasking.submit_part, tasking.PART, "default"),
    Move("position", WITH_RECEIVER, (Who.SUPPORTING,), tasking.take_position, tasking.POSITION, "default"),
    Move("reroute", WITH_RECEIVER, RECEIVER, tasking.reroute, tasking.REROUTE),
    Move(
        "refuse",
        WITH_RECEIVER,
        OPR,
        step("refuse", "task-refused", act="task-refuse", why="because", checks_text=True),
        opening.WHY,
        "danger",
    ),
    Move("reissue", ("refused",), ISSUER, tasking.reissue, tasking.REISSUE, "primary"),
    Move(
        "accept",
        ("submitted",),
        ISSUER,
        step("accept", "task-accepted", act="task-accept", checks_text=True),
        deciding.REMARK,
        "primary",
    ),
    Move(
        "return",
        ("submitted",),
        ISSUER,
        step("return", "returned", act="task-return", why="missing", checks_text=True),
        opening.MISSING,
        "danger",
    ),
    Move("close", ("accepted",), ISSUER, step("close", "task-closed", act="task-close"), deciding.REMARK, "primary"),
    Move("reopen", ("accepted", "closed"), ISSUER, step("reopen", "reopened", why="because"), opening.WHY),
    Move("extend", WITH_RECEIVER, ISSUER, deciding.extend, deciding.EXTEND, beside=True),
    Move("askextend", WITH_RECEIVER, (Who.ADDRESSED,), timing.ask_extension, deciding.EXTEND, beside=True),
    Move("keepdue", WITH_RECEIVER, ISSUER, step("", "kept-due"), opening.WHY, beside=True),
    raising.by_hand(WITH_RECEIVER, (*ISSUER, *RECEIVER)),
    Move("cancel", UNFINISHED, ISSUER, step("cancel", "cancelled", why="because"), opening.WHY),
    Move("seen", UNFINISHED, (Who.CONCERNED,), timing.seen, beside=True),
    Move("onit", UNFINISHED, (Who.CONCERNED,), timing.on_it, timing.ON_IT, beside=True),
    Move("note", ALWAYS, (Who.CONCERNED,), staffing.note, staffing.NOTE, beside=True),
)

PROCEDURE = Procedure(
    id="tasking",
    kind="TK",
    stages=STAGES,
    edges=EDGES,
    steps=(),
    opening=Move("task", (), (Who.NATIONAL_DECIDE,), tasking.issue, tasking.TASK, fitting=tasking.taskable),
    moves=MOVES,
    joins=(),
    reminders=chased(),
    addressees=tasking.routes,
    card=(
        Shown("ocrs", "bodies", "Supporting offices (OCR)"),
        Shown("product", "text", "Submitted"),
        Shown("parts", "parts", "Parts so far"),
        Shown("matrix", "matrix", "Concurrence"),
    ),
)
