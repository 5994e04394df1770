"""What holds for all that is here: the situation, an exercise's clock, and what was loaded at the start."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text

from state.instant import Instant
from state.tables import metadata

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

loaded = Table(
    "loaded",
    metadata,
    Column("part", String(80), primary_key=True, comment="empty for that of all nations"),
    Column("log", String(80), nullable=False, comment="in which it was put on record"),
    Column("content", LargeBinary, nullable=False, comment="canonical JSON; empty before the first start"),
)
