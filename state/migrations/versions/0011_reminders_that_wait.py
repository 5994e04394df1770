"""A reminder that is put off, such as for quiet hours, keeps the time at which it was due."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

WAITING = sa.text("state = 'pending' AND waited_from IS NOT NULL")


def upgrade() -> None:
    op.add_column(
        "reminder",
        sa.Column(
            "waited_from",
            sa.DateTime(timezone=True),
            comment="when it was due at first, where it was put off since",
        ),
    )
    op.create_index("ix_reminder_waiting", "reminder", ["waited_from"], sqlite_where=WAITING, postgresql_where=WAITING)
