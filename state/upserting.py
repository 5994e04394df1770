"""Inserts of rows that may be there already: on both databases the same words, on each in a construct of its own."""

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(table: Table, dialect: Dialect) -> postgresql.Insert | sqlite.Insert:
    """An insert that can say what is to be done where its key is taken (`on_conflict_…`)."""
    return postgresql.insert(table) if dialect.name == "postgresql" else sqlite.insert(table)
