"""What is entered after it was so: both times are on record, and why it is late. Source: DOMAIN 10."""

from datetime import datetime, timedelta

from workflows.act import Act
from workflows.fields import Given
from workflows.vocabulary import Refused

LATE = timedelta(minutes=5)
"""What was so earlier than this is a late entry, which needs a reason."""

LATE_ENTRY = (
    Given("decided", "since", "Decided at (empty: now)", required=False, most=60),
    Given("late", "text", "Why it is entered late", required=False, most=500),
)


def decided_at(act: Act) -> datetime | Refused:
    """When it was decided: as was given, or when it was said away from Slack, or now."""
    away = act.command.away
    at: datetime = act.given.get("decided", away.happened if away else act.now)
    return faulty(at, act.given.get("late", away.late if away else ""), act.now) or at


def faulty(at: datetime, why: str, now: datetime) -> Refused | None:
    """Why something may not be entered as having been so at that time; None where it may."""
    if at > now:
        return Refused("still-to-come", {"at": at}, field="decided")
    if at < now - LATE and not why:
        return Refused("late-needs-why", {"at": at}, field="late")
    return None
