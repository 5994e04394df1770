"""A request of which the whole story is told: how it is opened and staffed, and what its card shows."""

from tests.bot.office import JOINT, NATIONAL, Office, texts_of
from tests.slackd import Message

OPEN = 'open "Runway repair" to:jp-jjoc info:us-osd-ipsa urgency:priority detail:"Two crews for three days"'
EVERYONE = ("us-usfj", "jp-jjoc", "bocc")
"""Who is asked, who asks, and the bilateral body that owns it."""


def opened(office: Office, line: str = OPEN) -> str:
    """A request in both nations' hands."""
    office.do("us-usfj-watch", line)
    office.do("us-usfj-fdo", f"disclose {NATIONAL}")
    return JOINT


def staffed(office: Office, line: str = OPEN) -> str:
    serial = opened(office, line)
    office.do("us-usfj-watch", f"ack {serial}")
    office.do("jp-jjoc-watch", f"ack {serial}")
    return serial


def shown(card: Message) -> str:
    return "\n".join(texts_of(card.blocks))
