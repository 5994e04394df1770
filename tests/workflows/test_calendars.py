import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import holidays
import pytest

from workflows.times.calendars import BadCalendar, Calendar, OutOfRange, is_working_day, read_calendar, with_own_days

CALENDARS = Path(__file__).parents[2] / "deploy" / "calendars"
YEARS = range(2025, 2029)
YEAR_END = ((1, 1), (1, 2), (1, 3), (12, 29), (12, 30), (12, 31))


def document(name: str) -> dict[str, Any]:
    return tomllib.loads((CALENDARS / f"{name}.toml").read_text(encoding="utf-8"))


US, JAPAN = (read_calendar(document(name)) for name in ("us-federal", "jp-government"))


@pytest.mark.parametrize(
    ("calendar", "day", "works"),
    [
        (JAPAN, date(2026, 5, 6), False),  # Sunday 3 May is moved past two other holidays
        (JAPAN, date(2026, 5, 7), True),
        (JAPAN, date(2026, 9, 22), False),  # between two holidays
        (JAPAN, date(2026, 12, 28), True),
        (JAPAN, date(2026, 12, 29), False),
        (JAPAN, date(2028, 1, 3), False),
        (JAPAN, date(2028, 1, 4), True),
        (JAPAN, date(2026, 7, 3), True),
        (US, date(2026, 7, 3), False),  # Saturday 4 July is kept on the Friday
        (US, date(2027, 12, 31), False),  # New Year's Day 2028 is a Saturday
        (US, date(2026, 9, 22), True),
        (US, date(2026, 9, 19), False),  # a Saturday
        (US, date(2026, 9, 20), False),  # a Sunday
        (US, date(2025, 1, 1), False),
        (US, date(2028, 12, 29), True),
        (US, date(2028, 12, 31), False),  # its last day, a Sunday
    ],
)
def test_offices_are_open_or_shut(calendar: Calendar, day: date, works: bool) -> None:
    assert is_working_day(calendar, day) is works


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2029, 1, 1)])
def test_a_day_that_the_calendar_does_not_reach_is_refused(day: date) -> None:
    with pytest.raises(OutOfRange) as refused:
        is_working_day(US, day)
    assert (refused.value.calendar, refused.value.day) == ("us-federal", day)


def test_the_us_file_agrees_with_the_holidays_package() -> None:
    known = holidays.country_holidays("US", years=YEARS, language="en_US")
    assert {row["date"]: row["name"] for row in document("us-federal")["day"]} == dict(known)


def test_the_japanese_file_agrees_with_the_holidays_package_and_adds_the_year_end() -> None:
    english = holidays.country_holidays("JP", years=YEARS, language="en_US")
    japanese = holidays.country_holidays("JP", years=YEARS, language="ja")
    closing = {date(year, month, day) for year in YEARS for month, day in YEAR_END} - japanese.keys()
    rows = {row["date"]: (row["name"], row["name_ja"]) for row in document("jp-government")["day"]}
    assert {day: names for day, names in rows.items() if day not in closing} == {
        day: (english[day], japanese[day]) for day in japanese
    }
    assert closing <= rows.keys()


@pytest.mark.parametrize(("name", "id_"), [("us-federal", "us-federal"), ("jp-government", "jp-government")])
def test_a_file_covers_its_four_years_in_order(name: str, id_: str) -> None:
    calendar, days = read_calendar(document(name)), [row["date"] for row in document(name)["day"]]
    assert (calendar.id, calendar.first, calendar.last) == (id_, date(2025, 1, 1), date(2028, 12, 31))
    assert days == sorted(calendar.days_off)


