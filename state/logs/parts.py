"""Parts of the logs with the proof of each entry: one request, a span of time, chosen entries.

A log is read once to choose and once to prove; of a million entries the tree's hashes are kept, 64 bytes each.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias

from sqlalchemy import Connection, select

from state.exports.reading_lines import PURGE_ACT
from state.exports.writing_lines import LogView, Part, Stored, growth
from state.logs.kept_checkpoints import NONE, Fresh, carried
from state.matters import matter_by
from state.operations import belonging
from state.proving import merkle, proofs
from state.proving.canonical import timestamp
from state.proving.checkpoints import Checkpoint
from state.tables.logs import log_content, log_entry, log_head
from state.tables.matters import serial
from workflows.bodies.rows import Audience
from workflows.logs.exporting import SPAN
from workflows.needs import OPERATION

AT_ONCE = 1_000  # rows read from the database at a time
_PURGE = b'{"act":"%b",' % PURGE_ACT.encode()
_TIME = slice(-len('2026-03-15T14:30:12.345Z"}'), -len('"}'))
"""Where an entry's time stands in its canonical bytes: its last field."""

Choice: TypeAlias = Callable[[Any], bool]
"""Whether an entry (seq, serial, entry) is in the part."""


class PartError(Exception):
    """The part can't be made; the text says why."""


class NoneThereError(PartError):
    """Nothing is in it."""


def of_request(connection: Connection, names: Sequence[str], asked: str) -> Choice:
    """The entries about a matter, under whatever serial these logs have of it. Raises PartError for an unknown one."""
    return _about(connection, names, {_id_of(connection, names, asked)})


def of_operation(connection: Connection, names: Sequence[str], asked: str, readers: Audience) -> Choice:
    """Those about an operation and the matters that belong to it, as far as these readers know. Raises PartError."""
    id_ = _id_of(connection, names, asked)
    found = matter_by(connection, id_)
    if found is None or found[0].procedure != OPERATION:
        raise PartError(f"{asked} is not an operation")
    return of_matter(connection, names, id_, readers)


def of_matter(connection: Connection, names: Sequence[str], id_: str, readers: Audience) -> Choice:
    """Those about a matter, by its id; of an operation also those about what belongs to it, as these readers know."""
    found = matter_by(connection, id_)
    is_operation = found is not None and found[0].procedure == OPERATION
    belongs = belonging(connection, found[0], readers) if found and is_operation else ()
    return _about(connection, names, {id_, *(row.id for row in belongs)})


def _id_of(connection: Connection, names: Sequence[str], asked: str) -> str:
    mine = serial.c.log.in_(names)
    query = select(serial.c.matter_id).where(serial.c.serial == asked, mine)
    matter: str | None = connection.execute(query).scalar()
    if matter is None:
        raise PartError(f"{asked} is not in these logs")
    return matter


def _about(connection: Connection, names: Sequence[str], matters: Collection[str]) -> Choice:
    of_these = select(serial.c.serial).where(serial.c.matter_id.in_(matters), serial.c.log.in_(names))
    found = frozenset(connection.execute(of_these).scalars())
    return lambda row: row.serial in found


def of_span(start: datetime | None, end: datetime | None) -> Choice:
    """The entries from one instant on, up to but without the other."""
    first, last = (timestamp(at).encode() if at else None for at in (start, end))
    return lambda row: (first is None or row.entry[_TIME] >= first) and (last is None or row.entry[_TIME] < last)


def as_asked(
    connection: Connection, names: Sequence[str], facts: Mapping[str, Any], readers: Audience
) -> Choice | None:
    """What a channel asks for (workflows.logs.exporting): about a matter, or a span of time; None for whole logs."""
    if "about" in facts:
        return of_matter(connection, names, facts["about"], readers)
    start, end = (datetime.fromisoformat(facts[name]) if name in facts else None for name in SPAN)
    return of_span(start, end) if start or end else None


def of_numbers(connection: Connection, name: str, chosen: Collection[int]) -> Choice:
    """These entries of a log. Raises PartError, with the numbers, where one of them is not there."""
    size = connection.execute(select(log_head.c.size).where(log_head.c.log == name)).scalar() or 0
    if absent := [str(seq) for seq in sorted(chosen) if not 1 <= seq <= size]:
        raise PartError(f"there are no such entries in the log {name}, which has {size}: {', '.join(absent)}")
    return lambda row: row.seq in chosen


