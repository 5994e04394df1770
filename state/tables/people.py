"""People: of which nation each is, what their account is, who sits where, and who will be at what."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from state.instant import Instant
from state.tables import metadata

person = Table(
    "person",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("nation", String(32), nullable=False),
    Column("admitted_at", Instant, nullable=False),
)

holder = Table(
    "holder",
    metadata,
    Column("seat", String(80), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False, comment="-1: acts for the seat"),
    Column("team", String(32), nullable=False),
    Column("user", String(32), nullable=False),
    Column("since", Instant, nullable=False),
    Column("on_watch", Boolean, nullable=False),
    Column("until", Instant, comment="when acting ends"),
    Index(None, "team", "user"),
)

staffing = Table(
    "staffing",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="there is one row"),
    Column("revision", String(32), nullable=False, comment="random, anew with each change of holders"),
)

account = Table(
    "account",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("kind", String(16), nullable=False, comment="member, guest, bot, deactivated or outsider"),
    Column("asked_at", Instant, comment="when Slack was last asked; none where something was heard since"),
)

attendance = Table(
    "attendance",
    metadata,
    Column("event", String(24), primary_key=True),
    Column("begins", Instant, primary_key=True),
    Column("seat", String(80), primary_key=True),
    Column("team", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("answer", String(8), nullable=False, comment="yes or no"),
    Column("at", Instant, nullable=False, comment="when it was said"),
)
