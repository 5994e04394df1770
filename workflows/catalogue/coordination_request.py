"""Coordination request (DOMAIN 6.1): one nation asks, each answers and decides on its own, the outcome follows."""

from fractions import Fraction

from workflows.act import Effect
from workflows.answers import do_answers_agree, fresh_answers
from workflows.bodies.registry import Registry
from workflows.effects import deciding, modes, opening, raising, releasing, staffing, timing, useful
from workflows.fields import Shown
from workflows.matter import Matter
from workflows.procedure import Edge, Join, Move, Procedure, Stage, Step
from workflows.progress import have_all_left
from workflows.reminding.chasing import chased
from workflows.routing import routes
from workflows.who import Who

TRACK_SHARE = Fraction(2, 3)  # "two thirds of it for each national track" (DOMAIN 6)
FIRST_SHARE = Fraction(1, 6)  # ours: release and acknowledgement must leave the tracks their time

ANSWERS = ("concurred", "conditions", "non-concurred")
UNANSWERED = ("awaiting", "under-review")
DECISIONS = ("approved", "conditions", "deferred", "disapproved")
BEFORE_DECISION = ("received", "staffing", "combined", "reconciling", "deciding")


STAGES = (
    Stage("draft", mover=Who.STARTER),
    Stage("release-check", mover=Who.DISCLOSURE, share=FIRST_SHARE),
    Stage("received", ("awaiting", "acknowledged"), ("awaiting",), Who.LEAD_WATCH, FIRST_SHARE),
    Stage("staffing", (*UNANSWERED, *ANSWERS, "not-ours"), UNANSWERED, Who.LEAD_DECIDE, TRACK_SHARE),
    Stage("combined", ("drafting", "agreed"), ("drafting",), Who.CO_LEADS, TRACK_SHARE),
    Stage("reconciling", mover=Who.OWNER_LEADS, share=Fraction(1)),
    Stage("deciding", ("awaiting", *DECISIONS), ("awaiting",), Who.OWNER_DECIDE, Fraction(1)),
    Stage("decided", ("open", "closed"), ("open",), Who.LEAD_STAFF),
    Stage("implementing", ("open", "closed"), ("open",), Who.LEAD_STAFF),
    Stage("closed", end=True),
    Stage("returned", mover=Who.STARTER),
    Stage("withdrawn", end=True),
    Stage("superseded", end=True),
)

WITHDRAWABLE = ("draft", "release-check", *BEFORE_DECISION, "returned")

UNFINISHED = tuple(stage.id for stage in STAGES if not stage.end)

EDGES = (
    Edge("submit", ("draft",), "release-check"),
    Edge("send-back", ("release-check",), "draft"),
    Edge("disclose", ("release-check", "returned"), "received"),
    Edge("staff", ("received",), "staffing"),
    Edge("combine", ("received", "staffing", "reconciling"), "combined"),
    Edge("part", ("combined",), "staffing"),
    Edge("re-route", ("staffing",), "received"),
    Edge("agree", ("staffing", "reconciling", "combined"), "deciding"),
    Edge("differ", ("staffing", "deciding"), "reconciling"),
    Edge("propose", ("reconciling",), "staffing"),
    Edge("propose", ("combined",), "combined", restarts=True),
    Edge("all-decided", ("deciding",), "decided"),
    Edge("take-up", ("decided",), "deciding"),
    Edge("implement", ("decided",), "implementing"),
    Edge("all-closed", ("decided", "implementing"), "closed"),
    Edge("return", ("received", "staffing"), "returned"),
    Edge("withdraw", WITHDRAWABLE, "withdrawn"),
    Edge("supersede", WITHDRAWABLE, "superseded"),
)

STEPS = (
    Step("acknowledged", "received", ("awaiting",), "acknowledged"),
    Step("under-review", "staffing", ("awaiting",), "under-review"),
    *(Step(answer, "staffing", (*UNANSWERED, *ANSWERS), answer) for answer in ANSWERS),
    Step("not-ours", "staffing", (*UNANSWERED, *ANSWERS), "not-ours"),
    Step("agreed", "combined", ("drafting",), "agreed"),
    *(Step(decision, "deciding", ("awaiting",), decision) for decision in DECISIONS),
    Step("closed", "decided", ("open",), "closed"),
    Step("closed", "implementing", ("open",), "closed"),
)

ALWAYS = tuple(stage.id for stage in STAGES)
INSIDE = ("draft", "release-check")
SHARED = tuple(stage for stage in ALWAYS if stage not in INSIDE)
SIDES = (Who.STARTER, Who.LEAD_STAFF, Who.OWNER_DECIDE, Who.RELEASES)
SIDES_STAFF = (Who.STARTER, Who.LEAD_WATCH, Who.LEAD_STAFF)
LEADS = (Who.OWNER_LEADS,)
ANSWERERS = (Who.LEAD_DECIDE, Who.OCR_DECIDE)

OPENING = Move("open", (), (Who.NATIONAL,), opening.open_request, opening.OPEN)

