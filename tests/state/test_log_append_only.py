"""The database itself refuses to change what was recorded; it lets only a content be emptied that is purged."""

import pytest
from sqlalchemy.exc import DBAPIError

from tests.play import Play, dump

REFUSED = (
    "UPDATE log_entry SET entry = entry",
    "UPDATE log_entry SET serial = 'CR-26-0009' WHERE seq = 1",
    "UPDATE log_entry SET seq = seq + 1000",
    "DELETE FROM log_entry",
    "DELETE FROM log_entry WHERE seq = 1",
    "UPDATE log_content SET content = content",
    "UPDATE log_content SET content = NULL",
    "UPDATE log_content SET content = NULL WHERE log = 'us' AND seq = 1",
    "UPDATE log_content SET seq = seq + 1000, content = NULL",
    "UPDATE log_content SET log = 'jp', content = NULL",
    "DELETE FROM log_content",
)
REFUSED_BY_SQLITE = (
    "INSERT OR REPLACE INTO log_entry (log, seq, serial, entry) VALUES ('us', 1, NULL, x'7b7d')",
    "REPLACE INTO log_entry (log, seq, serial, entry) VALUES ('us', 1, NULL, x'7b7d')",
    "INSERT OR REPLACE INTO log_content (log, seq, content) VALUES ('us', 1, x'7b7d')",
    "UPDATE OR REPLACE log_entry SET seq = 2 WHERE seq = 1",
    "INSERT INTO log_entry (log, seq, entry) VALUES ('us', 1, x'7b7d') ON CONFLICT DO UPDATE SET entry = x'7b7d'",
)
REFUSED_BY_POSTGRESQL = (
    "TRUNCATE log_entry CASCADE",
    "TRUNCATE log_content",
    "INSERT INTO log_entry (log, seq, entry) VALUES ('us', 1, '{}') ON CONFLICT (log, seq) DO UPDATE SET entry = '{}'",
    "MERGE INTO log_entry USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
)


def run(play: Play, statement: str) -> None:
    with play.database.writing() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("statement", REFUSED)
def test_what_was_recorded_cannot_be_changed(staffed: Play, statement: str) -> None:
    assert_refused(staffed, statement)


def test_no_other_way_of_this_database_changes_it_either(staffed: Play) -> None:
    for statement in REFUSED_BY_SQLITE if staffed.database.is_sqlite else REFUSED_BY_POSTGRESQL:
        assert_refused(staffed, statement)


def assert_refused(play: Play, statement: str) -> None:
    before = dump(play.database)
    with pytest.raises(DBAPIError, match="append-only"):
        run(play, statement)
    assert dump(play.database) == before


def test_a_content_is_emptied_by_a_purge_and_its_entry_stays(staffed: Play) -> None:
    before = dump(staffed.database)
    staffed.do("purge", "us-usfj-cdr", entry="us/1", because="a spill")
    after = dump(staffed.database)
    assert [row for row in after["log_entry"] if row in before["log_entry"]] == before["log_entry"]
    contents = {(row["log"], row["seq"]): row["content"] for row in after["log_content"]}
    assert [key for key, content in contents.items() if content is None] == [("us", 1)]


def test_an_emptied_content_cannot_be_filled_again(staffed: Play) -> None:
    staffed.do("purge", "us-usfj-cdr", entry="us/1", because="a spill")
    assert_refused(
        staffed, "UPDATE log_content SET content = entry FROM log_entry WHERE log_content.seq = log_entry.seq"
    )
