"""On which days an event of the battle rhythm is held, and what is wrong in a row of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.workflows.alliance import CALENDARS, TWO
from workflows.recurring import Clockwork
from workflows.rhythm import Event, Move, event_faults, occurrences

MONTH = (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
"""23 November is a day off in the south, 26 November in the north."""


def event(**fields: Any) -> Event:
    """Mondays and Thursdays at ten in Tokyo, at a body of both nations."""
    row: dict[str, Any] = {
        "id": "sync",
        "body": "centre",
        "title": "Daily sync",
        "title_ja": "定例調整",
        "zone": "Asia/Tokyo",
    }
    row |= {"rule": "FREQ=WEEKLY;BYDAY=MO,TH", "begins": datetime(2026, 11, 2, 10), "minutes": 30}  # noqa: DTZ001  local
    return Event(**(row | fields))


def days(row: Event, start: datetime = MONTH[0], end: datetime = MONTH[1]) -> list[int]:
    """Days of November, in Tokyo's reckoning the same as in UTC."""
    return [found.begins.day for found in occurrences(row, TWO, CALENDARS, start, end)]


@pytest.mark.parametrize(
    ("fields", "held"),
    [
        ({}, [2, 5, 9, 12, 16, 19, 23, 26, 30]),
        ({"holidays": "skip"}, [2, 5, 9, 12, 16, 19, 30]),
        ({"holidays": "skip", "calendars": ("north-days",)}, [2, 5, 9, 12, 16, 19, 23, 30]),
        ({"holidays": "next-working-day"}, [2, 5, 9, 12, 16, 19, 24, 27, 30]),
        (
            {"rule": "FREQ=DAILY", "holidays": "next-working-day"},
            [*range(2, 7), *range(9, 14), *range(16, 21), 24, 25, 27, 30],
        ),
        ({"skipped": (date(2026, 11, 5),)}, [2, 9, 12, 16, 19, 23, 26, 30]),
        ({"moved": (Move(date(2026, 11, 5), datetime(2026, 11, 6, 15)),)}, [2, 6, 9, 12, 16, 19, 23, 26, 30]),  # noqa: DTZ001  local
        ({"rule": "FREQ=MONTHLY;BYDAY=-1FR"}, [27]),
        ({"rule": "FREQ=WEEKLY;COUNT=3"}, [2, 9, 16]),
    ],
)
def test_it_is_held_by_its_rule_but_for_skipped_and_moved_days_and_days_off(
    fields: dict[str, Any], held: list[int]
) -> None:
    assert days(event(**fields)) == held


def test_one_moved_into_a_week_far_off_is_found_there_and_says_from_which_day() -> None:
    row = event(moved=(Move(date(2026, 11, 5), datetime(2027, 1, 15, 9)),))  # noqa: DTZ001  local
    start = datetime(2027, 1, 14, 12, tzinfo=UTC)
    (found,) = occurrences(row, TWO, CALENDARS, start, start + timedelta(days=1))
    assert (found.begins, found.moved_from) == (datetime(2027, 1, 15, tzinfo=UTC), date(2026, 11, 5))


def test_it_keeps_its_local_hour_when_the_clocks_change() -> None:
    row = event(zone="America/New_York", rule="FREQ=DAILY", begins=datetime(2026, 10, 30, 9))  # noqa: DTZ001  local
    found = occurrences(row, TWO, CALENDARS, datetime(2026, 10, 31, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC))
    assert [f"{at.begins:%d%H}" for at in found] == ["3113", "0114", "0214"]


def test_past_the_end_of_a_calendar_nothing_is_foreseen() -> None:
    row, new_year = event(holidays="skip"), datetime(2027, 1, 1, tzinfo=UTC)
    assert occurrences(row, TWO, CALENDARS, new_year, new_year + timedelta(days=60)) == []


def test_it_is_told_before_it_begins_and_then_the_next_one() -> None:
    clockwork = Clockwork(TWO, {"sync": event()}, CALENDARS)
    first = clockwork.following(("event:sync", "centre"), datetime(2026, 11, 1, tzinfo=UTC))
    assert first is not None
    assert first.due_at == datetime(2026, 11, 2, 0, 45, tzinfo=UTC)
    second = clockwork.following(("event:sync", "centre"), first.due_at)
    assert second is not None
    assert second.facts["begins"] == datetime(2026, 11, 5, 1, tzinfo=UTC)
    assert clockwork.is_right(first.rule, first.body, first.due_at)
    assert not clockwork.is_right(first.rule, first.body, first.due_at + timedelta(minutes=1))
    assert clockwork.following(("event:other", "centre"), first.due_at) is None
    assert clockwork.following(("event:sync", "n-hq"), first.due_at) is None  # given to another body since


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, None),
        ({"id": "Daily Sync"}, "id"),
        ({"body": "nowhere"}, "body"),
        ({"minutes": 0}, "minutes"),
        ({"rule": "every Monday"}, "rule"),
        ({"rule": "FREQ=HOURLY"}, "rule"),
        ({"rule": "FREQ=DAILY;BYHOUR=9"}, "rule"),
        ({"rule": "FREQ=WEEKLY;BYDAY=XX"}, "rule"),
        ({"begins": datetime(2026, 11, 2, 10, tzinfo=UTC)}, "begins"),
        ({"skipped": (date(2026, 11, 3),)}, "skipped"),
        ({"moved": (Move(date(2026, 11, 3), datetime(2026, 11, 4, 10)),)}, "moved"),  # noqa: DTZ001  local
        ({"seats": ("nobody",)}, "seats"),
        ({"body": "n-hq", "seats": ("s-hq-chief",)}, "seats"),
        ({"calendars": ("moon",)}, "calendars"),
    ],
)
def test_what_is_wrong_in_a_row_is_named_with_its_field(fields: dict[str, Any], field: str | None) -> None:
    assert [name for name, _ in event_faults(event(**fields), TWO, CALENDARS)] == ([field] if field else [])
