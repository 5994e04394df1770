"""A feed read back by three others: each finds the times that workflows/rhythm.py foresees, for two years."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from bot.rhythm.feed import draw_feed
from tests.ical import icaljs, libical, plain
from tests.meta.stories import reader
from tests.play import calendars, registry
from workflows.feed import Feed, series_of
from workflows.rhythm import Event, Move, occurrences

START, END = datetime(2026, 4, 1, tzinfo=UTC), datetime(2028, 4, 1, tzinfo=UTC)
NEW_YORK = {"zone": "America/New_York", "calendars": ("us-federal",)}
TWICE = "in the hour that comes twice"
"""RFC 5545 (3.3.5) means the first of the two, and so do we; ical.js and libical take the second."""
LONG = "日次調整会議、" * 20 + 'a, b; c\\d "e"'

LIBRARY = libical.load()
with_libical = pytest.mark.skipif(
    LIBRARY is None, reason="LEFT OUT: no libical here, so no feed was read by it; apt install libical3"
)
with_icaljs = pytest.mark.skipif(
    icaljs.obtain() is None, reason="LEFT OUT: ical.js could not be had with npm, so no feed was read by it"
)


def event(**fields: Any) -> Event:
    row: dict[str, Any] = {"id": "sync", "body": "bocc", "title": "Sync", "title_ja": LONG, "minutes": 45}
    row |= {"rule": "FREQ=WEEKLY;BYDAY=MO,TH", "begins": local(2026, 4, 2, 9)}
    return Event(**(row | fields))


def local(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001  local, as the file has it


EVENTS = {
    "weekly": event(),
    "across daylight saving": event(rule="FREQ=DAILY", **NEW_YORK),
    TWICE: event(rule="FREQ=DAILY", begins=local(2026, 4, 2, 1, 30), **NEW_YORK),
    "right after the step forward": event(rule="FREQ=DAILY", begins=local(2026, 4, 2, 3, 30), **NEW_YORK),
    "skip": event(rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", holidays="skip"),
    "next working day": event(holidays="next-working-day"),
    "next working day, and daylight saving": event(rule="FREQ=DAILY", holidays="next-working-day", **NEW_YORK),
    "skipped": event(skipped=(date(2026, 4, 2), date(2026, 11, 5))),
    "moved": event(moved=(Move(date(2026, 11, 5), local(2026, 11, 6, 15)),)),
    "moved across a step": event(moved=(Move(date(2026, 10, 29), local(2026, 11, 3, 9)),), **NEW_YORK),
    "moved onto another": event(moved=(Move(date(2026, 11, 5), local(2026, 11, 9, 9)),)),
    "moved and skip": event(holidays="skip", moved=(Move(date(2026, 11, 5), local(2026, 11, 6, 15)),)),
    "moved past the calendar": event(holidays="skip", moved=(Move(date(2029, 1, 4), local(2027, 1, 6, 9)),)),
    "every other week": event(rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"),
    "last Friday": event(rule="FREQ=MONTHLY;BYDAY=-1FR", begins=local(2026, 4, 1, 9)),
    "so many": event(rule="FREQ=DAILY;COUNT=30", holidays="skip"),
    "until a day": event(rule="FREQ=DAILY;UNTIL=20270101T000000", **NEW_YORK),
}
"""By what is special: an event at a bilateral body, in Tokyo's zone where no other is named."""


def drawn(row: Event, language: str = "ja") -> bytes:
    series = series_of(row, registry(), calendars())
    assert series is not None
    return draw_feed(Feed(row.body, (series,)), reader(row.body, language))


def foreseen(row: Event) -> list[tuple[str, int, int]]:
    found = occurrences(row, registry(), calendars(), START, END)
    return [(f"{row.id}.{row.body}@kakehashi", int(at.begins.timestamp()), int(at.ends.timestamp())) for at in found]


@pytest.mark.parametrize("name", EVENTS)
def test_icalendar_reads_the_times_that_are_foreseen(name: str) -> None:
    assert plain.expand(drawn(EVENTS[name]), START, END) == foreseen(EVENTS[name])


@with_icaljs
@pytest.mark.parametrize("name", [name for name in EVENTS if name != TWICE])
def test_ical_js_reads_the_times_that_are_foreseen(name: str) -> None:
    assert icaljs.expand(drawn(EVENTS[name]), START, END) == foreseen(EVENTS[name])


@with_libical
@pytest.mark.parametrize("name", [name for name in EVENTS if name != TWICE])
def test_libical_reads_the_times_that_are_foreseen(name: str) -> None:
    assert LIBRARY is not None
    assert libical.expand(LIBRARY, drawn(EVENTS[name]), START, END) == foreseen(EVENTS[name])


@with_libical
def test_long_lines_and_other_signs_come_back_as_they_were() -> None:
    assert LIBRARY is not None
    feed = drawn(event())
    assert libical.summaries(LIBRARY, feed) == [LONG]
    assert max(map(len, feed.split(b"\r\n"))) <= 75
    for line in feed.split(b"\r\n"):
        line.decode()  # no sign is cut in two


def test_where_nothing_is_foreseen_there_is_no_event() -> None:
    late = event(holidays="skip", begins=datetime(2060, 1, 1, 9))  # noqa: DTZ001  local
    assert series_of(late, registry(), calendars()) is None
    never = event(rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
    assert series_of(never, registry(), calendars()) is None


def test_the_same_gives_the_same_bytes_and_a_change_a_greater_sequence() -> None:
    plain_row, moved = drawn(event()), drawn(EVENTS["moved"])
    assert drawn(msgspec.structs.replace(event())) == plain_row
    assert b"SEQUENCE:0" in plain_row
    assert b"SEQUENCE:1" in moved


def test_every_time_is_on_a_clock_that_the_file_brings() -> None:
    feed = drawn(EVENTS["across daylight saving"]).decode()
    assert "TZID:America/New_York" in feed
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20200308T020000\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n" in feed
