"""What the ids of the tables are called on screen: one row each, in English, for the catalogues to translate."""

from collections import ChainMap
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from bot import catalogue
from bot.words import N_

STAGES = {
    "draft": N_("Draft"),
    "release-check": N_("Release check"),
    "received": N_("Received"),
    "staffing": N_("Staffing"),
    "combined": N_("Combined staffing"),
    "reconciling": N_("Reconciling"),
    "deciding": N_("Deciding"),
    "decided": N_("Decided"),
    "implementing": N_("Implementing"),
    "closed": N_("Closed"),
    "returned": N_("Returned"),
    "withdrawn": N_("Withdrawn"),
    "superseded": N_("Superseded"),
    "prepared": N_("Prepared"),
    "offered": N_("Offered"),
    "questions": N_("Questions"),
    "accepted": N_("Accepted"),
    "refused": N_("Refused"),
    "reported": N_("Reported"),
    "gap": N_("Gap: nobody holds it"),
    "acting": N_("Somebody acts"),
    "covered": N_("Covered"),
    "said": N_("Said"),
    "set": N_("Set"),
    "proposed": N_("Proposed"),
    "asked": N_("Asked"),
    "declined": N_("Declined"),
    **catalogue.table("stages"),
}

PROCEDURES = {
    "watch-handover": N_("Watch handover"),
    "seat-coverage": N_("Seat coverage"),
    **catalogue.titles(),
}
"""What stands as title of a matter that nobody gave one."""

POSITIONS = {
    "awaiting": N_("awaited"),
    "acknowledged": N_("acknowledged"),
    "under-review": N_("under review"),
    "concurred": N_("concurred"),
    "conditions": N_("concurred with conditions"),
    "non-concurred": N_("non-concurred"),
    "not-ours": N_("not ours"),
    "drafting": N_("drafting"),
    "agreed": N_("agreed"),
    "open": N_("open"),
    "closed": N_("closed"),
    **catalogue.table("positions"),
}

DECISIONS = {
    "approved": N_("approved"),
    "conditions": N_("approved with conditions"),
    "deferred": N_("deferred"),
    "disapproved": N_("disapproved"),
}

DECISION_WORDS = {
    "approve": N_("Approve"),
    "conditions": N_("Approve with conditions"),
    "defer": N_("Defer"),
    "disapprove": N_("Disapprove"),
}

URGENCIES = {
    "immediate": N_("immediate (30 min)"),
    "urgent": N_("urgent (2 h)"),
    "priority": N_("priority (8 h)"),
    "routine": N_("routine (3 working days)"),
    "deliberate": N_("deliberate (10 working days)"),
}

MODES = {"coordination": N_("coordination"), "integration": N_("integration")}

PHASES = {
    "steady": N_("steady"),
    "recovery": N_("recovery"),
    "watch": N_("watch"),
    "crisis": N_("crisis"),
}

DOORS = {
    "slash": N_("typed line"),
    "button": N_("button"),
    "modal": N_("form"),
    "event": N_("a message that was marked"),
    "tick": N_("the clock"),
    "command-line": N_("command line"),
}
"""How what was done came to the bot."""

SETTINGS = {"phase": N_("Phase"), "category": N_("Situation category"), "label": N_("Label")}

CHOICES = catalogue.table("choices")
"""What is chosen from a list of a procedure's own."""

FIELDS = {
    "title": N_("Title of the text"),
    "detail": N_("Detail of the text"),
    "ocr": N_("Supporting offices (OCR)"),
    "reply": N_("Answer: text"),
    "answer-conditions": N_("Answer: conditions"),
    "answer-reason": N_("Answer: reason"),
    "answer-authority": N_("Answer: authority relied on"),
    "answer-rationale": N_("Answer: rationale"),
    "decision-conditions": N_("Decision: conditions"),
    "decision-situation": N_("Decision: situation as understood"),
    "decision-considered": N_("Decision: options considered"),
    "decision-rejected": N_("Decision: options rejected"),
    "decision-rationale": N_("Decision: rationale"),
    "decision-dissent": N_("Decision: dissent"),
    "decision-authority": N_("Decision: authority relied on"),
}
"""By name: the fields of one nation whose audience can be changed by hand."""

