"""Times as people type them, in English and Japanese: which instant was meant, or why that can't be told."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from workflows.dtg import LOCAL_LETTER, MONTHS, OFFSET_OF, format_dtg, utc
from workflows.time_spellings import LONGEST, OVERMORROW, WEEKDAYS, plain_spelling

YEARS_AHEAD = 2
"""The furthest year accepted, counted from the present one."""

_MIDNIGHT_ENDING_THE_DAY = (24, 0)
_MONTHS_TO_TRY = 4  # A day of the month may be missing in this one and, seen from January, in the next.


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A span in working days. Whoever knows the calendars counts it: `suspense.working_days_due`."""

    days: int


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """A span in hours in which whoever typed it works: `suspense.working_hours_due` counts it."""

    hours: int


Working = WorkingDays | WorkingHours


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Why a typed time is refused. `params` has `text`, what was typed, and more by `code`; instants are UTC.

    not-a-time: `dtg`, `clock`, `span`, three forms that would be right now.
    local-letter: `letter`, J, which names no zone.
    past-time, far-time: `understood`.
    ambiguous-time: `earlier`, `later`; clocks go back and show it twice, or its day is not the same in the
        writer's zone and in the zone that was typed.
    absent-time: `understood`; clocks go forward past it, and this is what they show instead.
    """

    code: str
    params: Mapping[str, str | datetime]


@dataclass(frozen=True, slots=True)
class _Asked:
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

    def refuse(self, code: str, **params: str | datetime) -> NotUnderstood:
        return NotUnderstood(code, {"text": self.text, **params})


_Day = tuple[int, int, int]  # year, month, day; such a day need not exist


def _this_day(asked: _Asked) -> Iterable[_Day]:
    yield asked.part("year"), asked.part("month"), asked.part("day")


def _named_day(asked: _Asked) -> Iterable[_Day]:
    """Today or tomorrow in the writer's zone and in the one that was typed; mostly the two are one day."""
    ahead = timedelta(days=_DAY_WORDS[asked.parts["word"] or ""])
    for day in sorted({(asked.now.astimezone(zone) + ahead).date() for zone in (asked.home, asked.zone)}):
        yield day.year, day.month, day.day


def _next_days(asked: _Asked) -> Iterable[_Day]:
    today = asked.now.astimezone(asked.zone).date()
    for day in (today, today + timedelta(days=1), today + timedelta(days=2)):
        yield day.year, day.month, day.day


def _next_such_weekday(asked: _Asked) -> Iterable[_Day]:
    today = asked.now.astimezone(asked.zone).date()
    ahead = (WEEKDAYS.index(asked.parts["weekday"] or "") - today.weekday()) % 7
    for day in (today + timedelta(days=ahead), today + timedelta(days=ahead + 7)):
        yield day.year, day.month, day.day


def _next_months(asked: _Asked) -> Iterable[_Day]:
    today = asked.now.astimezone(asked.zone).date()
    for months in range(today.month - 1, today.month - 1 + _MONTHS_TO_TRY):
        yield today.year + months // 12, months % 12 + 1, asked.part("day")


def _next_years(asked: _Asked) -> Iterable[_Day]:
    this_year = asked.now.astimezone(asked.zone).year
    for year in range(this_year, this_year + YEARS_AHEAD + 1):
        yield year, asked.part("month"), asked.part("day")


