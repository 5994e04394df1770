"""A lane goes on by itself once its channel is right again, and its channel is looked at as often as it needs.

Everything goes over HTTP to a loopback Slack, on both databases.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from threading import Event
from typing import Any

import pytest

from bot.inward.listeners import COMMAND
from bot.slack.vetting import LOOKS
from state.channels.vetting import CHECKED_FOR, HELD_FOR, LEFT_ALONE
from tests.bot.lanes import ADMIN, BODY, CHANNEL, goes_on, held, joins, lanes, looks, opens_channel, posts, told
from tests.bot.office import (
    BOTH,
    NATIONAL,
    OPEN,
    OUTSIDER,
    Office,
    channel_of,
    forget_what_was_told,
    is_card,
    user_of,
    words_of,
)
from tests.conftest import Databases
from tests.play import Clock, administrator, install, registry
from tests.slackd import RateLimited, Slackd, Status


@BOTH
def test_it_goes_on_by_itself_and_in_order_once_the_stranger_has_left(office: Office, slackd: Slackd) -> None:
    joins(slackd)
    office.do("us-usfj-watch", OPEN)
    office.do("us-usfj-fdo", f"disclose {NATIONAL}")
    office.settle()
    assert posts(slackd) == []
    slackd.leave(OUTSIDER, CHANNEL)
    goes_on(office)
    assert set(lanes(office)[BODY]) == {"sent"}
    assert is_card(office.messages(BODY)[0])
    assert held(office) == []


@BOTH
def test_it_goes_on_once_the_administrator_admits_them(office: Office, slackd: Slackd) -> None:
    joins(slackd)
    office.do("us-usfj-watch", OPEN)
    office.settle()
    theirs = slackd.command(administrator("jp").user, slackd.dm(administrator("jp").user).id, COMMAND, f"take {BODY}")
    assert "Admitted" not in words_of(theirs)
    ack = slackd.command(ADMIN, slackd.dm(ADMIN).id, COMMAND, f"admit @{OUTSIDER}")
    assert "Admitted" in words_of(ack)
    goes_on(office)
    assert set(lanes(office)[BODY]) == {"sent"}


@BOTH
def test_it_goes_on_once_the_channel_is_private_again(office: Office, slackd: Slackd) -> None:
    opens_channel(slackd)
    office.do("us-usfj-watch", OPEN)
    office.settle()
    slackd.change(slackd.channels[CHANNEL], is_private=True)
    goes_on(office)
    assert posts(slackd) == []  # of this Slack sends no event: it is asked again before long
    office.clock.forward(HELD_FOR)
    goes_on(office)
    assert set(lanes(office)[BODY]) == {"sent"}


@BOTH
def test_it_goes_on_once_a_guest_is_a_full_member(office: Office, slackd: Slackd) -> None:
    user = user_of("us-usfj-cos")
    slackd.change_user(user, is_restricted=True)
    office.do("us-usfj-watch", OPEN)
    office.settle()
    assert posts(slackd) == []
    slackd.change_user(user, is_restricted=False)
    goes_on(office)
    assert set(lanes(office)[BODY]) == {"sent"}


def test_a_cause_that_comes_again_is_told_again(office: Office, slackd: Slackd) -> None:
    for times in (1, 2):
        joins(slackd)
        goes_on(office)
        assert len(told(slackd)) == times
        slackd.leave(OUTSIDER, CHANNEL)
        goes_on(office)


# When it is looked


@BOTH
def test_a_join_stops_a_lane_between_two_posts(office: Office, slackd: Slackd) -> None:
    office.do("us-usfj-watch", OPEN)
    vetting, said = office.service.delivery.vetting, office.service.delivery.told.ring

    def join_after_the_first() -> None:
        said()
        if len(posts(slackd)) == 1:
            joins(slackd)

    office.service.delivery.told.ring = join_after_the_first  # type: ignore[method-assign]
    office.settle()
    assert posts(slackd) == ["chat.postMessage"]
    assert lanes(office)[BODY] == ["sent", "pending"]
    assert vetting is office.service.delivery.vetting


def test_a_join_while_slack_is_being_asked_is_not_lost(office: Office, slackd: Slackd) -> None:
    """The list that Slack gave may be of before it."""
    office.do("us-usfj-watch", OPEN)
    learn = office.service.delivery.vetting.accounts.learn

    def join_and_learn(workspace: Any, users: Any) -> None:
        if looks(slackd) == 1:
            joins(slackd)
        learn(workspace, users)

    office.service.delivery.vetting.accounts.learn = join_and_learn  # type: ignore[method-assign]
    office.settle()
    assert posts(slackd) == []
    assert held(office) == [(BODY, "unknown", OUTSIDER)]


def test_a_channel_where_people_never_cease_to_come_waits_a_little(
    office: Office, slackd: Slackd, clock: Clock
) -> None:
    office.do("us-usfj-watch", OPEN)
    learn = office.service.delivery.vetting.accounts.learn

    def hear_and_learn(workspace: Any, users: Any) -> None:
        joins(slackd, user_of("us-usfj-cos"))
        learn(workspace, users)

    office.service.delivery.vetting.accounts.learn = hear_and_learn  # type: ignore[method-assign]
    office.settle()
    assert (posts(slackd), looks(slackd)) == ([], LOOKS)
    office.service.delivery.vetting.accounts.learn = learn  # type: ignore[method-assign]
    clock.forward(timedelta(seconds=1))
    office.settle()
    assert set(lanes(office)[BODY]) == {"sent"}


def test_slack_is_asked_once_for_many_posts_and_again_after_a_while(
    office: Office, slackd: Slackd, clock: Clock
) -> None:
    for number in range(5):
        office.do("us-usfj-watch", f'open "Request {number}" to:jp-jjoc urgency:priority')
        office.settle()
    assert (len(posts(slackd)), looks(slackd)) == (10, 1)
    clock.forward(CHECKED_FOR)
    office.do("us-usfj-watch", OPEN)
    office.settle()
    assert looks(slackd) == 2


def test_every_channel_is_looked_at_when_the_bot_starts(office: Office, slackd: Slackd) -> None:
    slackd.channels[CHANNEL].members.add(OUTSIDER)  # while no bot was there to hear of it
    office.open()
    slackd.wait_for(lambda: told(slackd))
    bodies = {channel_of(body) for body in registry().bodies}
    slackd.wait_for(lambda: bodies <= {call.channel for call in slackd.calls("conversations.members")})
    assert office.rows("outbox")[0]["kind"] == "held"


def test_a_quiet_channel_is_looked_at_now_and_then(office: Office, slackd: Slackd, clock: Clock) -> None:
    goes_on(office)
    before = looks(slackd)
    goes_on(office)
    assert looks(slackd) == before == 1
    slackd.channels[CHANNEL].members.add(OUTSIDER)  # and the event was lost
    clock.forward(LEFT_ALONE)
    goes_on(office)
    assert held(office) == [(BODY, "unknown", OUTSIDER)]


def test_where_slack_does_not_say_who_is_there_nothing_is_said(office: Office, slackd: Slackd, clock: Clock) -> None:
    for method, fault in (("conversations.members", Status(503)), ("conversations.info", RateLimited(7))):
        slackd.fault(method, fault, channel=CHANNEL)
        office.do("us-usfj-watch", OPEN)
        office.settle()
        assert posts(slackd) == []
        clock.forward(timedelta(seconds=1))
    clock.forward(timedelta(seconds=6))
    office.settle()
    assert set(lanes(office)[BODY]) == {"sent"}


def test_a_channel_that_slack_does_not_show_is_asked_for_less_and_less(
    office: Office, slackd: Slackd, clock: Clock
) -> None:
    slackd.channels[CHANNEL].members.discard(slackd.teams["T0001"].bot_user)
    for _ in range(20):
        goes_on(office)
        clock.forward(timedelta(seconds=1))
    asked = [call for call in slackd.calls("conversations.info") if call.channel == CHANNEL]
    assert len(asked) == 5  # after 0, 1, 3, 7 and 15 seconds


@pytest.mark.parametrize("kind", ["postgresql"])
def test_what_one_process_heard_holds_the_lane_in_every_other(
    databases: Databases, clock: Clock, make_office: Callable[..., Office], slackd: Slackd
) -> None:
    url = databases.url()
    houses = [install(databases.open(url), clock) for _ in range(2)]
    forget_what_was_told(houses[0])
    first, second = (make_office(house) for house in houses)
    for office in (first, second):
        office.service.delivery.vetting.round()
    joins(slackd)  # heard by the second
    first.do("us-usfj-watch", OPEN)
    first.settle()
    second.settle()
    assert posts(slackd) == []
    assert len(told(slackd)) == 1


# What people may still do


def test_who_types_in_a_held_channel_is_answered_as_ever_and_a_stranger_is_not(office: Office, slackd: Slackd) -> None:
    joins(slackd)
    goes_on(office)
    assert "Recorded" in office.tell("us-usfj-watch", OPEN)
    assert NATIONAL in office.tell("us-usfj-watch", "status")
    theirs = slackd.command(OUTSIDER, CHANNEL, COMMAND, "status")
    assert NATIONAL not in words_of(theirs)
    assert "not on this installation's list" in words_of(theirs)
    assert posts(slackd) == []


def test_a_bot_that_was_never_started_stops(office: Office) -> None:
    office.service.stop()
    assert office.service.delivery.bell.is_closed


def test_a_fault_of_the_program_does_not_end_the_looks_and_its_words_are_not_logged(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    vetting, rounds, again = office.service.delivery.vetting, count(), Event()

    def fail() -> None:
        if next(rounds):
            again.set()
        raise ValueError("no such thing: plover")

    monkeypatch.setattr(vetting, "round", fail)
    monkeypatch.setattr("bot.slack.vetting.TICK", 0.01)
    vetting.start()
    assert again.wait(20)
    vetting.stop(within=20)
    assert "vetting failed: ValueError" in caplog.text
    assert "plover" not in caplog.text


# Bound channels


def test_a_channel_that_the_bot_is_asked_into_is_bound_without_a_new_start(office: Office, slackd: Slackd) -> None:
    bot = slackd.teams["T0001"].bot_user
    place = slackd.channels[CHANNEL]
    slackd.change(place, name="something-else")
    with office.house.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM channel")
    slackd.change(place, name=registry().bodies[BODY].channel)
    joins(slackd, bot, CHANNEL)
    goes_on(office)
    assert BODY in {row["body"] for row in office.rows("channel")}
    joins(slackd, bot, slackd.add_channel("CELSEWHERE").id)
    goes_on(office)
    assert "CELSEWHERE" not in {row["channel"] for row in office.rows("vetting")}
