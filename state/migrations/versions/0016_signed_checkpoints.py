"""The checkpoints of the logs, as they were signed."""

import sqlalchemy as sa
from alembic import op

from state.instant import Instant

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    keys = "JSON: the public keys that signed it, the one in use last"
    op.create_table(
        "checkpoint",
        sa.Column("log", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False, comment="signed (state.proving.checkpoints)"),
        sa.Column("keys", sa.Text(), nullable=False, comment=keys),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("log", "size", name=op.f("pk_checkpoint")),
    )
