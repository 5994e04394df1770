"""Every verb of `/acm`, of one word or two, a row each: the help, the reading of a line and the docs come of them."""

from functools import cache

from bot import catalogue
from bot.spoken import Verb
from bot.words import N_
from workflows.catalogue import openings, procedures
from workflows.matter import Matter
from workflows.procedure import Given, Move
from workflows.standing import GIVEN

SERIAL = "CR-26-0001"

SHARED = (
    Verb(
        "open",
        N_("Ask the other nation or a bilateral body"),
        'open "title" to:jp-jjoc,bocc info:us-osd-ipsa by:241200Z | urgency:priority mode:integration detail:"…"',
        ("title",),
        needs_matter=False,
    ),
    Verb("disclose", N_("Release it to the other side"), f"disclose {SERIAL}"),
    Verb("ack", N_("Acknowledge, naming OPR and OCRs"), f"ack {SERIAL} opr:us-usfj ocr:us-usfj-j3"),
    Verb(
        "concur", N_("Answer: concur, with `if:` on conditions"), f'concur {SERIAL} authority:"…" rationale:"…" if:"…"'
    ),
    Verb(
        "nonconcur", N_("Answer: non-concur"), f'nonconcur {SERIAL} "reason" authority:"…" rationale:"…"', ("reason",)
    ),
    Verb("notours", N_("Pass it to the body whose it is"), f'notours {SERIAL} to:us-indopacom reason:"…"', ("reason",)),
    Verb("accept", N_("Accept a condition of the other side"), f"accept {SERIAL} 1", ("condition",)),
    Verb("propose", N_("Put up a new text"), f'propose {SERIAL} "new text" title:"…"', ("detail",)),
    Verb("escalate", N_("Take it up one echelon"), f'escalate {SERIAL} "reason"', ("because",)),
    Verb(
        "decide",
        N_("Record your nation's decision"),
        f'decide {SERIAL} approve|conditions|defer|disapprove situation:"…" considered:"…" rejected:"…" '
        'rationale:"…" dissent:"none stated" authority:"…" if:"…" decided:"241200Z NOV 26" late:"…" links:"…"',
        ("decision",),
    ),
    Verb("implement", N_("Begin implementation"), f"implement {SERIAL}", ("remark",)),
    Verb("close", N_("Close your nation's side"), f"close {SERIAL}", ("remark",)),
    Verb("mode", N_("Agree to integration, or go back"), f"mode {SERIAL} integration|coordination", ("mode",)),
    Verb("note", N_("Add a note for your channel"), f'note {SERIAL} "text"', ("text",)),
    Verb(
        "withhold",
        N_("Keep a field for your nation alone"),
        f'withhold {SERIAL} answer-reason "why"',
        ("field", "because"),
    ),
    Verb(
        "release",
        N_("Release a field to all (releasing seat)"),
        f'release {SERIAL} decision-dissent "why"',
        ("field", "because"),
    ),
    Verb("extend", N_("Give more time"), f'extend {SERIAL} by:251200Z because:"…"', ("because",), when="by"),
    Verb(
        "askextend",
        N_("Ask for more time"),
        f'askextend {SERIAL} by:251200Z because:"…"',
        ("because",),
        when="by",
    ),
    Verb("seen", N_("Say in your own nation that you have seen what is due"), f"seen {SERIAL}"),
    Verb(
        "onit",
        N_("Say in your own nation that you are on it, until when"),
        f'onit {SERIAL} until:1700 "remark"',
        ("remark",),
        when="until",
    ),
    Verb("return", N_("Send it back, with what is missing"), f'return {SERIAL} "what is missing"', ("missing",)),
    Verb(
        "withdraw",
        N_("Take it back, or supersede it"),
        f'withdraw {SERIAL} "reason" successor:CR-26-0002',
        ("because",),
    ),
    Verb("status", N_("One request, or all that are open here"), f"status {SERIAL}", needs_matter=False, kind="read"),
    Verb("mine", N_("What waits for your seats"), "mine", needs_matter=False, kind="read"),
    Verb(
        "due",
        N_("What is due, overdue first: yours, your desk's, your nation's"),
        "due | due mine | due desk | due nation",
        ("whose",),
        needs_matter=False,
        kind="read",
    ),
    Verb(
        "who",
        N_("Who holds the seats of a body; which seats are empty"),
        "who us-usfj | who empty nation:us echelon:director",
        ("body",),
        needs_matter=False,
        kind="read",
    ),
    Verb(
        "bodies",
        N_("All bodies, one of them, or seat coverage"),
        "bodies | bodies echelon:strategic | bodies us-usfj | bodies coverage",
        ("body",),
        needs_matter=False,
        kind="read",
    ),
    Verb("take", N_("Take a free seat of your nation"), "take us-usfj-watch", ("seat",), needs_matter=False),
    Verb(
        "handover",
        N_("Hand over the watch, with what is open"),
        'handover us-usfj-watch @relief "notes"',
        ("seat", "person", "note"),
        needs_matter=False,
    ),
    Verb("relieve", N_("Take over the watch that is offered to you"), "relieve WH-26-US-0001"),
    Verb("question", N_("Ask before you take over"), 'question WH-26-US-0001 "question"', ("question",)),
    Verb("clarify", N_("Reply to your relief's question"), 'clarify WH-26-US-0001 "reply"', ("reply",)),
    Verb("refuse", N_("Don't take it over, with the reason"), 'refuse WH-26-US-0001 "reason"', ("because",)),
    Verb(
        "cover",
        N_("Name who acts for a seat, until when"),
        'cover us-usfj-cdr @deputy until:271200Z "reason"',
        ("seat", "person", "because"),
        needs_matter=False,
    ),
    Verb("resume", N_("End acting before its time"), "resume SC-26-US-0001"),
    Verb(
        "standdown",
        N_("Give up a seat"),
        'standdown us-usfj-watch "reason"',
        ("seat", "because"),
        needs_matter=False,
    ),
    Verb(
        "phase",
        N_("Set your nation's phase; the highest of all nations' is in force"),
        'phase crisis from:241200Z because:"…"',
        ("phase",),
        needs_matter=False,
    ),
    Verb(
        "situation",
        N_("Enter the situation category that your government has recognised"),
        'situation important-influence "decision and date" from:241200Z',
        ("category", "source"),
        needs_matter=False,
    ),
    Verb(
        "label",
        N_("Propose a label for the situation, or `none` to end it"),
        'label grey-zone "reason"',
        ("label", "because"),
        needs_matter=False,
    ),
    Verb("confirm", N_("Confirm the label that was proposed"), "confirm SIT-26-US-0001 from:241200Z"),
    Verb("decline", N_("Decline the label that was proposed"), 'decline SIT-26-US-0001 "reason"', ("because",)),
    Verb(
        "admit",
        N_("Say that people are of your nation (administrators)"),
        "admit @somebody seat:us-usfj-watch",
        ("people",),
        needs_matter=False,
        takes_all=True,
    ),
    Verb(
        "move-body",
        N_("Move what is open at a body that has ended"),
        "move-body jp-nisc jp-nco only:CR-26-0001,CR-26-0002",
        ("body", "to"),
        needs_matter=False,
    ),
    Verb("rhythm", N_("What recurs here, in the next days"), "rhythm", needs_matter=False, kind="read"),
    Verb(
        "attend",
        N_("Say whether your seat will be, or was, at an event"),
        "attend daily-sync | attend daily-sync no | attend daily-sync yes which:last",
        ("event", "answer", "which"),
        needs_matter=False,
    ),
    Verb(
        "amend",
        N_("Correct an entry of yours: a new one names it"),
        'amend us+jp/12 rationale "how it should read" because:"…"',
        ("entry", "field", "text"),
        needs_matter=False,
    ),
    Verb(
        "add",
        N_("Add to an entry; with `log:` for your own nation alone"),
        'add us+jp/12 "what is added" links:"…" log:us',
        ("entry", "text"),
        needs_matter=False,
    ),
    Verb(
        "purge",
        N_("Order that what an entry says be purged: a spill"),
        'purge us+jp/12 "reason"',
        ("entry", "because"),
        needs_matter=False,
    ),
    Verb(
        "log",
        N_("The record of a request, of today, or one entry"),
        f"log {SERIAL} | log today | log us+jp/12 | log us+jp/12 earlier",
        needs_matter=False,
        kind="read",
    ),
    Verb(
        "find",
        N_("Look for words in the logs that are read here"),
        'find runway "port access" page:2',
        ("words",),
        needs_matter=False,
        kind="read",
    ),
    Verb(
        "export",
        N_("The log, or a part of it, as a file into this channel"),
        f'export jsonl|csv|md|html|pdf language:ja | export {SERIAL} pdf | export from:"241200Z NOV 26"',
        ("format",),
        needs_matter=False,
    ),
    Verb(
        "remind",
        N_("Remind you here at a time"),
        f'remind me in 2h about {SERIAL} | remind {SERIAL} at:+2h "what about"',
        ("text",),
        needs_matter=False,
        takes_all=True,
        when="at",
    ),
    Verb("remind list", N_("Your own reminders"), "remind list", needs_matter=False, kind="read"),
    Verb("remind cancel", N_("Take one of them back"), "remind cancel 2", ("number",), needs_matter=False),
    Verb(
        "snooze",
        N_("Don't call you for its reminders until then"),
        f"snooze {SERIAL} until:tomorrow 0900",
        when="until",
    ),
    Verb("help", N_("This, or one verb in full"), "help concur", ("verb",), needs_matter=False, kind="read"),
)

