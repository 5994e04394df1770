"""Who is in the channels: what Slack was asked of them and of accounts, and what holds a lane."""

import sqlalchemy as sa
from alembic import op

from state.instant import Instant

revision = "0003"
down_revision = "0002"

HEARD = "when Slack was last asked; none where something was heard since"


def upgrade() -> None:
    op.create_table(
        "vetting",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False, comment="goes up with whatever is heard of who is there"),
        sa.Column("checked_at", Instant(), nullable=True, comment=HEARD),
        sa.PrimaryKeyConstraint("team", "channel", name=op.f("pk_vetting")),
    )
    op.create_table(
        "hold",
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False, comment="empty where it is the channel itself"),
        sa.Column("since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("body", "cause", "user", name=op.f("pk_hold")),
    )
    op.create_table(
        "account",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="member, guest, bot, deactivated or outsider"),
        sa.Column("asked_at", Instant(), nullable=True, comment=HEARD),
        sa.PrimaryKeyConstraint("team", "user", name=op.f("pk_account")),
    )
