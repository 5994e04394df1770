"""The logs as they are exported: streamed from one snapshot, the bytes that were hashed."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from state import merkle
from state.export import LogView
from state.signing import carried
from state.tables import log_content, log_entry, log_head

BATCH = 500  # rows read at a time


def log_views(connection: Connection, names: Sequence[str]) -> Iterator[LogView]:
    """Each of these logs, in this order; one that has no entry yet is empty. Read it within the same transaction."""
    heads = {row.log: row for row in connection.execute(select(log_head).where(log_head.c.log.in_(names)))}
    for name in names:
        head = heads.get(name)
        root = head.root if head else merkle.root((), 0)
        size = head.size if head else 0
        yield LogView(name, size, root.hex(), _entries(connection, name), carried(connection, name))


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