def part_views(
    connection: Connection, choices: Mapping[str, Choice], against: Checkpoint | None = None, fresh: Fresh = NONE
) -> list[LogView]:
    """A part of each log of which something is chosen. Read it within the same transaction.

    It is proved `against` that checkpoint, where it is of the log; else against the last one, kept or `fresh`, that has
    all of it, else against the log as it is. Raises PartError.
    """
    views = [
        _part(connection, name, chosen, against if against and against.log == name else None, fresh)
        for name, choice in choices.items()
        if (chosen := _chosen(connection, name, choice))
    ]
    if not views:
        raise NoneThereError("there are no such entries in these logs")
    if against and against.log not in {view.log for view in views}:
        raise PartError(f"the checkpoint is of the log {against.log}, of which nothing is in the part")
    return views


def _chosen(connection: Connection, name: str, choice: Choice) -> list[int]:
    """The entries' numbers, with those of the entries by which a content of theirs was purged."""
    found, purges = set(), []
    for row in _rows(connection, name):
        if choice(row):
            found.add(row.seq)
        if row.entry.startswith(_PURGE):
            purges.append(row.seq)
    for seq, (_, content) in zip(purges, _stored(connection, name, purges), strict=True):
        if content is not None and json.loads(content).get("purged") in found:
            found.add(seq)
    return sorted(found)


def _part(
    connection: Connection, name: str, chosen: Sequence[int], against: Checkpoint | None, fresh: Fresh
) -> LogView:
    head = connection.execute(select(log_head).where(log_head.c.log == name)).one()
    notes = [one for one in carried(connection, name, fresh) if one.size >= chosen[-1]][-1:]
    size = against.size if against else notes[0].size if notes else head.size
    if not chosen[-1] <= size <= head.size:
        raise PartError(f"the log {name} has {head.size} entries, and number {chosen[-1]} is asked for, against {size}")
    leaves = (merkle.leaf_hash(row.entry) for row in _rows(connection, name))
    tree = proofs.Tree(islice(leaves, size))
    root = tree[0, size]
    if against and against.root != root:
        raise PartError(f"the log {name} is not the one of the checkpoint of {size} entries: it was rewritten")
    signed = [] if against else notes
    proof = (tuple(tree[span] for span in proofs.inclusion_spans(seq - 1, size)) for seq in chosen)
    return LogView(name, size, root.hex(), _stored(connection, name, chosen), signed, Part(len(chosen), proof))


def _rows(connection: Connection, name: str) -> Iterator[Any]:
    query = select(log_entry.c.seq, log_entry.c.serial, log_entry.c.entry).where(log_entry.c.log == name)
    with connection.execute(query.order_by(log_entry.c.seq).execution_options(yield_per=AT_ONCE)) as rows:
        yield from rows


def _stored(connection: Connection, name: str, chosen: Sequence[int]) -> Iterator[Stored]:
    query = select(log_entry.c.entry, log_content.c.content).join(
        log_content, (log_content.c.log == log_entry.c.log) & (log_content.c.seq == log_entry.c.seq)
    )
    for at in range(0, len(chosen), AT_ONCE):
        some = query.where(log_entry.c.log == name, log_entry.c.seq.in_(chosen[at : at + AT_ONCE]))
        for row in connection.execute(some.order_by(log_entry.c.seq)):
            yield row.entry, row.content


def growth_lines(connection: Connection, name: str, since: int) -> tuple[int, Iterator[bytes]]:
    """The proof that the log as its last checkpoint has it continues the log of `since` entries, without an entry.

    That is the last which was told to all who read the log, so that a witness's word on it may stand there too; its
    size goes with the lines. Raises PartError where the log has none of that size or a larger one.
    """
    notes = carried(connection, name)[-1:]
    if not notes or notes[0].size < since:
        so_far = f"the last one is of {notes[0].size}" if notes else "there is none yet"
        raise PartError(
            f"the log {name} has no checkpoint of {since} entries or more that was told: {so_far}; "
            "the next is told within a quarter of an hour of its growing"
        )
    size = notes[0].size
    spans = proofs.consistency_spans(since, size)
    leaves = (merkle.leaf_hash(row.entry) for row in _rows(connection, name))
    tree = proofs.Tree(islice(leaves, size))
    return size, growth(name, (since, size), tree[0, size], tuple(tree[span] for span in spans), notes[0])
