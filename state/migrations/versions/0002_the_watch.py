"""A seat may have several people, of whom one has the watch, and somebody who acts for it."""

import sqlalchemy as sa
from alembic import op

from state.instant import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Who held a seat has its watch. The key changes, so the table is made anew."""
    before = sa.table("holder", *(sa.column(name) for name in ("seat", "team", "user")), sa.column("since", Instant))
    rows = [row._asdict() for row in op.get_bind().execute(sa.select(before))]
    op.drop_table("holder")
    after = op.create_table(
        "holder",
        sa.Column("seat", sa.String(length=80), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False, comment="-1: acts for the seat"),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("since", Instant(timezone=True), nullable=False),
        sa.Column("on_watch", sa.Boolean(), nullable=False),
        sa.Column("until", Instant(timezone=True), nullable=True, comment="when acting ends"),
        sa.PrimaryKeyConstraint("seat", "place", name=op.f("pk_holder")),
    )
    op.create_index(op.f("ix_holder_team_user"), "holder", ["team", "user"], unique=False)
    if rows:
        op.bulk_insert(after, [{**row, "place": 0, "on_watch": True} for row in rows])
    op.add_column(
        "matter",
        sa.Column(
            "subject",
            sa.String(length=80),
            nullable=True,
            comment="what it is about, where one alone may be open for it",
        ),
    )
    op.create_index(op.f("ix_matter_subject"), "matter", ["subject"], unique=False)
