"""Reminders as the channels see them: several at one time as one message, and after a stop once, with how late."""

import re
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from state import outbox
from tests.bot.office import BOTH, OPEN, Office, forget_what_was_told, user_of
from tests.conftest import Databases
from tests.play import DEPLOY, Clock, Play, install
from workflows.bodies.reading import read_registry
from workflows.bodies.registry import Registry

HALF = timedelta(minutes=41)
"""After this much of a request for eight hours, half the time to acknowledge it has passed."""
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def opened(office: Office, number: int) -> list[str]:
    for at in range(1, number + 1):
        office.do("us-usfj-watch", OPEN.replace("Runway repair", f"Runway repair {at}"))
        office.do("us-usfj-fdo", f"disclose CR-26-US-{at:04}")
    office.settle()
    return [f"CR-26-{at:04}" for at in range(1, number + 1)]


def new(office: Office, body: str, before: int) -> list[str]:
    return office.told(body)[before:]


def sweep(office: Office) -> None:
    office.service.sweep()
    office.settle()
    told = office.rows("outbox")
    office.service.sweep()
    assert office.rows("outbox") == told


@BOTH
def test_several_for_one_desk_at_one_time_are_one_message_with_a_line_each(office: Office, clock: Clock) -> None:
    serials = opened(office, 3)
    before = {body: len(office.told(body)) for body in ("us-usfj", "jp-jjoc")}
    clock.forward(HALF)
    sweep(office)
    (ours,) = new(office, "us-usfj", before["us-usfj"])
    (theirs,) = new(office, "jp-jjoc", before["jp-jjoc"])
    for text, watch in ((ours, "us-usfj-watch"), (theirs, "jp-jjoc-watch")):
        assert text.count(f"<@{user_of(watch)}>") == 1
        assert [re.findall(r"CR-26-\d+", line) for line in text.splitlines()[1:]] == [[serial] for serial in serials]
    assert all(f"Runway repair {at} · USFJ (" in ours for at in (1, 2, 3))
    assert ours.count("Half the time has passed: due ") == 3
    assert "late" not in ours
    assert all(JAPANESE.search(line) for line in theirs.splitlines())


def test_who_sleeps_on_all_of_them_is_not_called_and_who_sleeps_on_some_is(office: Office, clock: Clock) -> None:
    first, second = opened(office, 2)
    office.do("us-usfj-watch", f"snooze {first} until:+6h")
    before = len(office.told("us-usfj"))
    clock.forward(HALF)
    sweep(office)
    (told,) = new(office, "us-usfj", before)
    assert told.startswith(f"<@{user_of('us-usfj-watch')}>")
    office.do("us-usfj-watch", f"snooze {second} until:+6h")
    before = len(office.told("us-usfj"))
    clock.forward(timedelta(minutes=32))  # nine tenths of the time
    sweep(office)
    (told,) = new(office, "us-usfj", before)
    assert user_of("us-usfj-watch") not in told
    assert (first in told, second in told) == (True, True)


def test_what_waited_for_the_end_of_quiet_hours_comes_in_one_message_that_says_so(
    staffed: Play, clock: Clock, make_office: Callable[..., Office]
) -> None:
    clock.now = datetime(2026, 11, 4, 12, 30, tzinfo=UTC)  # 21:30 in Tokyo, where both desks are
    said = {"us-usfj": "(waited during quiet hours)", "jp-jjoc": "静穏時間"}
    office = make_office(msgspec.structs.replace(staffed.house, registry=quiet_at_night(*said)))
    forget_what_was_told(office.house)
    serials = opened(office, 2)
    before = {body: len(office.told(body)) for body in said}
    clock.forward(HALF)
    sweep(office)
    assert [new(office, body, before[body]) for body in said] == [[], []]
    clock.now = datetime(2026, 11, 4, 21, 0, tzinfo=UTC)
    sweep(office)
    for body, sentence in said.items():
        (told,) = [text for text in new(office, body, before[body]) if user_of(f"{body}-watch") in text]
        assert [told.count(serial) for serial in serials] == [1, 1]
        assert told.count(sentence) == 2
        assert not re.search(r"told \d|遅れ", told)


