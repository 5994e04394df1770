"""VTIMEZONE (RFC 5545, 3.6.5): a zone's clock as a calendar file carries it, so that a reader needs no table.

`icalendar` can make one too, but puts each step forward an hour late (7.3): its time must be on the clock before it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

REACH = 30  # years, for events that go on and on; by then the feed has been written anew
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)

Clock = tuple[timedelta, timedelta, str]
"""The offset, what of it is daylight saving, and the name."""


@cache
def vtimezone(zone: str, first: int) -> Timezone:
    """The clock of a zone from the year `first` on, for REACH years; on and on where its steps have a rule."""
    made = Timezone()
    made.add("TZID", zone)
    since: dict[tuple[timedelta, Clock], list[datetime]] = {}
    for at, before, after in _steps(ZoneInfo(zone), first):
        since.setdefault((before, after), []).append(at)
    for (before, (offset, saved, name)), days in since.items():
        part = TimezoneDaylight() if saved else TimezoneStandard()
        part.add("DTSTART", days[0])
        part.add("TZOFFSETFROM", before)
        part.add("TZOFFSETTO", offset)
        part.add("TZNAME", name)
        if rule := _yearly(days):
            part.add("RRULE", vRecur.from_ical(rule))
        else:
            for day in days[1:]:  # a line each: of several in one line ical.js reads the first alone
                part.add("RDATE", [day])
        made.add_component(part)
    return made


def _yearly(days: list[datetime]) -> str:
    """The rule by which a clock has the same step each year; empty where there is none."""
    years = [day.year for day in days]
    if len(days) < REACH or years != list(range(years[0], years[0] + len(days))):
        return ""
    kinds = {(day.month, day.weekday(), day.time()) for day in days}
    nth = {(day.day - 1) // 7 + 1 for day in days}
    last = all((day + 7 * DAY).month != day.month for day in days)
    if len(kinds) == 1 and (last or len(nth) == 1):
        place = -1 if last else nth.pop()
        return f"FREQ=YEARLY;BYMONTH={days[0].month};BYDAY={place}{WEEKDAYS[days[0].weekday()]}"
    return ""


def _steps(zone: ZoneInfo, first: int) -> Iterator[tuple[datetime, timedelta, Clock]]:
    """What is so at first, and each step: when, on the clock before it, that clock's offset, and the new one."""
    at, end = datetime(first, 1, 1, tzinfo=UTC) - DAY, datetime(first + REACH, 1, 1, tzinfo=UTC)
    now = _clock(zone, at)
    yield at.replace(tzinfo=None), now[0], now
    while at < end:
        if (later := _clock(zone, at + DAY)) != now:
            low, high = at, at + DAY  # the step is after the one, and at the other at the latest
            while high - low > SECOND:
                middle = low + (high - low) // (2 * SECOND) * SECOND
                low, high = (low, middle) if _clock(zone, middle) != now else (middle, high)
            yield (high + now[0]).replace(tzinfo=None), now[0], later
            now = later
        at += DAY


def _clock(zone: ZoneInfo, at: datetime) -> Clock:
    local = at.astimezone(zone)
    return local.utcoffset() or timedelta(), local.dst() or timedelta(), local.tzname() or ""
