"""Operations with the matters that belong to them, as one transaction reads them."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from state.matters import decode_matter
from state.tables.matters import matter, serial
from workflows.bodies.rows import Audience
from workflows.command import Command
from workflows.known import may_see
from workflows.linked import is_open
from workflows.matter import Matter
from workflows.needs import OPERATION, Net, linked_by_anybody, members_of, neighbours

NAMING = ("member", "on")
"""Fields of an operation's verbs that name another matter."""


def belonging(connection: Connection, operation: Matter, readers: Audience) -> tuple[Matter, ...]:
    """The matters that belong to an operation, as far as these readers may know: that, and of the matter itself."""
    rows = _by_id(connection, members_of(operation, readers))
    return tuple(row for row in rows if may_see(row, readers))


def net_of(connection: Connection, about: Iterable[Matter], command: Command | None = None) -> Net:
    """The operations that these are or belong to, with what they wait for and what waits for them.

    Of an operation it is all that anybody has linked, beside what the command names; where it says that something waits
    for something, all that is under way, for it may be a circle through several.
    """
    rows = tuple(about)
    operations = {row.id: row for row in rows if row.procedure == OPERATION}
    others = {id_ for row in rows for id_ in row.operations} - operations.keys()
    if not (operations or others):
        return Net()
    operations |= {row.id: row for row in _by_id(connection, others)}
    named = names_in(command) if command else ()
    if command and NAMING[1] in command.given:
        operations = {row.id: row for row in _under_way(connection)} | operations
        wanted = {id_ for row in operations.values() for id_ in linked_by_anybody(row)}
    else:
        wanted = {id_ for row in rows for id_ in (linked_by_anybody(row) if row.procedure == OPERATION else ())}
        wanted |= {id_ for row in rows for other in operations.values() for id_ in neighbours(other, row.id)}
    there = {row.id: row for row in rows if row.procedure != OPERATION}
    found = {
        row.id: row for row in (*_by_id(connection, wanted - there.keys()), *_by_serial(connection, named))
    } | there
    return Net(tuple(operations.values()), found, frozenset(id_ for id_, row in found.items() if is_open(row)))


def names_in(command: Command) -> tuple[str, ...]:
    """The serials by which a command names other matters than its own."""
    return tuple(command.given[name].strip().upper() for name in NAMING if name in command.given)


def _under_way(connection: Connection) -> Iterable[Matter]:
    query = select(matter.c.data).where(matter.c.is_open, matter.c.procedure == OPERATION)
    return map(decode_matter, connection.execute(query).scalars())


def _by_id(connection: Connection, ids: Iterable[str]) -> tuple[Matter, ...]:
    """In order of their ids."""
    keys = set(ids)
    query = select(matter.c.data).where(matter.c.id.in_(keys)).order_by(matter.c.id)
    return tuple(map(decode_matter, connection.execute(query).scalars())) if keys else ()


def _by_serial(connection: Connection, keys: Iterable[str]) -> tuple[Matter, ...]:
    names = set(keys)
    if not names:
        return ()
    there = select(serial.c.matter_id).where(serial.c.serial.in_(names))
    query = select(matter.c.data).where(matter.c.id.in_(there)).order_by(matter.c.id)
    return tuple(map(decode_matter, connection.execute(query).scalars()))
