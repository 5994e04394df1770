"""Who will be, or was, at an event of the battle rhythm."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat", sa.String(length=80), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False, comment="yes or no"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when it was said"),
        sa.PrimaryKeyConstraint("event", "begins", "seat", "team", "user", name=op.f("pk_attendance")),
    )
