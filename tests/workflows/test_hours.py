"""Hours on the wall: in a zone, across midnight, where clocks are put on and back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from workflows.times.hours import Hours, read_hours, span_at, span_on

TOKYO, WASHINGTON = "Asia/Tokyo", "America/New_York"
NIGHT, OFFICE = read_hours(("22:00", "06:00")), read_hours(("08:30", "17:00"))


def local(zone: str, month: int, day: int, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def test_hours_that_end_before_they_begin_cross_midnight() -> None:
    assert Hours(timedelta(hours=22), timedelta(hours=30)) == NIGHT
    assert Hours(timedelta(hours=8, minutes=30), timedelta(hours=17)) == OFFICE
    assert [read_hours(row).is_always for row in (("00:00", "24:00"), ("00:00", "23:59"))] == [True, False]


@pytest.mark.parametrize(
    "words", [(), ("08:00",), ("08:00", "17:00", "18:00"), ("08:00", "08:00"), ("8:00", "17:00"), ("08:00", "24:30")]
)
def test_what_is_no_two_times_of_a_day_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="two times of day"):
        read_hours(words)


@pytest.mark.parametrize(
    ("hours", "at", "zone", "begins", "ends"),
    [
        (NIGHT, (11, 3, 22), TOKYO, (11, 3, 22), (11, 4, 6)),
        (NIGHT, (11, 4, 0), TOKYO, (11, 3, 22), (11, 4, 6)),
        (NIGHT, (12, 31, 23), TOKYO, (12, 31, 22), None),  # over the end of a year
        (OFFICE, (2, 28, 16, 59), TOKYO, (2, 28, 8, 30), (2, 28, 17)),
        # eight hours on the wall are seven in spring and nine in autumn
        (NIGHT, (3, 8, 5), WASHINGTON, (3, 7, 22), (3, 8, 6)),
        (NIGHT, (11, 1, 5), WASHINGTON, (10, 31, 22), (11, 1, 6)),
    ],
)
def test_an_instant_falls_in_the_hours_of_its_zone(
    hours: Hours, at: tuple[int, ...], zone: str, begins: tuple[int, ...], ends: tuple[int, ...] | None
) -> None:
    span = span_at(hours, local(zone, *at), zone)
    assert span is not None
    assert span[0] == local(zone, *begins)
    assert span[1] == (local(zone, *ends) if ends else datetime(2026, 12, 31, 21, tzinfo=UTC))


@pytest.mark.parametrize(("hour", "minute"), [(6, 0), (12, 0), (21, 59)])
def test_their_end_is_not_among_them_and_their_beginning_is(hour: int, minute: int) -> None:
    assert span_at(NIGHT, local(TOKYO, 11, 4, hour, minute), TOKYO) is None
    assert span_at(NIGHT, local(TOKYO, 11, 4, 22), TOKYO) is not None


def test_a_night_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    lengths = [
        end - begin for begin, end in (span_on(NIGHT, date(2026, *day), WASHINGTON) for day in ((3, 7), (10, 31)))
    ]
    assert lengths == [timedelta(hours=7), timedelta(hours=9)]


def test_of_a_time_that_is_there_twice_the_first_is_meant_and_one_that_is_not_there_comes_later() -> None:
    early = read_hours(("00:30", "01:30"))
    assert span_at(early, local(WASHINGTON, 11, 1, 1, 15), WASHINGTON) is not None
    assert span_at(early, local(WASHINGTON, 11, 1, 1, 15, fold=1), WASHINGTON) is None
    gone = span_on(read_hours(("01:00", "02:30")), date(2026, 3, 8), WASHINGTON)
    assert gone[1] == local(WASHINGTON, 3, 8, 3, 30)
