"""Matters that were begun under another one."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

BEGUN_UNDER = sa.text("parent IS NOT NULL")


def upgrade() -> None:
    comment = "the matter that it was begun under"
    op.add_column("matter", sa.Column("parent", sa.String(length=32), nullable=True, comment=comment))
    op.create_index(
        op.f("ix_matter_parent"), "matter", ["parent"], sqlite_where=BEGUN_UNDER, postgresql_where=BEGUN_UNDER
    )
