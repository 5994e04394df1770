"""The schema: migrations lead to what state.tables says, whole or not at all, on both databases; a file's backup."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import event, inspect

from state.database import (
    Database,
    DatabaseError,
    SchemaError,
    backup,
    newest,
    present,
    require_newest,
    upgrade,
)
from state.logs.audit import audit
from state.tables import metadata
from tests.conftest import Databases, SqlitePlace
from tests.play import Clock, Play, dump, install, registry, rows_in

ROOT = Path(__file__).parent.parent.parent


def differences(database: Database) -> list[object]:
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))


def test_the_migrated_schema_is_the_one_that_the_tables_say(database: Database) -> None:
    assert differences(database) == []
    with database.writing() as connection:  # and it would be seen if it were not
        connection.exec_driver_sql("ALTER TABLE inbox ADD COLUMN extra INTEGER")
    assert len(differences(database)) == 1


def test_indexes_keys_and_constraints_have_the_same_names_as_in_the_tables(
    database: Database, databases: Databases
) -> None:
    fresh = databases.new("")
    with fresh.engine.begin() as connection:
        metadata.create_all(connection)

    def names(of: Database) -> dict[str, set[object]]:
        seen = inspect(of.engine)
        return {
            table: {
                seen.get_pk_constraint(table)["name"],
                *(row["name"] for row in seen.get_indexes(table)),
                *(row["name"] for row in seen.get_unique_constraints(table)),
                *(row["name"] for row in seen.get_foreign_keys(table)),
            }
            for table in metadata.tables
        }

    assert names(database) == names(fresh)


def test_upgrading_twice_is_harmless(staffed: Play) -> None:
    staffed.open()
    before = dump(staffed.database)
    assert upgrade(staffed.database.engine) == newest(staffed.database.engine) == present(staffed.database.engine)
    assert dump(staffed.database) == before


def test_two_that_upgrade_at_once_do_it_once(databases: Databases) -> None:
    url = databases.url("")
    script = (
        f"import sys; from state.database import Database, upgrade; sys.stdin.read(); upgrade(Database({url!r}).engine)"
    )
    both = [
        subprocess.Popen(  # noqa: S603  This interpreter and modules of ours.
            [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for process in both:
        assert process.stdin is not None
        process.stdin.close()
    for process in both:
        assert process.stderr is not None
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(timeout=30) == 0
    database = databases.open(url)
    require_newest(database.engine)
    assert differences(database) == []


def test_a_migration_that_fails_in_the_middle_leaves_nothing(databases: Databases) -> None:
    database = databases.new("")

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "CREATE TABLE person" in statement:
            raise ZeroDivisionError

    event.listen(database.engine, "before_cursor_execute", fail)
    with pytest.raises(ZeroDivisionError):
        upgrade(database.engine)
    event.remove(database.engine, "before_cursor_execute", fail)
    assert inspect(database.engine).get_table_names() == []
    upgrade(database.engine)
    require_newest(database.engine)


def test_a_schema_of_another_version_is_refused_with_the_command_that_helps(databases: Databases) -> None:
    database = databases.new("")
    with pytest.raises(SchemaError, match=r"not there, this version needs \d{4}: run `kakehashi db upgrade`"):
        require_newest(database.engine)
    upgrade(database.engine)
    require_newest(database.engine)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(
        SchemaError, match=r"schema is 9999, .* newer version of Kakehashi, and this one \(\d{4}\) has to be"
    ):
        require_newest(database.engine)


def test_a_database_that_cannot_be_opened_is_told_in_one_line(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/no/such/folder/x.db", "postgresql://127.0.0.1:1/none"):
        database = Database(url)
        with pytest.raises(DatabaseError) as told:
            require_newest(database.engine)
        assert "\n" not in str(told.value)
        database.close()


@pytest.fixture
def filed(sqlite_place: SqlitePlace) -> Iterator[Play]:
    """A staffed SQLite database: backups are of files."""
    copies = Databases(sqlite_place)
    yield Play(install(copies.new(), Clock()))
    copies.close()


def test_a_backup_while_others_write_is_whole_and_consistent(filed: Play, tmp_path: Path) -> None:
    stop, opened = Event(), Event()

    def keep_opening() -> None:
        while not stop.is_set():
            filed.open_joint()
            opened.set()

    writer = Thread(target=keep_opening)
    writer.start()
    try:
        for number in range(5):
            assert opened.wait(timeout=10)
            opened.clear()
            backup(filed.database.engine, tmp_path / f"{number}.db")
    finally:
        stop.set()
        writer.join(timeout=10)
    sizes = []
    for number in range(5):
        copy = Database(f"sqlite:///{tmp_path / f'{number}.db'}")
        require_newest(copy.engine)
        with copy.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert audit(connection, registry()) == ()
        sizes.append(len(rows_in(copy, "matter")))
        copy.close()
    assert sizes == sorted(sizes)
    assert sizes[0] >= 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{number}.db" for number in range(5)]


def test_a_later_backup_replaces_the_earlier_one(filed: Play, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.with_name("copy.db.part").write_text("left by one that was killed")
    for number in (1, 2):
        filed.open()
        backup(filed.database.engine, target)
        with sqlite3.connect(target) as copy:
            assert copy.execute("SELECT count(*) FROM matter").fetchone() == (number,)
        copy.close()


def test_a_backup_that_fails_leaves_the_old_one_and_nothing_beside_it(filed: Play, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.mkdir()  # can't be replaced by a file
    with pytest.raises(DatabaseError, match=r"copy\.db"):
        backup(filed.database.engine, target)
    with pytest.raises(DatabaseError):
        backup(filed.database.engine, tmp_path / "no" / "folder" / "copy.db")
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]


def test_a_backup_never_overwrites_a_database_in_use(filed: Play) -> None:
    filed.open()
    before = dump(filed.database)
    with pytest.raises(DatabaseError, match="in use"):
        backup(filed.database.engine, Path(str(filed.database.engine.url.database)))
    assert dump(filed.database) == before


def test_a_backup_is_for_its_owner_alone(filed: Play, tmp_path: Path) -> None:
    backup(filed.database.engine, tmp_path / "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_backup_of_a_server_names_the_tool_that_does_it(tmp_path: Path) -> None:
    database = Database("postgresql://127.0.0.1:1/none")
    with pytest.raises(DatabaseError, match="pg_dump"):
        backup(database.engine, tmp_path / "copy.db")
    database.close()


def test_a_commit_is_on_the_disk_before_it_is_answered(databases: Databases) -> None:
    """WAL with full synchronisation on SQLite; PostgreSQL's own default, which a server's administrator may change."""
    with closing(Database(databases.url("empty"))) as database, database.reading() as connection:
        if database.is_sqlite:
            settings = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
            ]
            assert settings == ["wal", 2]
        else:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