MOVES = (
    Move(
        "propose",
        ("draft", "returned"),
        (Who.STARTER,),
        opening.propose_anew,
        opening.PROPOSE,
        "primary",
        useful=useful.has_no_draft,
    ),
    # A returned request stays so for the others while a new text waits for release: nothing that they see moves.
    Move(
        "disclose",
        ("release-check", "returned"),
        (Who.DISCLOSURE,),
        opening.disclose,
        (),
        "primary",
        useful=useful.waits_for_release,
    ),
    Move(
        "return",
        ("release-check", "returned"),
        (Who.DISCLOSURE,),
        opening.send_back,
        opening.MISSING,
        "danger",
        useful=useful.waits_for_release,
    ),
    Move("ack", ("received",), (Who.LEAD_WATCH,), staffing.acknowledge, staffing.ACK, "primary"),
    Move("concur", ("staffing",), ANSWERERS, staffing.concur, staffing.CONCUR, "primary", again=True),
    Move("nonconcur", ("staffing",), ANSWERERS, staffing.nonconcur, staffing.NONCONCUR, "danger", again=True),
    Move("notours", ("staffing",), (Who.LEAD_DECIDE,), staffing.not_ours, staffing.NOT_OURS, "default", again=True),
    Move("concur", ("combined",), (Who.CO_LEADS,), staffing.concur, staffing.CONCUR, "primary"),
    Move("propose", ("combined",), (Who.CO_LEADS,), staffing.propose, opening.PROPOSE, "default"),
    Move("propose", ("reconciling",), LEADS, staffing.propose, opening.PROPOSE, "primary"),
    Move(
        "accept",
        ("reconciling",),
        (Who.LEAD_DECIDE, Who.OWNER_DECIDE),
        staffing.accept,
        staffing.ACCEPT,
        "primary",
        useful=useful.is_there_a_condition,
    ),
    Move("escalate", ("reconciling",), LEADS, deciding.escalate, opening.WHY, "default"),
    raising.by_hand(("received", "staffing", "combined", "deciding"), SIDES_STAFF),
    Move("concur", ("reconciling", "deciding"), (Who.LEAD_DECIDE,), staffing.concur, staffing.CONCUR),
    Move("nonconcur", ("reconciling", "deciding"), (Who.LEAD_DECIDE,), staffing.nonconcur, staffing.NONCONCUR),
    Move(
        "decide",
        ("deciding", "decided"),
        (Who.OWNER_DECIDE,),
        deciding.decide,
        deciding.DECIDE,
        "primary",
        useful=useful.is_undecided,
    ),
    Move(
        "implement",
        ("decided",),
        (Who.LEAD_STAFF,),
        deciding.implement,
        deciding.REMARK_TO_ALL,
        "primary",
        useful=useful.goes_ahead,
    ),
    Move(
        "close",
        ("decided", "implementing"),
        (Who.LEAD_STAFF,),
        deciding.close,
        deciding.REMARK_TO_ALL,
        "default",
        useful=useful.has_nothing_to_implement,
        counts_children=True,
    ),
    modes.switch(BEFORE_DECISION, merges=("staffing", "reconciling")),
    Move("return", ("received", "staffing"), (Who.RECEIVER,), opening.return_request, opening.MISSING),
    Move("extend", BEFORE_DECISION, (Who.STARTER, Who.OWNER_DECIDE), deciding.extend, deciding.EXTEND, beside=True),
    Move(
        "askextend",
        BEFORE_DECISION,
        (Who.LEAD_WATCH, Who.LEAD_STAFF),
        timing.ask_extension,
        deciding.EXTEND,
        beside=True,
    ),
    Move("seen", UNFINISHED, (Who.CONCERNED,), timing.seen, beside=True),
    Move("onit", UNFINISHED, (Who.CONCERNED,), timing.on_it, timing.ON_IT, beside=True),
    Move("withdraw", WITHDRAWABLE, (Who.STARTER,), opening.withdraw, (*opening.WHY, opening.SUCCESSOR)),
    Move("note", ALWAYS, (Who.CONCERNED,), staffing.note, staffing.NOTE, beside=True),
    *releasing.by_hand(INSIDE, (Who.STARTER, Who.DISCLOSURE), Who.DISCLOSURE),
    *releasing.by_hand(SHARED, SIDES),
)


def is_agreed(matter: Matter, _registry: Registry) -> bool:
    return do_answers_agree(matter)


def is_disagreed(matter: Matter, _registry: Registry) -> bool:
    return not do_answers_agree(matter)


def has_everyone_moved(matter: Matter, _registry: Registry) -> bool:
    return have_all_left(matter, PROCEDURE)


def into_staffing(_act: object, matter: Matter) -> Effect:
    """All have acknowledged: one draft in integration; else the tracks, each where its answer on this text stands."""
    if matter.mode == "integration":
        return Effect(fresh_answers(matter), ("combine",))
    return Effect(matter, ("staff", *staffing.answers_kept(matter)))


JOINS = (
    Join("received", has_everyone_moved, into_staffing),
    Join("staffing", has_everyone_moved, staffing.answers_joined),
    Join("combined", has_everyone_moved, staffing.answers_joined),
    Join("reconciling", is_agreed, staffing.answers_changed),
    Join("deciding", is_disagreed, staffing.answers_changed),
    Join("deciding", has_everyone_moved, deciding.decisions_joined),
    Join("decided", has_everyone_moved, deciding.everyone_closed),
    Join("implementing", has_everyone_moved, deciding.everyone_closed),
)

PROCEDURE = Procedure(
    id="coordination-request",
    kind="CR",
    stages=STAGES,
    edges=EDGES,
    steps=STEPS,
    opening=OPENING,
    moves=MOVES,
    joins=JOINS,
    reminders=chased(),
    addressees=routes,
    children=("task", "rfi"),
    card=(Shown("successor", "text", "Replaced by"),),
)
