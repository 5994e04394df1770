"""Proves the logs where they are kept, as an export of them is proved, and the matters against them."""

from collections.abc import Collection, Iterator

import msgspec
from sqlalchemy import Connection, select

from state.exports.verify import Tampered, Verified, verify_lines
from state.exports.writing_lines import end_line, log_lines
from state.logs.audit import WHAT, Discrepancy, audit
from state.logs.reading import log_views
from state.proving.brought import NOTHING, Known
from state.tables.logs import log_entry, log_head
from workflows.bodies.registry import Registry


class _Places:
    """The lines of these logs, or of all, and at which entry of which log the reading is."""

    def __init__(self, connection: Connection, among: Collection[str] | None = None) -> None:
        used = set(connection.execute(select(log_head.c.log).union(select(log_entry.c.log))).scalars())
        self.views = list(log_views(connection, sorted(used if among is None else used.intersection(among))))
        self.at = ""

    def __iter__(self) -> Iterator[bytes]:
        for view in self.views:
            heading = 1 + len(view.checkpoints)
            for number, line in enumerate(log_lines(view), 1 - heading):
                self.at = f"log {view.log}, entry {number}" if number > 0 else f"log {view.log}"
                yield line
        yield end_line(self.views)


def verify_database(
    connection: Connection, registry: Registry, known: Known = NOTHING
) -> tuple[Verified | None, tuple[str, ...]]:
    """What is proved, and sentences on everything that is wrong: in the first log with a fault, and beside the logs."""
    places = _Places(connection)
    result = verify_lines(places, known)
    found = [result.said(places.at)] if isinstance(result, Tampered) else []
    found += map(told, audit(connection, registry))
    return (result if isinstance(result, Verified) else None), tuple(found)


def is_in_order(connection: Connection, registry: Registry, log: str, known: Known = NOTHING) -> bool:
    """Whether all is in order as far as who reads this log can know: what is wrong in another's is not told them."""
    logs = registry.logs_read_by(tuple(log.split("+")))
    result = verify_lines(_Places(connection, logs), msgspec.structs.replace(known, may_lack=True))
    return isinstance(result, Verified) and not any(row.log in logs for row in audit(connection, registry))


def sizes_of(connection: Connection) -> list[tuple[str, int]]:
    """Each log with its size."""
    rows = connection.execute(select(log_head.c.log, log_head.c.size).order_by(log_head.c.log))
    return [(row.log, row.size) for row in rows]


def told(row: Discrepancy) -> str:
    at = f", at {row.at}" if row.at else ""
    return f"log {row.log}{at}: {WHAT[row.what]}"
