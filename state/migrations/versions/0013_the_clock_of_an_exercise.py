"""An exercise has a clock of its own, which is kept; where none is the installation is a real one."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "exercise",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="there is one row, in an exercise"),
        sa.Column("real_at", sa.DateTime(timezone=True), nullable=False, comment="when it was set"),
        sa.Column("there_at", sa.DateTime(timezone=True), nullable=False, comment="what time it was there then"),
        sa.Column("rate", sa.Integer(), nullable=False, comment="of its seconds in each real one; 0: it stands"),
        sa.PrimaryKeyConstraint("id", name="pk_exercise"),
    )
