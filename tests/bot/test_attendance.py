"""Who attends an event: by the buttons of its reminder and by a line; what is shown of it, to whom, and the record."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert

from bot.rhythm.events import load_rhythm
from state.attendance import keep, said_of
from state.house import House
from state.tables.people import holder
from tests.bot.office import BOTH, Office, all_well, channel_of, entries, forget_what_was_told, texts_of, user_of
from tests.play import DEPLOY, START, Play, at_once, calendars, dump, person, registry
from tests.slackd import Message
from workflows.rhythm import Attendance
from workflows.standing.attendance import Attending, attending

SYNC = START + timedelta(days=2)  # Wednesday, nine in the morning in Tokyo; Tuesday is a day off there
QUARTER = timedelta(minutes=15)
US, JP = "bocc-us-lead", "bocc-jp-lead"


@pytest.fixture
def office(staffed: Play, make_office: Callable[[House], Office]) -> Office:
    """With the rhythm of deploy/, a quarter of an hour before the daily synchronisation."""
    forget_what_was_told(staffed.house)
    events = load_rhythm(DEPLOY / "rhythm.toml", registry(), calendars()).events
    office = make_office(msgspec.structs.replace(staffed.house, rhythm=events))
    office.plant("bocc")
    office.later(SYNC - QUARTER)
    return office


def reminder_of(office: Office) -> Message:
    return next(row for row in office.messages("bocc") if row.text.startswith("Daily synchronisation"))


def press(office: Office, seat: str, answer: str, value: str | None = None) -> str:
    """What that person alone is then shown."""
    office.slackd.press(
        user_of(seat), channel_of("bocc"), reminder_of(office).ts, f"attend:{answer}", value=value, forged=bool(value)
    )
    return office.whispers(seat)[-1]


def kept(office: Office) -> list[tuple[Any, ...]]:
    return [(row["event"], row["begins"], row["seat"], row["user"], row["answer"]) for row in office.rows("attendance")]


def shown(office: Office, seat: str, event: str) -> str:
    """What `/acm rhythm` shows of who attends one event."""
    blocks = office.type(seat, "rhythm").json["blocks"]
    return next(text for text in texts_of(blocks) if f"(`{event}`)" in text)


def recorded(office: Office) -> list[tuple[str, str, dict[str, Any]]]:
    """The log, the seat and the content of each entry about attendance."""
    contents = {(row["log"], row["seq"]): json.loads(row["content"]) for row in office.rows("log_content")}
    rows = entries(office, "attend")
    return [(row["log"], json.loads(row["entry"])["seat"], contents[row["log"], row["seq"]]) for row in rows]


@BOTH
def test_the_buttons_of_a_reminder_say_whether_ones_seat_attends_and_the_last_one_counts(office: Office) -> None:
    said = press(office, US, "yes")
    assert "attending: *Daily synchronisation*, Wed 4 Nov 09:00" in said
    assert f"(`{US}`)" in said
    press(office, JP, "no")
    assert press(office, JP, "yes") != said
    press(office, US, "no")
    assert kept(office) == [
        ("daily-sync", SYNC, JP, user_of(JP), "yes"),
        ("daily-sync", SYNC, US, user_of(US), "no"),
    ]
    assert [(log, seat, row["answer"]) for log, seat, row in recorded(office)] == [
        ("us+jp", seat, answer) for seat, answer in ((US, "yes"), (JP, "no"), (JP, "yes"), (US, "no"))
    ]
    assert {row["event"] for _, _, row in recorded(office)} == {"daily-sync"}
    all_well(office)


@BOTH
def test_the_rhythm_shows_of_the_next_one_who_attends_who_does_not_and_who_has_not_said(office: Office) -> None:
    asked = shown(office, US, "daily-sync")
    assert "Expected, not heard of (4)*" in asked
    assert "Attending" not in asked
    office.do(US, "attend daily-sync")
    office.do(JP, "attend daily-sync いいえ")
    found = shown(office, "bocc-jp-watch", "daily-sync")
    yes, no = found.split("*Not attending (1)*")
    no, unsaid = no.split("*Expected, not heard of (2)*")
    assert f"(`{US}`): <@{user_of(US)}>" in yes
    assert f"(`{JP}`): <@{user_of(JP)}>" in no
    assert all(f"(`{seat}`)" in unsaid for seat in ("bocc-us-watch", "bocc-jp-watch"))
    office.clock.now = SYNC + QUARTER  # it is on
    assert f"(`{US}`): <@{user_of(US)}>" in shown(office, US, "daily-sync")
    office.clock.now = SYNC + 2 * QUARTER  # it is over
    assert "Expected, not heard of (4)*" in shown(office, US, "daily-sync")


def test_the_reminder_shows_who_has_said_so_already(office: Office) -> None:
    office.do("us-usfj-watch", "attend usfj-shift no")
    (row,) = [row for row in office.rows("attendance") if row["event"] == "usfj-shift"]
    office.later(row["begins"] - QUARTER)
    told = [row for row in office.messages("us-usfj") if row.text.startswith("Shift change")][-1]
    assert "*Not attending (1)*" in "\n".join(texts_of(told.blocks))


@BOTH
def test_what_was_said_is_of_the_one_that_is_on_else_of_the_next_and_with_last_of_the_last(office: Office) -> None:
    lines = {
        SYNC - QUARTER: ("", SYNC),
        SYNC: ("", SYNC),
        SYNC + 2 * QUARTER: ("", SYNC + timedelta(days=1)),
        SYNC + 3 * QUARTER: ("which:last", SYNC),
        SYNC + QUARTER: ("yes last", SYNC - timedelta(days=2)),  # the third of November was a day off
        SYNC + timedelta(hours=2): (f"which:{SYNC.isoformat()}", SYNC),
    }
    for now, (words, begins) in lines.items():
        office.clock.now = now
        before = len(recorded(office))
        office.do(US, f"attend daily-sync {words}")
        (found,) = recorded(office)[before:]
        assert found[2]["begins"][:16] == begins.isoformat()[:16], words


def test_a_press_says_it_of_the_one_that_the_message_was_about(office: Office) -> None:
    office.clock.now = SYNC + timedelta(days=3)
    press(office, US, "yes")
    assert [row[1] for row in kept(office)] == [SYNC]


def test_a_person_who_has_a_seat_there_speaks_for_it_and_one_may_name_another(office: Office) -> None:
    with office.house.database.writing() as connection:
        row = {"place": 5, "team": "T0001", "user": user_of(US), "since": START, "on_watch": False}
        connection.execute(insert(holder), {**row, "seat": "us-usfj-cdr"})
    office.do(US, "attend daily-sync", at="us-usfj")
    office.do(US, "attend daily-sync as:us-usfj-cdr", at="us-usfj")
    assert sorted(row[2] for row in kept(office)) == [US, "us-usfj-cdr"]


@BOTH
def test_a_national_seat_may_attend_and_who_sits_there_is_for_its_nation_alone(office: Office) -> None:
    office.do("us-usfj-cdr", "attend daily-sync")
    log = {log: content for log, _, content in recorded(office)}
    assert set(log) == {"us", "us+jp"}
    assert log["us"]["person"] == {"team": "T0001", "user": user_of("us-usfj-cdr")}
    assert "person" not in log["us+jp"]
    found = shown(office, JP, "daily-sync")
    assert "(`us-usfj-cdr`) (not expected)" in found
    assert user_of("us-usfj-cdr") not in found
    all_well(office)


@pytest.mark.parametrize(
    ("seat", "line", "at", "words"),
    [
        (US, "attend daily-sinc", None, "`daily-sync`"),
        (US, "attend daily-sync perhaps", None, "“perhaps” is no answer. One of: `yes`, `no`."),
        (US, "attend daily-sync yes soon", None, "“soon” doesn't say which one"),
        (US, "attend daily-sync which:2026-11-03T00:00:00Z", None, "is not held then"),
        (US, "attend daily-sync which:0001-01-01T00:00:00Z", None, "is not held then"),
        (US, f"attend daily-sync as:{JP}", None, "You don't hold"),
        (US, "attend daily-sync yes last really", None, "really"),
        (US, "attend daily-sync", "us-usfj", "bocc-us-lead"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_reason(
    office: Office, seat: str, line: str, at: str | None, words: str
) -> None:
    assert words in office.tell(seat, line, at=at)
    assert bool(kept(office)) is (at is not None)


def test_somebody_without_a_seat_is_told_which_could(office: Office) -> None:
    with office.house.database.writing() as connection:
        connection.execute(holder.delete().where(holder.c.seat == US))
    said = press(office, US, "yes")
    assert "You hold no seat yet" in said
    assert f"`{US}`" in said
    assert f"`{JP}`" not in said
    assert kept(office) == []


def test_an_event_that_one_may_not_know_of_is_answered_like_one_that_is_not_there(office: Office) -> None:
    """Of the other nation, and where another nation reads along."""
    with office.nothing_written():
        for seat, at in ((JP, "jp-jjoc"), (JP, "bocc"), (US, "bocc")):
            there, absent = office.tell(seat, "attend usfj-shift", at=at), office.tell(seat, "attend usfj-shiff", at=at)
            assert there.replace("usfj-shift", "usfj-shiff") == absent
            assert "`usfj-shift`" not in absent
    told = press(office, JP, "yes", f"usfj-shift {SYNC.isoformat()}")
    assert "No event here is called" in told
    assert kept(office) == []


def test_a_verb_alone_shows_its_form(office: Office) -> None:
    assert office.type(US, "attend").body == ""
    view = office.slackd.view_of(user_of(US))
    office.slackd.submit(user_of(US), view.id, {"event": "daily-sync", "answer": "no"})
    assert [row[4] for row in kept(office)] == ["no"]


def test_a_seat_attends_where_anybody_of_it_does() -> None:
    event = load_rhythm(DEPLOY / "rhythm.toml", registry(), calendars()).events["daily-sync"]
    one, other = person(US), person(JP)
    said = [
        Attendance("daily-sync", SYNC, US, one, is_there=False),
        Attendance("daily-sync", SYNC, US, other, is_there=True),
    ]
    assert attending(event, said) == Attending({US: (other,)}, {}, tuple(row for row in event.seats if row != US))


@BOTH
def test_two_deliveries_at_once_of_one_persons_answers_leave_one(several: Callable[[int], list[Play]]) -> None:
    plays = several(2)
    events = load_rhythm(DEPLOY / "rhythm.toml", registry(), calendars()).events
    for play in plays:
        play.house = msgspec.structs.replace(play.house, rhythm=events)
    at_once(
        [
            lambda play=play, word=word: play.do("attend", US, event="daily-sync", answer=word)  # type: ignore[misc]
            for play, word in zip(plays, ("yes", "no"), strict=True)
        ]
    )
    assert len(dump(plays[0].database)["attendance"]) == 1
    assert len([row for row in dump(plays[0].database)["log_entry"] if b'"attend"' in row["entry"]]) == 2


@BOTH
def test_rows_are_kept_by_person_and_seat_of_one_time(staffed: Play) -> None:
    row = Attendance("daily-sync", SYNC, US, person(US), is_there=True)
    with staffed.database.writing() as connection:
        keep(
            connection,
            [row, msgspec.structs.replace(row, actor=person(JP)), msgspec.structs.replace(row, seat=JP)],
            START,
        )
        keep(connection, [msgspec.structs.replace(row, is_there=False)], SYNC)
        found = said_of(connection, "daily-sync", SYNC)
        assert [(one.seat, one.actor == person(US), one.is_there) for one in found] == [
            (JP, True, True),
            (US, False, True),
            (US, True, False),
        ]
        assert said_of(connection, "daily-sync", START) == said_of(connection, "other", SYNC) == ()
