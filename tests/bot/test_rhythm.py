"""The battle rhythm: its file, what a desk is told before an event begins, and what people ask of it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from bot.rhythm.events import draw_event, load_rhythm
from bot.words import languages
from state.house import House
from tests.bot.office import BOTH, JOINT, NATIONAL, OPEN, Office, forget_what_was_told, opened, texts_of
from tests.meta.stories import reader
from tests.play import DEPLOY, START, Play, calendars, registry
from tests.slackd import Message
from tests.slackd.blockkit import check_message

SYNC = START + timedelta(days=1)  # Tuesday, nine in the morning in Tokyo; the third of November is a day off there
NEXT = START + timedelta(days=2)
QUARTER = timedelta(minutes=15)


@pytest.fixture
def office(staffed: Play, make_office: Callable[[House], Office]) -> Office:
    """With the rhythm of deploy/."""
    forget_what_was_told(staffed.house)
    found = load_rhythm(DEPLOY / "rhythm.toml", registry(), calendars())
    assert found.findings == ()
    office = make_office(msgspec.structs.replace(staffed.house, rhythm=found.events))
    office.plant()
    return office


def events(office: Office, body: str, title: str) -> list[Message]:
    return [row for row in office.messages(body) if row.text.startswith(title)]


@BOTH
def test_a_desk_is_told_before_an_event_begins_who_is_expected_and_what_is_open(office: Office) -> None:
    opened(office)
    office.later(NEXT - QUARTER)
    office.later(NEXT)
    (told,) = events(office, "bocc", "Daily synchronisation")
    words = "\n".join(texts_of(told.blocks))
    assert "begins Wed 4 Nov 09:00" in words
    assert "<@UBOCCUSLEAD>" in words
    assert f"*Agenda: what is open here* (1)\n• *{JOINT}* Runway repair" in words


def test_the_agenda_has_nothing_that_some_who_read_there_may_not_know(office: Office) -> None:
    office.do("us-usfj-watch", OPEN)
    office.later(NEXT - QUARTER)
    (told,) = events(office, "bocc", "Daily synchronisation")
    words = "\n".join(texts_of(told.blocks))
    assert "(0)" in words
    assert NATIONAL not in words


def test_one_that_falls_on_a_day_off_is_not_told(office: Office) -> None:
    office.later(SYNC - QUARTER)
    office.later(SYNC + QUARTER)
    assert events(office, "bocc", "Daily synchronisation") == []


@pytest.mark.parametrize(("late", "words"), [(20, ["began"]), (30, []), (60 * 24, [])])
def test_after_a_stop_one_that_still_lasts_is_told_and_one_that_is_over_is_not(
    office: Office, late: int, words: list[str]
) -> None:
    office.later(NEXT + timedelta(minutes=late))
    told = events(office, "bocc", "Daily synchronisation")
    assert [word for row in told for word in row.text.split() if word == "began"] == words
    pending = [row for row in office.rows("reminder") if (row["rule"], row["state"]) == ("event:daily-sync", "pending")]
    assert [row["due_at"] > office.clock() for row in pending] == [True]


def test_after_a_stop_over_several_the_one_that_still_lasts_is_told(office: Office) -> None:
    office.later(NEXT + timedelta(days=1, minutes=20))
    (told,) = events(office, "bocc", "Daily synchronisation")
    assert "began Thu 5 Nov 09:00" in "\n".join(texts_of(told.blocks))
    pending = [row for row in office.rows("reminder") if (row["rule"], row["state"]) == ("event:daily-sync", "pending")]
    assert [row["due_at"] > office.clock() for row in pending] == [True]


def test_one_that_was_taken_out_of_the_rhythm_is_told_no_more(
    office: Office, make_office: Callable[[House], Office]
) -> None:
    without = make_office(msgspec.structs.replace(office.house, rhythm={}))
    without.plant()
    without.later(NEXT - QUARTER)
    assert events(without, "bocc", "Daily synchronisation") == []


def test_whoever_asks_is_shown_their_own_nations_events_and_those_of_both(office: Office) -> None:
    american, japanese = office.tell("us-usfj-watch", "rhythm"), office.tell("jp-jjoc-watch", "rhythm")
    assert "*Shift change* · USFJ" in american
    assert "jp-jjoc" not in american
    assert "*当直交代* · " in japanese
    assert "us-usfj" not in japanese
    both = office.tell("us-usfj-watch", "rhythm", at="bocc")
    assert "Daily synchronisation" in both
    assert "Shift change" not in both
    assert "ACG video conference" in both


def test_where_nothing_recurs_that_is_said(staffed: Play, make_office: Callable[[House], Office]) -> None:
    assert make_office(staffed.house).tell("us-usfj-watch", "rhythm") == "Nothing recurs here within 14 days."


def test_every_fault_of_the_file_is_named_with_its_line(tmp_path: Path) -> None:
    text = (DEPLOY / "rhythm.toml").read_text(encoding="utf-8")
    text = text.replace('"FREQ=WEEKLY;BYDAY=TH"', '"on Thursdays"').replace("minutes = 30", 'minutes = "half an hour"')
    text = 'holidays = "skipp"'.join(text.rsplit('holidays = "next-working-day"', 1))
    path = tmp_path / "rhythm.toml"
    path.write_text(text.replace('id = "jjoc-shift"', 'id = "usfj-shift"') + "\n[digests]\n", encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    found = load_rhythm(path, registry(), calendars()).findings
    assert len(found) == 5
    assert "'skipp' is not one of hold, next-working-day, skip; did you mean skip?" in {row.text for row in found}
    named = {lines[row.line - 1].split(" ")[0] for row in found if row.line}
    assert {"rule", "minutes", "holidays", "id", "[digests]"} <= named
    assert load_rhythm(tmp_path / "none.toml", registry(), calendars()).findings != ()
    assert load_rhythm(None, registry(), calendars()) == ({}, ())


@pytest.mark.parametrize("language", languages())
def test_every_event_can_be_drawn(language: str, office: Office) -> None:
    for event in office.house.rhythm.values():
        drawn = draw_event(event, START, START - QUARTER, "–", reader(event.body, language))
        check_message(drawn.text, drawn.blocks)
