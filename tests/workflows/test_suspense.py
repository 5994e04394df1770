import tomllib
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.calendars import Calendar, OutOfRange, is_working_day, read_calendar
from workflows.dtg import NaiveTime
from workflows.suspense import URGENCIES, Urgency, fraction_of, suspense_due, working_days_due

CALENDARS = Path(__file__).parents[2] / "deploy" / "calendars"
US, JAPAN = (
    read_calendar(tomllib.loads((CALENDARS / f"{name}.toml").read_text(encoding="utf-8")))
    for name in ("us-federal", "jp-government")
)
TOKYO, WASHINGTON = "Asia/Tokyo", "America/New_York"
FRIDAY = datetime(2026, 9, 18, 10, tzinfo=ZoneInfo(TOKYO)).astimezone(UTC)


def local(zone: str, month: int, day: int, hour: int = 17, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone))


def test_urgencies_are_those_of_the_domain() -> None:
    assert [(row.id, row.elapsed or row.working_days) for row in URGENCIES.values()] == [
        ("immediate", timedelta(minutes=30)),
        ("urgent", timedelta(hours=2)),
        ("priority", timedelta(hours=8)),
        ("routine", 3),
        ("deliberate", 10),
    ]


@pytest.mark.parametrize(
    ("urgency", "asked", "zone", "calendars", "due"),
    [
        # elapsed time runs day and night, calendars or none
        ("immediate", FRIDAY, TOKYO, (), local(TOKYO, 9, 18, 10, 30)),
        ("urgent", local(TOKYO, 9, 18, 23), TOKYO, (JAPAN,), local(TOKYO, 9, 19, 1)),
        ("priority", local(WASHINGTON, 11, 1, 0), WASHINGTON, (US,), local(WASHINGTON, 11, 1, 7)),
        # the example of the domain: a U.S. body in Japan, a Japanese one, and both together
        ("routine", FRIDAY, TOKYO, (US,), local(TOKYO, 9, 23)),
        ("routine", FRIDAY, TOKYO, (JAPAN,), local(TOKYO, 9, 28)),
        ("routine", FRIDAY, TOKYO, (US, JAPAN), local(TOKYO, 9, 28)),
        ("deliberate", FRIDAY, TOKYO, (US,), local(TOKYO, 10, 2)),
        ("deliberate", FRIDAY, TOKYO, (US, JAPAN), local(TOKYO, 10, 7)),
        # days that only one of the two has off: 3 July, 20 July
        ("routine", local(TOKYO, 7, 1, 10), TOKYO, (US, JAPAN), local(TOKYO, 7, 7)),
        ("routine", local(TOKYO, 7, 16, 10), TOKYO, (US, JAPAN), local(TOKYO, 7, 22)),
        # at close is today, after it is the next day; a day off is a day of asking like any other
        ("routine", local(TOKYO, 6, 8, 17), TOKYO, (JAPAN,), local(TOKYO, 6, 11)),
        ("routine", local(TOKYO, 6, 8, 17, 1), TOKYO, (JAPAN,), local(TOKYO, 6, 12)),
        ("routine", local(TOKYO, 6, 12, 18), TOKYO, (JAPAN,), local(TOKYO, 6, 17)),
        ("routine", local(TOKYO, 6, 13, 10), TOKYO, (JAPAN,), local(TOKYO, 6, 17)),
        # the day of asking is that of the zone; the close keeps its hour across the change of clocks
        ("routine", local(TOKYO, 6, 9, 8), WASHINGTON, (US,), local(WASHINGTON, 6, 12)),
        ("routine", local(WASHINGTON, 10, 29, 10), WASHINGTON, (US,), local(WASHINGTON, 11, 3)),
    ],
)
def test_a_suspense_falls_due(
    urgency: str, asked: datetime, zone: str, calendars: tuple[Calendar, ...], due: datetime
) -> None:
    reckoned = suspense_due(urgency, asked, zone, calendars)
    assert (reckoned, reckoned.tzinfo) == (due, UTC)


def test_a_suspense_has_whole_seconds() -> None:
    asked = FRIDAY + timedelta(seconds=1, microseconds=999_999)
    assert suspense_due("urgent", asked, TOKYO, ()) == FRIDAY + timedelta(hours=2, seconds=1)