DAY = {"date": date(2026, 2, 2), "name": "Closed", "name_ja": "閉庁日"}
HEAD = {"id": "x", "first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def test_a_calendar_may_have_no_days_off() -> None:
    assert read_calendar(HEAD) == Calendar("x", date(2026, 1, 1), date(2026, 12, 31), frozenset())


def own(*days: dict[str, Any]) -> dict[str, Calendar]:
    """Two calendars of 2026 that have 2 February off, with an installation's own days."""
    found = (read_calendar(HEAD | {"id": id_, "day": [DAY]}) for id_ in ("x", "y"))
    return with_own_days({row.id: row for row in found}, {"day": list(days)})


GROUNDHOG, SATURDAY = date(2026, 2, 2), date(2026, 5, 16)


def test_an_installation_s_own_days_are_off_or_worked_in_all_calendars_or_in_those_named() -> None:
    founding = date(2026, 5, 15)
    off = {"date": founding, "name": "Founding", "name_ja": "創立記念日"}
    on = {"date": SATURDAY, "name": "Move", "name_ja": "移転", "works": True, "calendars": ["y"]}
    worked = {**DAY, "works": True, "calendars": ["x"]}
    calendars = own(off, on, worked)
    found = {
        (id_, day.isoformat()): is_working_day(calendars[id_], day)
        for id_ in calendars
        for day in (GROUNDHOG, founding, SATURDAY)
    }
    assert found == {
        ("x", "2026-02-02"): True,
        ("x", "2026-05-15"): False,
        ("x", "2026-05-16"): False,
        ("y", "2026-02-02"): False,
        ("y", "2026-05-15"): False,
        ("y", "2026-05-16"): True,
    }
    assert calendars["x"].names[founding] == ("Founding", "創立記念日")


def test_those_of_the_example_are_in_order() -> None:
    calendars = {row.id: row for row in (US, JAPAN)}
    path = Path(__file__).parents[2] / "deploy" / "own-days.toml"
    found = with_own_days(calendars, tomllib.loads(path.read_text("utf-8")))
    assert [is_working_day(found[id_], date(2027, 4, 5)) for id_ in ("us-federal", "jp-government")] == [False, True]
    assert all(is_working_day(row, date(2027, 5, 15)) for row in found.values())


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ({"calendars": ["z"]}, ("day 1: calendars: a list of some of x, y is wanted",)),
        ({"calendars": []}, ("day 1: calendars: a list of some of x, y is wanted",)),
        ({"calendars": "x"}, ("day 1: calendars: a list of some of x, y is wanted",)),
        ({"works": "no"}, ("day 1: works: true or false is wanted",)),
        ({"date": date(2027, 1, 1), "calendars": ["y"]}, ("day 1: 2027-01-01 lies outside the calendar y",)),
        ({"name": ""}, ("day 1: name: a name is wanted",)),
        ({"zone": "UTC"}, ("day 1: zone: no such field",)),
    ],
)
def test_faults_of_own_days_are_told(row: dict[str, Any], faults: tuple[str, ...]) -> None:
    with pytest.raises(BadCalendar) as refused:
        own(DAY | row)
    assert refused.value.faults == faults


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"id": " "}, ("id: a name is wanted",)),
        ({"first": "2026-01-01"}, ("first: a date is wanted",)),
        ({"last": datetime(2026, 1, 1)}, ("last: a date is wanted",)),  # noqa: DTZ001  TOML has local times
        (
            {"first": date(2027, 1, 1), "day": [DAY]},
            ("first: lies after last", "day 1: 2026-02-02 lies outside 2027-01-01 to 2026-12-31"),
        ),
        ({"days": []}, ("days: no such field",)),
        ({"day": {"date": date(2026, 1, 1)}}, ("day: a list of tables is wanted",)),
        ({"day": ["2026-01-01"]}, ("day: a list of tables is wanted",)),
        ({"day": [DAY, DAY]}, ("day 2: 2026-02-02 is there twice",)),
        ({"day": [DAY | {"note": "?"}]}, ("day 1: note: no such field",)),
        (
            {"id": None, "day": [{"date": "1 May"}, DAY | {"date": date(2025, 1, 1)}]},
            (
                "id: a name is wanted",
                "day 1: name: a name is wanted",
                "day 1: name_ja: a name is wanted",
                "day 1: date: a date is wanted",
                "day 2: 2025-01-01 lies outside 2026-01-01 to 2026-12-31",
            ),
        ),
    ],
)
def test_every_fault_of_a_file_is_told_together(changed: dict[str, Any], faults: tuple[str, ...]) -> None:
    with pytest.raises(BadCalendar) as refused:
        read_calendar(HEAD | changed)
    assert refused.value.faults == faults
