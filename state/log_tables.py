"""Tables that are made from the logs and can be made anew: what corrects what, and which words stand where."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, MetaData, String, Table

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
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
    Column("word", BY_CODE, primary_key=True, comment="as workflows.searching cuts them"),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

log_indexed = Table(
    "log_indexed",
    metadata,
    Column("log", String(80), primary_key=True),
    Column("seq", Integer, nullable=False, comment="up to here its words are in log_word"),
)
