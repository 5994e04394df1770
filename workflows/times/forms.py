"""The forms in which a time is typed, and the days that each of them may mean."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from workflows.times.dtg import MONTHS, OFFSET_OF
from workflows.times.spellings import OVERMORROW, WEEKDAYS

YEARS_AHEAD = 2
"""The furthest year accepted, counted from the present one."""

_MONTHS_TO_TRY = 4  # A day of the month may be missing in this one and, seen from January, in the next.


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a text that fitted a form, with the present instant and the writer's zone."""

    text: str
    parts: Mapping[str, str | None]
    now: datetime
    home: tzinfo

    @property
    def zone(self) -> tzinfo:
        return _zone_named(self.parts.get("zone") or "", self.home)

    def part(self, name: str) -> int:
        return int(self.parts.get(name) or 0)


Day = tuple[int, int, int]  # year, month, day; such a day need not exist


def _this_day(asked: Asked) -> Iterable[Day]:
    yield asked.part("year"), asked.part("month"), asked.part("day")


def _named_day(asked: Asked) -> Iterable[Day]:
    """Today or tomorrow in the writer's zone and in the one that was typed; mostly the two are one day."""
    ahead = timedelta(days=_DAY_WORDS[asked.parts["word"] or ""])
    for day in sorted({(asked.now.astimezone(zone) + ahead).date() for zone in (asked.home, asked.zone)}):
        yield day.year, day.month, day.day


def _next_days(asked: Asked) -> Iterable[Day]:
    today = asked.now.astimezone(asked.zone).date()
    for day in (today, today + timedelta(days=1), today + timedelta(days=2)):
        yield day.year, day.month, day.day


def _next_such_weekday(asked: Asked) -> Iterable[Day]:
    today = asked.now.astimezone(asked.zone).date()
    ahead = (WEEKDAYS.index(asked.parts["weekday"] or "") - today.weekday()) % 7
    for day in (today + timedelta(days=ahead), today + timedelta(days=ahead + 7)):
        yield day.year, day.month, day.day


def _next_months(asked: Asked) -> Iterable[Day]:
    today = asked.now.astimezone(asked.zone).date()
    for months in range(today.month - 1, today.month - 1 + _MONTHS_TO_TRY):
        yield today.year + months // 12, months % 12 + 1, asked.part("day")


def _next_years(asked: Asked) -> Iterable[Day]:
    this_year = asked.now.astimezone(asked.zone).year
    for year in range(this_year, this_year + YEARS_AHEAD + 1):
        yield year, asked.part("month"), asked.part("day")


def _this_or_next_years(asked: Asked) -> Iterable[Day]:
    return _this_day(asked) if asked.parts["year"] else _next_years(asked)


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a time, and the days it may mean: the first one ahead, or all the same if `one_day`."""

    pattern: re.Pattern[str]
    days: Callable[[Asked], Iterable[Day]]
    one_day: bool = False


_DAY_WORDS = {"TODAY": 0, "TOMORROW": 1, OVERMORROW: 2}
_ZONE_WORDS = {"UTC": timedelta(), "JST": timedelta(hours=9), **OFFSET_OF}

_CLOCK = r"(?P<hour>[0-9]{1,2}(?=:)|[0-9]{2}):?(?P<minute>[0-9]{2})(?::[0-9]{2}(?:[.][0-9]{1,6})?)?"
_ZONE = r" ?(?P<zone>[A-Z]|UTC|JST|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])?"
_MONTH_DAY = r"(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})[ T]"
_YEAR = r"(?P<year>20[0-9]{2})"
# At least one letter must follow, for 021200 alone may be a time with seconds.
_DAY_CLOCK = r"(?=[0-9 ]+[A-Z])(?P<day>[0-9]{2}) ?(?P<hour>[0-9]{2})(?P<minute>[0-9]{2}) ?(?P<zone>[A-Z])?"
_MONTH = r" ?(?P<month>" + "|".join(MONTHS) + ")"

FORMS = tuple(
    Form(re.compile(pattern), days, one_day)
    for pattern, days, one_day in (
        (f"{_YEAR}-{_MONTH_DAY}{_CLOCK}{_ZONE}", _this_day, False),
        (f"{_MONTH_DAY}{_CLOCK}{_ZONE}", _next_years, False),
        (f"(?P<word>{'|'.join(_DAY_WORDS)}) {_CLOCK}{_ZONE}", _named_day, True),
        (f"{_CLOCK}{_ZONE} (?P<word>{'|'.join(_DAY_WORDS)})", _named_day, True),
        (f"(?P<weekday>{'|'.join(WEEKDAYS)}) {_CLOCK}{_ZONE}", _next_such_weekday, False),
        (f"{_CLOCK}{_ZONE}", _next_days, False),
        (f"(?P<day>[0-9]{{1,2}}){_MONTH} (?:{_YEAR} )?{_CLOCK}{_ZONE}", _this_or_next_years, False),
        (f"{_DAY_CLOCK}{_MONTH} ?(?P<year>(?:20)?[0-9]{{2}})", _this_day, False),
        (f"{_DAY_CLOCK}{_MONTH}", _next_years, False),
        (_DAY_CLOCK, _next_months, False),
    )
)

UNITS = {"M": timedelta(minutes=1), "H": timedelta(hours=1), "D": timedelta(days=1), "W": timedelta(days=7)}
SPAN = re.compile(
    r"(?:\+|IN) ?(?P<count>[0-9]{1,6}) ?"
    r"(?P<unit>M|H|D|W)(?:(?<=M)IN(?:UTE)?S?|(?<=H)(?:OU)?RS?|(?<=D)AYS?|(?<=W)EEKS?)?"
)
WORKING = re.compile(r"(?:\+|IN)? ?(?P<count>[0-9]{1,6}) ?(?:W(?P<unit>[DH])|WORKING (?P<word>DAY|HOUR)S?)")


def _zone_named(name: str, home: tzinfo) -> tzinfo:
    """The zone of a letter, a word or an offset such as +09:00; `home` where there is none."""
    if not name:
        return home
    if name in _ZONE_WORDS:
        return timezone(_ZONE_WORDS[name])
    hours, minutes = int(name[1:3]), int(name[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if name.startswith("-") else offset)
