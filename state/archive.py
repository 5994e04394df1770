"""Segments of a log for the archive: so many entries each, sealed by their proofs against the log's last checkpoint."""

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from state import merkle
from state.checkpoints import read_checkpoint
from state.export import LogView, Part, Stored
from state.log_reading import log_views
from state.proofs import Proof
from state.tables import log_content, log_entry
from workflows.holding import END, HOLD, hold_in

BATCH = 500  # rows read at a time


class Tree:
    """Every node of a log's tree, level by level from the leaves: 64 bytes an entry."""

    def __init__(self, leaves: Iterator[bytes]) -> None:
        level = bytearray().join(leaves)
        self.size = len(level) // merkle.HASH_SIZE
        self.levels = [level]
        while len(level) > merkle.HASH_SIZE:
            level = self._above(level)
            self.levels.append(level)

    @property
    def root(self) -> bytes:
        return bytes(self.levels[-1]) if self.size else merkle.root((), 0)

    def proof(self, index: int) -> Proof:
        """RFC 9162, 2.1.3.1: the node beside the way at each level; one that has none beside it goes up as it is."""
        return tuple(
            bytes(beside) for depth, level in enumerate(self.levels) if (beside := _node(level, index >> depth ^ 1))
        )

    @staticmethod
    def _above(level: bytearray) -> bytearray:
        above = bytearray()
        for at in range(0, len(level), 2 * merkle.HASH_SIZE):
            left, right = (bytes(level[at + side : at + side + merkle.HASH_SIZE]) for side in (0, merkle.HASH_SIZE))
            above += merkle.node_hash(left, right) if right else left
        return above


def _node(level: bytearray, index: int) -> bytearray:
    return level[index * merkle.HASH_SIZE : (index + 1) * merkle.HASH_SIZE]


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
        part = Part(per, (tree.proof(seq - 1) for seq in numbers))
        yield numbers, LogView(name, size, tree.root.hex(), _stored(connection, name, numbers), notes, part)


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
