"""Nothing is said in a channel where it would reach the wrong people, and that nation's administrator alone hears why.

Everything goes over HTTP to a loopback Slack, on both databases.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from state.channels.vetting import HELD_FOR
from tests.bot.lanes import (
    ADMIN,
    BODY,
    CHANNEL,
    OTHERS,
    add_guest,
    goes_on,
    held,
    joins,
    lanes,
    opens_channel,
    posts,
    told,
    told_of_it,
)
from tests.bot.office import (
    BOTH,
    JOINT,
    OPEN,
    OUTSIDER,
    Office,
    channel_of,
    forget_what_was_told,
    furnish,
    is_card,
    opened,
    user_of,
)
from tests.conftest import Databases
from tests.play import Clock, administrator, install, registry
from tests.slackd import Call, Slackd

CAUSES: dict[str, tuple[Callable[[Slackd], object], tuple[str, str], str]] = {
    "somebody of whom no nation is known": (
        joins,
        ("unknown", OUTSIDER),
        f"list of those who may read it: <@{OUTSIDER}>",
    ),
    "somebody of the other nation": (
        lambda slackd: joins(slackd, user_of("jp-jjoc-watch")),
        ("unknown", user_of("jp-jjoc-watch")),
        f"list of those who may read it: <@{user_of('jp-jjoc-watch')}>",
    ),
    "a guest": (
        lambda slackd: joins(slackd, add_guest(slackd, is_restricted=True)),
        ("guest", "UGUEST"),
        "Guests of the workspace: <@UGUEST>",
    ),
    "a guest of one channel": (
        lambda slackd: joins(slackd, add_guest(slackd, is_ultra_restricted=True)),
        ("guest", "UGUEST"),
        "Guests of the workspace: <@UGUEST>",
    ),
    "another app": (
        lambda slackd: joins(slackd, add_guest(slackd, is_bot=True)),
        ("bot", "UGUEST"),
        "Apps, which would read along: <@UGUEST>",
    ),
    "a deactivated account": (
        lambda slackd: slackd.change_user(user_of("us-usfj-cos"), deleted=True),
        ("deactivated", user_of("us-usfj-cos")),
        "Deactivated accounts",
    ),
    "a channel open to the workspace": (opens_channel, ("open", ""), "open to the workspace"),
    "a channel shared with another organisation": (
        lambda slackd: slackd.change(slackd.channels[CHANNEL], is_ext_shared=True),
        ("shared", ""),
        "shared with another organisation",
    ),
}


@BOTH
@pytest.mark.parametrize(("happens", "cause", "words"), CAUSES.values(), ids=CAUSES)
def test_a_lane_is_held_and_its_nations_administrator_alone_is_told_once(
    office: Office, slackd: Slackd, happens: Callable[[Slackd], object], cause: tuple[str, str], words: str
) -> None:
    happens(slackd)
    office.do("us-usfj-watch", OPEN)
    office.settle()
    assert posts(slackd) == []
    assert lanes(office)[BODY] == ["pending", "pending"]
    assert (BODY, *cause) in held(office)
    people = [user for user in slackd.users if not slackd.users[user].is_bot]
    assert {user for user in people if told_of_it(slackd, user)} == {ADMIN}
    (text,) = told_of_it(slackd)
    assert words in text
    office.clock.forward(HELD_FOR)
    goes_on(office)
    assert told_of_it(slackd) == [text]  # once for each cause


@BOTH
def test_while_a_lane_is_held_nothing_reaches_its_channel_and_the_other_nation_sees_no_difference(
    databases: Databases, clock: Clock
) -> None:
    """The same history twice, with a stranger in the U.S. channel or without: equal but for that channel."""

    def play(*, stranger: bool) -> tuple[list[Any], list[str], list[str]]:
        with Slackd() as slackd:
            furnish(slackd, clock)
            house = install(databases.new(), clock)
            forget_what_was_told(house)
            office = Office(slackd, house, clock)
            if stranger:
                joins(slackd)
            opened(office)
            for seat in ("us-usfj-watch", "jp-jjoc-watch"):
                office.do(seat, f"ack {JOINT}")
                office.settle()
            status = office.tell("jp-jjoc-watch", "status")
            theirs = [shown(call) for call in slackd.calls() if call.channel in OTHERS]
            return theirs, posts(slackd), [status]

    with_one, silent, status = play(stranger=True)
    without, spoken, same = play(stranger=False)
    assert silent == []
    assert spoken
    assert with_one == without
    assert status == same


def shown(call: Call) -> tuple[str, str]:
    """A call as the channel sees it: but for random ids."""
    drawn = {name: part for name, part in call.args.items() if name not in ("metadata", "ts", "thread_ts")}
    return call.method, re.sub("[0-9a-f]{32}", "an id", json.dumps(drawn, default=str, sort_keys=True))


@BOTH
def test_a_bilateral_lane_takes_people_of_every_nation_and_nobody_else(office: Office, slackd: Slackd) -> None:
    opened(office)
    office.settle()
    assert any(is_card(row) for row in office.messages("bocc"))
    joins(slackd, OUTSIDER, channel_of("bocc"))
    office.do("us-usfj-watch", f"ack {JOINT}")
    office.settle()
    assert held(office) == [("bocc", "unknown", OUTSIDER)]
    assert "pending" in lanes(office)["bocc"]
    assert set(lanes(office)[BODY]) == {"sent"}
    assert [len(told(slackd, administrator(nation).user)) for nation in registry().nations] == [1, 1]


def test_each_administrator_is_told_in_their_own_language(office: Office, slackd: Slackd) -> None:
    joins(slackd, OUTSIDER, channel_of("jp-jjoc"))
    goes_on(office)
    assert told(slackd) == []
    (text,) = told(slackd, administrator("jp").user)
    assert "何も投稿しません" in text
