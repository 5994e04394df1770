"""The phase and the situation category, each row with the time from which it holds."""

import sqlalchemy as sa
from alembic import op

from state.instant import Instant

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "situation",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="workflows.situation.Setting as JSON"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation")),
    )
