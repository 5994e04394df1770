"""Opening an installation for a command; whatever stands in the way is a Failure."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.cli.common import Failure
from bot.clock import SystemClock
from bot.installation import load_house, load_registry
from bot.settings.reading import Settings, read_environment, read_settings
from state.database import BusyError, Database, DatabaseError, SchemaError, require_newest
from state.exercise import timed
from state.house import House
from workflows.bodies.registry import Registry


def read_own_settings() -> Settings:
    """The settings of this process's environment."""
    settings, findings = read_settings(os.environ)
    if settings is None:
        raise Failure(*findings)
    return settings


def read_own_registry(settings: Settings) -> Registry:
    registry, findings = load_registry(settings.registry)
    if registry is None:
        raise Failure(*findings)
    return registry


@contextmanager
def open_database() -> Iterator[Database]:
    """The database that the environment names, of whatever version; closed at the end."""
    environment, findings = read_environment(os.environ)
    if findings:
        raise Failure(*findings)
    database = Database(environment.database_url.reveal())
    try:
        with database_told():
            yield database
    finally:
        database.close()


@contextmanager
def open_house(on_commit: Callable[[], None] = lambda: None) -> Iterator[tuple[House, Settings]]:
    """The house with a database of this version's schema, and its settings; closed at the end."""
    settings = read_own_settings()
    house, findings = load_house(settings, SystemClock(), on_commit)
    if house is None:
        raise Failure(*findings)
    try:
        with database_told():
            require_newest(house.database.engine)
            yield timed(house, is_exercise=settings.exercise), settings
    finally:
        house.database.close()


@contextmanager
def database_told() -> Iterator[None]:
    """Whatever the database refuses, as a sentence."""
    try:
        yield
    except (DatabaseError, SchemaError) as error:
        raise Failure(error) from error
    except BusyError as error:
        raise Failure(f"the database is busy ({error}): try again") from error
