"""The entries of which after-action figures are reckoned: by matter, in one snapshot, by the reader's view."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from state.tables.logs import log_content, log_entry
from state.tables.matters import serial
from workflows.after_action import Step
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.matter import SEPARATOR


def steps_by_matter(
    connection: Connection, registry: Registry, audience: Audience, serials: Collection[str] | None = None
) -> dict[str, list[Step]]:
    """By a matter's id its entries in the logs that this audience reads; of all matters, or those of these serials.

    A serial that these readers may not know is left out like one that there isn't.
    """
    logs = registry.logs_read_by(audience)
    names = {
        row.serial: row.matter_id
        for row in connection.execute(select(serial.c.serial, serial.c.matter_id).where(serial.c.log.in_(logs)))
    }
    wanted = {names[word] for word in serials if word in names} if serials is not None else set(names.values())
    found: dict[str, list[Step]] = {}
    for step in _steps(connection, logs, [name for name, id_ in names.items() if id_ in wanted]):
        found.setdefault(names[step.serial], []).append(step)
    return found


AT_ONCE = 500


def _steps(connection: Connection, logs: tuple[str, ...], serials: list[str]) -> Iterator[Step]:
    for at in range(0, len(serials), AT_ONCE):
        query = (
            select(log_entry.c.entry, log_content.c.content)
            .join(log_content, (log_content.c.log == log_entry.c.log) & (log_content.c.seq == log_entry.c.seq))
            .where(log_entry.c.log.in_(logs), log_entry.c.serial.in_(serials[at : at + AT_ONCE]))
        )
        for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
            entry: dict[str, Any] = msgspec.json.decode(row.entry)
            yield Step(
                datetime.fromisoformat(entry["time"]),
                entry["log"],
                entry["seq"],
                entry["act"],
                entry["matter"],
                entry["seat"],
                entry["stage"][0].split(SEPARATOR, 1)[0] if entry["stage"] else None,
                msgspec.json.decode(row.content) if row.content else {},
            )
