"""What is one person's own: the reminders that they asked for, and the matters for which they are not called."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, insert, literal_column, select, update

from state.database import ConflictError
from state.tables.reminders import reminder, snooze
from workflows.matter import Actor
from workflows.vocabulary import Accepted, Reminder

# Written out, not given as a parameter: PostgreSQL's plans for any parameters use the index of own ones only so.
_pending = (reminder.c.state == literal_column("'pending'")) & reminder.c.number.is_not(None)


def own_reminders(connection: Connection, actor: Actor) -> tuple[Reminder, ...]:
    """Those of this person that pend, the next one first."""
    whose = (reminder.c.team == actor.team) & (reminder.c.user == actor.user)
    # Put in order here: asked to do it, SQLite would rather go through all that pend, in the order of their times.
    rows = sorted(connection.execute(select(reminder).where(whose, _pending)), key=lambda row: (row.due_at, row.number))
    return tuple(
        Reminder(row.rule, row.body, row.due_at, msgspec.json.decode(row.facts), actor, row.number) for row in rows
    )


def who_sleeps(connection: Connection, matter_id: str, now: datetime) -> frozenset[Actor]:
    """The people whom reminders of this matter don't call now."""
    rows = connection.execute(select(snooze).where(snooze.c.matter_id == matter_id, snooze.c.until > now))
    return frozenset(Actor(row.team, row.user) for row in rows)


def write_personal(connection: Connection, answer: Accepted) -> None:
    """Raises ConflictError where a reminder was fired since it was decided that it is no longer wanted."""
    for owner, number in answer.cancelled:
        mine = (reminder.c.team == owner.team) & (reminder.c.user == owner.user) & (reminder.c.number == number)
        if connection.execute(update(reminder).where(mine, _pending).values(state="dropped")).rowcount != 1:
            raise ConflictError(f"reminder {number}")
    for nap in answer.snoozed:
        key = {"team": nap.actor.team, "user": nap.actor.user, "matter_id": nap.matter_id}
        connection.execute(delete(snooze).filter_by(**key))
        connection.execute(insert(snooze), {**key, "until": nap.until})
