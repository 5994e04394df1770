"""What the other seats type on an offer of support."""

from bot.demo.scripts import Line
from workflows.matter import Matter
from workflows.who import Who


def _is_whole(matter: Matter, _nation: str) -> bool:
    """Whether nothing of it has been taken up yet."""
    return bool(matter.facts["left"] == matter.facts["quantity"])


SCRIPT = (
    Line("release-check", Who.DISCLOSURE, "disclose"),
    Line("offered", Who.ADDRESSED_WATCH, "ack"),
    Line("considered", Who.ADDRESSED_DECIDE, "takeup", "1 urgency:urgent", when=_is_whole),
)
