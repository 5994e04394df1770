"""What `icalendar` reads in a feed, its rules gone through day by day, without dateutil.

Of rules it knows FREQ=DAILY, and WEEKLY with BYDAY, both with INTERVAL; and the last of a weekday in a MONTHLY one.
"""

from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = timedelta(days=1)


def expand(feed: bytes, start: datetime, end: datetime) -> list[tuple[str, int, int]]:
    """As icaljs.expand."""
    found: dict[tuple[str, datetime], tuple[datetime, timedelta]] = {}
    events: list[Any] = Calendar.from_ical(feed).walk("VEVENT")
    for event in events:
        if "RECURRENCE-ID" not in event:
            length = event["DURATION"].dt if "DURATION" in event else timedelta()
            found |= {(str(event["UID"]), at): (at, length) for at in _times(event, end)}
    for event in events:
        if "RECURRENCE-ID" in event:
            found[str(event["UID"]), event["RECURRENCE-ID"].dt] = (event["DTSTART"].dt, event["DURATION"].dt)
    rows = (
        (uid, int(at.timestamp()), int((at.timestamp()) + row.total_seconds())) for (uid, _), (at, row) in found.items()
    )
    return sorted(row for row in rows if start.timestamp() <= row[1] < end.timestamp())


def _times(event: Any, end: datetime) -> list[datetime]:
    at: datetime = event["DTSTART"].dt
    if "RRULE" not in event:
        return [at]
    rule, begins = event["RRULE"], at
    out = {row.dt for row in event["EXDATE"].dts} if "EXDATE" in event else set()
    until = rule.get("UNTIL", [end + 40 * DAY])[0]
    left = rule.get("COUNT", [10_000])[0]
    found = []
    while at <= until and left:
        if _fits(at, begins, rule):
            left -= 1
            found.append(at)
        at += DAY
    return [row for row in found if row not in out]


def _fits(at: datetime, begins: datetime, rule: Any) -> bool:
    every, days = rule.get("INTERVAL", [1])[0], rule.get("BYDAY", [])
    weeks = (at.date() - begins.date() + begins.weekday() * DAY).days // 7
    fits = {
        "DAILY": (at.date() - begins.date()).days % every == 0,
        "WEEKLY": weeks % every == 0 and DAYS[at.weekday()] in (days or [DAYS[begins.weekday()]]),
        "MONTHLY": days == [f"-1{DAYS[at.weekday()]}"] and (at + 7 * DAY).month != at.month,
    }
    return bool(fits[rule["FREQ"][0]])
