"""Reminders written down: a matter's brought to what they should be now, or further ones added."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Dialect, Executable, bindparam, select, update

from state.prepared import Prepared
from state.tables.reminders import RECURS, reminder
from state.upserting import insert_into
from workflows.matter import Matter
from workflows.times.dtg import whole_seconds
from workflows.vocabulary import Reminder


def _adding_reminders(dialect: Dialect) -> Executable:
    """What recurs by the clock is there once for each instant, whoever sets it first (state.tables.reminders)."""
    adding = insert_into(reminder, dialect).inline()
    return adding.on_conflict_do_nothing(index_elements=["rule", "body", "due_at"], index_where=RECURS)


_CHASED = ("matter_id", "rule", "body", "due_at", "facts", "state")
# Most are nobody's own, and a NULL costs SQLite's driver as much as all the rest of such a row.
_add_reminder = Prepared(_adding_reminders, _CHASED)
_add_own_reminder = Prepared(_adding_reminders, (*_CHASED, "team", "user", "number"))
NO_FACTS = msgspec.json.encode({})
_set_before = select(reminder).where(reminder.c.matter_id == bindparam("key"), reminder.c.state != "dropped")


def write_reminders(
    connection: Connection, about: Matter | None, rows: Sequence[Reminder], now: datetime, *, is_new: bool
) -> None:
    """Bring the pending ones to what they should be now: those still wanted stay, others are dropped, new ones set.

    One that is due and that the sweep has yet to reach stays; what has passed or was fired is not set again. Of no
    matter they are added, and may have fallen due: an event that still lasts is told late.
    """
    matter_id = about.id if about else ""
    wanted = rows
    if about is not None and not is_new:
        named = {(row.rule, row.body, row.due_at): row for row in rows}
        rows_before = connection.execute(_set_before, {"key": matter_id})
        there = {(row.rule, row.body, row.waited_from or row.due_at): row for row in rows_before}
        unwanted = [row.id for key, row in there.items() if row.state == "pending" and key not in named]
        if unwanted:
            connection.execute(update(reminder).where(reminder.c.id.in_(unwanted)).values(state="dropped"))
        wanted = [row for key, row in named.items() if key not in there]
    if about is not None:
        second = whole_seconds(now)  # reminders are reckoned in whole seconds
        wanted = [row for row in wanted if row.due_at >= second]
    add_reminders(connection, matter_id, wanted)


def add_reminders(connection: Connection, matter_id: str, rows: Sequence[Reminder]) -> None:
    """Pending ones; `matter_id` is empty for those of no matter."""
    chased, own = [], []
    for row in rows:
        values = {
            "matter_id": matter_id,
            "rule": row.rule,
            "body": row.body,
            "due_at": row.due_at,
            "facts": msgspec.json.encode(row.facts) if row.facts else NO_FACTS,
            "state": "pending",
        }
        if row.owner is None:
            chased.append(values)
        else:
            own.append(values | {"team": row.owner.team, "user": row.owner.user, "number": row.number})
    if chased:
        _add_reminder.run_all(connection, chased)
    if own:
        _add_own_reminder.run_all(connection, own)
