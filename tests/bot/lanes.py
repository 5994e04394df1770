"""One nation's channel and its lane: what is said there, who comes, and what its administrator is told."""

from typing import Any

from tests.bot.office import OUTSIDER, Office, channel_of
from tests.play import administrator, registry
from tests.slackd import Slackd

BODY, CHANNEL = "us-usfj", channel_of("us-usfj")
OTHERS = {channel_of(body.id) for body in registry().bodies.values() if body.nation != "us"}
ADMIN = administrator("us").user
ASKED = ("conversations.info", "conversations.members")


def posts(slackd: Slackd, channel: str = CHANNEL) -> list[str]:
    """The calls that put something into a channel."""
    shown = [*ASKED, "conversations.list"]
    return [call.method for call in slackd.calls() if call.channel == channel and call.method not in shown]


def told(slackd: Slackd, user: str = ADMIN) -> list[str]:
    """What somebody was told directly."""
    return [message.text for message in slackd.messages(slackd.dm(user).id)]


def told_of_it(slackd: Slackd, user: str = ADMIN) -> list[str]:
    """What somebody was told directly of that one channel."""
    return [text for text in told(slackd, user) if f"`#{registry().bodies[BODY].channel}`" in text]


def lanes(office: Office) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in office.rows("outbox"):
        found.setdefault(row["lane"], []).append(row["state"])
    return found


def held(office: Office) -> list[tuple[str, str, str]]:
    return [(row["body"], row["cause"], row["user"]) for row in office.rows("hold")]


def goes_on(office: Office) -> None:
    """What the bot's own thread does at its next tick, and then the deliverers."""
    office.service.delivery.vetting.round()
    office.settle()


def looks(slackd: Slackd, channel: str = CHANNEL) -> int:
    return sum(call.method == "conversations.members" and call.channel == channel for call in slackd.calls())


def joins(slackd: Slackd, user: str = OUTSIDER, channel: str = CHANNEL) -> None:
    assert slackd.join(user, channel).status == 200


def add_guest(slackd: Slackd, **standing: Any) -> str:
    slackd.add_user("UGUEST", **standing)
    return "UGUEST"


def opens_channel(slackd: Slackd) -> None:
    slackd.change(slackd.channels[CHANNEL], is_private=False)


def states(office: Office, lane: str) -> list[str]:
    return [row["state"] for row in office.rows("outbox") if row["lane"] == lane]