VERBS = (*SHARED, *catalogue.verbs())
BY_NAME = {verb.name: verb for verb in VERBS}


def opening_of(verb: str) -> Move | None:
    """The move that opens a matter with this verb, None for any other verb."""
    return openings()[verb][1] if verb in openings() else None


def times_of(verb: str) -> frozenset[str]:
    """The fields of a verb, at whatever stage, that are times."""
    return frozenset(row.name for row in _times(verb))


def _times(verb: str) -> list[Given]:
    moves = (move for row in procedures().values() for move in (row.opening, *row.also_opens, *row.moves))
    rows = [row for move in moves if move.verb == verb for row in move.given]
    return [row for row in (*rows, *GIVEN.get(verb, ())) if row.kind in ("time", "since")]


@cache
def binding_times(verb: str) -> tuple[str, ...]:
    """Those of them that bind others too."""
    return tuple(dict.fromkeys(row.name for row in _times(verb) if row.binds))


def given_for(verb: str, matter: Matter | None) -> tuple[Given, ...]:
    """What must or may be given with a verb, for this matter as it stands; nothing where the verb does not apply."""
    if matter and (move := procedures()[matter.procedure].move(verb, matter.stage_id)):
        return move.given
    if verb in GIVEN:
        return GIVEN[verb]
    opening = opening_of(verb)
    return opening.given if opening else ()


@cache
def on_matter(verb: str) -> tuple[str, ...]:
    """The fields of bare words behind a serial: the serial says already what the matter is about."""
    moves = (move for row in procedures().values() for move in row.moves if move.verb == verb)
    fields = {row.name for move in moves for row in move.given}
    words = BY_NAME[verb].words
    return tuple(word for word in words if word in fields) if fields else words
