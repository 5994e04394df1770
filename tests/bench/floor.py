"""The floor: a bare Bolt listener that writes as many rows, as large, in one durable transaction, and nothing else.

What a real `open` writes is measured from one. The bare driver writes it, one executemany a table; on PostgreSQL it
also updates one shared row for each log, which is what several writers wait for.
"""

import sqlite3
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import psycopg
from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy import make_url

from bot.listeners import COMMAND, build_app
from state.database import LOCK_WAIT
from tests.bench.asking import opening, request
from tests.bench.place import house_on
from tests.play import dump

HEADS = "log_head"
#: Sizes in bytes of the rows of each table.
Sizes = Mapping[str, list[int]]


def what_an_open_writes(url: str, client: WebClient, secret: str) -> Sizes:
    """The rows that an `open` makes or changes, by table; taken from the second one, when every log has begun."""
    house = house_on(url)
    app = build_app(house, client, secret)
    app.dispatch(request(opening(), secret))
    before = dump(house.database)
    app.dispatch(request(opening(), secret))
    after = dump(house.database)
    house.database.close()
    changed = {table: [row for row in rows if row not in before[table]] for table, rows in after.items()}
    if len(changed["matter"]) != 1:
        raise RuntimeError("nothing was opened")
    return {table: [size_of(row) for row in rows] for table, rows in changed.items() if rows}


def size_of(row: Mapping[str, Any]) -> int:
    """Bytes of a row's values, a number taken as eight."""
    return sum(len(value) if isinstance(value, bytes) else len(_written(value)) for value in row.values())


def _written(value: Any) -> bytes:
    if value is None:
        return b""
    if isinstance(value, datetime):
        return value.isoformat().encode()
    return value.encode() if isinstance(value, str) else bytes(8)


def floor_app(url: str, sizes: Sizes, client: WebClient, secret: str) -> App:
    """Set up as bot.listeners.build_app sets up the real one."""
    app = App(
        client=client,
        signing_secret=secret,
        process_before_response=True,
        token_verification_enabled=False,
    )
    write = _sqlite_writer(url, sizes) if url.startswith("sqlite") else _postgresql_writer(url, sizes)

    def on_command(ack: Ack) -> None:
        write()
        ack()

    app.command(COMMAND)(on_command)
    return app


def _sqlite_writer(url: str, sizes: Sizes) -> Callable[[], None]:
    path = make_url(url).database or ""
    here, turn = threading.local(), threading.Lock()
    inserts = {_insert(table, "?"): _payload(rows) for table, rows in sizes.items()}

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={LOCK_WAIT}"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    for table in sizes:
        connect().execute(f"CREATE TABLE IF NOT EXISTS floor_{table} (id INTEGER PRIMARY KEY, data BLOB NOT NULL)")

    def write() -> None:
        if not hasattr(here, "connection"):
            here.connection = connect()
        with turn:
            here.connection.execute("BEGIN IMMEDIATE")
            for statement, rows in inserts.items():
                here.connection.executemany(statement, rows)
            here.connection.execute("COMMIT")

    return write


def _postgresql_writer(url: str, sizes: Sizes) -> Callable[[], None]:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    here = threading.local()
    inserts = {
        _insert(table, "%s").encode(): _payload(rows)
        for table, rows in sizes.items()
        if table != HEADS  # shared rows here, and updated
    }
    heads = [(data, log) for log, (data,) in enumerate(_payload(sizes.get(HEADS, [])))]
    with psycopg.connect(address) as connection:
        for table in sizes:
            connection.execute(f"CREATE TABLE floor_{table} (id BIGSERIAL PRIMARY KEY, data BYTEA NOT NULL)".encode())
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO floor_log_head (data, id) VALUES (%s, %s)", heads)

    def write() -> None:
        if not hasattr(here, "connection"):
            here.connection = psycopg.connect(address)
        with here.connection.transaction(), here.connection.cursor() as cursor:
            for statement, rows in inserts.items():
                cursor.executemany(statement, rows)
            cursor.executemany("UPDATE floor_log_head SET data = %s WHERE id = %s", heads)

    return write


def _insert(table: str, mark: str) -> str:
    return f"INSERT INTO floor_{table} (data) VALUES ({mark})"  # noqa: S608  The tables are our own.


def _payload(rows: list[int]) -> list[tuple[bytes]]:
    return [(b"x" * size,) for size in rows]
