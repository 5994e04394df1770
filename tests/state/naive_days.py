"""Days off, clocks and working days of the places that are played, reckoned anew for the reckoning of `naive`."""

from datetime import date

MINUTE, HOUR, DAY = 60, 3600, 86_400


US_OFF = """2027-07-05 2027-09-06 2027-10-11 2027-11-11 2027-11-25 2027-12-24 2027-12-31 2028-01-17 2028-02-21
    2028-05-29 2028-06-19 2028-07-04 2028-09-04 2028-10-09 2028-11-10 2028-11-23 2028-12-25"""
JP_OFF = """2027-07-19 2027-08-11 2027-09-20 2027-09-23 2027-10-11 2027-11-03 2027-11-23 2027-12-29 2027-12-30
    2027-12-31 2028-01-03 2028-01-10 2028-02-11 2028-02-23 2028-03-20 2028-05-03 2028-05-04 2028-05-05 2028-07-17
    2028-08-11 2028-09-18 2028-09-22 2028-10-09 2028-11-03 2028-11-23 2028-12-29"""
"""Days off that are no Saturday or Sunday, of the years that are played."""


def day_of(text: str) -> int:
    """Days since 1970."""
    return date.fromisoformat(text).toordinal() - date(1970, 1, 1).toordinal()


OFF = {"us": {day_of(text) for text in US_OFF.split()}, "jp": {day_of(text) for text in JP_OFF.split()}}
SUMMERS = [(day_of("2027-03-14"), day_of("2027-11-07")), (day_of("2028-03-12"), day_of("2028-11-05"))]
"""First and last day of daylight saving time in New York: it changes at 0700 and at 0600 UTC."""


def offset(zone: str, at: int) -> int:
    """How far the clock of a place is ahead of UTC."""
    if zone != "new-york":
        return {"tokyo": 9 * HOUR, "honolulu": -10 * HOUR}[zone]
    is_summer = any(first * DAY + 7 * HOUR <= at < last * DAY + 6 * HOUR for first, last in SUMMERS)
    return -4 * HOUR if is_summer else -5 * HOUR


def is_open(day: int, nations: tuple[str, ...] = ("us", "jp")) -> bool:
    """Whether all of them work on it. 1 January 1970 was a Thursday."""
    return (day + 3) % 7 < 5 and not any(day in OFF[nation] for nation in nations)


def after_working_days(count: int, asked: int, zone: str) -> int:
    """Close of business, 1700, on the so-manieth day on which both nations work; asked after close is the next day."""
    local = asked + offset(zone, asked)
    day = local // DAY + (local % DAY > 17 * HOUR)
    while count:
        day += 1
        count -= is_open(day)
    close = day * DAY + 17 * HOUR
    return close - offset(zone, close + 6 * HOUR)
