"""Appending to the decision logs, one for each audience: the Merkle root is kept in the transaction of the move."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, select, update

from state.prepared import Prepared, inserting, together
from state.proving import merkle
from state.proving.canonical import Others, canonical, content_hash, timestamp
from state.tables.logs import log_content, log_correction, log_entry, log_head
from state.upserting import insert_into
from workflows.vocabulary import Entry


class Row(NamedTuple):
    """What is to be appended to one log."""

    log: str
    serial: str | None
    """What that log's readers call the matter that it is about."""
    entry: Entry
    made_at: datetime


@cache
def _heads(count: int) -> Prepared:
    """So many heads, locked in the order of their names."""
    names: list[BindParameter[str]] = [bindparam(str(number)) for number in range(count)]
    return Prepared(select(log_head).where(log_head.c.log.in_(names)).order_by(log_head.c.log).with_for_update())


_write_head = Prepared(
    update(log_head)
    .where(log_head.c.log == bindparam("name"))
    .values(size=bindparam("new_size"), root=bindparam("new_root"), peaks=bindparam("new_peaks"))
)
_add_entry = inserting(log_entry, "log", "seq", "serial", "entry")
_add_content = inserting(log_content, "log", "seq", "content")
_add_correction = inserting(log_correction, "log", "seq", "of_log", "of_seq")


def append(connection: Connection, rows: Sequence[Row], new_salt: Callable[[], str]) -> None:
    """Append entries in order, a salt beside each content. Locks the heads concerned last of all rows, by name."""
    if not rows:
        return
    names = sorted({row.log for row in rows})
    heads = _lock_heads(connection, names)
    entries, contents, corrections = [], [], []
    for name, serial, row, made_at in rows:
        size, peaks = heads[name]
        content = canonical({**row.content, "salt": new_salt()}, TIMES)
        entry = canonical(
            {
                "act": row.act,
                "content": content_hash(content),
                "log": name,
                "matter": serial,
                "seat": row.seat,
                "seq": size + 1,
                "stage": list(row.stage) if row.stage else None,
                "time": timestamp(row.time or made_at),
            }
        )
        heads[name] = (size + 1, merkle.append(peaks, size, merkle.leaf_hash(entry)))
        entries.append({"log": name, "seq": size + 1, "serial": serial, "entry": entry})
        contents.append({"log": name, "seq": size + 1, "content": content})
        if row.names:
            corrections.append({"log": name, "seq": size + 1, "of_log": row.names[0], "of_seq": row.names[1]})
    ends = [
        {"name": name, "new_size": size, "new_root": merkle.root(peaks, size), "new_peaks": b"".join(peaks)}
        for name, (size, peaks) in heads.items()
    ]
    with together(connection):
        _add_entry.run_all(connection, entries)
        _add_content.run_all(connection, contents)
        if corrections:
            _add_correction.run_all(connection, corrections)
        _write_head.run_all(connection, ends)


def _lock_heads(connection: Connection, names: Sequence[str]) -> dict[str, tuple[int, merkle.Peaks]]:
    """Size and peaks of each log, locked in the order of the names; a log that is used for the first time is begun."""
    wanted = {str(number): name for number, name in enumerate(names)}
    rows = _heads(len(names)).run(connection, wanted).fetchall()
    if len(rows) < len(names):
        empty = [{"log": name, "size": 0, "root": merkle.root((), 0), "peaks": b""} for name in names]
        # Two that begin the same log at once both come here; the lock then puts one after the other.
        connection.execute(insert_into(log_head, connection.dialect).on_conflict_do_nothing(), empty)
        rows = _heads(len(names)).run(connection, wanted).fetchall()
    return {name: (size, _split(peaks)) for name, size, _root, peaks in rows}


TIMES: Others = {datetime: timestamp}
"""How a content's instants are written."""


def _split(peaks: bytes) -> merkle.Peaks:
    size = merkle.HASH_SIZE
    return tuple([peaks[at : at + size] for at in range(0, len(peaks), size)])
