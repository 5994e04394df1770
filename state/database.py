"""Engines for SQLite files and PostgreSQL, their transactions, and the schema's version."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from state.group_commit import GroupCommit
from state.prepared import begin

MIGRATIONS = Path(__file__).parent / "migrations"
# Milliseconds. A writer waits at most twice, for its turn in this process and for another process: both together stay
# under the three seconds in which Slack wants its answer. PostgreSQL looks for deadlocks after one: a wait is longer.
LOCK_WAIT = 1_200
OPENINGS = 5  # of a new file, each time that somebody else comes first
# Parameters would put what people typed into the operator's log.
POOL = {"hide_parameters": True, "pool_size": 20, "max_overflow": 20, "pool_timeout": LOCK_WAIT / 1000}


class SchemaError(Exception):
    """The database's schema is not the one this version works with; `kakehashi db upgrade` brings it there."""


class DatabaseError(Exception):
    """The database cannot be reached; look at KAKEHASHI_DATABASE_URL and whether its server runs."""


class BusyError(Exception):
    """Others held what this transaction needed for too long. Nothing of it was written: try again."""


class ConflictError(BusyError):
    """Another transaction came between, or PostgreSQL ended one of two that waited for each other: run it again."""


WAITED_TOO_LONG = "55P03"  # lock_not_available
CONFLICTS = ("40P01", "40001")  # deadlock_detected, serialization_failure


def open_engine(url: str) -> Engine:
    """An engine for `url`, with this project's transactions. Connects only when it is used."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        engine = create_engine(address.set(drivername="postgresql+psycopg"), **POOL)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    engine = create_engine(address, **POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """WAL, durable commits, foreign keys; and no transaction but those that are begun by name (see `writing`).

    Up to 8 MB of pages are kept in memory, so that a move seldom reads from the file.
    """
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={LOCK_WAIT}")
    _write_ahead(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-8000"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """WAL. Of two that open a new file at once SQLite makes neither wait here: it waits for its turn, asks again."""
    for left in reversed(range(OPENINGS)):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if not left or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        else:
            return


def _prepare_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {LOCK_WAIT}")
        cursor.execute("SET timezone = 'UTC'")
    connection.commit()


class Database:
    """An engine with its two kinds of transaction.

    SQLite allows one writer at a time and makes the others poll for their turn; within this process a lock hands
    it over at once. Another process (the command line) waits up to LOCK_WAIT.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self.is_sqlite = is_sqlite(self.engine)
        # PostgreSQL's driver says this with its own BEGIN: a statement for it would be one more way there and back.
        snapshot = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self.engine.execution_options(**snapshot)
        self._turn = threading.Lock()
        self._writer: Connection | None = None
        """SQLite's one connection that writes, while nobody does."""
        self.commands: GroupCommit[Any, Any] = GroupCommit(LOCK_WAIT / 1000)
        """The commands that wait to be written (state.apply)."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One durable transaction that may write; committed at the end, rolled back by an exception.

        Raises BusyError, with nothing written, where others held for too long what it needed.
        """
        with _busy_told(), self._only_writer() if self.is_sqlite else self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent snapshot; nothing is written. Raises BusyError where no connection comes free."""
        with _busy_told(), self._reader.begin() as connection:
            if self.is_sqlite:
                begin(connection, "BEGIN")
            yield connection

    def close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
        self.engine.dispose()

    @contextmanager
    def _only_writer(self) -> Iterator[Connection]:
        """In its turn, on one connection for all: it keeps the pages that it has read."""
        if not self._turn.acquire(timeout=LOCK_WAIT / 1000):
            raise BusyError("other commands are being written")
        connection, self._writer = self._writer, None
        try:
            connection = connection or self.engine.connect()
            with connection.begin():
                begin(connection, "BEGIN IMMEDIATE")
                yield connection
            self._writer = connection
        finally:
            if self._writer is None and connection is not None:  # whatever became of it, the next one gets a new one
                connection.close()
            self._turn.release()


@contextmanager
def _busy_told() -> Iterator[None]:
    """Each driver's own ways to say that others were in the way, as one error."""
    try:
        yield
    except PoolTimeoutError as error:
        raise BusyError("every connection is in use") from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in CONFLICTS:
            raise ConflictError("another command was in the way") from error
        waited = getattr(error.orig, "sqlstate", None) == WAITED_TOO_LONG
        if waited or getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            raise BusyError("another process is writing") from error
        raise


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine) -> str:
    """Bring the schema to this version's, and say which that is. A new file is for its owner alone."""
    if is_sqlite(engine) and not (file := file_of(engine)).exists():
        file.touch(mode=0o600)  # both nations' words will be in it; what SQLite lays beside it has its mode
    command.upgrade(_config(engine), "head")
    return newest(engine)


def newest(engine: Engine) -> str:
    return ScriptDirectory.from_config(_config(engine)).get_current_head() or ""


def file_of(engine: Engine) -> Path:
    """Of a SQLite database."""
    return Path(engine.url.database or "")


def named(engine: Engine) -> str:
    """The database in a sentence, with its file where it is one."""
    return f"the database {file_of(engine)}" if is_sqlite(engine) else "the database"


def present(engine: Engine) -> str | None:
    """The schema's version in the database, None where there is no schema. No file is made."""
    if is_sqlite(engine) and file_of(engine).parent.is_dir() and not file_of(engine).exists():
        return None  # connecting would make one
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise DatabaseError(f"{named(engine)} cannot be opened: {reason}") from error


def require_newest(engine: Engine) -> None:
    """Refuse to work on a schema of another version, naming what helps."""
    found, wanted = present(engine), newest(engine)
    if found != wanted:
        require_known(engine, found)
        raise SchemaError(
            f"the database's schema is {found or 'not there'}, this version needs {wanted}: run `kakehashi db upgrade`"
        )


def require_known(engine: Engine, found: str | None) -> None:
    """Refuse a schema of a version that this one doesn't know: no command of this one helps."""
    known = {script.revision for script in ScriptDirectory.from_config(_config(engine)).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaError(
            f"the database's schema is {found}, which this version does not know: it is of a newer version of "
            f"Kakehashi, and this one ({newest(engine)}) has to be renewed"
        )


def backup(engine: Engine, target: Path) -> None:
    """A whole copy of a SQLite database, taken with SQLite's own backup call while others write.

    An older backup at `target` is replaced once the new one is whole. Raises DatabaseError, and leaves nothing behind.
    """
    if not is_sqlite(engine):
        raise DatabaseError("backup copies a SQLite file; for PostgreSQL use pg_dump")
    if target.with_name(target.name + "-wal").exists():
        raise DatabaseError(f"{target} is a database in use: choose another name")
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    try:
        partial.touch(mode=0o600)  # both nations' words are in it
        with engine.connect() as connection, closing(sqlite3.connect(partial)) as copy:
            source = connection.connection.driver_connection
            if not isinstance(source, sqlite3.Connection):
                raise DatabaseError("backup needs Python's own sqlite3 driver")
            source.backup(copy)
        partial.replace(target)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise DatabaseError(f"no backup could be written to {target}: {error}") from error
    finally:
        partial.unlink(missing_ok=True)