REASONS = {
    "asks": N_("asks"),
    "says": N_("says so"),
    "addressed": N_("addressed"),
    "owner": N_("owns it: both sides sit there"),
    "lead": N_("leads for its nation"),
    "supporting": N_("must be asked (OCR)"),
    "combined": N_("the combined staff, for integration"),
    "information": N_("for information"),
    "disclosure": N_("decides on release"),
    "answers": N_("answers for the seat"),
    "escalated": N_("got it by escalation"),
}

WHOSE = {
    "mine": N_("Yours"),
    "desk": N_("This desk's"),
    "nation": N_("Your nation's"),
}
"""Whose move something is, as one asks."""

FORMS = {
    "open": N_("Coordination request"),
    "handover": N_("Watch handover"),
    "phase": N_("Phase"),
    "situation": N_("Situation category"),
    "label": N_("Label of the situation"),
    "admit": N_("Admit people"),
    "remind": N_("Reminder"),
    "remind cancel": N_("Take a reminder back"),
    "snooze": N_("Snooze…"),
    "export": N_("Export of the log"),
    "move-body": N_("A body that has ended"),
    "attend": N_("Attendance"),
    "amend": N_("Correct an entry"),
    "add": N_("Add to an entry"),
    "purge": N_("Purge a spill from the log"),
    **catalogue.table("forms"),
}
"""By verb: what stands on top of the form of a verb that has no button."""

KEPT_BACK = {
    "nobody-decides": N_("not every nation has a seat there that decides"),
    "takes-none": N_("no request goes to it"),
    "not-yours": N_("moved by who decides at the body that has ended, or at the one in its place"),
}
"""Why a matter is not moved to another body."""

BUTTONS = {
    "propose": N_("Propose text…"),
    "disclose": N_("Release"),
    "return": N_("Return…"),
    "ack": N_("Acknowledge…"),
    "concur": N_("Concur…"),
    "nonconcur": N_("Non-concur…"),
    "notours": N_("Not ours…"),
    "accept": N_("Accept condition…"),
    "escalate": N_("Take up one echelon…"),
    "decide": N_("Decide…"),
    "implement": N_("Implement…"),
    "close": N_("Close our side…"),
    "mode": N_("Mode…"),
    "extend": N_("Extend…"),
    "askextend": N_("Ask for time…"),
    "seen": N_("Seen"),
    "onit": N_("I'm on it…"),
    "withdraw": N_("Withdraw…"),
    "note": N_("Note…"),
    "relieve": N_("Take the watch"),
    "question": N_("Ask…"),
    "clarify": N_("Reply…"),
    "refuse": N_("Refuse…"),
    "cover": N_("Name who acts…"),
    "resume": N_("End acting"),
    "take": N_("Take the seat"),
    "standdown": N_("Stand down…"),
    "confirm": N_("Confirm…"),
    "decline": N_("Decline…"),
    "withhold": N_("Withhold a field…"),
    "release": N_("Release a field…"),
    **catalogue.table("buttons"),
}
"""By verb: what stands on its button, and on top of its form. Three dots: a form follows."""


@cache
def verbs_of(procedure: str) -> Mapping[str, str]:
    """What a procedure calls each verb, on its button and on top of its form."""
    return MappingProxyType({**FORMS, **BUTTONS, **catalogue.called(procedure)})


def stages_of(procedure: str) -> Mapping[str, str]:
    """What a procedure calls each stage; with none named, what is common to all."""
    return ChainMap({**catalogue.stages_called(procedure)}, STAGES)


ROLES = {
    "decide": N_("decides"),
    "coordinate": N_("coordinates"),
    "watch": N_("stands watch"),
    "read": N_("reads"),
}

ROLE_MARKS = {"decide": N_("D"), "coordinate": N_("C"), "watch": N_("W"), "read": N_("R")}
"""One letter for each role, in a picture's boxes."""
