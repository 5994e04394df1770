"""Each desk's morning and evening digest, in its channel: once, in its language, of what its readers may know."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import msgspec
import pytest
from sqlalchemy import delete, event, select

from state.house import House
from state.sweep import sweep
from state.tables.channels import channel
from state.tables.deliveries import outbox
from tests.bot.office import (
    BOTH,
    JOINT,
    NATIONAL,
    OPEN,
    OUTSIDER,
    Office,
    channel_of,
    forget_what_was_told,
    opened,
    texts_of,
)
from tests.conftest import Databases
from tests.play import START, Clock, Play, at_once, install, registry
from tests.slackd import Cut, Message, Slackd
from workflows.digest import DIGESTS

TOKYO_EVENING = START + timedelta(hours=8, minutes=30)  # START is nine in the morning there
TOKYO_MORNING = TOKYO_EVENING + timedelta(hours=14)


def digests(office: Office, body: str) -> list[Message]:
    return [row for row in office.messages(body) if "igest" in row.text or "定時報告" in row.text]


def words(message: Message) -> str:
    return "\n".join(texts_of(message.blocks))


def pending(office: Office) -> dict[str, datetime]:
    rows = [row for row in office.rows("reminder") if row["rule"] in DIGESTS and row["state"] == "pending"]
    assert len({row["body"] for row in rows}) == len(rows)
    return {row["body"]: row["due_at"] for row in rows}


@BOTH
def test_a_desk_is_told_morning_and_evening_what_came_what_is_due_what_is_overdue_and_who_watches(
    office: Office,
) -> None:
    office.plant("us-usfj")
    opened(office)
    office.later(TOKYO_EVENING)
    (first,) = digests(office, "us-usfj")
    assert "Evening digest" in words(first)
    assert f":warning: *Overdue* (1)\n• :point_right: :new: *{JOINT}* Runway repair" in words(first)
    assert words(first).count(JOINT) == 1
    assert "<@UUSUSFJWATCH>" in words(first)
    office.later(TOKYO_MORNING)
    _, second = digests(office, "us-usfj")
    assert "Morning digest" in words(second)
    assert ":new:" not in words(second)
    assert f"*{JOINT}*" in words(second)


def test_what_a_nation_has_not_released_stands_in_its_own_digests_alone(office: Office) -> None:
    office.plant("us-usfj", "jp-jjoc", "bocc")
    office.do("us-usfj-watch", OPEN)
    office.later(TOKYO_EVENING)
    assert NATIONAL in words(digests(office, "us-usfj")[0])
    for desk in ("jp-jjoc", "bocc"):
        (told,) = digests(office, desk)
        assert NATIONAL not in words(told)
        assert "Runway" not in words(told)


def test_it_speaks_the_language_of_its_channel(office: Office) -> None:
    office.plant("jp-jjoc")
    opened(office)
    office.later(TOKYO_EVENING)
    (told,) = digests(office, "jp-jjoc")
    assert "夕の定時報告" in words(told)
    assert "期限超過" in words(told)


def test_a_quiet_day_has_its_digest_too(office: Office) -> None:
    office.plant("us-usfj")
    office.later(TOKYO_EVENING)
    (told,) = digests(office, "us-usfj")
    assert "Nothing is overdue, due within 24 hours, or new." in words(told)


def test_a_body_that_keeps_no_watch_is_left_alone(office: Office) -> None:
    office.plant()
    office.later(TOKYO_EVENING)
    assert not registry().seats_at("acg-dg", "watch")
    assert digests(office, "acg-dg") == []


@BOTH
def test_what_fell_due_while_nobody_ran_is_told_once_and_says_how_late_it_is(office: Office) -> None:
    office.plant("us-usfj")
    office.clock.now = TOKYO_EVENING + timedelta(days=3, hours=1)
    office.plant("us-usfj")  # as at the next start
    office.later(office.clock.now)
    office.later(office.clock.now + timedelta(minutes=1))
    (told,) = digests(office, "us-usfj")
    assert ":clock3: It comes late" in words(told)
    assert pending(office)["us-usfj"] == TOKYO_MORNING + timedelta(days=3)


@BOTH
def test_several_that_start_and_sweep_at_once_tell_it_once(
    databases: Databases, clock: Clock, make_office: Callable[[House], Office]
) -> None:
    url = databases.url()
    houses = [install(databases.open(url), clock) for _ in range(1 if url.startswith("sqlite") else 3)]
    forget_what_was_told(houses[0])
    offices = [make_office(house) for house in houses]
    at_once([office.plant for office in offices])
    clock.now = TOKYO_EVENING
    at_once([lambda house=house: sweep(house) for house in houses for _ in range(2)])  # type: ignore[misc]  # as above
    offices[0].settle()
    assert len(digests(offices[0], "us-usfj")) == 1
    assert pending(offices[0])["us-usfj"] == TOKYO_MORNING


@pytest.mark.parametrize("kind", ["postgresql"])  # SQLite has one writer at a time
def test_what_another_process_sets_between_the_statements_of_a_start_is_not_set_after_once_more(
    databases: Databases, clock: Clock, make_office: Callable[[House], Office]
) -> None:
    url = databases.url()
    office, other = (make_office(install(databases.open(url), clock)) for _ in range(2))
    forget_what_was_told(office.house)

    def start_too(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "max(reminder.due_at)" in statement:
            other.plant()

    event.listen(office.house.database.engine, "before_cursor_execute", start_too)
    office.plant()
    assert pending(office)["us-usfj"] == TOKYO_EVENING


def test_a_start_sets_nothing_twice_and_what_was_told_stays_told_though_the_clock_is_put_back(office: Office) -> None:
    office.plant("us-usfj")
    office.later(TOKYO_EVENING)
    for now in (TOKYO_EVENING - timedelta(hours=1), TOKYO_EVENING, TOKYO_EVENING + timedelta(hours=1)):
        office.clock.now = now
        office.plant("us-usfj")
        office.later(now)
    assert len(digests(office, "us-usfj")) == 1
    assert pending(office)["us-usfj"] == TOKYO_MORNING


def test_a_registry_with_other_times_counts_from_the_next_start(
    staffed: Play, make_office: Callable[[House], Office]
) -> None:
    forget_what_was_told(staffed.house)
    make_office(staffed.house).plant()
    body = msgspec.structs.replace(registry().bodies["us-usfj"], digests=(time(20),))
    none = msgspec.structs.replace(registry().bodies["jp-jjoc"], digests=())
    rows = msgspec.structs.replace(registry(), bodies={**registry().bodies, body.id: body, none.id: none})
    changed = make_office(msgspec.structs.replace(staffed.house, registry=rows))
    changed.plant()
    assert pending(changed)["us-usfj"] == START + timedelta(hours=11)
    assert "jp-jjoc" not in pending(changed)
    make_office(staffed.house).plant()
    assert pending(changed)["us-usfj"] == TOKYO_EVENING


def test_a_running_bot_sets_and_tells_them_by_itself(office: Office, slackd: Slackd) -> None:
    office.open()
    office.clock.now = TOKYO_EVENING
    slackd.wait_for(lambda: len(digests(office, "us-usfj")) == 1, timeout=20)


def test_one_that_slack_lost_the_answer_of_is_not_told_again(office: Office, slackd: Slackd) -> None:
    office.plant("us-usfj")
    slackd.fault("chat.postMessage", Cut(accepted=True), channel=channel_of("us-usfj"))
    office.later(TOKYO_EVENING)
    office.clock.forward(timedelta(minutes=10))
    office.settle()
    assert len(digests(office, "us-usfj")) == 1


def test_a_channel_that_was_held_for_days_hears_the_last_one_with_all_that_came(office: Office, slackd: Slackd) -> None:
    office.plant("us-usfj")
    office.later(TOKYO_EVENING)
    slackd.join(OUTSIDER, channel_of("us-usfj"))
    opened(office)
    for half_days in range(1, 6):
        office.later(TOKYO_EVENING + timedelta(hours=12 * half_days))
    assert len(digests(office, "us-usfj")) == 1
    slackd.leave(OUTSIDER, channel_of("us-usfj"))
    office.clock.forward(timedelta(hours=1))
    office.service.delivery.vetting.round()
    office.settle()
    _, told = digests(office, "us-usfj")
    assert f":point_right: :new: *{JOINT}*" in words(told)
    assert {row["state"] for row in office.rows("outbox") if row["lane"] == "us-usfj"} == {"sent"}


def test_a_desk_without_a_channel_has_nothing_waiting(office: Office) -> None:
    office.plant()
    with office.house.database.writing() as connection:
        connection.execute(delete(channel).where(channel.c.body == "us-usfj"))
    office.clock.now = TOKYO_EVENING
    office.service.sweep()
    with office.house.database.reading() as connection:
        lanes = connection.execute(select(outbox.c.lane).where(outbox.c.kind == "digest")).scalars()
        assert "us-usfj" not in list(lanes)
