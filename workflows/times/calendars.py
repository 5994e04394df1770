"""Working days: which days a nation's offices are shut, as data with a first and a last day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeGuard

_SATURDAY = 5  # date.weekday() counts from Monday = 0
_FIELDS = {"id", "first", "last", "day"}
_DAY_FIELDS = {"date", "name", "name_ja"}
_OWN_FIELDS = {*_DAY_FIELDS, "calendars", "works"}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off of one administration, from `first` to `last`, both included.

    `days_off` holds holidays and closures as kept; Saturdays and Sundays are off besides, but for those of `worked`.
    """

    id: str
    first: date
    last: date
    days_off: frozenset[date]
    worked: frozenset[date] = frozenset()
    names: Mapping[date, tuple[str, str]] = field(default_factory=dict, compare=False)
    """What days off are called, in English and in Japanese."""


class OutOfRange(LookupError):  # noqa: N818  It is read as an answer: out of range.
    """A day was asked for that the calendar named does not reach: extend its file; nothing is guessed."""

    def __init__(self, calendar: Calendar, day: date) -> None:
        super().__init__(f"{calendar.id} knows {calendar.first} to {calendar.last}, not {day}")
        self.calendar = calendar.id
        self.day = day


class BadCalendar(ValueError):  # noqa: N818  It names the thing at fault.
    """A calendar file is at fault: `faults` says everything that is to be put right in it."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether offices that keep `calendar` are open on `day`.

    Raises OutOfRange before its first day and after its last: the bot refuses to compute there and says so.
    """
    if not calendar.first <= day <= calendar.last:
        raise OutOfRange(calendar, day)
    return day in calendar.worked or (day.weekday() < _SATURDAY and day not in calendar.days_off)


def read_calendar(document: Mapping[str, Any]) -> Calendar:
    """The calendar that a parsed file of deploy/calendars describes.

    It has `id`, `first`, `last` and `day` tables with `date`, `name` and `name_ja`; dates are TOML's own.
    Raises BadCalendar with every fault of the document together.
    """
    days = document.get("day", [])
    if not isinstance(days, list) or not all(isinstance(row, Mapping) for row in days):
        raise BadCalendar(("day: a list of tables is wanted",))
    faults = _head_faults(document) + _day_faults(days, *_bounds(document))
    if faults:
        raise BadCalendar(tuple(faults))
    first, last = _bounds(document)
    names = {row["date"]: (row["name"], row["name_ja"]) for row in days}
    return Calendar(document["id"], first, last, frozenset(names), names=names)


def with_own_days(calendars: Mapping[str, Calendar], document: Mapping[str, Any]) -> dict[str, Calendar]:
    """The calendars with an installation's own days: `day` tables as in a calendar's file, with more fields each.

    `calendars` names the ones that the day is for, all of them where it is left out; with `works = true` it is worked
    though it would be off. Raises BadCalendar with every fault of the document together.
    """
    days = document.get("day", [])
    faults = own_day_faults(document)
    if _are_tables(days):
        faults += _own_faults(days, calendars)
    if faults:
        raise BadCalendar(tuple(faults))
    return {
        id_: _with_days(row, [day for day in days if id_ in day.get("calendars", [id_])])
        for id_, row in calendars.items()
    }


def own_day_faults(document: Mapping[str, Any]) -> list[str]:
    """What is wrong in an installation's own days, whatever calendars they are for."""
    days = document.get("day", [])
    if not _are_tables(days):
        return ["day: a list of tables is wanted"]
    faults = [f"{key}: no such field" for key in sorted(document.keys() - {"day"})]
    faults += [
        f"day {number}: works: true or false is wanted"
        for number, row in enumerate(days, start=1)
        if not isinstance(row.get("works", False), bool)
    ]
    return faults + _day_faults(days, date.min, date.max, _OWN_FIELDS)


def _are_tables(days: Any) -> bool:
    return isinstance(days, list) and all(isinstance(row, Mapping) for row in days)


def _with_days(calendar: Calendar, days: list[Mapping[str, Any]]) -> Calendar:
    own = {row["date"]: row for row in days}
    works = {day for day, row in own.items() if row.get("works")}
    names = {**calendar.names, **{day: (row["name"], row["name_ja"]) for day, row in own.items()}}
    off = (calendar.days_off | own.keys()) - works
    return replace(calendar, days_off=frozenset(off), worked=frozenset(works), names=names)


def _own_faults(days: list[Mapping[str, Any]], calendars: Mapping[str, Calendar]) -> list[str]:
    faults: list[str] = []
    for number, row in enumerate(days, start=1):
        named = row.get("calendars", list(calendars))
        if not isinstance(named, list) or not named or not {*map(str, named)} <= calendars.keys():
            faults.append(f"day {number}: calendars: a list of some of {', '.join(calendars) or 'none'} is wanted")
            continue
        day = row.get("date")
        outside = [id_ for id_ in named if _is_day(day) and not calendars[id_].first <= day <= calendars[id_].last]
        faults += [f"day {number}: {day} lies outside the calendar {id_}" for id_ in outside]
    return faults


def _head_faults(document: Mapping[str, Any]) -> list[str]:
    faults = [f"{key}: no such field" for key in sorted(document.keys() - _FIELDS)]
    if not _is_text(document.get("id")):
        faults.append("id: a name is wanted")
    faults += [f"{key}: a date is wanted" for key in ("first", "last") if not _is_day(document.get(key))]
    first, last = _bounds(document)
    if first > last:
        faults.append("first: lies after last")
    return faults


def _bounds(document: Mapping[str, Any]) -> tuple[date, date]:
    """First and last day; where one is at fault, as far as dates go, so that days can still be checked."""
    first, last = document.get("first"), document.get("last")
    return (first if _is_day(first) else date.min, last if _is_day(last) else date.max)


def _day_faults(
    days: list[Mapping[str, Any]], first: date, last: date, fields: Collection[str] = _DAY_FIELDS
) -> list[str]:
    faults: list[str] = []
    seen: set[date] = set()
    for number, row in enumerate(days, start=1):
        faults += [f"day {number}: {key}: no such field" for key in sorted(row.keys() - {*fields})]
        nameless = [key for key in ("name", "name_ja") if not _is_text(row.get(key))]
        faults += [f"day {number}: {key}: a name is wanted" for key in nameless]
        day = row.get("date")
        if not _is_day(day):
            faults.append(f"day {number}: date: a date is wanted")
        elif not first <= day <= last:
            faults.append(f"day {number}: {day} lies outside {first} to {last}")
        elif day in seen:
            faults.append(f"day {number}: {day} is there twice")
        else:
            seen.add(day)
    return faults


def _is_day(value: object) -> TypeGuard[date]:
    # A datetime is a date by inheritance, and compares with none.
    return type(value) is date


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
