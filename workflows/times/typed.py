"""Times as people type them, in English and Japanese: which instant was meant, or why that can't be told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from workflows.times.dtg import LOCAL_LETTER, MONTHS, format_dtg, utc
from workflows.times.forms import FORMS, SPAN, UNITS, WORKING, YEARS_AHEAD, Asked, Day, Form
from workflows.times.spellings import LONGEST, plain_spelling

_MIDNIGHT_ENDING_THE_DAY = (24, 0)


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
    asked = Asked(text.strip()[:LONGEST], {}, utc(now), ZoneInfo(zone))
    plain = plain_spelling(text)
    answer = _working(plain, asked) or _elapsed(plain, asked) or _by_clock(plain, asked)
    return answer or _refuse("not-a-time", asked, **_right_forms(asked.now, zone))


def _right_forms(now: datetime, zone: str) -> dict[str, str]:
    example = (now + timedelta(days=1)).replace(minute=0)
    return {"dtg": format_dtg(example, zone), "clock": "tomorrow 0900", "span": "+8h"}


def _working(plain: str, asked: Asked) -> Working | NotUnderstood | None:
    match = WORKING.fullmatch(plain)
    if match is None:
        return None
    count = int(match["count"])
    if not count:
        return _refuse("past-time", asked, understood=asked.now)
    return WorkingDays(count) if (match["unit"] or match["word"]).startswith("D") else WorkingHours(count)


def _elapsed(plain: str, asked: Asked) -> datetime | NotUnderstood | None:
    match = SPAN.fullmatch(plain)
    if match is None:
        return None
    due = asked.now + int(match["count"]) * UNITS[match["unit"]]
    return _within_reach(due.replace(microsecond=0), asked)


def _by_clock(plain: str, asked: Asked) -> datetime | NotUnderstood | None:
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


def _settled(form: Form, asked: Asked) -> datetime | NotUnderstood | None:
    """The instant that `form` means here, or the refusal; None where it names no day or hour that exists."""
    if asked.parts.get("zone") == LOCAL_LETTER:
        return _refuse("local-letter", asked, letter=LOCAL_LETTER)
    shown = [at for at in (_clock_at(day, asked) for day in form.days(asked)) if at is not None]
    ahead = [at for at in shown if _instants(at)[1] > asked.now]
    if not ahead:
        return _refuse("past-time", asked, understood=_instants(shown[-1])[1]) if shown else None
    if form.one_day and len(ahead) > 1:
        return _refuse("ambiguous-time", asked, earlier=_instants(ahead[0])[0], later=_instants(ahead[1])[0])
    return _once(ahead[0], asked)


def _clock_at(day: Day, asked: Asked) -> datetime | None:
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


def _once(clock: datetime, asked: Asked) -> datetime | NotUnderstood:
    first, last = _instants(clock)
    if first == last:
        return _within_reach(first, asked)
    if first.astimezone(clock.tzinfo).replace(fold=0) == clock.replace(fold=0):
        return _refuse("ambiguous-time", asked, earlier=first, later=last)
    return _refuse("absent-time", asked, understood=last)


def _within_reach(instant: datetime, asked: Asked) -> datetime | NotUnderstood:
    if instant <= asked.now:
        return _refuse("past-time", asked, understood=instant)
    if instant.astimezone(asked.home).year > asked.now.astimezone(asked.home).year + YEARS_AHEAD:
        return _refuse("far-time", asked, understood=instant)
    return instant


def _refuse(code: str, asked: Asked, **params: str | datetime) -> NotUnderstood:
    return NotUnderstood(code, {"text": asked.text, **params})
