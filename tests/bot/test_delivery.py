"""From the outbox to Slack: lanes and leases, what waits, and that nothing is told twice."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import delete

from state import outbox
from state.tables.channels import channel
from tests.bot.lanes import states
from tests.bot.office import (
    BOTH,
    JOINT,
    NATIONAL,
    OPEN,
    Office,
    channel_of,
    forget_what_was_told,
    is_card,
    opened,
    user_of,
)
from tests.conftest import Databases
from tests.play import Clock, install
from tests.slackd import Cut, Late, RateLimited, Slackd, Status


@pytest.fixture
def two(databases: Databases, clock: Clock, make_office: Callable[..., Office]) -> tuple[Office, Office]:
    """Two bots on one database, as two processes on PostgreSQL: each has connections of its own."""
    url = databases.url()
    first, second = (install(databases.open(url), clock) for _ in range(2))
    forget_what_was_told(first)
    return make_office(first), make_office(second)


POSTGRESQL = pytest.mark.parametrize("kind", ["postgresql"])


# Lanes


@POSTGRESQL
def test_two_bots_on_one_database_tell_everything_once(two: tuple[Office, Office], slackd: Slackd) -> None:
    for number in range(4):
        two[0].do("us-usfj-watch", f'open "Request {number}" to:jp-jjoc urgency:priority')
        two[0].do("us-usfj-fdo", f"disclose CR-26-US-000{number + 1}")
    threads = [Thread(target=office.service.delivery.drain) for office in two for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    two[0].settle()
    ids = [message.metadata["event_payload"]["id"] for message in slackd._messages.values() if message.metadata]
    assert max(Counter(ids).values()) == 1
    sent = {
        row["id"] for row in two[0].rows("outbox") if row["ts"] and row["state"] == "sent" and row["kind"] != "card"
    }
    assert sent <= set(ids)
    for body in ("us-usfj", "jp-jjoc", "bocc"):
        assert sum(is_card(message) for message in two[0].messages(body)) == 4


@POSTGRESQL
def test_a_bot_that_lost_its_lane_marks_nothing(two: tuple[Office, Office], slackd: Slackd, clock: Clock) -> None:
    first, second = two
    first.do("us-usfj-watch", OPEN)
    hanging = slackd.hang("chat.postMessage", accepted=True)
    late = Thread(target=first.service.delivery.drain)
    late.start()
    slackd.wait_for(lambda: slackd.messages(channel_of("us-usfj")))
    second.settle()
    assert states(first, "us-usfj") == ["sending", "pending"]  # the lane is held
    clock.forward(outbox.LEASE + timedelta(seconds=1))
    second.settle()
    told = first.rows("outbox")
    assert [row["state"] for row in told if row["lane"] == "us-usfj"] == ["sent", "sent"]
    hanging.release()
    late.join(timeout=10)
    assert first.rows("outbox") == told
    assert len(slackd.messages(channel_of("us-usfj"))) == 2


@BOTH
def test_a_mark_with_an_older_fence_is_refused(office: Office) -> None:
    office.do("us-usfj-watch", OPEN)
    database, clock = office.house.database, office.clock
    with database.writing() as connection:
        first = outbox.claim(connection, "one", clock())
    assert first is not None
    with database.writing() as connection:
        assert outbox.claim(connection, "two", clock()) is None
    clock.forward(outbox.LEASE)
    with database.writing() as connection:
        second = outbox.claim(connection, "two", clock())
        assert second is not None
        row = outbox.next_row(connection, first)
        assert row is not None
        assert not outbox.begin(connection, first, row, clock())
        assert not outbox.finish(connection, first, row, clock(), "1.0")
        assert not outbox.fail(connection, first, row, clock(), "x")
        outbox.put_off(connection, first, clock() + timedelta(days=1))
        outbox.release(connection, first)
    with database.writing() as connection:
        assert outbox.claim(connection, "three", clock()) is None  # the second one's lease stands
    assert states(office, "us-usfj") == ["pending", "pending"]


def test_cards_that_wait_are_drawn_once_from_what_is_so_at_last(office: Office, slackd: Slackd, clock: Clock) -> None:
    opened(office)
    office.settle()
    slackd.fault("chat.update", RateLimited(30), channel=channel_of("us-usfj"))
    office.do("us-usfj-watch", f"ack {JOINT}")
    office.settle()
    office.do("jp-jjoc-watch", f"ack {JOINT}")
    office.do("us-usfj-watch", f'extend {JOINT} by:+24h because:"tide"')
    before = len(slackd.calls("chat.update"))
    clock.forward(timedelta(seconds=31))
    office.settle()
    assert [call.channel for call in slackd.calls("chat.update")[before:]].count(channel_of("us-usfj")) == 1
    assert "Staffing" in str(office.card("us-usfj").blocks)
    assert set(states(office, "us-usfj")) == {"sent"}


def test_a_lane_waits_as_long_as_slack_asks_and_no_longer(office: Office, slackd: Slackd, clock: Clock) -> None:
    slackd.fault("chat.postMessage", RateLimited(30))
    office.do("us-usfj-watch", OPEN)
    office.settle()
    clock.forward(timedelta(seconds=29))
    office.settle()
    assert office.messages("us-usfj") == []
    assert len(slackd.calls("chat.postMessage")) == 1
    clock.forward(timedelta(seconds=1))
    office.settle()
    assert len(office.messages("us-usfj")) == 2


def test_without_word_from_slack_each_wait_is_longer(office: Office, slackd: Slackd, clock: Clock) -> None:
    slackd.fault("chat.postMessage", Status(503), times=None)
    office.do("us-usfj-watch", OPEN)
    waits: list[int] = []
    since = clock()
    while len(waits) < 5:
        tried = len(slackd.calls("chat.postMessage"))
        office.settle()
        if len(slackd.calls("chat.postMessage")) > tried:
            waits.append((clock() - since).seconds)
            since = clock()
        clock.forward(timedelta(seconds=1))
    assert waits == [0, 1, 2, 4, 8]


def test_slack_s_own_pace_of_one_message_a_second_is_kept(office: Office, slackd: Slackd, clock: Clock) -> None:
    slackd.one_message_a_second = True
    opened(office)
    for _ in range(8):
        office.settle()
        clock.forward(timedelta(seconds=1))
    assert office.waiting() == 0
    assert sum(is_card(row) for row in office.messages("us-usfj")) == 1
    assert 429 in {call.status for call in slackd.calls("chat.postMessage")}


def test_a_body_without_a_channel_waits_and_the_others_go_on(office: Office, slackd: Slackd) -> None:
    with office.house.database.writing() as connection:
        connection.execute(delete(channel).where(channel.c.body == "jp-jjoc"))
    opened(office)
    office.settle()
    assert set(states(office, "jp-jjoc")) == {"pending"}
    assert set(states(office, "us-usfj")) == {"sent"}
    office.open()  # a start binds the channels and tries every lane at once
    slackd.wait_for(lambda: set(states(office, "jp-jjoc")) == {"sent"})


def test_a_card_that_somebody_deleted_is_put_up_anew(office: Office, slackd: Slackd) -> None:
    opened(office)
    old = office.card("us-usfj")
    slackd._messages[old.ts].deleted = True
    office.do("us-usfj-watch", f"ack {JOINT}")
    new = office.card("us-usfj")
    assert new.ts != old.ts
    assert "failed" not in states(office, "us-usfj")
    office.do("jp-jjoc-watch", f"ack {JOINT}")
    assert office.card("us-usfj").ts == new.ts
    assert office.card("us-usfj").edits == 1


def test_a_card_whose_answer_was_lost_shows_what_is_so_when_it_is_found(
    office: Office, slackd: Slackd, clock: Clock
) -> None:
    slackd.fault("chat.postMessage", Cut(accepted=True), channel=channel_of("us-usfj"))
    office.do("us-usfj-watch", OPEN)
    office.settle()
    office.do("us-usfj-fdo", f"disclose {NATIONAL}")
    clock.forward(timedelta(seconds=2))
    office.settle()
    cards = [row for row in office.messages("us-usfj") if is_card(row)]
    assert len(cards) == 1
    assert cards[0].blocks[0]["text"]["text"].startswith(JOINT)


def test_a_message_whose_answer_was_lost_in_a_thread_is_not_posted_twice(
    office: Office, slackd: Slackd, clock: Clock
) -> None:
    opened(office)
    office.settle()
    before = len(office.messages("us-usfj"))
    slackd.fault("chat.postMessage", Cut(accepted=True), channel=channel_of("us-usfj"))
    office.do("us-usfj-watch", f'note {JOINT} "one"')
    office.settle()
    clock.forward(timedelta(seconds=2))
    office.settle()
    assert len(office.messages("us-usfj")) == before + 1
    assert office.waiting() == 0


# Directly to a person


def test_a_person_s_own_is_told_in_a_direct_message_and_not_to_others(
    office: Office, slackd: Slackd, clock: Clock
) -> None:
    user = user_of("us-usfj-watch")
    slackd.command(user, slackd.dm(user).id, "/acm", 'remind at:+1h "call the tower"')
    clock.forward(timedelta(hours=1, seconds=1))
    office.service.sweep()
    office.settle()
    (told,) = slackd.messages(slackd.dm(user).id)
    assert "call the tower" in told.text
    assert office.messages("us-usfj") == []


# Stopping


def test_a_bot_that_stops_lets_the_post_under_way_end(office: Office, slackd: Slackd) -> None:
    slackd.fault("chat.postMessage", Late(0.5), times=1)
    office.open()
    office.do("us-usfj-watch", OPEN)
    slackd.wait_for(lambda: slackd.calls("chat.postMessage"))
    office.close()
    office.is_open = False
    assert states(office, "us-usfj") == ["sent", "pending"]
    assert len(office.messages("us-usfj")) == 1


def test_a_bot_stops_within_five_seconds_though_slack_does_not_answer_and_the_next_one_goes_on(
    office: Office, slackd: Slackd, make_office: Callable[..., Office], caplog: pytest.LogCaptureFixture
) -> None:
    slackd.hang("chat.postMessage", accepted=True)
    office.open()
    office.do("us-usfj-watch", OPEN)
    slackd.wait_for(lambda: office.messages("us-usfj"))
    begun = time.monotonic()
    office.close()
    office.is_open = False
    assert time.monotonic() - begun < 5
    assert "left unanswered" in caplog.text
    after = make_office(office.house)
    after.open()
    after.settle()
    assert len(after.messages("us-usfj")) == 2
    assert states(after, "us-usfj") == ["sent", "sent"]
    slackd.clear_faults()


def test_a_fault_of_the_program_does_not_end_a_deliverer(
    office: Office, slackd: Slackd, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    calls: list[object] = []
    real = office.service.delivery._deliver_lane

    def once_faulty() -> bool:
        calls.append(None)
        if len(calls) == 1:
            raise RuntimeError("unexpected")
        return real()

    monkeypatch.setattr(office.service.delivery, "_deliver_lane", once_faulty)
    office.open()
    office.do("us-usfj-watch", OPEN)
    slackd.wait_for(lambda: len(office.messages("us-usfj")) == 2)
    assert "delivery failed" in caplog.text
