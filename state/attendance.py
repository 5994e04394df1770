"""What seats said of being at an event: a row for each person and seat, of one time that it is held."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from state.tables.people import attendance
from state.upserting import insert_into
from workflows.matter import Actor
from workflows.rhythm import Attendance

KEY = ("event", "begins", "seat", "team", "user")


def said_of(connection: Connection, event: str, begins: datetime) -> tuple[Attendance, ...]:
    """What counts now, in the order in which it was said."""
    query = select(attendance).where(attendance.c.event == event, attendance.c.begins == begins)
    rows = connection.execute(query.order_by(attendance.c.at, *(attendance.c[name] for name in KEY)))
    return tuple(
        Attendance(row.event, row.begins, row.seat, Actor(row.team, row.user), row.answer == "yes") for row in rows
    )


def keep(connection: Connection, rows: Sequence[Attendance], now: datetime) -> None:
    """Each in the place of what that person said before for that seat."""
    for row in rows:
        new = {"answer": "yes" if row.is_there else "no", "at": now}
        key = {"event": row.event, "begins": row.begins, "seat": row.seat}
        person = {"team": row.actor.team, "user": row.actor.user}
        adding = insert_into(attendance, connection.dialect).values(**key, **person, **new)
        connection.execute(adding.on_conflict_do_update(index_elements=KEY, set_=new))
