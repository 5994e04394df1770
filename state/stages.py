"""Stored stages against the tables: one that is no longer there has to be found before a button is pressed."""

from sqlalchemy import Connection, select

from state.matters import decode_matter
from state.tables.matters import matter
from workflows.catalogue import procedures
from workflows.matter import Matter
from workflows.standing.restaging import is_lost, ways_on


def unknown_stages(connection: Connection) -> tuple[str, ...]:
    """For each open matter that stands where no table leads, where that is and what moves it on, in a sentence."""
    rows = connection.execute(select(matter.c.data).where(matter.c.is_open).order_by(matter.c.id)).scalars()
    return tuple(
        f"{called(row)} stands at {' and '.join(row.stage)} of {row.procedure}, which this version does not have: "
        + _way_on(row)
        for row in map(decode_matter, rows)
        if row.procedure not in procedures() or is_lost(row, procedures()[row.procedure])
    )


def _way_on(row: Matter) -> str:
    if row.procedure not in procedures():
        return "put the procedure's file back"
    serial, stages = [*row.serials.values()][-1], ", ".join(ways_on(row, procedures()[row.procedure]))
    move = f"kakehashi stages move {serial} STAGE --as TEAM/USER --seat SEAT --because …"
    return f"`{move}` moves it to one of {stages}"


def called(row: Matter) -> str:
    """What each log's readers call it."""
    return ", ".join(f"{serial} ({log})" for log, serial in row.serials.items())
