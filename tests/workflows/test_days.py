"""Days as they are typed, where nothing finer is wanted."""

from datetime import UTC, datetime

import pytest

from workflows.times.days import end_of_day, read_day
from workflows.times.typed import NotUnderstood

NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)
"""In Tokyo the 25th, five in the morning; a Wednesday."""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", "2026-12-01"),
        ("1 Dec", "2026-12-01"),
        ("1 Dec 2026", "2026-12-01"),  # no clock of 20:26
        ("12月1日", "2026-12-01"),
        ("２０２６年１２月１日", "2026-12-01"),
        ("today", "2026-11-25"),
        ("tomorrow", "2026-11-26"),
        ("明後日", "2026-11-27"),
        ("Monday", "2026-11-30"),
        ("金曜日", "2026-11-27"),
        ("+3d", "2026-11-28"),
        ("2週間後", "2026-12-09"),
        ("24 Nov", "2027-11-24"),
    ],
)
def test_a_day_is_read_where_it_is_typed(text: str, day: str) -> None:
    assert str(read_day(text, now=NOW, zone="Asia/Tokyo")) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("241200Z DEC 26", "too-fine"),
        ("tomorrow 0900", "too-fine"),
        ("1700", "too-fine"),
        ("+8h", "too-fine"),
        ("24 Nov 2026", "past-time"),
        ("2032-01-01", "far-time"),
        ("31 Feb", "not-a-day"),
        ("soon", "not-a-day"),
        ("3wd", "not-a-day"),
    ],
)
def test_what_is_no_day_is_refused(text: str, code: str) -> None:
    read = read_day(text, now=NOW, zone="Asia/Tokyo")
    assert isinstance(read, NotUnderstood)
    assert read.code == code


def test_a_day_ends_at_midnight_there() -> None:
    day = datetime(2026, 12, 1, tzinfo=UTC).date()
    assert end_of_day(day, "Asia/Tokyo") == datetime(2026, 12, 1, 15, tzinfo=UTC)
