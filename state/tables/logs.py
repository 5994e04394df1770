"""The logs, and what is made from them and can be made anew: what corrects what, and which words stand where."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, LargeBinary, String, Table

from state.tables import metadata

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

BY_CODE = String(32).with_variant(String(32, collation="C"), "postgresql")
"""Words in the order of their characters' numbers on both databases, so that a beginning can be asked for."""

log_correction = Table(
    "log_correction",
    metadata,
    Column("log", String(80), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("of_log", String(80), nullable=False),
    Column("of_seq", Integer, nullable=False, comment="the entry that this one corrects or adds to"),
    ForeignKeyConstraint(["log", "seq"], ["log_entry.log", "log_entry.seq"]),
    Index(None, "of_log", "of_seq"),
)

log_word = Table(
    "log_word",
    metadata,
    Column("log", String(80), primary_key=True),
    Column("word", BY_CODE, primary_key=True, comment="as workflows.logs.searching cuts them"),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

log_indexed = Table(
    "log_indexed",
    metadata,
    Column("log", String(80), primary_key=True),
    Column("seq", Integer, nullable=False, comment="up to here its words are in log_word"),
)
