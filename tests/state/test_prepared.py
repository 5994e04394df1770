"""Statements on the driver's own cursor: the same values and the same errors as through SQLAlchemy."""

import pytest
from sqlalchemy import bindparam, event, insert, select
from sqlalchemy.exc import IntegrityError

from state.database import Database
from state.prepared import Prepared, inserting
from state.tables.deliveries import inbox
from tests.play import START, rows_of

ADD = inserting(inbox, "key", "at", "answer")
FIND = Prepared(select(inbox.c.answer).where(inbox.c.key == bindparam("key")))


def row(key: str) -> dict[str, object]:
    return {"key": key, "at": START, "answer": b"{}"}


@pytest.mark.parametrize("keys", [["one"], ["one", "two"]])
def test_what_is_written_is_read_as_sqlalchemy_reads_it(database: Database, keys: list[str]) -> None:
    with database.writing() as connection:
        ADD.run_all(connection, [row(key) for key in keys])
        assert rows_of(connection, "inbox") == [row(key) for key in keys]
        assert FIND.run(connection, {"key": "one"}).fetchone() == (b"{}",)
        assert FIND.run(connection, {"key": "three"}).fetchone() is None


def test_values_are_stored_as_sqlalchemy_stores_them(database: Database) -> None:
    with database.writing() as connection:
        ADD.run(connection, row("one"))
        connection.execute(insert(inbox), row("two"))
        assert len(set(connection.exec_driver_sql("SELECT at, answer FROM inbox").all())) == 1


def test_an_error_is_sqlalchemys_without_the_parameters(database: Database) -> None:
    heard: list[object] = []
    event.listen(database.engine, "handle_error", lambda context: heard.append(context.original_exception))
    with database.writing() as connection:
        ADD.run(connection, row("one"))
    with pytest.raises(IntegrityError) as caught, database.writing() as connection:
        ADD.run(connection, row("one"))
    assert heard == [caught.value.orig]
    assert caught.value.params is None
