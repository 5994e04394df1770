"""What the other seats type on a coordination request."""

from bot.demo.scripts import Line, has_yet_to_move
from bot.verbs.typed import quote
from workflows.answers import open_conditions
from workflows.who import Who

RATIONALE = "Within means at hand, says the staff of {nation}"
"""A nation's own words, which never cross: a reader of the other nation must not find them."""
GROUNDS = f"authority:{quote('Standing procedures')} rationale:{quote(RATIONALE)}"
RECORD = " ".join(
    f"{name}:{quote(text)}"
    for name, text in {
        "situation": "As on the card; nothing further known",
        "considered": "Do as asked; do it later; do nothing",
        "rejected": "Later: the need is now. Nothing: the need is real",
        "rationale": "Both staffs concur",
        "dissent": "none stated",
        "authority": "Seat at the owning body",
    }.items()
)


SCRIPT = (
    Line("release-check", Who.DISCLOSURE, "disclose"),
    Line("received", Who.LEAD_WATCH, "ack", when=has_yet_to_move),
    Line("staffing", Who.LEAD_DECIDE, "concur", GROUNDS, has_yet_to_move),
    Line("combined", Who.CO_LEADS, "concur", GROUNDS, has_yet_to_move),
    Line("reconciling", Who.LEAD_DECIDE, "accept", when=lambda matter, nation: bool(open_conditions(matter, nation))),
    Line("deciding", Who.OWNER_DECIDE, "decide", f"approve {RECORD}", has_yet_to_move),
    Line(
        "decided",
        Who.LEAD_STAFF,
        "implement",
        when=lambda matter, _nation: matter.outcome in ("approved", "conditions"),
    ),
    Line(
        "decided", Who.LEAD_STAFF, "close", when=lambda matter, _nation: matter.outcome in ("disapproved", "deferred")
    ),
    Line("implementing", Who.LEAD_STAFF, "close", when=has_yet_to_move),
)
