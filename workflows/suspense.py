"""When an answer is due: elapsed time, or working days of the bodies that must act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from types import MappingProxyType
from zoneinfo import ZoneInfo

from workflows.calendars import Calendar, is_working_day
from workflows.dtg import in_zone, utc

CLOSE_OF_BUSINESS = time(17)
"""Close of business on the clock where the acting body works. Source: DOMAIN section 8."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Urgency:
    """How long an answer may take: either `elapsed`, day and night, or a number of `working_days`."""

    id: str
    elapsed: timedelta | None = None
    working_days: int | None = None

    def __post_init__(self) -> None:
        """Raise ValueError unless exactly one way of counting is given, and is more than nothing."""
        given = [value for value in (self.elapsed, self.working_days) if value is not None]
        if len(given) != 1 or not self._is_positive():
            raise ValueError(f"{self.id}: either elapsed time or working days, more than none")

    def _is_positive(self) -> bool:
        return (self.elapsed or timedelta()) > timedelta() or (self.working_days or 0) > 0


URGENCIES: Mapping[str, Urgency] = MappingProxyType(
    {
        row.id: row
        for row in (
            Urgency("immediate", elapsed=timedelta(minutes=30)),
            Urgency("urgent", elapsed=timedelta(hours=2)),
            Urgency("priority", elapsed=timedelta(hours=8)),
            Urgency("routine", working_days=3),
            Urgency("deliberate", working_days=10),
        )
    }
)
"""The product's own defaults, most pressing first. Source: DOMAIN section 8."""


@dataclass(frozen=True, slots=True)
class ByPhase:
    """The urgency that a procedure takes where nobody gave any: `otherwise`, but for the phases that `rows` names.

    The phase counts that is in force when the clock starts: a suspense that was told is never moved.
    Source: DOMAIN sections 4 and 6.
    """

    otherwise: str
    rows: Mapping[str, str]

    def __getitem__(self, phase: str) -> str:
        return self.rows.get(phase, self.otherwise)


def suspense_due(
    urgency: str,
    asked_at: datetime,
    zone: str,
    calendars: tuple[Calendar, ...],
    close: time = CLOSE_OF_BUSINESS,
) -> datetime:
    """When what was asked at `asked_at` with an urgency of URGENCIES is due: UTC, whole seconds.

    `zone` and `close` are those of the body that acts, `calendars` those of all bodies that a joint step
    waits for; an elapsed urgency uses none of the three. Raises KeyError for an unknown urgency, and what
    `working_days_due` raises. Source: DOMAIN section 8.
    """
    row = URGENCIES[urgency]
    if row.working_days is not None:
        return working_days_due(row.working_days, asked_at, zone, calendars, close)
    return (utc(asked_at) + (row.elapsed or timedelta())).replace(microsecond=0)


def working_days_due(
    days: int,
    asked_at: datetime,
    zone: str,
    calendars: tuple[Calendar, ...],
    close: time = CLOSE_OF_BUSINESS,
) -> datetime:
    """Close of business on the `days`-th working day after the day of asking, in UTC.

    A day counts only where every one of `calendars` has it as a working day. The day of asking, as `zone` has
    it, is not counted; asking after close counts as asking on the day after, be that a working day or not.
    Raises OutOfRange where a calendar ends too early, ValueError with no calendar or fewer than one day,
    NaiveTime. Source: DOMAIN section 8.
    """
    if not calendars or days < 1:
        raise ValueError("counting working days needs a calendar and at least one day")
    due = _counted(days, _day_of_asking(asked_at, zone, close), calendars)
    return datetime.combine(due, close, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def fraction_of(start: datetime, due: datetime, fraction: Fraction) -> datetime:
    """The instant at which `fraction` of the span from `start` to `due` has passed; above 1, after `due`.

    UTC; reckoned exactly, then cut to whole seconds. Raises NaiveTime without offsets.
    """
    begin = utc(start)
    numerator, denominator = fraction.as_integer_ratio()
    # Times whole numbers, then divided: a span is exact in microseconds and is rounded down once.
    return (begin + (utc(due) - begin) * numerator // denominator).replace(microsecond=0)


def _day_of_asking(asked_at: datetime, zone: str, close: time) -> date:
    local = in_zone(asked_at, zone)
    return local.date() + _DAY if local.time() > close else local.date()


def _counted(days: int, asked_on: date, calendars: tuple[Calendar, ...]) -> date:
    day = asked_on
    while days:
        day += _DAY
        # A list, not a generator: each calendar is asked, so that one that ends too early is always heard.
        open_in = [is_working_day(calendar, day) for calendar in calendars]
        days -= all(open_in)
    return day
