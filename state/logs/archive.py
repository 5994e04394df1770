"""Segments of a log for the archive: so many entries each, sealed by their proofs against the log's last checkpoint."""

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from state.exports.writing_lines import LogView, Part, Stored
from state.logs.reading import log_views
from state.proving import merkle
from state.proving.checkpoints import read_checkpoint
from state.proving.proofs import Tree, inclusion_spans
from state.tables.logs import log_content, log_entry
from workflows.logs.holding import END, HOLD, hold_in

BATCH = 500  # rows read at a time


def segments(connection: Connection, name: str, per: int) -> Iterator[tuple[range, LogView]]:
    """The log's whole segments of `per` entries, with the numbers of each. Read them within the same transaction.

    All are proved against the log's last checkpoint, or against the log as it is where there is none.
    """
    (view,) = log_views(connection, (name,))
    notes = view.checkpoints[-1:]
    size = read_checkpoint(notes[0].note).size if notes else view.size
    tree = Tree(merkle.leaf_hash(entry) for entry in _entries(connection, name, size))
    for first in range(1, size - per + 2, per):
        numbers = range(first, first + per)
        proofs = (tuple(tree[span] for span in inclusion_spans(seq - 1, size)) for seq in numbers)
        root = tree[0, size].hex()
        yield numbers, LogView(name, size, root, _stored(connection, name, numbers), notes, Part(per, proofs))


def hold_on(connection: Connection, name: str) -> int | None:
    """The entry by which the log is on hold, if it is."""
    query = select(log_entry.c.seq, log_entry.c.entry).where(log_entry.c.log == name, log_entry.c.serial.is_(None))
    rows = connection.execute(query.order_by(log_entry.c.seq).execution_options(yield_per=BATCH))
    starts = {act: b'{"act":%b,' % json.dumps(act).encode() for act in (HOLD, END)}
    return hold_in((row.seq, act) for row in rows for act, start in starts.items() if row.entry.startswith(start))


def _entries(connection: Connection, name: str, size: int) -> Iterator[bytes]:
    query = select(log_entry.c.entry).where(log_entry.c.log == name, log_entry.c.seq <= size).order_by(log_entry.c.seq)
    yield from connection.execute(query.execution_options(yield_per=BATCH)).scalars()


def _stored(connection: Connection, name: str, numbers: Sequence[int]) -> Iterator[Stored]:
    query = (
        select(log_entry.c.entry, log_content.c.content)
        .join(log_content, (log_content.c.log == log_entry.c.log) & (log_content.c.seq == log_entry.c.seq))
        .where(log_entry.c.log == name, log_entry.c.seq.between(numbers[0], numbers[-1]))
        .order_by(log_entry.c.seq)
    )
    yield from ((row.entry, row.content) for row in connection.execute(query.execution_options(yield_per=BATCH)))
