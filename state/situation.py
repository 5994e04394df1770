"""The phase and the situation category as they were set: rows that are only ever added, read whole."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy import Connection, select, true

from state.prepared import Cursor, Prepared, inserting
from state.tables.installation import situation as table
from state.tables.people import staffing
from workflows.situation import Setting, Situation

_add = inserting(table, "said_at", "data")
_all = Prepared(select(table.c.data).order_by(table.c.id))
# With who sits where beside it: two questions of every command in one way there and back.
_beside_staffing = Prepared(
    select(staffing.c.revision, table.c.data).join_from(staffing, table, true(), isouter=True).order_by(table.c.id)
)
_decode = msgspec.json.Decoder(Setting).decode


def situation(connection: Connection) -> Situation:
    """Everything that was ever said."""
    return _read(tuple(row[0] for row in _all.run(connection, {}).fetchall()))


def ask(connection: Connection) -> Cursor:
    """The question alone: its answer can be waited for together with others (state.prepared.together)."""
    return _beside_staffing.run(connection, {})


def said_in(asked: Cursor) -> tuple[str, Situation]:
    """The revision of who sits where, and everything that was ever said."""
    rows = asked.fetchall()
    return rows[0][0], _read(tuple([data for _, data in rows if data is not None]))


def add(connection: Connection, settings: Sequence[Setting], now: datetime) -> None:
    for row in settings:
        _add.run(connection, {"said_at": now, "data": msgspec.json.encode(row).decode()})


# It seldom changes, and every command looks at it.
@lru_cache(maxsize=8)
def _read(rows: tuple[str, ...]) -> Situation:
    return Situation(tuple(map(_decode, rows)))