def quiet_at_night(*bodies: str) -> Registry:
    doc = tomllib.loads((DEPLOY / "bodies.toml").read_text("utf-8"))
    for row in doc["body"]:
        if row["id"] in bodies:
            row["quiet_hours"] = ["22:00", "06:00"]
    found, faults = read_registry(doc)
    assert found is not None, faults
    return found


@BOTH
def test_one_alone_comes_in_the_thread_of_its_card(office: Office, clock: Clock) -> None:
    opened(office, 1)
    card = office.card("us-usfj")
    clock.forward(HALF)
    sweep(office)
    last = office.messages("us-usfj")[-1]
    assert "Half the time has passed" in last.text
    assert last.thread_ts == card.ts


@BOTH
def test_what_fell_due_while_the_bot_was_stopped_is_told_once_by_the_next_one_with_how_late_it_is(
    databases: Databases, clock: Clock, make_office: Callable[..., Office]
) -> None:
    url = databases.url()
    stopped = make_office(install(databases.open(url), clock))
    forget_what_was_told(stopped.house)
    serials = opened(stopped, 2)
    stopped.do("us-usfj-watch", f"ack {serials[0]}")
    stopped.settle()
    office = make_office(install(databases.open(url), clock))
    before = {body: len(office.told(body)) for body in ("us-usfj", "jp-jjoc")}
    clock.forward(timedelta(minutes=80 + 65))  # half, nine tenths and the whole have passed, and then an hour
    sweep(office)
    about = [text for text in new(office, "us-usfj", before["us-usfj"]) if "The suspense has passed" in text]
    assert len(about) == 1
    assert serials[1] in about[0]
    assert "(told 1 h " in about[0]
    together = [text for text in new(office, "jp-jjoc", before["jp-jjoc"]) if all(row in text for row in serials)]
    assert len(together) == 1
    assert together[0].count("1時間") == 2
    told = "\n".join(office.told("us-usfj") + office.told("jp-jjoc"))
    assert "Half the time" not in told
    assert "Nine tenths" not in told


@BOTH
def test_what_is_answered_before_it_can_be_told_is_told_no_more(office: Office, clock: Clock) -> None:
    serials = opened(office, 3)
    before = len(office.told("us-usfj"))
    clock.forward(HALF)
    office.service.sweep()
    for serial in serials[:2]:
        office.do("us-usfj-watch", f"ack {serial}")
    told = [text for text in new(office, "us-usfj", before) if "reminders:" in text]
    assert [re.findall(r"CR-26-\d+", text) for text in told] == [[serials[2]]]


def test_reminders_of_which_none_is_waited_for_any_more_are_no_message(office: Office, clock: Clock) -> None:
    serials = opened(office, 2)
    clock.forward(HALF)
    office.service.sweep()
    for serial in serials:
        office.do("us-usfj-watch", f"ack {serial}")
    assert not [text for text in office.told("us-usfj") if "reminders:" in text]
    assert office.waiting() == 0


@BOTH
@pytest.mark.parametrize("rest", ["a lease", "what Slack asked for"])
def test_a_clock_that_is_set_back_keeps_no_lane_from_speaking(
    staffed: Play, make_office: Callable[..., Office], clock: Clock, rest: str
) -> None:
    forget_what_was_told(staffed.house)
    office = make_office(staffed.house)
    opened(office, 1)
    office.do("us-usfj-watch", "note CR-26-0001 seen")
    with office.house.database.writing() as connection:
        while held := outbox.claim(connection, "one that died", clock()):
            if rest != "a lease":
                outbox.put_off(connection, held, clock() + timedelta(minutes=1))
    assert office.waiting() > 0
    clock.forward(-timedelta(hours=1))
    assert any("seen" in text for text in office.told("us-usfj"))


def test_a_channel_that_was_looked_at_before_the_clock_was_set_back_is_looked_at_again(
    office: Office, clock: Clock
) -> None:
    opened(office, 1)
    looks = len(office.slackd.calls("conversations.members"))
    clock.forward(-timedelta(days=1))
    office.do("us-usfj-watch", "note CR-26-0001 seen")
    office.settle()
    assert len(office.slackd.calls("conversations.members")) > looks
