"""Reminders that are put off: they keep the time at which they were due, by which they are known."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, case, func, select, update

from state.tables.reminders import WAITING, reminder


def put_off(connection: Connection, until: Mapping[datetime, Sequence[int]]) -> None:
    """By time, the ids of the reminders that are due only then."""
    for at, ids in until.items():
        first = func.coalesce(reminder.c.waited_from, reminder.c.due_at)
        connection.execute(update(reminder).where(reminder.c.id.in_(ids)).values(due_at=at, waited_from=first))


def wake(connection: Connection, now: datetime) -> None:
    """What waits is asked anew at the next tick: that for which it waits may be no more.

    What another process has in hand is passed over.
    """
    waiting = select(reminder.c.id).where(WAITING, reminder.c.due_at > now).with_for_update(skip_locked=True)
    # The clock may have been put back since: none comes before it was due.
    soonest = case((reminder.c.waited_from > now, reminder.c.waited_from), else_=now)
    connection.execute(update(reminder).where(reminder.c.id.in_(waiting.scalar_subquery())).values(due_at=soonest))
