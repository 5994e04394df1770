"""Which entry a log's entry corrects, and an index of the words in the logs, which is filled later."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

BY_CODE = sa.String(length=32).with_variant(sa.String(length=32, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "log_correction",
        sa.Column("log", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("of_log", sa.String(length=80), nullable=False),
        sa.Column("of_seq", sa.Integer(), nullable=False, comment="the entry that this one corrects or adds to"),
        sa.ForeignKeyConstraint(
            ["log", "seq"], ["log_entry.log", "log_entry.seq"], name=op.f("fk_log_correction_log_entry")
        ),
        sa.PrimaryKeyConstraint("log", "seq", name=op.f("pk_log_correction")),
    )
    op.create_index(op.f("ix_log_correction_of_log_of_seq"), "log_correction", ["of_log", "of_seq"])
    op.create_table(
        "log_word",
        sa.Column("log", sa.String(length=80), nullable=False),
        sa.Column("word", BY_CODE, nullable=False, comment="as workflows.logs.searching cuts them"),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("log", "word", "seq", name=op.f("pk_log_word")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "log_indexed",
        sa.Column("log", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, comment="up to here its words are in log_word"),
        sa.PrimaryKeyConstraint("log", name=op.f("pk_log_indexed")),
    )
