"""Whose own a reminder is and what its owner calls it; what a person has put to sleep."""

import json
from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

PENDING_OWN = sa.text("state = 'pending' AND number IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "snooze",
        sa.Column("matter_id", sa.String(length=32), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("matter_id", "team", "user", name=op.f("pk_snooze")),
    )
    op.add_column("reminder", sa.Column("team", sa.String(length=32), comment="with user: whose own it is"))
    op.add_column("reminder", sa.Column("user", sa.String(length=32)))
    op.add_column("reminder", sa.Column("number", sa.Integer(), comment="what its owner calls it while it pends"))
    _number_those_that_pend()
    op.create_index(
        op.f("ix_reminder_team_user_number"),
        "reminder",
        ["team", "user", "number"],
        unique=True,
        sqlite_where=PENDING_OWN,
        postgresql_where=PENDING_OWN,
    )


def _number_those_that_pend() -> None:
    names = ("id", "rule", "facts", "state", "due_at", "team", "user", "number")
    reminder = sa.table("reminder", *(sa.column(name) for name in names))
    pending = (
        sa.select(reminder.c.id, reminder.c.facts)
        .where(reminder.c.rule == "note-to-self", reminder.c.state == "pending")
        .order_by(reminder.c.due_at, reminder.c.id)
    )
    connection, numbers = op.get_bind(), Counter[tuple[str, str]]()
    for row in connection.execute(pending).all():
        owner = json.loads(row.facts)["to"]
        key = (owner["team"], owner["user"])
        numbers[key] += 1
        values = {"team": key[0], "user": key[1], "number": numbers[key]}
        connection.execute(sa.update(reminder).where(reminder.c.id == row.id).values(**values))
