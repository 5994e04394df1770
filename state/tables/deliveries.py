"""What came in and was answered, and what goes out: the outbox, its lanes, the cards that stand in channels."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from state.instant import Instant
from state.tables import metadata

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, comment="random: goes into the message's metadata"),
    Column("lane", String(80), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("matter_id", String(32)),
    Column("facts", LargeBinary, nullable=False, comment="JSON; never Block Kit"),
    Column("made_at", Instant, nullable=False),
    Column("state", String(8), nullable=False, comment="pending, sending, sent or failed"),
    Column("attempts", Integer, nullable=False),
    Column("sent_at", Instant),
    Column("ts", String(32), comment="Slack's id of the message"),
    Column("error", String(200)),
    Index(None, "state", "lane", "seq"),
)

lane = Table(
    "lane",
    metadata,
    Column("lane", String(80), primary_key=True),
    Column("holder", String(64)),
    Column("fence", Integer, nullable=False, comment="goes up with each claim: a late writer's marks are refused"),
    Column("lease_until", Instant),
    Column("not_before", Instant, comment="Slack asked to wait until then"),
)

card = Table(
    "card",
    metadata,
    Column("matter_id", String(32), primary_key=True),
    Column("lane", String(80), primary_key=True),
    Column("ts", String(32), nullable=False),
    Column("digest", String(64), nullable=False, comment="of what was last drawn there"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("answer", LargeBinary, nullable=False, comment="what was said; never what was typed"),
)