def _this_or_next_years(asked: _Asked) -> Iterable[_Day]:
    return _this_day(asked) if asked.parts["year"] else _next_years(asked)


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to write a time, and the days it may mean: the first one ahead, or all the same if `one_day`."""

    pattern: re.Pattern[str]
    days: Callable[[_Asked], Iterable[_Day]]
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
    _Form(re.compile(pattern), days, one_day)
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

_UNITS = {"M": timedelta(minutes=1), "H": timedelta(hours=1), "D": timedelta(days=1), "W": timedelta(days=7)}
SPAN = re.compile(
    r"(?:\+|IN) ?(?P<count>[0-9]{1,6}) ?"
    r"(?P<unit>M|H|D|W)(?:(?<=M)IN(?:UTE)?S?|(?<=H)(?:OU)?RS?|(?<=D)AYS?|(?<=W)EEKS?)?"
)
WORKING = re.compile(r"(?:\+|IN)? ?(?P<count>[0-9]{1,6}) ?(?:W(?P<unit>[DH])|WORKING (?P<word>DAY|HOUR)S?)")


def read_time(text: str, *, now: datetime, zone: str) -> datetime | Working | NotUnderstood:
    """The instant, later than `now`, in UTC, that `text` means to somebody who writes it at `now` in `zone`.

    Read are a date-time group (`021200Z NOV 26`; month and year may be left out), a time of day (`1200`,
    `12:00I`, `5pm`, `9時`), one with its day (`tomorrow 0900`, `Monday 0900`, `明日9時`, `24 Nov 1700`,
    `2026-11-24 17:00`, `11月24日 17:00`, `2026-11-24T17:00+09:00`), elapsed time (`+8h`, `in 30m`, `2日後`; a day
    is 24 hours), and working days and hours (`+3wd`, `3営業日`, `4wh`), which are left to the caller to count.
    What is left out means the next such instant.
    Full-width and small letters mean the same; seconds of a typed clock are dropped. Without a zone, `zone`
    is meant. Raises NaiveTime where `now` has no offset, ZoneInfoNotFoundError for an unknown `zone`.
    Source: DOMAIN section 5.
    """
    asked = _Asked(text.strip()[:LONGEST], {}, utc(now), ZoneInfo(zone))
    plain = plain_spelling(text)
    answer = _working(plain, asked) or _elapsed(plain, asked) or _by_clock(plain, asked)
    return answer or asked.refuse("not-a-time", **_right_forms(asked.now, zone))


def _right_forms(now: datetime, zone: str) -> dict[str, str]:
    example = (now + timedelta(days=1)).replace(minute=0)
    return {"dtg": format_dtg(example, zone), "clock": "tomorrow 0900", "span": "+8h"}


def _working(plain: str, asked: _Asked) -> Working | NotUnderstood | None:
    match = WORKING.fullmatch(plain)
    if match is None:
        return None
    count = int(match["count"])
    if not count:
        return asked.refuse("past-time", understood=asked.now)
    return WorkingDays(count) if (match["unit"] or match["word"]).startswith("D") else WorkingHours(count)


def _elapsed(plain: str, asked: _Asked) -> datetime | NotUnderstood | None:
    match = SPAN.fullmatch(plain)
    if match is None:
        return None
    due = asked.now + int(match["count"]) * _UNITS[match["unit"]]
    return _within_reach(due.replace(microsecond=0), asked)


def _by_clock(plain: str, asked: _Asked) -> datetime | NotUnderstood | None:
    for form in FORMS:
        match = form.pattern.fullmatch(plain)
        if match is not None:
            return _settled(form, replace(asked, parts=_numbered(match)))
    return None


def _numbered(match: re.Match[str]) -> dict[str, str | None]:
    """The named parts, with a month's name as its number and a year in full."""
    parts = match.groupdict()
    if (month := parts.get("month")) in MONTHS:
        parts["month"] = str(MONTHS.index(month) + 1)
    if year := parts.get("year"):
        parts["year"] = f"20{year}"[-4:]
    return parts


def _settled(form: _Form, asked: _Asked) -> datetime | NotUnderstood | None:
    """The instant that `form` means here, or the refusal; None where it names no day or hour that exists."""
    if asked.parts.get("zone") == LOCAL_LETTER:
        return asked.refuse("local-letter", letter=LOCAL_LETTER)
    shown = [at for at in (_clock_at(day, asked) for day in form.days(asked)) if at is not None]
    ahead = [at for at in shown if _instants(at)[1] > asked.now]
    if not ahead:
        return asked.refuse("past-time", understood=_instants(shown[-1])[1]) if shown else None
    if form.one_day and len(ahead) > 1:
        return asked.refuse("ambiguous-time", earlier=_instants(ahead[0])[0], later=_instants(ahead[1])[0])
    return _once(ahead[0], asked)


def _clock_at(day: _Day, asked: _Asked) -> datetime | None:
    """The clock of the zone meant at the hour asked for on `day`; None where there is no such day or hour."""
    hour, minute = asked.part("hour"), asked.part("minute")
    try:
        if (hour, minute) == _MIDNIGHT_ENDING_THE_DAY:
            return datetime(*day, tzinfo=asked.zone) + timedelta(days=1)
        return datetime(*day, hour, minute, tzinfo=asked.zone)
    except ValueError:
        return None


def _instants(clock: datetime) -> tuple[datetime, datetime]:
    """First and last instant in UTC that `clock` may mean: the same but where clocks are put on or back."""
    first, last = sorted(clock.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, last


def _once(clock: datetime, asked: _Asked) -> datetime | NotUnderstood:
    first, last = _instants(clock)
    if first == last:
        return _within_reach(first, asked)
    if first.astimezone(clock.tzinfo).replace(fold=0) == clock.replace(fold=0):
        return asked.refuse("ambiguous-time", earlier=first, later=last)
    return asked.refuse("absent-time", understood=last)


def _within_reach(instant: datetime, asked: _Asked) -> datetime | NotUnderstood:
    if instant <= asked.now:
        return asked.refuse("past-time", understood=instant)
    if instant.astimezone(asked.home).year > asked.now.astimezone(asked.home).year + YEARS_AHEAD:
        return asked.refuse("far-time", understood=instant)
    return instant


def _zone_named(name: str, home: tzinfo) -> tzinfo:
    """The zone of a letter, a word or an offset such as +09:00; `home` where there is none."""
    if not name:
        return home
    if name in _ZONE_WORDS:
        return timezone(_ZONE_WORDS[name])
    hours, minutes = int(name[1:3]), int(name[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if name.startswith("-") else offset)
