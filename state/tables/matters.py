"""Matters, with what each log calls them."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, text

from state.instant import Instant
from state.tables import metadata

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
