"""Days as people type them, for what is to stay as coarse as a day: which one was meant."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from workflows.times.dtg import in_zone
from workflows.times.forms import SPAN
from workflows.times.spellings import plain_spelling
from workflows.times.typed import NotUnderstood, read_time

LAST_MINUTE = "23:59"
"""A day has passed once its last minute has."""
WHOLE_DAYS = ("D", "W")


def read_day(text: str, *, now: datetime, zone: str) -> date | NotUnderstood:
    """The day, today at the earliest, that `text` means to somebody who writes it at `now` in `zone`.

    Read are the days that a typed time may have (`24 Nov`, `2026-11-24`, `Monday`, `tomorrow`, `11月24日`) and spans of
    days and weeks. What has an hour too is refused as `too-fine`, with the `text`. Source: DOMAIN 6.7.
    """
    span = SPAN.fullmatch(plain_spelling(text))
    read = read_time(text if span else f"{text} {LAST_MINUTE}", now=now, zone=zone)
    if isinstance(read, datetime) and (span is None or span["unit"] in WHOLE_DAYS):
        return in_zone(read, zone).date()
    if isinstance(read, NotUnderstood) and read.code != "not-a-time":
        return read
    if isinstance(read_time(text, now=now, zone=zone), datetime):
        return NotUnderstood("too-fine", {"text": text})
    return NotUnderstood("not-a-day", _examples(text, now))


def _examples(text: str, now: datetime) -> Mapping[str, str | datetime]:
    day = (now + timedelta(days=1)).date()
    return {"text": text, "dtg": f"{day:%-d %b %Y}", "clock": day.isoformat(), "span": "+3d"}


def end_of_day(day: date, zone: str) -> datetime:
    """When the day is over there, in UTC."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
