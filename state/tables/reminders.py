"""What is due: reminders, and who is not to be called by them."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, text

from state.instant import Instant
from state.tables import metadata

PENDING_OWN = text("state = 'pending' AND number IS NOT NULL")
"""Only a person's own reminders are in the index of these, and no other one costs a page of it."""

RECURS = text("matter_id = '' AND rule <> 'note-to-self'")
"""Of reminders: those that a desk gets by the clock. Of each there is one for one instant, whoever sets it."""

WAITING = text("state = 'pending' AND waited_from IS NOT NULL")
"""Of reminders: those that were put off. The others cost no page of the index of these."""

reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("matter_id", String(32), nullable=False, comment="empty for a person's own"),
    Column("rule", String(32), nullable=False),
    Column("body", String(80), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Column("state", String(8), nullable=False, comment="pending, fired or dropped"),
    Column("team", String(32), comment="with user: whose own it is"),
    Column("user", String(32)),
    Column("number", Integer, comment="what its owner calls it while it pends"),
    Column("waited_from", Instant, comment="when it was due at first, where it was put off since"),
    Index(None, "state", "due_at"),
    Index(None, "matter_id", "state", "due_at"),
    Index(None, "team", "user", "number", unique=True, sqlite_where=PENDING_OWN, postgresql_where=PENDING_OWN),
    Index("ix_reminder_waiting", "waited_from", sqlite_where=WAITING, postgresql_where=WAITING),
    Index("ix_reminder_recurring", "rule", "body", "due_at", unique=True, sqlite_where=RECURS, postgresql_where=RECURS),
)

snooze = Table(
    "snooze",
    metadata,
    Column("matter_id", String(32), primary_key=True),
    Column("team", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("until", Instant, nullable=False),
)