def test_a_body_may_close_at_another_hour() -> None:
    close = time(16, 30)
    asked = local(TOKYO, 6, 8, 16, 45)
    assert suspense_due("routine", asked, TOKYO, (JAPAN,), close) == local(TOKYO, 6, 12, 16, 30)


@pytest.mark.parametrize("calendars", [(US, JAPAN), (JAPAN, US)])
def test_a_calendar_that_ends_too_early_is_heard_even_on_a_day_that_another_has_off(
    calendars: tuple[Calendar, ...],
) -> None:
    short = Calendar("short", date(2026, 1, 1), date(2026, 9, 18), frozenset())
    with pytest.raises(OutOfRange) as refused:
        working_days_due(3, FRIDAY, TOKYO, (*calendars, short))
    assert (refused.value.calendar, refused.value.day) == ("short", date(2026, 9, 19))


def test_more_days_than_the_calendar_has_are_refused() -> None:
    with pytest.raises(OutOfRange):
        working_days_due(999_999, FRIDAY, TOKYO, (US,))


@pytest.mark.parametrize(("days", "calendars"), [(3, ()), (0, (US,)), (-1, (US,))])
def test_working_days_are_not_counted_without_a_calendar_nor_fewer_than_one(
    days: int, calendars: tuple[Calendar, ...]
) -> None:
    with pytest.raises(ValueError, match="working days"):
        working_days_due(days, FRIDAY, TOKYO, calendars)


@pytest.mark.parametrize(("elapsed", "working_days"), [(None, None), (timedelta(1), 1), (timedelta(), None), (None, 0)])
def test_an_urgency_is_counted_in_one_way(elapsed: timedelta | None, working_days: int | None) -> None:
    with pytest.raises(ValueError, match="either"):
        Urgency("odd", elapsed, working_days)


def test_an_urgency_that_is_in_no_row_is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError):
        suspense_due("whenever", FRIDAY, TOKYO, (US,))


def test_times_without_offset_are_no_instants() -> None:
    naive = FRIDAY.replace(tzinfo=None)
    with pytest.raises(NaiveTime):
        suspense_due("urgent", naive, TOKYO, (US,))
    with pytest.raises(NaiveTime):
        suspense_due("routine", naive, TOKYO, (US,))
    with pytest.raises(NaiveTime):
        fraction_of(naive, FRIDAY, Fraction(1, 2))


@pytest.mark.parametrize(
    ("seconds", "fraction", "passed"),
    [
        (1800, Fraction(1, 2), 900),
        (1800, Fraction(9, 10), 1620),
        (1800, Fraction(11, 10), 1980),
        (7200, Fraction(2, 3), 4800),
        (100, Fraction(2, 3), 66),  # cut, not rounded
        (86400 * 365, Fraction(1, 3), 10_512_000),
        (60, Fraction(0), 0),
        (60, Fraction(1), 60),
    ],
)
def test_a_fraction_of_a_span_is_exact_and_cut_to_seconds(seconds: int, fraction: Fraction, passed: int) -> None:
    due = FRIDAY + timedelta(seconds=seconds)
    assert fraction_of(FRIDAY, due, fraction) == FRIDAY + timedelta(seconds=passed)


def test_a_fraction_is_one_of_elapsed_time_though_the_clocks_are_put_back_meanwhile() -> None:
    start, due = local(WASHINGTON, 11, 1, 0), local(WASHINGTON, 11, 1, 7)  # eight hours
    half = fraction_of(start, due, Fraction(1, 2))
    assert (half, half.tzinfo) == (datetime(2026, 11, 1, 8, tzinfo=UTC), UTC)


@given(
    asked=st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001  as Hypothesis wants them
    days=st.integers(min_value=1, max_value=30),
    hours=st.integers(min_value=-12, max_value=12),
)
def test_a_joint_suspense_never_falls_before_that_of_either_nation(asked: datetime, days: int, hours: int) -> None:
    asked = asked.astimezone(timezone(timedelta(hours=hours)))
    joint = working_days_due(days, asked, TOKYO, (US, JAPAN))
    alone = [working_days_due(days, asked, TOKYO, (calendar,)) for calendar in (US, JAPAN)]
    due_on = joint.astimezone(ZoneInfo(TOKYO)).date()
    assert joint >= max(alone) > asked
    assert is_working_day(US, due_on)
    assert is_working_day(JAPAN, due_on)
