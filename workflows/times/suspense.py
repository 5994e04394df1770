"""When an answer is due: elapsed time, or working hours or days of the bodies that must act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from types import MappingProxyType

from workflows.times.calendars import Calendar, is_working_day
from workflows.times.dtg import MICROSECOND, SECOND, in_zone, utc, whole_seconds
from workflows.times.hours import DAY, Hours, span_on

OFFICE = Hours(timedelta(hours=8, minutes=30), timedelta(hours=17))
"""Of a body that says nothing else; close of business is at their end, where it works. Source: DOMAIN section 8."""


@dataclass(frozen=True, slots=True)
class Urgency:
    """How long an answer may take: `elapsed`, day and night, or a number of `working_hours` or `working_days`."""

    id: str
    elapsed: timedelta | None = None
    working_days: int | None = None
    working_hours: int | None = None

    def __post_init__(self) -> None:
        """Raise ValueError unless exactly one way of counting is given, and is more than nothing."""
        given = [value for value in (self.elapsed, self.working_days, self.working_hours) if value is not None]
        counts = [value // timedelta(seconds=1) if isinstance(value, timedelta) else value for value in given]
        if len(counts) != 1 or counts[0] < 1:
            raise ValueError(f"{self.id}: either elapsed time, working hours or working days, more than none")


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
    urgency: str, asked_at: datetime, zone: str, calendars: tuple[Calendar, ...], hours: Hours = OFFICE
) -> datetime:
    """As `due_by`, with an urgency of URGENCIES. Raises KeyError for an unknown one besides."""
    return due_by(URGENCIES[urgency], asked_at, zone, calendars, hours)


def due_by(
    urgency: Urgency, asked_at: datetime, zone: str, calendars: tuple[Calendar, ...], hours: Hours = OFFICE
) -> datetime:
    """When what was asked at `asked_at` with an urgency is due: UTC, whole seconds.

    `zone` and `hours` are those of the body that acts, `calendars` those of all bodies that a joint step waits for; an
    elapsed urgency uses none of the three. Raises what `working_days_due` and `working_hours_due` raise.
    Source: DOMAIN section 8.
    """
    if urgency.working_days is not None:
        return working_days_due(urgency.working_days, asked_at, zone, calendars, hours)
    if urgency.working_hours is not None:
        return working_hours_due(urgency.working_hours, asked_at, zone, calendars, hours)
    return whole_seconds(utc(asked_at) + (urgency.elapsed or timedelta()))


def working_days_due(
    days: int, asked_at: datetime, zone: str, calendars: tuple[Calendar, ...], hours: Hours = OFFICE
) -> datetime:
    """Close of business on the `days`-th working day after the day of asking, in UTC.

    A day counts only where every one of `calendars` has it as a working day. The day of asking, as `zone` has
    it, is not counted; asking after close counts as asking on the day after, be that a working day or not. Hours that
    cross midnight are of the day on which they begin. Who works round the clock closes as an office does.
    Raises OutOfRange where a calendar ends too early, ValueError with no calendar or fewer than one day,
    NaiveTime. Source: DOMAIN section 8.
    """
    if not calendars or days < 1:
        raise ValueError("counting working days needs a calendar and at least one day")
    hours = OFFICE if hours.is_always else hours
    day = _day_of_asking(asked_at, zone, hours)
    while days:
        day += DAY
        days -= _is_open(day, calendars)
    return span_on(hours, day, zone)[1]


def working_hours_due(
    count: int, asked_at: datetime, zone: str, calendars: tuple[Calendar, ...], hours: Hours = OFFICE
) -> datetime:
    """When so many hours have passed in which the body works, from `asked_at` on: UTC, whole seconds.

    They are hours that pass: one that the clock shows twice counts twice. Where it works round the clock, days off
    count too, and no calendar. Raises as `working_days_due`.
    """
    if count < 1 or not (calendars or hours.is_always):
        raise ValueError("counting working hours needs a calendar and at least one hour")
    left, at = timedelta(hours=count), whole_seconds(utc(asked_at))
    if hours.is_always:
        return at + left
    day = _day_of_asking(at, zone, hours)
    while True:
        if _is_open(day, calendars):
            begins, ends = span_on(hours, day, zone)
            at = max(at, begins)
            if left <= ends - at:
                return at + left
            left -= max(ends - at, timedelta())
        day += DAY


class Span:
    """From `start` to `due`, of which several fractions are wanted. Raises NaiveTime without offsets."""

    __slots__ = ("_begin", "_length", "_within")

    def __init__(self, start: datetime, due: datetime) -> None:
        begin = utc(start)
        self._begin = whole_seconds(begin)
        self._within = begin.microsecond
        self._length = (utc(due) - begin) // MICROSECOND

    def at(self, fraction: Fraction) -> datetime:
        """The instant at which `fraction` of it has passed; above 1, after `due`.

        UTC; reckoned exactly, then cut to whole seconds.
        """
        numerator, denominator = fraction.as_integer_ratio()
        # Times whole numbers, then divided: a span is exact in microseconds and is rounded down once.
        return self._begin + SECOND * ((self._within + self._length * numerator // denominator) // 1_000_000)


def fraction_of(start: datetime, due: datetime, fraction: Fraction) -> datetime:
    """As `Span.at`, of a span of which one fraction alone is wanted."""
    return Span(start, due).at(fraction)


def _day_of_asking(asked_at: datetime, zone: str, hours: Hours) -> date:
    """The first day whose hours have not ended."""
    day = in_zone(asked_at, zone).date() - (DAY if hours.ends > DAY else timedelta())
    while span_on(hours, day, zone)[1] < asked_at:
        day += DAY
    return day


def _is_open(day: date, calendars: tuple[Calendar, ...]) -> bool:
    # A list, not a generator: each calendar is asked, so that one that ends too early is always heard.
    open_in = [is_working_day(calendar, day) for calendar in calendars]
    return all(open_in)
