"""Bringing the schema to this version's: what can stand in the way is told, and then nothing has changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from state.database import DatabaseError, file_of, is_sqlite, named, present, require_known, upgrade


def bring_up(engine: Engine) -> tuple[str | None, str]:
    """Upgrade the schema; gives its version before (None where there was none) and now.

    Raises SchemaError for a schema of a version that this one doesn't know, DatabaseError where it can't be written
    or is a file of another program's.
    """
    if is_sqlite(engine):
        _refuse_foreign(file_of(engine))
    before = present(engine)
    require_known(engine, before)
    try:
        return before, upgrade(engine)
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise DatabaseError(f"{named(engine)} cannot be upgraded: {reason}") from error


def _refuse_foreign(file: Path) -> None:
    """Leave a file alone that has tables, and none that says of which version of ours they are."""
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    except sqlite3.Error:
        return  # one that can't be read is told by whoever opens it to write
    tables = [name for (name,) in found]
    if tables and "alembic_version" not in tables:
        raise DatabaseError(
            f"{file} is another program's database, with tables of its own ({', '.join(tables[:3])}): "
            "name a new file in KAKEHASHI_DATABASE_URL"
        )
