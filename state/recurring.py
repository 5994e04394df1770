"""What a desk is told by the clock: rows of `reminder` without a matter, of which each sets the next when it fires."""

from typing import Any

from sqlalchemy import Connection, delete, func, select

from state.house import House
from state.tables import reminder
from state.writing import add_reminders
from workflows.digest import DIGESTS, is_digest, next_digest
from workflows.vocabulary import Reminder

_of_desks = (reminder.c.matter_id == "", reminder.c.rule.in_(DIGESTS))


def plant(connection: Connection, house: House) -> None:
    """At a start: each desk that has digests has the next one pending, as the registry says now.

    One that fell due while nobody ran stays, and is told late. What was fired is never set again, though the clock may
    have been put back. Several processes may do this at once.
    """
    now, registry = house.clock(), house.registry
    pending = connection.execute(select(reminder).where(*_of_desks, reminder.c.state == "pending")).all()
    kept = {row.body for row in pending if row.due_at <= now or is_digest(_as_set(row), registry)}
    # Deleted, not dropped: should its time come to be the right one again, it has to be set again.
    others = [row.id for row in pending if row.body not in kept]
    connection.execute(delete(reminder).where(reminder.c.id.in_(others)))
    fired = select(reminder.c.body, func.max(reminder.c.due_at).label("last")).where(*_of_desks)
    last = {row.body: row.last for row in connection.execute(fired.group_by(reminder.c.body)) if row.last}
    wanted = [
        following
        for body in registry.bodies
        if body not in kept and (following := next_digest(body, registry, max(now, last.get(body, now))))
    ]
    add_reminders(connection, "", wanted)


def _as_set(row: Any) -> Reminder:
    return Reminder(row.rule, row.body, row.due_at)
