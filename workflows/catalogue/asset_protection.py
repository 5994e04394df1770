"""Asset protection (DOMAIN 6.7): a force asks to be protected; every gate is passed before the minister decides."""

from fractions import Fraction

from workflows.effects import deciding, modes, opening, protecting, protection, raising, releasing, staffing, timing
from workflows.effects.coarse import coarsely
from workflows.effects.on_record import at_will
from workflows.effects.protecting import COUNCIL, DECIDE, GATES, NAME, PUBLISH, RECEIVE, REPORT
from workflows.effects.steps import step
from workflows.fields import Shown
from workflows.procedure import Edge, Move, Procedure, ReminderRule, Stage
from workflows.reminding.chasing import chased
from workflows.who import Part, Who

ASK = Part(f"{NAME}.ask")
THREAT = Part(f"{NAME}.threat")

FIRST_SHARE = Fraction(1, 6)  # ours, as a coordination request's
GATES_SHARE = Fraction(2, 3)  # as a national track's: the Council and the minister have the rest
WHOLE = Fraction(1)

STAGES = (
    Stage("draft", mover=Who.ASKER_DECIDE),
    Stage("release-check", mover=Who.DISCLOSURE, share=FIRST_SHARE),
    Stage("asked", mover=RECEIVE, share=FIRST_SHARE),
    Stage("gates", mover=Who.OWING, share=GATES_SHARE),
    Stage("stopped", mover=Who.OWING, share=WHOLE),
    Stage("council", mover=COUNCIL, share=WHOLE),
    Stage("minister", mover=DECIDE, share=WHOLE),
    Stage("in-force", mover=REPORT, share=WHOLE),
    Stage("ended", mover=REPORT, share=WHOLE),
    Stage("reported", end=True),
    Stage("refused", end=True),
    Stage("withdrawn", end=True),
)

INSIDE = ("draft", "release-check")
UNDECIDED = ("asked", "gates", "stopped", "council", "minister")
CHASED = ("release-check", *UNDECIDED, "ended")
SHARED = (*UNDECIDED, "in-force", "ended", "reported", "refused", "withdrawn")
UNFINISHED = (*INSIDE, *UNDECIDED, "in-force", "ended")

EDGES = (
    Edge("submit", ("draft",), "release-check"),
    Edge("send-back", ("release-check",), "draft"),
    Edge("disclose", ("release-check",), "asked"),
    Edge("acknowledge", ("asked",), "gates"),
    Edge("stop", ("gates",), "stopped"),
    Edge("deliberate", ("gates", "stopped"), "council"),
    Edge("pass", ("gates", "stopped", "council"), "minister"),
    Edge("grant", ("minister",), "in-force"),
    Edge("refuse", ("stopped", "minister"), "refused"),
    Edge("end", ("in-force",), "ended"),
    Edge("report", ("ended",), "reported"),
    Edge("withdraw", (*INSIDE, *UNDECIDED), "withdrawn"),
)

ASKING = (Who.ASKER_DECIDE,)
ANSWERING = tuple(dict.fromkeys(row.who for row in GATES))

WAITED_FOR = (("asked",), RECEIVE), (("gates", "stopped"), Who.OWING), (("council",), COUNCIL), (("minister",), DECIDE)

REFUSE = step("refuse", "protection-refused", act="protection-refuse", why="because")

MOVES = tuple(
    coarsely(row)
    for row in (
        Move("propose", ("draft",), ASKING, opening.propose_anew, opening.PROPOSE, "primary"),
        Move("disclose", ("release-check",), (Who.DISCLOSURE,), opening.disclose, (), "primary"),
        Move("return", ("release-check",), (Who.DISCLOSURE,), opening.send_back, opening.MISSING, "danger"),
        Move("ack", ("asked",), (RECEIVE, Who.COMBINED), protecting.acknowledge, (), "primary"),
        Move(
            "gate",
            ("gates", "stopped"),
            (Who.OWING, *ANSWERING),
            protecting.answer_gate,
            protecting.GATE,
            "primary",
            useful=protecting.owes_an_answer,
        ),
        at_will(Move("refuse", ("stopped",), (THREAT,), REFUSE, opening.WHY, "danger")),
        Move("deliberate", ("council",), (COUNCIL,), protecting.deliberated, protecting.DELIBERATE, "primary"),
        Move("decide", ("minister",), (DECIDE,), protection.decide, deciding.DECIDE, "primary"),
        Move("end", ("in-force",), (*ASKING, DECIDE, REPORT), protection.end, opening.WHY, "default"),
        Move("unusual", ("in-force", "ended"), (*ASKING, REPORT), protection.unusual, protection.EVENT, "danger"),
        Move(
            "public",
            ("in-force", "ended"),
            (PUBLISH,),
            protection.made_public,
            protection.PUBLIC,
            "primary",
            useful=protection.is_unpublished,
        ),
        Move("report", ("ended",), (REPORT,), protection.report, protection.RESULT, "primary"),
        Move("extend", UNDECIDED, (*ASKING, DECIDE), deciding.extend, deciding.EXTEND, beside=True),
        *(Move("askextend", at, (who,), timing.ask_extension, deciding.EXTEND, beside=True) for at, who in WAITED_FOR),
        modes.switch(UNDECIDED),
        raising.by_hand(UNDECIDED, (Who.ASKER_DECIDE, Who.LEAD_STAFF)),
        Move("withdraw", (*INSIDE, *UNDECIDED), ASKING, opening.withdraw, opening.WHY),
        Move("seen", UNFINISHED, (Who.CONCERNED,), timing.seen, beside=True),
        Move("onit", UNFINISHED, (Who.CONCERNED,), timing.on_it, timing.ON_IT, beside=True),
        Move("note", (*INSIDE, *SHARED), (Who.CONCERNED,), staffing.note, staffing.NOTE, beside=True),
        *releasing.by_hand(SHARED, (Who.STARTER,)),
    )
)

REMINDERS = (
    *chased(CHASED),
    ReminderRule("last-day-over", WHOLE, before=0, only=("in-force",), does=protection.over),
)

PROCEDURE = Procedure(
    id=NAME,
    kind="AP",
    stages=STAGES,
    edges=EDGES,
    steps=(),
    opening=coarsely(Move("protect", (), (ASK,), protecting.protect, protecting.PROTECT)),
    moves=MOVES,
    joins=(),
    reminders=REMINDERS,
    addressees=protecting.routes_of,
    card=(
        Shown("area", "text", "Area"),
        Shown("begins", "day", "First day"),
        Shown("ends", "day", "Last day"),
        Shown("activity", "text", "Activity"),
        Shown("gates", "gates", "Gates"),
        Shown("answers", "gates", "Gates that your nation has answered, with its grounds"),
        Shown("deliberation", "text", "What the Council deliberated"),
        Shown("conditions", "text", "Conditions"),
        Shown("unusual", "parts", "Unusual events"),
        Shown("unpublished", "parts", "To be made public promptly"),
        Shown("made_public", "text", "Made public"),
        Shown("report", "text", "Report"),
    ),
    by_category=tuple(row.name for row in GATES),
)
