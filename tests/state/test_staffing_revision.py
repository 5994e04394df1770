"""Who sits where is read again when it has changed, whoever changed it, and only then."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, delete, event, insert, select, update

from state.seated import holders
from state.tables.people import holder
from tests.play import ASKING, START, Play

OTHER = "us-usfj-cdr"


@contextmanager
def statements(play: Play) -> Iterator[list[str]]:
    """Those that are run meanwhile."""
    seen: list[str] = []

    def hear(_connection: object, _cursor: object, text: str, *_rest: object) -> None:
        seen.append(text)

    event.listen(play.database.engine, "before_cursor_execute", hear)
    try:
        yield seen
    finally:
        event.remove(play.database.engine, "before_cursor_execute", hear)


def sitting(connection: Connection) -> set[str]:
    return {seat for seat in (ASKING, OTHER) if holders(connection, START).people(seat)}


def vacate(connection: Connection, seat: str) -> None:
    connection.execute(delete(holder).where(holder.c.seat == seat))


def test_what_has_not_changed_is_not_read_again(staffed: Play) -> None:
    with staffed.database.reading() as connection:
        holders(connection, START)
    with staffed.database.reading() as connection, statements(staffed) as seen:
        assert sitting(connection) == {ASKING, OTHER}
    assert not [text for text in seen if "FROM staffing LEFT" in text]


def test_every_kind_of_change_is_seen_in_its_own_transaction_and_after_it(staffed: Play) -> None:
    with staffed.database.writing() as connection:
        row = connection.execute(select(holder).where(holder.c.seat == ASKING)).one()
        vacate(connection, ASKING)
        assert sitting(connection) == {OTHER}
        connection.execute(insert(holder), row._asdict())
        assert sitting(connection) == {ASKING, OTHER}
        connection.execute(update(holder).where(holder.c.seat == ASKING).values(on_watch=False))
        assert ASKING not in holders(connection, START)
    with staffed.database.reading() as connection:
        assert ASKING not in holders(connection, START)


def test_a_change_that_is_rolled_back_leaves_nothing_for_another_one_to_be_taken_for(staffed: Play) -> None:
    with staffed.database.writing() as connection:
        given_up = connection.begin_nested()
        vacate(connection, ASKING)
        assert sitting(connection) == {OTHER}
        given_up.rollback()
        assert sitting(connection) == {ASKING, OTHER}
        vacate(connection, OTHER)
        assert sitting(connection) == {ASKING}
