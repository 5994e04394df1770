"""What the other seats type on a tasking."""

from bot.demo.scripts import Line
from bot.verbs.typed import quote
from workflows.who import Who

SCRIPT = (
    Line("issued", Who.ADDRESSED_WATCH, "ack"),
    Line("tasked", Who.ADDRESSED_STAFF, "begin"),
    Line("in-work", Who.SUPPORTING, "position", "concur", when=lambda matter, _nation: not matter.facts["matrix"]),
    Line(
        "in-work",
        Who.ADDRESSED_DECIDE,
        "submit",
        f"{quote('Done as tasked; the list is with the issuer')} despite:{quote('the others were silent')}",
    ),
    Line("submitted", Who.ASKER_DECIDE, "accept"),
    Line("accepted", Who.ASKER_DECIDE, "close"),
)
