"""What is taken of the logs as a file is on record before the file is there: on both databases, whatever fails."""

import sqlite3
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.cli.common import Failure
from bot.cli.taken import _record, record_export
from bot.exports.writing import write_logs
from state.logs.reading import log_views
from state.tables.logs import log_entry
from tests.bot.command_line import folder, played, told
from tests.bot.office import BOTH
from tests.play import Play
from tests.state.test_export import full_disk

__all__ = ["folder", "played"]  # fixtures that are used by name


def size_of(play: Play, log: str) -> int:
    with play.database.reading() as connection:
        query = select(func.count()).select_from(log_entry).where(log_entry.c.log == log)
        return int(connection.execute(query).scalar_one())


def take(play: Play, out: Path, fmt: str = "jsonl") -> None:
    """As `kakehashi log export` does; at the instant of the entry nothing may be under the file's name."""

    def record() -> None:
        assert not out.exists()
        record_export(play.house, ("us",), [("us", 1)], fmt)
        seen.append(size_of(play, "us"))

    seen: list[int] = []
    before = size_of(play, "us")
    with play.database.reading() as connection:
        views = list(log_views(connection, ("us",)))
        write_logs(play.house, ("us",), views, fmt, out, before=record)
    assert out.exists()
    assert seen == [before + 1]


@BOTH
@pytest.mark.parametrize("fmt", ["jsonl", "html"])
def test_a_disk_that_fills_up_leaves_neither_file_nor_entry_and_one_that_does_not_leaves_both(
    staffed: Play, tmp_path: Path, fmt: str
) -> None:
    out, before = tmp_path / "log", size_of(staffed, "us")
    with full_disk(1_000), pytest.raises(OSError, match="File too large"):
        take(staffed, out, fmt)
    assert list(tmp_path.glob("log*")) == list(tmp_path.glob(".kakehashi-*")) == []
    assert size_of(staffed, "us") == before
    take(staffed, out, fmt)


@BOTH
def test_where_the_entry_cannot_be_made_there_is_no_file(staffed: Play, tmp_path: Path) -> None:
    marked = partial(record_export, staffed.house, ("us",), [("us", 1)], "(S) jsonl")
    with staffed.database.reading() as connection, pytest.raises(Failure, match="carries a marking"):
        write_logs(
            staffed.house, ("us",), list(log_views(connection, ("us",))), "jsonl", tmp_path / "log", before=marked
        )
    assert list(tmp_path.glob("*log*")) == list(tmp_path.glob(".kakehashi-*")) == []


@BOTH
def test_any_other_refusal_says_its_own_reason(staffed: Play) -> None:
    with pytest.raises(Failure, match=r"^nothing was taken: Only an administrator"):
        _record(staffed.house, "admit")


COMMANDS = {
    "log export": ["log", "export", "--nation", "us", "--out", "taken"],
    "log prove": ["log", "prove", "1", "--log", "us", "--out", "taken"],
    "log archive": ["log", "archive", "us", "--per", "20", "--out", "taken"],
    "report": ["report", "CR-26-0001", "--nation", "us", "--out", "taken"],
}


def test_no_command_leaves_a_file_while_its_entry_waits_for_a_database_that_stays_busy(
    played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(played / "kakehashi.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        for words in COMMANDS.values():
            assert told(words, capsys)[0] == 1, words
            assert not (taken := played / "taken").is_file()
            assert not taken.is_dir() or not list(taken.iterdir())
        other.execute("ROLLBACK")
    other.close()
    for words in COMMANDS.values():
        assert told([*words[:-1], f"{words[-1]}-{words[1]}"], capsys)[0] == 0, words
