"""What stands in a desk's calendar feed, for whom, and when it is written."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from icalendar import Calendar

from bot import service
from bot.check.everything import check
from bot.rhythm.events import load_rhythm
from bot.rhythm.feed import draw_feeds, write_feeds
from state.house import House
from tests.bot.command_line import folder, played, told
from tests.bot.office import JOINT, NATIONAL, OPEN, Office, opened
from tests.play import DEPLOY, START, Play, calendars, registry
from workflows.catalogue import procedures
from workflows.progress import movers
from workflows.rhythm import Event

__all__ = ["folder", "played"]  # fixtures that are used by name


@pytest.fixture
def office(staffed: Play, make_office: Callable[[House], Office]) -> Office:
    found = load_rhythm(DEPLOY / "rhythm.toml", registry(), calendars())
    return make_office(msgspec.structs.replace(staffed.house, rhythm=found.events))


def feed(office: Office, desk: str) -> str:
    ((_, data),) = draw_feeds(office.house, [desk])
    return data.decode()


def events(office: Office, desk: str) -> dict[str, Any]:
    """By summary, what stands there but for the times that are put elsewhere."""
    found = Calendar.from_ical(feed(office, desk)).walk("VEVENT")
    return {str(row["SUMMARY"]): row for row in found if "RECURRENCE-ID" not in row}


def test_a_desk_has_its_own_events_and_those_where_it_sits_in_the_words_of_its_channel(office: Office) -> None:
    assert {"日次調整会議", "当直交代"} <= events(office, "jp-jjoc").keys()
    assert events(office, "bocc").keys() == {"Daily synchronisation"}
    assert "Shift change" in events(office, "us-usfj")


def test_no_desk_has_an_event_that_some_who_read_there_may_not_know_of(office: Office) -> None:
    everything = {desk: data.decode() for desk, data in draw_feeds(office.house, office.house.registry.bodies)}
    for desk, data in everything.items():
        readers = set(registry().audience_of(desk))
        for event in office.house.rhythm.values():
            if f"{event.id}.{event.body}@" in data:
                assert readers <= set(registry().audience_of(event.body)), (desk, event.id)
    assert "usfj-shift" not in everything["bocc"]
    assert "jjoc-shift" not in everything["us-usfj"]


def test_an_event_inside_one_nation_is_not_shown_where_both_sit_though_a_seat_there_is_expected(
    staffed: Play, make_office: Callable[[House], Office]
) -> None:
    own: dict[str, Any] = {"id": "inside", "body": "us-usfj", "title": "Inside", "title_ja": "内", "rule": "FREQ=DAILY"}
    row = Event(**own, begins=datetime(2026, 4, 1, 9), minutes=5)  # noqa: DTZ001  local
    seat = next(seat for seat in registry().seats.values() if seat.body == "us-usfj-j5")
    row = msgspec.structs.replace(row, seats=("bocc-us-lead", seat.id))
    office = make_office(msgspec.structs.replace(staffed.house, rhythm={"inside": row}))
    assert "Inside" not in events(office, "bocc")
    assert "Inside" in events(office, "us-usfj")
    assert "Inside" in events(office, "us-usfj-j5")


def test_seats_are_named_by_title_and_nobody_by_name(office: Office) -> None:
    expected = str(events(office, "us-usfj")["Shift change"]["DESCRIPTION"])
    assert registry().seats["us-usfj-watch"].title in expected
    opened(office)
    for _, data in draw_feeds(office.house, office.house.registry.bodies):
        assert "UUSUSFJWATCH" not in data.decode()
        assert "<" not in data.decode()


def test_what_a_desk_owes_stands_there_until_it_has_moved(office: Office) -> None:
    opened(office)
    (summary,) = [row for row in events(office, "jp-jjoc") if JOINT in row]
    assert summary == f"期限：{JOINT} · Runway repair"
    row = events(office, "jp-jjoc")[summary]
    (mover,) = [m for m in _movers(office) if m.body == "jp-jjoc"]
    assert mover.due is not None
    assert row["DTSTART"].dt == mover.due.replace(microsecond=0)
    office.do("jp-jjoc-watch", f"ack {JOINT}")
    assert not [row for row in events(office, "jp-jjoc") if JOINT in row]


def _movers(office: Office) -> tuple[Any, ...]:
    row = office.matter(JOINT)
    return movers(row, procedures()[row.procedure], registry())


def test_a_draft_leaves_no_trace_in_the_feeds_of_the_other_nation_and_of_both(office: Office) -> None:
    before = dict(draw_feeds(office.house, registry().bodies))
    office.do("us-usfj-watch", OPEN)
    after = dict(draw_feeds(office.house, registry().bodies))
    changed = {desk for desk, data in after.items() if before[desk] != data}
    assert changed
    assert {registry().audience_of(desk) for desk in changed} == {("us",)}
    assert any(NATIONAL in after[desk].decode() for desk in changed)


def test_a_desk_that_is_not_in_force_has_an_empty_feed_though_its_seats_are_expected(
    staffed: Play, make_office: Callable[[House], Office]
) -> None:
    ended = registry().bodies["jp-nisc"].seats[0].id
    found = load_rhythm(DEPLOY / "rhythm.toml", registry(), calendars()).events
    rows = {"jjoc-shift": msgspec.structs.replace(found["jjoc-shift"], seats=(ended,))}
    office = make_office(msgspec.structs.replace(staffed.house, rhythm=rows))
    assert "VEVENT" in feed(office, "jp-jjoc")
    assert "VEVENT" not in feed(office, "jp-nisc")
    assert "VTIMEZONE" in feed(office, "jp-nisc")


def test_what_has_not_changed_is_the_same_file_later_too(office: Office, tmp_path: Path) -> None:
    opened(office)
    count, changed = write_feeds(office.house, tmp_path / "feeds")
    assert count == changed == len(registry().bodies)
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "feeds").iterdir()}
    office.clock.forward(timedelta(minutes=5))
    assert write_feeds(office.house, tmp_path / "feeds") == (count, 0)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "feeds").iterdir()} == kept
    office.do("jp-jjoc-watch", f"ack {JOINT}")
    assert write_feeds(office.house, tmp_path / "feeds", ["jp-jjoc", "jp-jjoc-ops"])[1] >= 1


def test_the_running_bot_writes_them_and_goes_on_where_it_can_not(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    running = service.Service(office.house, office.service.workspaces, office.service.delivery.bell, "", tmp_path / "f")
    running.write_feeds()
    assert (tmp_path / "f" / "bocc.ics").is_file()
    (tmp_path / "file").write_text("")
    hindered = service.Service(
        office.house, office.service.workspaces, office.service.delivery.bell, "", tmp_path / "file"
    )
    hindered.write_feeds()
    assert "the calendar feeds could not be written" in caplog.text


def test_the_command_writes_those_that_are_named(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(["ics", "--out", "feeds", "--desk", "JJOC", "us-usfj"], capsys) == (
        0,
        "feeds: 2 feeds, 2 of them new or changed\n",
        "",
    )
    assert sorted(path.name for path in (played / "feeds").iterdir()) == ["jp-jjoc.ics", "us-usfj.ics"]
    assert told(["ics", "--out", "feeds"], capsys)[0] == 0
    status, _, err = told(["ics", "--out", "feeds", "--desk", "jp-jjocs"], capsys)
    assert (status, "there is no body 'jp-jjocs'; did you mean jp-jjoc" in err) == (1, True)


@pytest.mark.parametrize(("name", "is_wrong"), [("feeds", False), ("kakehashi.db", True), ("bodies.toml/in", True)])
def test_a_folder_in_which_nothing_can_be_written_is_named(played: Path, name: str, *, is_wrong: bool) -> None:
    file = played / "kakehashi.toml"
    file.write_text(file.read_text().replace('# ics = "feeds"', f'ics = "{name}"'))
    found = [str(row) for row in check({}, START).findings if "nothing can be written" in str(row)]
    assert bool(found) == is_wrong
    assert all(row.startswith("kakehashi.toml:") for row in found)
