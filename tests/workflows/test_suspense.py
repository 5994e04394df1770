import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.times.calendars import Calendar, OutOfRange, is_working_day, read_calendar
from workflows.times.dtg import NaiveTime
from workflows.times.hours import Hours, read_hours
from workflows.times.suspense import (
    URGENCIES,
    Urgency,
    due_by,
    fraction_of,
    suspense_due,
    working_days_due,
    working_hours_due,
)

CALENDARS = Path(__file__).parents[2] / "deploy" / "calendars"
US, JAPAN = (
    read_calendar(tomllib.loads((CALENDARS / f"{name}.toml").read_text(encoding="utf-8")))
    for name in ("us-federal", "jp-government")
)
WORKED = replace(US, worked=frozenset({date(2026, 3, 7), date(2026, 10, 31)}))
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
    hours = read_hours(("08:00", "16:30"))
    asked = local(TOKYO, 6, 8, 16, 45)
    assert suspense_due("routine", asked, TOKYO, (JAPAN,), hours) == local(TOKYO, 6, 12, 16, 30)


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


NIGHT, ALWAYS, OFFICE = (read_hours(row) for row in (("22:00", "06:00"), ("00:00", "24:00"), ("08:30", "17:00")))
EVENING = read_hours(("16:00", "24:00"))


@pytest.mark.parametrize(
    ("hours", "asked", "days", "due"),
    [
        # a shift that crosses midnight is of the day on which it begins, and so is who asks in it
        (NIGHT, local(TOKYO, 6, 9, 3), 1, local(TOKYO, 6, 10, 6)),
        (NIGHT, local(TOKYO, 6, 9, 7), 1, local(TOKYO, 6, 11, 6)),
        (NIGHT, local(TOKYO, 6, 11, 23), 1, local(TOKYO, 6, 13, 6)),
        (EVENING, local(TOKYO, 6, 8, 23), 1, local(TOKYO, 6, 10, 0)),
        # round the clock: it counts days as an office does
        (ALWAYS, local(TOKYO, 6, 8, 10), 3, local(TOKYO, 6, 11)),
    ],
)
def test_working_days_end_when_the_body_s_own_hours_do(hours: Hours, asked: datetime, days: int, due: datetime) -> None:
    assert working_days_due(days, asked, TOKYO, (JAPAN,), hours) == due


@pytest.mark.parametrize(
    ("hours", "zone", "calendars", "asked", "count", "due"),
    [
        # within a day, to its very end, over a night, over a weekend, before and after hours
        (OFFICE, TOKYO, (JAPAN,), local(TOKYO, 6, 8, 10), 4, local(TOKYO, 6, 8, 14)),
        (OFFICE, TOKYO, (JAPAN,), local(TOKYO, 6, 8, 13), 4, local(TOKYO, 6, 8, 17)),
        (OFFICE, TOKYO, (JAPAN,), local(TOKYO, 6, 8, 15), 4, local(TOKYO, 6, 9, 10, 30)),
        (OFFICE, TOKYO, (JAPAN,), local(TOKYO, 6, 12, 16), 2, local(TOKYO, 6, 15, 9, 30)),
        (OFFICE, TOKYO, (JAPAN,), local(TOKYO, 6, 9, 4), 1, local(TOKYO, 6, 9, 9, 30)),
        (OFFICE, TOKYO, (JAPAN,), local(TOKYO, 6, 9, 20), 1, local(TOKYO, 6, 10, 9, 30)),
        (OFFICE, TOKYO, (JAPAN,), local(TOKYO, 6, 13, 10), 1, local(TOKYO, 6, 15, 9, 30)),
        # over the end of a month, and over holidays of one, the other, or both
        (OFFICE, TOKYO, (JAPAN,), local(TOKYO, 6, 30, 16), 2, local(TOKYO, 7, 1, 9, 30)),
        (OFFICE, TOKYO, (JAPAN,), local(TOKYO, 4, 28, 16), 2, local(TOKYO, 4, 30, 9, 30)),
        (OFFICE, TOKYO, (US,), local(TOKYO, 4, 28, 16), 2, local(TOKYO, 4, 29, 9, 30)),
        (OFFICE, TOKYO, (US, JAPAN), local(TOKYO, 7, 2, 16), 2, local(TOKYO, 7, 6, 9, 30)),
        (OFFICE, TOKYO, (JAPAN,), local(TOKYO, 9, 18, 16), 2, local(TOKYO, 9, 24, 9, 30)),
        # a shift that crosses midnight: of the day on which it begins, so that of Friday works on Saturday morning
        (NIGHT, TOKYO, (JAPAN,), local(TOKYO, 6, 8, 23), 4, local(TOKYO, 6, 9, 3)),
        (NIGHT, TOKYO, (JAPAN,), local(TOKYO, 6, 9, 5), 4, local(TOKYO, 6, 10, 1)),
        (NIGHT, TOKYO, (JAPAN,), local(TOKYO, 6, 13, 2), 5, local(TOKYO, 6, 15, 23)),
        (NIGHT, TOKYO, (JAPAN,), local(TOKYO, 6, 14, 23), 1, local(TOKYO, 6, 15, 23)),
        (EVENING, TOKYO, (JAPAN,), local(TOKYO, 6, 8, 23), 2, local(TOKYO, 6, 9, 17)),
        # the night in which clocks are put on has seven hours, the one in which they are put back nine; both begin on a
        # Saturday, which is worked here; an office that day has what it always has
        (NIGHT, WASHINGTON, (WORKED,), local(WASHINGTON, 3, 7, 22), 7, local(WASHINGTON, 3, 8, 6)),
        (NIGHT, WASHINGTON, (WORKED,), local(WASHINGTON, 10, 31, 22), 9, local(WASHINGTON, 11, 1, 6)),
        (OFFICE, WASHINGTON, (US,), local(WASHINGTON, 3, 6, 16), 2, local(WASHINGTON, 3, 9, 9, 30)),
        (OFFICE, WASHINGTON, (US,), local(WASHINGTON, 10, 30, 16), 2, local(WASHINGTON, 11, 2, 9, 30)),
        # a watch round the clock: hours that pass, on days off and across the change of clocks, with no calendar
        (ALWAYS, TOKYO, (), local(TOKYO, 9, 19, 23), 4, local(TOKYO, 9, 20, 3)),
        (ALWAYS, WASHINGTON, (US,), local(WASHINGTON, 11, 1, 0), 4, local(WASHINGTON, 11, 1, 3)),
        (ALWAYS, WASHINGTON, (US,), local(WASHINGTON, 3, 8, 0), 4, local(WASHINGTON, 3, 8, 5)),
    ],
)
def test_working_hours_are_those_in_which_the_body_works(  # noqa: PLR0917  a table of six columns
    hours: Hours, zone: str, calendars: tuple[Calendar, ...], asked: datetime, count: int, due: datetime
) -> None:
    reckoned = working_hours_due(count, asked, zone, calendars, hours)
    assert (reckoned, reckoned.tzinfo) == (due, UTC)


