"""Matters as they are kept: found by id or serial, locked in one order, and with what they were begun under."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, or_, select

from state.prepared import Prepared
from state.tables.matters import matter, serial
from workflows.matter import Matter

decode_matter = msgspec.json.Decoder(Matter).decode

_by_id = select(matter.c.data, matter.c.version).where(matter.c.id == bindparam("key"))
_by_serial = (
    select(matter.c.data, matter.c.version)
    .join(serial, serial.c.matter_id == matter.c.id)
    .where(serial.c.serial == bindparam("key"))
)
_matter_by = {
    (is_serial, lock): Prepared(query.with_for_update(of=matter) if lock else query)
    for is_serial, query in ((False, _by_id), (True, _by_serial))
    for lock in (False, True)
}


def matter_by(connection: Connection, key: str, *, lock: bool = False) -> tuple[Matter, int] | None:
    """A matter and its version, by its id or by any serial of it; locked for writing where asked."""
    row = _matter_by["-" in key, lock].run(connection, {"key": key}).fetchone()
    return (decode_matter(row[0]), row[1]) if row else None


def lock_matters(connection: Connection, keys: Sequence[str]) -> None:
    """Lock several matters, named by ids or serials, in the order of their ids: nobody waits in a circle."""
    named = select(serial.c.matter_id).where(serial.c.serial.in_(keys))
    rows = select(matter.c.id).where(or_(matter.c.id.in_(keys), matter.c.id.in_(named))).order_by(matter.c.id)
    if keys:
        connection.execute(rows.with_for_update())


def parents(connection: Connection, matters: Iterable[Matter]) -> dict[str, Matter]:
    """By id the matters under which these were begun."""
    ids = {row.parent for row in matters if row.parent}
    rows = connection.execute(select(matter.c.data).where(matter.c.id.in_(ids))).scalars() if ids else ()
    return {row.id: row for row in map(decode_matter, rows)}


def children(connection: Connection, about: Matter, *, only_open: bool = False) -> tuple[Matter, ...]:
    """What was begun under a matter, in no order that tells anything."""
    under = matter.c.parent == about.id
    query = select(matter.c.data).where(under & matter.c.is_open if only_open else under).order_by(matter.c.id)
    return tuple(map(decode_matter, connection.execute(query).scalars()))


def family_of(connection: Connection, about: Matter) -> tuple[Matter | None, tuple[Matter, ...]]:
    """The matter under which one was begun, and those that were begun under it."""
    return parents(connection, [about]).get(about.parent), children(connection, about)
