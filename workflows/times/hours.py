"""Hours that come every day by a clock on the wall: when a body works, when its desk is not to be called."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from workflows.times.dtg import in_zone

DAY = timedelta(days=1)

_CLOCK = re.compile(r"(?P<hours>[01][0-9]|2[0-4]):(?P<minutes>[0-5][0-9])")


class Hours(NamedTuple):
    """From `begins` to `ends`, reckoned from local midnight; what crosses the next midnight ends past 24 hours."""

    begins: timedelta
    ends: timedelta

    @property
    def is_always(self) -> bool:
        """Whether they are the whole day."""
        return self.ends - self.begins == DAY


Span = tuple[datetime, datetime]
"""First instant, and the one after the last; UTC."""


def read_hours(words: Sequence[str]) -> Hours:
    """Hours as the registry writes them: 08:30 and 17:00; 22:00 and 06:00 cross midnight, 00:00 and 24:00 never end.

    Raises ValueError where they are no two different times.
    """
    found = [_CLOCK.fullmatch(word) for word in words]
    times = [timedelta(hours=int(row["hours"]), minutes=int(row["minutes"])) for row in found if row]
    if len(times) != 2 or len(found) != 2 or max(times) > DAY or times[0] == times[1]:  # noqa: PLR2004  begin and end
        msg = f"two times of day are wanted, such as 08:30 and 17:00, not {' and '.join(words) or 'none'}"
        raise ValueError(msg)
    begins, ends = times
    return Hours(begins, ends if ends > begins else ends + DAY)


def span_on(hours: Hours, day: date, zone: str) -> Span:
    """The hours that begin on `day`.

    A time that daylight saving leaves out is as much later as the clock is put forward; of one that is there twice the
    first is meant.
    """
    midnight = datetime.combine(day, time())
    begins, ends = ((midnight + at).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for at in (hours.begins, hours.ends))
    return begins, ends


def span_at(hours: Hours, instant: datetime, zone: str) -> Span | None:
    """The hours in which `instant` falls, that of their end not among them; None where it falls in none."""
    today = in_zone(instant, zone).date()
    # Daylight saving may put an end off to the day after.
    spans = (span_on(hours, today - DAY * before, zone) for before in (0, 1, 2))
    return next((span for span in spans if span[0] <= instant < span[1]), None)
