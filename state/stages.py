"""Stored stages against the tables: one that is no longer there has to be found before a button is pressed."""

import msgspec
from sqlalchemy import Connection, select

from state.tables import matter
from workflows.catalogue import procedures
from workflows.machine import is_known
from workflows.matter import Matter

_decode = msgspec.json.Decoder(Matter).decode


def unknown_stages(connection: Connection) -> tuple[str, ...]:
    """For each open matter that stands where no table leads: its id, procedure and stage, in a sentence."""
    rows = connection.execute(select(matter.c.data).where(matter.c.is_open).order_by(matter.c.id)).scalars()
    return tuple(
        f"matter {row.id} stands at {' and '.join(row.stage)} of {row.procedure}, which this version does not have"
        for row in map(_decode, rows)
        if row.procedure not in procedures() or not is_known(procedures()[row.procedure], tuple(row.tracks), row.stage)
    )
