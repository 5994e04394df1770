"""Every table, for SQLite and PostgreSQL alike. Alembic owns the schema; a test holds the two together."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from state import checkpoint_tables, log_tables
from state.instant import Instant

metadata = log_tables.metadata


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

account = Table(
    "account",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("kind", String(16), nullable=False, comment="member, guest, bot, deactivated or outsider"),
    Column("asked_at", Instant, comment="when Slack was last asked; none where something was heard since"),
)

situation = Table(
    "situation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("said_at", Instant, nullable=False),
    Column("data", Text, nullable=False, comment="workflows.situation.Setting as JSON"),
)

exercise = Table(
    "exercise",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="there is one row, in an exercise"),
    Column("real_at", Instant, nullable=False, comment="when it was set"),
    Column("there_at", Instant, nullable=False, comment="what time it was there then"),
    Column("rate", Integer, nullable=False, comment="of its seconds in each real one; 0: it stands"),
)

BEGUN_UNDER = text("parent IS NOT NULL")
"""Of matters: those that another one gave birth to. The others cost no page of the index of these."""

matter = Table(
    "matter",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("procedure", String(80), nullable=False),
    Column("stage", String(80), nullable=False, comment="without tracks; these are in data"),
    Column("is_open", Boolean, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, comment="counts writes; guards against a stale one"),
    Column("data", LargeBinary, nullable=False, comment="workflows.matter.Matter as JSON"),
    Column("subject", String(80), comment="what it is about, where one alone may be open for it"),
    Column("parent", String(32), comment="the matter that it was begun under"),
    Index(None, "is_open", "due_at"),
    Index(None, "subject"),
    Index("ix_matter_parent", "parent", sqlite_where=BEGUN_UNDER, postgresql_where=BEGUN_UNDER),
)

serial = Table(
    "serial",
    metadata,
    Column("serial", String(32), primary_key=True),
    Column("log", String(80), nullable=False),
    Column("matter_id", String(32), nullable=False, index=True),
)

counter = Table(
    "counter",
    metadata,
    Column("log", String(80), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

log_head = Table(
    "log_head",
    metadata,
    Column("log", String(80), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("peaks", LargeBinary, nullable=False, comment="roots of the perfect subtrees, 32 bytes each"),
)

log_entry = Table(
    "log_entry",
    metadata,
    Column("log", String(80), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("serial", String(32)),
    Column("entry", LargeBinary, nullable=False, comment="the bytes that were hashed"),
    Index(None, "serial"),
)

log_content = Table(
    "log_content",
    metadata,
    Column("log", String(80), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, comment="the bytes that were hashed"),
    ForeignKeyConstraint(["log", "seq"], ["log_entry.log", "log_entry.seq"]),
)

purge_order = Table(
    "purge_order",
    metadata,
    Column("log", String(80), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("nation", String(20), primary_key=True, comment="that has ordered its content to be emptied"),
    Column("seat", String(80), nullable=False),
    ForeignKeyConstraint(["log", "seq"], ["log_entry.log", "log_entry.seq"]),
)

checkpoint, cosignature = checkpoint_tables.checkpoint, checkpoint_tables.cosignature
log_correction, log_word, log_indexed = log_tables.log_correction, log_tables.log_word, log_tables.log_indexed

loaded = Table(
    "loaded",
    metadata,
    Column("part", String(80), primary_key=True, comment="empty for that of all nations"),
    Column("log", String(80), nullable=False, comment="in which it was put on record"),
    Column("content", LargeBinary, nullable=False, comment="canonical JSON; empty before the first start"),
)

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

PENDING_OWN = text("state = 'pending' AND number IS NOT NULL")
"""Only a person's own reminders are in the index of these, and no other one costs a page of it."""

RECURS = text("matter_id = '' AND rule <> 'note-to-self'")
"""Of reminders: those that a desk gets by the clock. Of each there is one for one instant, whoever sets it."""

WAITING = text("state = 'pending' AND waited_from IS NOT NULL")
"""Of reminders: those that were put off. The others cost no page of the index of these."""

reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("matter_id", String(32), nullable=False, comment="empty for a person's own"),
    Column("rule", String(32), nullable=False),
    Column("body", String(80), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Column("state", String(8), nullable=False, comment="pending, fired or dropped"),
    Column("team", String(32), comment="with user: whose own it is"),
    Column("user", String(32)),
    Column("number", Integer, comment="what its owner calls it while it pends"),
    Column("waited_from", Instant, comment="when it was due at first, where it was put off since"),
    Index(None, "state", "due_at"),
    Index(None, "matter_id", "state", "due_at"),
    Index(None, "team", "user", "number", unique=True, sqlite_where=PENDING_OWN, postgresql_where=PENDING_OWN),
    Index("ix_reminder_waiting", "waited_from", sqlite_where=WAITING, postgresql_where=WAITING),
    Index("ix_reminder_recurring", "rule", "body", "due_at", unique=True, sqlite_where=RECURS, postgresql_where=RECURS),
)

snooze = Table(
    "snooze",
    metadata,
    Column("matter_id", String(32), primary_key=True),
    Column("team", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("until", Instant, nullable=False),
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

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("answer", LargeBinary, nullable=False, comment="what was said; never what was typed"),
)
