"""The logs as they are exported, streamed from one snapshot, the bytes that were hashed; and single entries, read."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, select, tuple_

from state.exports.writing_lines import LogView
from state.logs.kept_checkpoints import NONE, Fresh, carried
from state.proving import merkle
from state.tables.logs import log_content, log_correction, log_entry, log_head
from workflows.entries import Recorded

BATCH = 500  # rows read at a time

_JOINED = log_entry.join(log_content, and_(log_content.c.log == log_entry.c.log, log_content.c.seq == log_entry.c.seq))


def log_views(connection: Connection, names: Sequence[str], fresh: Fresh = NONE) -> Iterator[LogView]:
    """Each of these logs, in this order; one that has no entry yet is empty. Read it within the same transaction."""
    heads = {row.log: row for row in connection.execute(select(log_head).where(log_head.c.log.in_(names)))}
    for name in names:
        head = heads.get(name)
        root = head.root if head else merkle.root((), 0)
        size = head.size if head else 0
        yield LogView(name, size, root.hex(), _entries(connection, name), carried(connection, name, fresh))


def _entries(connection: Connection, name: str) -> Iterator[tuple[bytes, bytes | None]]:
    query = (
        select(log_entry.c.entry, log_content.c.content)
        .join(log_content, (log_content.c.log == log_entry.c.log) & (log_content.c.seq == log_entry.c.seq))
        .where(log_entry.c.log == name)
        .order_by(log_entry.c.seq)
    )
    with connection.execution_options(yield_per=BATCH).execute(query) as rows:  # closed where the reading stops early
        for row in rows:
            yield row.entry, row.content


def recorded(connection: Connection, log: str, seqs: Iterable[int]) -> Iterator[Recorded]:
    """These entries of a log, as far as there are any, in order."""
    wanted = sorted(set(seqs))
    for at in range(0, len(wanted), BATCH):
        query = (
            select(log_entry.c.entry, log_content.c.content)
            .select_from(_JOINED)
            .where(log_entry.c.log == log, log_entry.c.seq.in_(wanted[at : at + BATCH]))
            .order_by(log_entry.c.seq)
        )
        yield from map(read_row, connection.execute(query))


def read_row(row: Row[Any, Any]) -> Recorded:
    """An entry's bytes and those of its content, as they are stored."""
    entry = msgspec.json.decode(row.entry)
    return Recorded(
        entry["log"],
        entry["seq"],
        datetime.fromisoformat(entry["time"]),
        entry["act"],
        entry["matter"],
        entry["seat"],
        msgspec.json.decode(row.content) if row.content else None,
    )


def since(connection: Connection, log: str, at: datetime, most: int) -> Iterator[Recorded]:
    """The entries of a log from then on, the newest first and no more than `most`."""
    query = (
        select(log_entry.c.entry, log_content.c.content)
        .select_from(_JOINED)
        .where(log_entry.c.log == log)
        .order_by(log_entry.c.seq.desc())
        .limit(most)
    )
    with connection.execution_options(yield_per=BATCH).execute(query) as rows:  # closed where the day ends early
        for row in map(read_row, rows):
            if row.time < at:
                return
            yield row


def corrections(connection: Connection, logs: Sequence[str], names: Iterable[tuple[str, int]]) -> list[Recorded]:
    """What in these logs corrects or adds to the entries that are named by log and number, in order of time."""
    wanted = tuple_(log_correction.c.of_log, log_correction.c.of_seq).in_(list(names))
    query = select(log_correction.c.log, log_correction.c.seq).where(wanted, log_correction.c.log.in_(logs))
    found = [row for log, seq in connection.execute(query) for row in recorded(connection, log, [seq])]
    return sorted(found, key=lambda row: (row.time, row.log, row.seq))
