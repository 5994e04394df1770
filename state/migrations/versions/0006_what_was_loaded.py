"""What was loaded at the last start: registry, catalogue and who may do what, by who may read it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "loaded",
        sa.Column("part", sa.String(length=80), nullable=False, comment="empty for that of all nations"),
        sa.Column("log", sa.String(length=80), nullable=False, comment="in which it was put on record"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="canonical JSON; empty before the first start"),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_loaded")),
    )
