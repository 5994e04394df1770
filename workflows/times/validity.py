"""When what is dated is in force: by days of its own zone, asked at an instant."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]
"""The instant from which, and the one until which."""

_DAY = timedelta(days=1)


def span_of(first: date | None, last: date | None, zone: str) -> Span:
    """From the first day to the end of the last one on the clock of `zone`, in UTC; None is without bounds."""
    return _midnight(first or date.min, zone), _midnight((last or date.max - _DAY) + _DAY, zone)


class Validity:
    """The spans of everything that is dated, by name."""

    def __init__(self, spans: Mapping[str, Span]) -> None:
        self.spans = spans

    def absent(self, now: datetime) -> frozenset[str]:
        """What is not yet, or no longer, in force at `now`."""
        turns, absent = self._turns
        return absent[bisect_right(turns, now)]

    @cached_property
    def _turns(self) -> tuple[list[datetime], list[frozenset[str]]]:
        """When anything comes into force or ends, in order; and what is absent before all these, and from each on."""
        turns = sorted({instant for span in self.spans.values() for instant in span})
        since = (datetime.min.replace(tzinfo=UTC), *turns)
        spans = self.spans.items()
        return turns, [frozenset(name for name, (start, end) in spans if not start <= at < end) for at in since]


def _midnight(day: date, zone: str) -> datetime:
    """When `day` begins on the clock of `zone`, in UTC; the first and the last day there are stay as they are."""
    if day in (date.min, date.max):
        return datetime.combine(day, time(), UTC)
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
