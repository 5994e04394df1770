"""Facility and area use (DOMAIN 6.5): asked, looked at locally and in a subcommittee, agreed at the Joint Committee."""

from fractions import Fraction

from workflows.bodies.registry import Registry
from workflows.effects import deciding, modes, opening, raising, releasing, staffing, timing
from workflows.effects import facility_agreeing as agreeing
from workflows.effects import facility_asking as asking
from workflows.effects.facility_asking import (
    AGREE,
    AIRSPACE,
    CABINET,
    INTAKE,
    LOCAL,
    MINISTERS,
    NOTICE,
    PANELS,
    START,
    START_SHARED,
    SUBCOMMITTEE,
    VIEWS,
)
from workflows.effects.on_record import at_will
from workflows.effects.steps import step
from workflows.fields import Shown
from workflows.given.fields import DECISIONS
from workflows.matter import Matter
from workflows.procedure import Edge, Join, Move, Procedure, ReminderRule, Stage, Step
from workflows.progress import have_all_left
from workflows.reminding.chasing import up_the_line
from workflows.routing import routes
from workflows.who import Who

WHOLE = Fraction(1)  # each stage has a suspense of its own

STAGES = (
    Stage("draft", mover=Who.STARTER),
    Stage("release-check", mover=Who.DISCLOSURE, share=WHOLE),
    Stage("use-asked", mover=INTAKE, share=WHOLE),
    Stage("local", mover=LOCAL, share=WHOLE),
    Stage("subcommittee", ("considering", "advised"), ("considering",), SUBCOMMITTEE, WHOLE),
    Stage("airspace", ("considering", "advised"), ("considering",), AIRSPACE, WHOLE),
    Stage("committee", ("awaiting", *DECISIONS.values()), ("awaiting",), AGREE, WHOLE),
    Stage("ministers", ("awaiting", "answered"), ("awaiting",), MINISTERS, WHOLE),
    Stage("cabinet", mover=CABINET, share=WHOLE),
    Stage("notice", mover=NOTICE, share=WHOLE),
    Stage("in-use", mover=Who.STARTER, share=WHOLE),
    Stage("handing-back", ("awaiting", "confirmed"), ("awaiting",), AGREE, WHOLE),
    Stage("handed-back", end=True),
    Stage("refused", end=True),
    Stage("withdrawn", end=True),
)

INSIDE = ("draft", "release-check")
BEFORE_AGREED = ("use-asked", "local", *PANELS, "committee")
PENDING = (*BEFORE_AGREED, "ministers", "cabinet", "notice")
AGREED = ("ministers", "cabinet", "notice", "in-use", "handing-back", "handed-back")
OWED = (*PENDING, "handing-back")
CHASED = ("release-check", *OWED)
ALWAYS = tuple(stage.id for stage in STAGES)
SHARED = tuple(stage for stage in ALWAYS if stage not in INSIDE)
UNFINISHED = tuple(stage.id for stage in STAGES if not stage.end)

EDGES = (
    Edge("submit", ("draft",), "release-check"),
    Edge("send-back", ("release-check",), "draft"),
    Edge("disclose", ("release-check",), "use-asked"),
    Edge("take-in", ("use-asked",), "local"),
    *(Edge(panel, ("local", "committee"), panel) for panel in PANELS),
    *(Edge("propose", (panel,), panel, restarts=True) for panel in PANELS),
    Edge("advise", PANELS, "committee"),
    Edge("consult", ("committee",), "ministers"),
    Edge("to-cabinet", ("committee", "ministers"), "cabinet"),
    Edge("decide", ("cabinet",), "notice"),
    Edge("use", ("committee", "ministers", "notice"), "in-use"),
    Edge("hand-back", ("in-use",), "handing-back"),
    Edge("handed-back", ("handing-back",), "handed-back"),
    Edge("refuse", ("use-asked", "committee", "ministers", "cabinet"), "refused"),
    Edge("withdraw", (*INSIDE, *PENDING), "withdrawn"),
)

STEPS = (
    *(Step("advised", panel, ("considering",), "advised") for panel in PANELS),
    *(Step(decision, "committee", ("awaiting",), decision) for decision in DECISIONS.values()),
    Step("answered", "ministers", ("awaiting",), "answered"),
    Step("confirmed", "handing-back", ("awaiting",), "confirmed"),
)

ASKER, REPRESENTATIVES = (Who.STARTER,), (AGREE,)
CHAIRS = (("subcommittee", SUBCOMMITTEE), ("airspace", AIRSPACE))
DEALING = (Who.STARTER, INTAKE, SUBCOMMITTEE, AIRSPACE, AGREE)
REFUSING = (("use-asked", INTAKE), ("cabinet", CABINET))
REFUSE = step("refuse", "use-refused", act="use-refuse", why="because")
SIDES = (Who.STARTER, AGREE, Who.RELEASES)

