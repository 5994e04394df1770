"""What a desk is told by the clock is there once for each instant, whichever process sets it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

RECURS = sa.text("matter_id = '' AND rule <> 'note-to-self'")


def upgrade() -> None:
    op.create_index(
        "ix_reminder_recurring",
        "reminder",
        ["rule", "body", "due_at"],
        unique=True,
        sqlite_where=RECURS,
        postgresql_where=RECURS,
    )
