"""What the other seats type in a scenario review."""

from bot.demo.scripts import Line, has_yet_to_move
from bot.verbs.typed import quote
from workflows.matter import Matter
from workflows.who import Who


def _decides_as_it_is(matter: Matter, nation: str) -> bool:
    """Whether the text is the approved one: then it is reaffirmed."""
    return has_yet_to_move(matter, nation) and matter.version == matter.facts["approved"]


def _decides_on_another(matter: Matter, nation: str) -> bool:
    return has_yet_to_move(matter, nation) and matter.version != matter.facts["approved"]


FOUND = f"assumptions:{quote('none changed')} relies:{quote('all of them stand')}"
RECORD = (
    f"situation:{quote('As found')} considered:{quote('Keep it, reword it, retire it')} "
    f"rejected:{quote('The others: nothing asks for them')} rationale:{quote('It covers what was found')} "
    f"dissent:{quote('none stated')} authority:{quote('Terms of reference of the planning body')}"
)

SCRIPT = (
    Line("in-review", Who.OWNER_LEADS, "findings", FOUND, has_yet_to_move),
    Line("combined", Who.CO_LEADS, "findings", FOUND, has_yet_to_move),
    Line("approving", Who.OWNER_DECIDE, "approve", f"reaffirmed {quote('It stands')} {RECORD}", _decides_as_it_is),
    Line("approving", Who.OWNER_DECIDE, "approve", f"revised {quote('Better so')} {RECORD}", _decides_on_another),
)