MOVES = (
    Move("propose", ("draft",), ASKER, asking.redraft, asking.TERMS, "primary"),
    Move("disclose", ("release-check",), (Who.DISCLOSURE,), asking.disclose, (), "primary"),
    Move("return", ("release-check",), (Who.DISCLOSURE,), opening.send_back, opening.MISSING, "danger"),
    Move("takein", ("use-asked",), (INTAKE, Who.COMBINED), asking.take_in, deciding.REMARK, "primary"),
    *(at_will(Move("refuse", (at,), (who,), REFUSE, opening.WHY, "danger")) for at, who in REFUSING),
    Move("sumup", ("local",), (LOCAL,), asking.sum_up, asking.SUM_UP, "primary"),
    Move("localview", ("local",), (LOCAL, VIEWS), asking.add_view, asking.VIEW, "default"),
    *(Move("advise", (at,), (chair,), agreeing.advise, agreeing.ADVISE, "primary") for at, chair in CHAIRS),
    *(Move("propose", (at,), (chair,), asking.reword, asking.TERMS, "default") for at, chair in CHAIRS),
    Move("decide", ("committee",), REPRESENTATIVES, agreeing.decide, deciding.DECIDE, "primary"),
    Move("flag", BEFORE_AGREED, DEALING, asking.flag, opening.WHY, useful=asking.is_not_raised),
    at_will(Move("consult", ("ministers",), (MINISTERS,), agreeing.consult, agreeing.CONSULT, "primary")),
    at_will(Move("cabinet", ("cabinet",), (CABINET,), agreeing.cabinet, agreeing.CABINET_DECISION, "primary")),
    Move("notify", ("notice",), (NOTICE,), agreeing.notify, agreeing.NOTIFY, "primary"),
    Move("handback", ("in-use",), ASKER, agreeing.hand_back, deciding.REMARK, "primary"),
    Move(
        "confirm",
        ("handing-back",),
        REPRESENTATIVES,
        agreeing.confirm,
        deciding.REMARK,
        "primary",
        counts_children=True,
    ),
    Move(
        "minutes",
        ("committee", *PANELS, *AGREED, "refused"),
        REPRESENTATIVES,
        agreeing.minutes,
        agreeing.MINUTES,
        useful=agreeing.has_minutes,
    ),
    Move("extend", OWED, (Who.STARTER, AGREE), deciding.extend, deciding.EXTEND, beside=True),
    Move("extend", ("in-use",), ASKER, agreeing.extend, deciding.EXTEND, beside=True),
    *(
        Move("askextend", (stage.id,), (stage.mover,), timing.ask_extension, deciding.EXTEND, beside=True)
        for stage in STAGES
        if stage.mover and stage.id in OWED
    ),
    modes.switch(BEFORE_AGREED),
    raising.by_hand(PENDING, DEALING),
    Move("seen", UNFINISHED, (Who.CONCERNED,), timing.seen, beside=True),
    Move("onit", UNFINISHED, (Who.CONCERNED,), timing.on_it, timing.ON_IT, beside=True),
    Move("withdraw", (*INSIDE, *PENDING), ASKER, opening.withdraw, (*opening.WHY, opening.SUCCESSOR)),
    Move("note", ALWAYS, (Who.CONCERNED,), staffing.note, staffing.NOTE, beside=True),
    *releasing.by_hand(SHARED, SIDES),
)


def has_everyone_moved(matter: Matter, _registry: Registry) -> bool:
    return have_all_left(matter, PROCEDURE)


JOINS = (
    *(Join(panel, has_everyone_moved, agreeing.all_advised) for panel in PANELS),
    Join("committee", has_everyone_moved, agreeing.all_agreed),
    Join("ministers", has_everyone_moved, agreeing.all_consulted),
    Join("handing-back", has_everyone_moved, agreeing.all_confirmed),
)

WEEK = 7 * 24 * 60  # minutes

REMINDERS = (
    ReminderRule("half", Fraction(1, 2), only=CHASED),
    ReminderRule("nine-tenths", Fraction(9, 10), only=CHASED),
    ReminderRule("week-before", WHOLE, before=WEEK, only=("in-use",)),
    ReminderRule("due", WHOLE, only=(*CHASED, "in-use")),
    *up_the_line((*CHASED, "in-use")),
)

PROCEDURE = Procedure(
    id="facility-use",
    kind="FU",
    stages=STAGES,
    edges=EDGES,
    steps=STEPS,
    opening=Move("facility", (), (START, START_SHARED), asking.ask, asking.ASK),
    moves=MOVES,
    joins=JOINS,
    reminders=REMINDERS,
    addressees=routes,
    card=(
        Shown("kind", "word", "Kind of use"),
        Shown("place", "text", "Where"),
        Shown("begins", "time", "From when"),
        Shown("ends", "time", "Until when"),
        Shown("safety", "text", "Safety"),
        Shown("environment", "text", "Environment"),
        Shown("panel", "word", "Subcommittee"),
        Shown("consultation", "word", "Prior consultation?"),
        Shown("views", "parts", "Said locally (for your nation alone)"),
        Shown("local", "text", "Local views, summed up"),
        Shown("advice", "said", "The subcommittee's advice"),
        Shown("consulted", "said", "The ministers' answers"),
        Shown("cabinet", "text", "Cabinet decision"),
        Shown("notice", "text", "Notice"),
        Shown("minutes", "word", "Minutes of the Joint Committee"),
        Shown("minutes_said", "word", "Minutes: what your nation says"),
    ),
    children=("task", "rfi"),
)
