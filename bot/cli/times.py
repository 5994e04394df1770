"""Days and times as options of the command line."""

import argparse
from datetime import UTC, date, datetime

FIRST, LAST = 2000, 2099  # the years of date-time groups


def an_instant(text: str) -> datetime:
    """A time that is the same wherever it is typed."""
    at = _read(text)
    if at is None or at.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time with its offset, as 2026-11-24T09:00+09:00")
    return at.astimezone(UTC)


def a_day_or_time(text: str) -> datetime:
    """A day, which is its first instant, or a time; one without an offset is still to be read in somebody's zone."""
    at = _read(text)
    if at is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day or a time, as 2026-11-24 or 2026-11-24T09:00+09:00")
    return at


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day, as 2026-11-24") from None


def _read(text: str) -> datetime | None:
    """As ISO 8601 writes it; None for what is none. Of the century that a two-digit year belongs to."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not FIRST <= at.year <= LAST:
        raise argparse.ArgumentTypeError(f"{text!r} is out of the range that is taken: the years {FIRST} to {LAST}")
    return at