@pytest.mark.parametrize(
    ("asked", "due"), [(date(2027, 2, 26), date(2027, 3, 1)), (date(2028, 2, 28), date(2028, 2, 29))]
)
def test_a_leap_day_is_worked_like_any_other(asked: date, due: date) -> None:
    def at(day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), ZoneInfo(TOKYO))

    assert working_hours_due(2, at(asked, 16), TOKYO, (JAPAN,), OFFICE) == at(due, 9, 30)
    assert working_days_due(1, at(asked, 16), TOKYO, (JAPAN,)) == at(due, 17)


def test_past_the_end_of_a_calendar_no_hour_is_guessed_and_up_to_it_all_are_counted() -> None:
    short = Calendar("short", date(2026, 6, 1), date(2026, 6, 9), frozenset())
    asked = local(TOKYO, 6, 9, 10)
    assert working_hours_due(7, asked, TOKYO, (JAPAN, short), OFFICE) == local(TOKYO, 6, 9, 17)
    with pytest.raises(OutOfRange) as refused:
        working_hours_due(8, asked, TOKYO, (JAPAN, short), OFFICE)
    assert (refused.value.calendar, refused.value.day) == ("short", date(2026, 6, 10))


@pytest.mark.parametrize(("count", "calendars", "hours"), [(1, (), OFFICE), (0, (US,), OFFICE), (0, (), ALWAYS)])
def test_working_hours_are_not_counted_without_a_calendar_nor_fewer_than_one(
    count: int, calendars: tuple[Calendar, ...], hours: Hours
) -> None:
    with pytest.raises(ValueError, match="working hours"):
        working_hours_due(count, FRIDAY, TOKYO, calendars, hours)


def test_an_urgency_may_be_of_working_hours() -> None:
    asked = local(TOKYO, 6, 8, 15)
    assert due_by(Urgency("brisk", working_hours=4), asked, TOKYO, (JAPAN,), OFFICE) == local(TOKYO, 6, 9, 10, 30)


@settings(deadline=None)
@given(
    asked=st.datetimes(datetime(2025, 2, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001  as Hypothesis wants them
    count=st.integers(min_value=1, max_value=24),
    zone=st.sampled_from([TOKYO, WASHINGTON]),
    hours=st.sampled_from([NIGHT, OFFICE, EVENING]),
)
def test_as_many_minutes_are_worked_as_were_asked_for(asked: datetime, count: int, zone: str, hours: Hours) -> None:
    """Counted minute by minute, on the wall."""
    asked = asked.replace(second=0, microsecond=0)
    due = working_hours_due(count, asked, zone, (US, JAPAN), hours)
    minutes = (asked + timedelta(minutes=at) for at in range(int((due - asked) / timedelta(minutes=1))))
    assert sum(is_worked(minute.astimezone(ZoneInfo(zone)), hours) for minute in minutes) == count * 60


def is_worked(at: datetime, hours: Hours) -> bool:
    since = timedelta(hours=at.hour, minutes=at.minute)
    for day, since_midnight in ((at.date(), since), (at.date() - timedelta(days=1), since + timedelta(days=1))):
        if hours.begins <= since_midnight < hours.ends:
            return is_working_day(US, day) and is_working_day(JAPAN, day)
    return False


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


def test_a_fraction_is_cut_to_seconds_of_the_clock_though_the_span_begins_between_two() -> None:
    start = FRIDAY + timedelta(milliseconds=600)
    assert fraction_of(start, start + timedelta(seconds=1), Fraction(1, 2)) == FRIDAY + timedelta(seconds=1)


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
