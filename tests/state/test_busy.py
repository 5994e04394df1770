"""Where others are in the way for too long, a person is told that it is busy, and nothing is half done."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import Connection, event

from state.apply import Applied, apply, apply_all
from state.database import LOCK_WAIT, BusyError, Database
from state.house import random_salt
from state.logs import log
from state.logs.audit import audit
from tests.conftest import Databases, PostgresqlPlace
from tests.play import ASKING, Clock, Play, dump, install, registry, rows_in
from workflows.vocabulary import Entry


@pytest.fixture
def served(postgresql_place: PostgresqlPlace) -> Iterator[list[Play]]:
    """Two processes on one PostgreSQL: only there can two transactions wait for each other."""
    copies = Databases(postgresql_place)
    url = copies.url()
    yield [Play(install(copies.open(url), Clock())) for _ in range(2)]
    copies.close()


def test_who_finds_the_matter_held_by_another_process_for_too_long_is_told(staffed: Play, databases: Databases) -> None:
    matter = staffed.open()
    before = dump(staffed.database)
    other = databases.open(staffed.database.engine.url.render_as_string(hide_password=False))
    with other.writing() as connection:
        if not other.is_sqlite:
            connection.exec_driver_sql("SELECT id FROM matter FOR UPDATE")
        asked_at = monotonic()
        with pytest.raises(BusyError):
            staffed.say("disclose", "us-usfj-fdo", matter)
    assert monotonic() - asked_at < 2.5  # Slack waits three seconds
    assert dump(staffed.database) == before
    assert not staffed.say("disclose", "us-usfj-fdo", matter).refused


def test_a_turn_that_does_not_come_is_told(tmp_path: Path) -> None:
    """Within one process SQLite's writers wait for a lock of ours."""
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    with database.writing(), pytest.raises(BusyError), database.writing():
        pytest.fail("two at once")
    with database.writing():
        pass
    database.close()


def test_a_connection_that_does_not_come_free_is_told(staffed: Play) -> None:
    with ExitStack() as readers:
        for _ in range(40):
            readers.enter_context(staffed.database.reading())
        with pytest.raises(BusyError):
            staffed.open()
        with pytest.raises(BusyError), staffed.database.reading():
            pytest.fail("one more")
    staffed.open()


def test_of_two_transactions_that_wait_for_each_other_the_command_goes_through_in_the_end(served: list[Play]) -> None:
    play, other = served
    matter = play.open()
    with ThreadPoolExecutor(1) as pool:
        with other.database.writing() as connection:
            # This one is patient, so it is the command's transaction that the server ends.
            connection.exec_driver_sql("SET LOCAL deadlock_timeout = '30s'")
            connection.exec_driver_sql("SET LOCAL lock_timeout = '30s'")
            connection.exec_driver_sql("SELECT log FROM log_head FOR UPDATE")
            said = pool.submit(play.say, "disclose", "us-usfj-fdo", matter)
            wait_for_a_waiter(connection)
            connection.exec_driver_sql("SELECT id FROM matter FOR UPDATE")  # against the order of locks
        assert not said.result(timeout=10).refused
    assert play.matter(matter).serials == {"us": "CR-26-US-0001", "us+jp": "CR-26-0001"}


def test_a_log_that_two_begin_at_once_is_begun_once(postgresql_place: PostgresqlPlace) -> None:
    copies = Databases(postgresql_place)
    url = copies.url("empty")
    first, second = copies.open(url), copies.open(url)

    def note(connection: Connection, seat: str) -> None:
        log.append(connection, [log.Row("us", None, Entry(("us",), "note", {}, seat), Clock()())], random_salt)

    def note_too() -> None:
        with second.writing() as connection:
            note(connection, "us-usfj-cos")

    with ThreadPoolExecutor(1) as pool:
        with first.writing() as connection:
            note(connection, "us-usfj-cdr")
            other = pool.submit(note_too)
            wait_for_a_waiter(connection)
        other.result(timeout=10)
    assert [row["seq"] for row in rows_in(first, "log_entry")] == [1, 2]
    with first.reading() as connection:
        assert audit(connection, registry()) == ()
    copies.close()


def test_in_a_batch_only_the_command_that_another_process_answered_first_is_decided_again(served: list[Play]) -> None:
    play, other = served
    opened = play.command("open", ASKING, **play.opening())
    exported = play.command("export", ASKING, format="csv")
    run: list[str] = []
    first: list[Applied] = []

    def answer_first(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        run.append(statement)
        if statement.startswith("INSERT INTO inbox") and sum(row.startswith("INSERT INTO inbox") for row in run) == 2:
            first.append(apply(other.house, exported))

    event.listen(play.database.engine, "before_cursor_execute", answer_first)
    said = apply_all(play.house, [opened, exported])
    assert [row.code for row in said] == ["waits-for-release", first[0].code]
    assert sum(statement.startswith("INSERT INTO matter") for statement in run) == 1
    assert len([row for row in rows_in(play.database, "outbox") if row["kind"] == "export"]) == 1


def wait_for_a_waiter(connection: Connection) -> None:
    """Until another one waits for what this one holds, with a deadline. Asks the server's own table of locks."""
    waiters = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    ends_at = monotonic() + LOCK_WAIT / 1000
    while not connection.exec_driver_sql(waiters).scalar():
        assert monotonic() < ends_at, "nobody waits"
