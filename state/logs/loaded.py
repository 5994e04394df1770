"""Putting on record at a start that registry, catalogue or who may do what are no longer what they were at the last."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection, Row, select, update

from state.house import House
from state.logs import log
from state.proving.canonical import canonical, content_hash
from state.tables.installation import loaded as table
from state.upserting import insert_into
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.logs.loaded import Rows, entry_of, loaded
from workflows.vocabulary import Entry

_kept = select(table).order_by(table.c.part).with_for_update()

JOINT = ""
"""The part of all nations, whichever these are by now; any other part has the name of its log."""


def record_loaded(house: House) -> tuple[str, ...]:
    """One entry in each log whose readers may see what has changed since the last start; gives the names of these logs.

    What was loaded last is kept beside the logs: an entry that is purged takes nothing of it away.
    """
    registry, now = house.registry, house.clock()
    parts = {
        JOINT if audience == registry.everyone else registry.log_name(audience): (audience, rows)
        for audience, rows in loaded(registry, house.administrators, allow_cui=house.allow_cui).items()
    }
    with house.database.writing() as connection:
        blank = [{"part": part, "log": "", "content": b""} for part in sorted(parts)]
        # Two copies that start at once both come through here; the lock on the rows then puts one after the other.
        connection.execute(insert_into(table, connection.dialect).on_conflict_do_nothing(), blank)
        kept = connection.execute(_kept).all()
        entries = [entry for row in kept for entry in _renewed(connection, row, parts.get(row.part), registry)]
        rows = [log.Row(registry.log_name(entry.audience), None, entry, now) for entry in entries]
        log.append(connection, rows, house.new_salt)
    return tuple(row.log for row in rows)


def _renewed(
    connection: Connection, kept: Row[tuple[str, str, bytes]], part: tuple[Audience, Rows] | None, registry: Registry
) -> Iterator[Entry]:
    """What is to be said of one part, which is then kept as it is now; `part` is None where there is none any more."""
    audience, rows = part or (tuple(kept.part.split("+")), {})
    content = canonical(rows)
    if content == kept.content or not {*audience} <= registry.nations.keys():
        return
    name, readers = registry.log_name(audience), tuple(kept.log.split("+"))
    values = {"log": name, "content": content}
    connection.execute(update(table).where(table.c.part == kept.part).values(values))
    digests = content_hash(kept.content), content_hash(content)
    before, after = json.loads(kept.content) if kept.content else None, json.loads(content)
    # Where a nation has joined, all have a new log, whose readers did not all know what was; who did reads it in
    # the one that they had.
    knew = {*audience} <= {*readers}
    yield entry_of(audience, digests, before if knew else None, after)
    if before is not None and not knew and {*readers} <= registry.nations.keys():
        yield entry_of(readers, digests, before, after)
