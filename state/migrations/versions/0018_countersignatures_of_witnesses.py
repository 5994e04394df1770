"""The checkpoints that nations' own witnesses have countersigned."""

import sqlalchemy as sa
from alembic import op

from state.instant import Instant

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    note = "the checkpoint, signed by the log's key and by the witness"
    keys = "JSON: the public keys that signed it, the witness's last"
    op.create_table(
        "cosignature",
        sa.Column("log", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("witness", sa.String(length=255), nullable=False, comment="its public key (c2sp.org/signed-note)"),
        sa.Column("note", sa.Text(), nullable=False, comment=note),
        sa.Column("keys", sa.Text(), nullable=False, comment=keys),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("log", "size", "witness", name=op.f("pk_cosignature")),
    )
