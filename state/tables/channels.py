"""Channels: which is whose, who was heard to be there, and why nothing is said in one."""

from sqlalchemy import Column, Integer, String, Table, UniqueConstraint

from state.instant import Instant
from state.tables import metadata

channel = Table(
    "channel",
    metadata,
    Column("body", String(80), primary_key=True),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    UniqueConstraint("team", "channel"),
)

vetting = Table(
    "vetting",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("changed", Integer, nullable=False, comment="goes up with whatever is heard of who is there"),
    Column("checked_at", Instant, comment="when Slack was last asked; none where something was heard since"),
)

hold = Table(
    "hold",
    metadata,
    Column("body", String(80), primary_key=True),
    Column("cause", String(16), primary_key=True),
    Column("user", String(32), primary_key=True, comment="empty where it is the channel itself"),
    Column("since", Instant, nullable=False),
)
