"""Finding words in the logs: with the index and without it the same, on both databases, and nothing of another log."""

from typing import Any

from sqlalchemy import event, select

from state.database import Database
from state.logs.finding import BATCH, find, index_some
from state.tables.logs import log_indexed, log_word
from tests.play import Play

US, JOINT = ("us", "us+jp"), ("us+jp",)
ASKED = (["runway"], ["two crews"], ["crew"], ["滑走路"], ["路"], ["nothing"], ["us-usfj", "runway"])


def found(play: Play, logs: tuple[str, ...], *needles: str) -> list[str]:
    with play.database.reading() as connection:
        return [row.name for row in find(connection, logs, needles).entries]


def indexed(database: Database) -> None:
    while index_some(database):
        pass


def test_the_index_changes_nothing_that_is_found(staffed: Play) -> None:
    staffed.open_staffed(detail="Two crews, 滑走路の補修")
    before = [found(staffed, US, *needles) for needles in ASKED]
    assert before[0]
    assert not before[5]
    indexed(staffed.database)
    assert [found(staffed, US, *needles) for needles in ASKED] == before
    staffed.open(title="Runway again")  # and what is not in it yet is found beside what is
    assert found(staffed, US, "again") != []
    assert len(found(staffed, US, "runway")) > len(before[0])


def test_a_long_phrase_is_looked_for_too(staffed: Play) -> None:
    """Of more words than one statement of a database takes."""
    phrase = "".join(chr(0x4E00 + 7 * at) for at in range(1_000))
    staffed.open_joint(detail=phrase)
    indexed(staffed.database)
    assert found(staffed, JOINT, phrase)
    assert not found(staffed, JOINT, phrase + "無")


def test_entries_come_the_newest_first_and_each_search_says_whether_that_is_all(staffed: Play) -> None:
    staffed.open_joint(detail="Two crews")
    indexed(staffed.database)
    with staffed.database.reading() as connection:
        everything = find(connection, US, ["runway"])
    times = [(row.time, row.log, row.seq) for row in everything.entries]
    assert times == sorted(times, reverse=True)
    assert everything.is_all


def test_what_is_asked_of_one_log_looks_at_no_other(staffed: Play) -> None:
    """Not at its entries, its words or its mark: neither what is found, nor the work, depends on what another has."""
    staffed.open_joint()
    indexed(staffed.database)
    seen: list[Any] = []

    def hear(_connection: object, _cursor: object, _statement: str, parameters: object, *_rest: object) -> None:
        seen.append(parameters)

    event.listen(staffed.database.engine, "before_cursor_execute", hear)
    found(staffed, JOINT, "runway")
    event.remove(staffed.database.engine, "before_cursor_execute", hear)
    names = {value for row in seen for value in (row.values() if isinstance(row, dict) else row or ())}
    assert "us+jp" in names
    assert "us" not in names


def test_what_is_purged_leaves_the_index_and_does_not_come_back(staffed: Play) -> None:
    staffed.open(title="Osprey down")
    (name,) = found(staffed, US, "osprey")
    seq = int(name.rpartition("/")[2])
    indexed(staffed.database)
    staffed.do("purge", "us-usfj-cdr", entry=name, because="a spill")
    with staffed.database.writing() as connection:
        words = select(log_word.c.word).where(log_word.c.log == "us", log_word.c.seq == seq)
        assert list(connection.execute(words)) == []
        connection.execute(log_indexed.delete())  # as if the index were made anew
        connection.execute(log_word.delete())
    indexed(staffed.database)
    assert found(staffed, US, "osprey") == []


def test_two_that_index_at_once_do_it_once(staffed: Play) -> None:
    """Both read what is left to do; the second comes to write it after the first."""
    database = staffed.database
    is_second = False

    def meanwhile(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal is_second
        if "log_content" in statement and not is_second:
            is_second = True
            indexed(database)

    event.listen(database.engine, "before_cursor_execute", meanwhile)
    index_some(database)
    event.remove(database.engine, "before_cursor_execute", meanwhile)
    assert is_second
    indexed(database)
    with database.reading() as connection:
        marks = {row.log: row.seq for row in connection.execute(select(log_indexed))}
    assert marks["us"] > BATCH
