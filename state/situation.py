"""The phase and the situation category as they were set: rows that are only ever added, read whole."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy import Connection, select

from state.prepared import Cursor, Prepared, inserting
from state.tables import situation as table
from workflows.situation import Setting, Situation

_add = inserting(table, "said_at", "data")
_all = Prepared(select(table.c.data).order_by(table.c.id))
_decode = msgspec.json.Decoder(Setting).decode


def situation(connection: Connection) -> Situation:
    """Everything that was ever said."""
    return said_in(ask(connection))


def ask(connection: Connection) -> Cursor:
    """The question alone: its answer can be waited for together with others (state.prepared.together)."""
    return _all.run(connection, {})


def said_in(asked: Cursor) -> Situation:
    return _read(tuple(row[0] for row in asked.fetchall()))


def add(connection: Connection, settings: Sequence[Setting], now: datetime) -> None:
    for row in settings:
        _add.run(connection, {"said_at": now, "data": msgspec.json.encode(row).decode()})


# It seldom changes, and every command looks at it.
@lru_cache(maxsize=8)
def _read(rows: tuple[str, ...]) -> Situation:
    return Situation(tuple(map(_decode, rows)))
