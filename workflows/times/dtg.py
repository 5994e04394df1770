"""Date-time groups: an instant as both staffs write it, `DDHHMMZ MON YY`."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
"""Month names of a date-time group. They are English whatever the reader's language."""

LOCAL_LETTER = "J"
"""Means "local to whoever reads it", so it names no zone and is never written or accepted."""

OFFSET_OF: Mapping[str, timedelta] = MappingProxyType(
    {letter: timedelta(hours=hours) for hours, letter in enumerate("ZABCDEFGHIKLM")}
    | {letter: timedelta(hours=-hours) for hours, letter in enumerate("NOPQRSTUVWXY", start=1)}
)
"""Offset from UTC of each zone letter: Z is UTC, A to M (without J) go east, N to Y west, an hour each."""

_LETTER_OF = {offset: letter for letter, offset in OFFSET_OF.items()}


SECOND, MICROSECOND = timedelta(seconds=1), timedelta(microseconds=1)


class NaiveTime(ValueError):  # noqa: N818  It names the thing at fault.
    """A time without an offset reached code that needs an instant: give it one where it was made."""


def utc(instant: datetime) -> datetime:
    """The same instant in UTC. Raises NaiveTime when it carries no offset."""
    if instant.tzinfo is UTC:  # nearly always: times are UTC inside
        return instant
    if instant.utcoffset() is None:
        raise NaiveTime(repr(instant))
    return instant.astimezone(UTC)


def as_instant(value: datetime | str) -> datetime:
    """An instant, from the RFC 3339 text that facts carry it as."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def whole_seconds(instant: datetime) -> datetime:
    """An instant in UTC without what is less than a second. On the path of every move, where `replace` takes long.

    In a zone it would lose which of the two hours it is of when clocks are put back.
    """
    return instant - MICROSECOND * instant.microsecond


def in_zone(instant: datetime, zone: str) -> datetime:
    """The same instant on the clock of `zone`, a time-zone database name; whoever draws it finds the words.

    Raises NaiveTime without an offset, ZoneInfoNotFoundError for an unknown zone.
    """
    return utc(instant).astimezone(ZoneInfo(zone))


def format_dtg(instant: datetime, zone: str) -> str:
    """`instant` as a date-time group in `zone`, such as "282330I JUL 24"; seconds are dropped.

    The letter follows from the zone's offset at that instant, so Washington's changes with the season. Where
    no letter fits the offset (a part of an hour, or more than twelve) the group is given in UTC.
    Raises NaiveTime without an offset, ZoneInfoNotFoundError for an unknown zone.
    Source: DOMAIN section 5.
    """
    local = in_zone(instant, zone)
    letter = _LETTER_OF.get(local.utcoffset() or timedelta())
    if letter is None:
        local, letter = local.astimezone(UTC), "Z"
    return f"{local:%d%H%M}{letter} {MONTHS[local.month - 1]} {local:%y}"
