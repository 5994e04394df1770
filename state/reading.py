"""What people ask without changing anything: filtered by audience, in one snapshot."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, or_, select

from state.logs.reading import read_row
from state.matters import decode_matter
from state.tables.logs import log_content, log_entry
from state.tables.matters import matter, serial
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.catalogue import procedures
from workflows.entries import Recorded
from workflows.known import may_see
from workflows.matter import Matter
from workflows.progress import movers


def open_matters(connection: Connection, audience: Audience) -> list[Matter]:
    """The open matters that every reader of `audience` may know of, the most pressing first."""
    return matters(connection, audience)


def matters(connection: Connection, audience: Audience, *, also: Collection[str] = ()) -> list[Matter]:
    """As `open_matters`, with those of the ids `also` though they be over."""
    # Equal ones in the order of their random ids: the order in which rows were last written would tell of it.
    wanted = or_(matter.c.is_open, matter.c.id.in_(also)) if also else matter.c.is_open
    rows = connection.execute(select(matter.c.data).where(wanted).order_by(matter.c.due_at, matter.c.id)).scalars()
    return [row for row in map(decode_matter, rows) if may_see(row, audience)]


def moves_of(matters: Sequence[Matter], registry: Registry, seats: Sequence[str]) -> list[Matter]:
    """Of these, the ones whose move it is at a body where one of `seats` sits."""
    desks = {(registry.seats[seat].body, registry.seats[seat].nation) for seat in seats}
    return [
        row
        for row in matters
        if any((m.body, m.nation) in desks for m in movers(row, procedures()[row.procedure], registry))
    ]


def known_serials(connection: Connection, registry: Registry, audience: Audience) -> list[str]:
    """What this audience calls each matter that it may know, by the widest of its logs: for suggestions only."""
    logs = registry.logs_read_by(audience)
    rows = connection.execute(select(serial.c.matter_id, serial.c.log, serial.c.serial).where(serial.c.log.in_(logs)))
    widest_last = sorted(rows, key=lambda row: row.log.count("+"))
    return list({row.matter_id: row.serial for row in widest_last}.values())


def entries_of(connection: Connection, row: Matter, registry: Registry, audience: Audience) -> list[Recorded]:
    """The log entries of one matter in the logs that this audience reads, in order of time, contents beside them."""
    logs = registry.logs_read_by(audience)
    query = (
        select(log_entry.c.entry, log_content.c.content)
        .join(log_content, (log_content.c.log == log_entry.c.log) & (log_content.c.seq == log_entry.c.seq))
        .where(log_entry.c.log.in_(logs), log_entry.c.serial.in_(row.serials.values()))
    )
    found = map(read_row, connection.execute(query))
    return sorted(found, key=lambda entry: (entry.time, entry.log, entry.seq))
