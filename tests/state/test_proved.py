"""The database's own logs, changed with their guards off, as its owner could: each change is found and named."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from state.logs.proved import is_in_order, verify_database
from state.proving import merkle
from state.proving.brought import NOTHING, Known
from state.proving.canonical import canonical, content_hash
from state.proving.checkpoints import read_checkpoint
from state.proving.notes import PublicKey
from state.signing import origin, sign_grown
from tests.play import Play, rows_in
from tests.state.test_audit import run
from tests.state.test_signing import FIRST, SECOND, publics, signing

__all__ = ["signing"]  # a fixture

LOG = "us+jp"


@pytest.fixture
def signed(signing: Play) -> Play:
    signing.open_closed()
    sign_grown(signing.house)
    return signing


def faults(play: Play, known: Known = NOTHING) -> tuple[str, ...]:
    with play.database.reading() as connection:
        return verify_database(connection, play.house.registry, known)[1]


def entry(play: Play, seq: int) -> dict[str, Any]:
    rows = rows_in(play.database, "log_entry")
    found: dict[str, Any] = json.loads(next(row["entry"] for row in rows if (row["log"], row["seq"]) == (LOG, seq)))
    return found


def blob(play: Play, raw: bytes) -> str:
    return f"x'{raw.hex()}'" if play.database.is_sqlite else f"decode('{raw.hex()}', 'hex')"


def put(play: Play, seq: int, **fields: Any) -> str:
    new = blob(play, canonical({**entry(play, seq), **fields}))
    return f"UPDATE log_entry SET entry = {new} WHERE log = '{LOG}' AND seq = {seq}"  # noqa: S608


def last(play: Play) -> int:
    return max(int(row["seq"]) for row in rows_in(play.database, "log_entry") if row["log"] == LOG)


def swap(table: str, *columns: str) -> list[str]:
    other = f"FROM {table} AS other WHERE other.log = {table}.log AND other.seq = 5 - {table}.seq"
    both = ", ".join(f"{column} = (SELECT {column} {other})" for column in columns)
    return [f"UPDATE {table} SET {both} WHERE log = '{LOG}' AND seq IN (2, 3)"]  # noqa: S608  as above


def cut(seq: int) -> list[str]:
    where = f"WHERE log = '{LOG}' AND seq = {seq}"
    return [f"DELETE FROM {table} {where}" for table in ("log_content", "log_entry")]  # noqa: S608  as above


def added(play: Play) -> list[str]:
    seq = last(play) + 1
    content = canonical({"text": "never said", "salt": "0" * 32})
    new = canonical({**entry(play, 2), "seq": seq, "content": content_hash(content), "stage": None, "matter": None})
    values = f"'{LOG}', {seq}"
    rows = {"log_entry (log, seq, entry)": new, "log_content (log, seq, content)": content}
    return [f"INSERT INTO {table} VALUES ({values}, {blob(play, raw)})" for table, raw in rows.items()]  # noqa: S608  as above


def head_of(play: Play, raws: list[bytes]) -> str:
    """The statement that makes the kept head fit these entries: what somebody does who knows how the log is made."""
    peaks = merkle.EMPTY
    for size, raw in enumerate(raws):
        peaks = merkle.append(peaks, size, merkle.leaf_hash(raw))
    root = merkle.root(peaks, len(raws))
    return (
        f"UPDATE log_head SET size = {len(raws)}, root = {blob(play, root)}, "  # noqa: S608
        f"peaks = {blob(play, b''.join(peaks))} WHERE log = '{LOG}'"
    )


def refitted(play: Play, *statements: str) -> None:
    run(play, *statements)
    rows = [row for row in rows_in(play.database, "log_entry") if row["log"] == LOG]
    head = head_of(play, [row["entry"] for row in sorted(rows, key=lambda row: int(row["seq"]))])
    with play.database.writing() as connection:
        connection.exec_driver_sql(head)


CHANGES: dict[str, tuple[Callable[[Play], list[str]], str]] = {
    "a byte": (lambda play: [put(play, 2, act="close")], f"The log {LOG} (log {LOG}"),
    "two entries swapped": (
        lambda _: swap("log_entry", "entry", "serial"),
        f"Log {LOG}, entry 2: entry 2 should stand here",
    ),
    "one dropped in the middle": (lambda _: cut(2), f"Log {LOG}, entry 2: entry 2 should stand here"),
    "the tail dropped": (lambda play: cut(last(play)), f"the log {LOG} should have"),
    "one added": (added, f"the log {LOG} should have"),
    "a time": (lambda play: [put(play, 2, time="2020-01-01T00:00:00.000Z")], f"The log {LOG} (log {LOG}"),
    "two contents swapped": (
        lambda _: swap("log_content", "content"),
        f"Log {LOG}, entry 2: the content of entry 2 is not",
    ),
}


def test_what_nobody_touched_is_in_order(signed: Play) -> None:
    assert faults(signed, Known(keys=publics(signed))) == ()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_behind_the_guards_is_found_and_named(signed: Play, change: str) -> None:
    make, sentence = CHANGES[change]
    run(signed, *make(signed))
    assert any(sentence in fault for fault in faults(signed)), faults(signed)


def test_a_tail_dropped_with_its_head_put_right_is_found_by_its_checkpoint(signed: Play) -> None:
    refitted(signed, *cut(last(signed)))
    assert any("its tail was cut off" in fault for fault in faults(signed))


def test_a_log_rewritten_with_its_head_is_found_by_the_checkpoint_kept_there(signed: Play) -> None:
    refitted(signed, put(signed, 2, time="2020-01-01T00:00:00.000Z"))
    assert any("are not those of its checkpoint: it was rewritten" in fault for fault in faults(signed))


def test_an_old_checkpoint_reused_hides_nothing_from_a_newer_one_that_was_kept(signed: Play) -> None:
    kept = next(read_checkpoint(row["note"]) for row in rows_in(signed.database, "checkpoint") if row["log"] == LOG)
    refitted(signed, *cut(last(signed)), "DELETE FROM checkpoint")
    assert not any("cut off" in fault for fault in faults(signed))
    found = faults(signed, Known(checkpoints=(kept,)))
    assert any("the checkpoint that you brought was made of" in fault for fault in found)


def test_the_whole_log_rebuilt_under_another_key_is_found_by_the_real_one(signed: Play) -> None:
    real = publics(signed)
    refitted(signed, put(signed, 2, time="2020-01-01T00:00:00.000Z"), "DELETE FROM checkpoint")
    keys = signed.house.log_keys
    assert keys
    keys.write_text(keys.read_text().replace(seed(FIRST), seed(SECOND)))
    sign_grown(signed.house)
    assert not any("checkpoint" in fault for fault in faults(signed))
    assert any(
        "no checkpoint is signed by the key that you brought" in fault for fault in faults(signed, Known(keys=real))
    )


def seed(raw: bytes) -> str:
    return msgspec.json.encode(raw).decode().strip('"')


def test_the_database_says_whose_keys_are_known(signed: Play) -> None:
    with signed.database.reading() as connection:
        proved, _ = verify_database(connection, signed.house.registry, Known(keys=publics(signed)))
    assert proved
    assert {one.what for one in proved.remarks} == {"signed", "tail"}
    assert isinstance(publics(signed)[0], PublicKey)
    assert origin(signed.house, LOG) == "kakehashi.example/acm/us,jp"


def test_what_is_wrong_in_one_nations_log_is_not_found_by_those_who_do_not_read_it(signed: Play) -> None:
    run(signed, "DELETE FROM log_content WHERE log = 'jp' AND seq = 2")
    assert faults(signed)
    with signed.database.reading() as connection:
        found = {log: is_in_order(connection, signed.house.registry, log) for log in ("us", "jp", "us+jp")}
    assert found == {"us": True, "jp": False, "us+jp": True}
