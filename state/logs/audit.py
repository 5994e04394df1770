"""Whether record and present state say the same: each log against its head, each matter against its last entries.

Needs no machine: an entry carries the stage that it led to in its log's view.
"""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from state.matters import decode_matter
from state.proving import merkle
from state.proving.canonical import content_hash
from state.tables.logs import log_content, log_entry, log_head
from state.tables.matters import matter as matter_table
from workflows.bodies.registry import Registry
from workflows.known import serial_for, stage_seen
from workflows.logs.replay import audiences
from workflows.matter import Matter

AT_ONCE = 1_000  # rows read from the database at a time


class Discrepancy(msgspec.Struct, frozen=True):
    """One thing that is not as the record says: what, in which log, and where in it."""

    what: str
    """A key of WHAT."""
    log: str
    at: str = ""
    """The number of the entry, or the matter's serial in that log (its random id where it has none)."""


WHAT = {
    "gap": "An entry is missing, or stands under another number than its own.",
    "serial": "An entry is filed under another serial than the one in its bytes.",
    "content": "The content beside an entry is not the one that was hashed, or is gone with its row.",
    "head": "The size, root or peaks kept for the log are not those of its entries.",
    "no-head": "There are entries of a log that has no head.",
    "stage": "The matter does not stand where the log's last entry about it left it.",
    "unrecorded": "A log that should know of the matter has no entry about it.",
}
"""What can be wrong, in English."""

Stages = dict[tuple[str, str], tuple[str, ...]]
"""By log and serial: the stage in the last entry about it."""


def audit(connection: Connection, registry: Registry) -> tuple[Discrepancy, ...]:
    """Everything that is not as the record says, log by log and then matter by matter; nothing where all is well."""
    stages: Stages = {}
    found: list[Discrepancy] = []
    heads = {row.log: row for row in connection.execute(select(log_head))}
    names = set(connection.execute(select(log_entry.c.log).distinct()).scalars())
    for name in sorted(names | heads.keys()):
        found.extend(_audit_log(connection, name, heads.get(name), stages))
    for data in connection.execute(select(matter_table.c.data).order_by(matter_table.c.id)).scalars():
        found.extend(_audit_matter(decode_matter(data), registry, stages))
    return tuple(found)


def _audit_log(connection: Connection, name: str, head: Row[Any] | None, stages: Stages) -> Iterator[Discrepancy]:
    """One pass over a log, which leaves the last stage of each matter in `stages`."""
    peaks, size = merkle.EMPTY, 0
    for row in _entries(connection, name):
        entry = json.loads(row.entry)
        if (row.seq, entry["seq"], entry["log"]) != (size + 1, row.seq, name):
            yield Discrepancy("gap", name, str(row.seq))
        if entry["matter"] != row.serial:
            yield Discrepancy("serial", name, str(row.seq))
        if not row.kept or (row.content is not None and content_hash(row.content) != entry["content"]):
            yield Discrepancy("content", name, str(row.seq))
        if entry["stage"] is not None:
            stages[name, entry["matter"]] = tuple(entry["stage"])
        peaks, size = merkle.append(peaks, size, merkle.leaf_hash(row.entry)), size + 1
    if head is None:
        yield Discrepancy("no-head", name)
    elif (head.size, head.root, head.peaks) != (size, merkle.root(peaks, size), b"".join(peaks)):
        yield Discrepancy("head", name)


def _audit_matter(matter: Matter, registry: Registry, stages: Stages) -> Iterator[Discrepancy]:
    """Every log whose readers know of the matter holds where it stands in their view."""
    for readers in audiences(matter):
        log, serials = registry.log_name(readers), tuple(matter.serials.values())
        now = serial_for(matter, registry, readers)
        # What was released later had a national serial before; what is said under the present one came last.
        last = next((stages[log, name] for name in (now, *serials) if (log, name) in stages), None)
        if last is None:
            yield Discrepancy("unrecorded", log, now or matter.id)
        elif last != stage_seen(matter.stage, readers):
            yield Discrepancy("stage", log, now or matter.id)


def _entries(connection: Connection, name: str) -> Iterator[Row[Any]]:
    query = (
        select(
            log_entry.c.seq,
            log_entry.c.serial,
            log_entry.c.entry,
            log_content.c.content,
            log_content.c.seq.is_not(None).label("kept"),
        )
        .outerjoin(log_content, (log_content.c.log == log_entry.c.log) & (log_content.c.seq == log_entry.c.seq))
        .where(log_entry.c.log == name)
        .order_by(log_entry.c.seq)
        .execution_options(yield_per=AT_ONCE)
    )
    yield from connection.execute(query)
