"""The floor: a bare Bolt listener that writes what an `open` writes, in one durable transaction, and nothing else.

The rows are those of a real `open`, into the same tables: as many, as large, under as many indexes. Only their keys are
new each time, and run upwards, which is the quickest that they can be. The bare driver writes them, one executemany a
table; rows that an `open` finds and changes, one for each log among them, are updated.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import count, pairwise
from typing import Any, NamedTuple

import psycopg
from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy import Engine, Table, UniqueConstraint, make_url

from bot.inward.listeners import COMMAND, bare_app, build_app
from state.database import LOCK_WAIT
from state.tables import metadata
from tests.bench.asking import opening, request
from tests.bench.place import house_on

Row = Mapping[str, Any]
ROWS = 100  # more than an `open` adds to one table: numbers its keys


class Written(NamedTuple):
    """What an `open` does to one table, as the driver has the values. `keys` differ from one `open` to the next."""

    table: Table
    added: Sequence[Row]
    updated: Sequence[Row]
    keys: Sequence[str]


def what_an_open_writes(url: str, client: WebClient, secret: str) -> list[Written]:
    """Taken from the second `open` and the third, when every log has begun; in an order that foreign keys allow."""
    house = house_on(url)
    app = build_app(house, client, secret)
    seen = []
    for _ in range(3):
        app.dispatch(request(opening(), secret))
        seen.append({table.name: _rows(house.database.engine, table) for table in metadata.sorted_tables})
    house.database.close()
    found = [_written(table, *(tables[table.name] for tables in seen)) for table in metadata.sorted_tables]
    if not any(written.added for written in found if written.table.name == "matter"):
        raise RuntimeError("nothing was opened")
    return [written for written in found if written.added or written.updated]


def floor_app(url: str, client: WebClient, secret: str, ends: ExitStack) -> App:
    """On the very app that the real one's listeners are on. Its connections are closed when `ends` is."""
    app = bare_app(client, secret)
    make_writer = _sqlite_writer if url.startswith("sqlite") else _postgresql_writer
    write = make_writer(url, what_an_open_writes(url, client, secret), ends)

    def on_command(ack: Ack) -> None:
        write()
        ack()

    app.command(COMMAND)(on_command)
    return app


def _rows(engine: Engine, table: Table) -> dict[tuple[Any, ...], Row]:
    """By primary key, as the bare driver gives them."""
    names = [column.name for column in table.columns]
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"SELECT {', '.join(map(_quoted, names))} FROM {table.name}")  # noqa: S608  Tables of our own.
        rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
    finally:
        connection.close()
    return {tuple(row[column.name] for column in table.primary_key): row for row in rows}


def _written(table: Table, *seen: Mapping[tuple[Any, ...], Row]) -> Written:
    first, second = ([row for key, row in after.items() if key not in before] for before, after in pairwise(seen))
    updated = [row for key, row in seen[2].items() if key in seen[1] and row != seen[1][key]]
    made_by_database = {column.name for column in table.columns if column.autoincrement is True}
    added = [{name: value for name, value in row.items() if name not in made_by_database} for row in second]
    pairs = list(zip(first, added, strict=True))
    keys = [name for name in _indexed(table) if any(row.get(name) != before[name] for before, row in pairs)]
    return Written(table, added, updated, [name for name in keys if name not in made_by_database])


def _indexed(table: Table) -> set[str]:
    uniques = [each.columns for each in table.constraints if isinstance(each, UniqueConstraint)]
    groups = [table.primary_key.columns, *(index.columns for index in table.indexes), *uniques]
    return {column.name for group in groups for column in group if column.type.python_type in (str, int)}


class Statement(NamedTuple):
    """One executemany: each row as the keys to make anew, and what stays."""

    text: str
    templates: Sequence[tuple[Sequence[Any], Sequence[Any]]]

    def rows(self, number: int) -> list[tuple[Any, ...]]:
        """Those of the `number`-th writing."""
        return [
            (*(_key(old, number, place) for old in keys), *rest) for place, (keys, rest) in enumerate(self.templates)
        ]


def statements(written: Sequence[Written], mark: str) -> Iterator[Statement]:
    """Insertions first and then updates: what others wait for comes last, as it does in an `open`."""
    for table, added, _, keys in written:
        if added:
            rest = [name for name in added[0] if name not in keys]
            names, marks = ", ".join(map(_quoted, (*keys, *rest))), ", ".join([mark] * len(added[0]))
            text = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608  Names of our own tables.
            yield Statement(text, [(_values(row, keys), _values(row, rest)) for row in added])
    for table, _, updated, _ in written:
        if updated:
            own = [column.name for column in table.primary_key]
            # What counts goes on counting, as in an `open`: SQLite writes no page for a row that stays as it is.
            counted = [name for name, value in updated[0].items() if isinstance(value, int) and name not in own]
            rest = [name for name in updated[0] if name not in (*own, *counted)]
            sets = ", ".join(f"{_quoted(name)} = {mark}" for name in (*counted, *rest))
            where = " AND ".join(f"{_quoted(name)} = {mark}" for name in own)
            text = f"UPDATE {table.name} SET {sets} WHERE {where}"  # noqa: S608  As above.
            yield Statement(text, [(_values(row, counted), _values(row, [*rest, *own])) for row in updated])


def _values(row: Row, names: Sequence[str]) -> list[Any]:
    return [row[name] for name in names]


def _key(old: Any, number: int, place: int) -> Any:
    """One not there yet, as long as the old one."""
    return old + number if isinstance(old, int) else f"{number * ROWS + place:0{len(old)}}"


def _sqlite_writer(url: str, written: Sequence[Written], ends: ExitStack) -> Callable[[], None]:
    path = make_url(url).database or ""
    here, turn, numbers = threading.local(), threading.Lock(), count(1)
    made = list(statements(written, "?"))

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        ends.callback(connection.close)
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={LOCK_WAIT}",
            "cache_size=-8000",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def write() -> None:
        if not hasattr(here, "connection"):
            here.connection = connect()
        number = next(numbers)
        with turn:
            here.connection.execute("BEGIN IMMEDIATE")
            for statement in made:
                here.connection.executemany(statement.text, statement.rows(number))
            here.connection.execute("COMMIT")

    return write


def _postgresql_writer(url: str, written: Sequence[Written], ends: ExitStack) -> Callable[[], None]:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    here, numbers = threading.local(), count(1)
    made = [(statement.text.encode(), statement) for statement in statements(written, "%s")]

    def write() -> None:
        if not hasattr(here, "connection"):
            here.connection = psycopg.connect(address)
            ends.callback(here.connection.close)
        number = next(numbers)
        with here.connection.transaction(), here.connection.cursor() as cursor:
            for text, statement in made:
                cursor.executemany(text, statement.rows(number))

    return write


def _quoted(name: str) -> str:
    return f'"{name}"'
