"""The one way in. A line typed, a button, a modal, the command line and the tick's reminders all become Commands and go through here.

In one transaction: the inbox is asked for this delivery, the matter is loaded and locked, `decide` is asked, and the matter, its log
entries, the outbox rows and the reminders are written. Nobody else writes to these tables.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from state.house import House
from state.loading import matter_by, world
from state.tables import inbox
from state.writing import write
from workflows.decide import decide
from workflows.vocabulary import Command, Refused


class Applied(msgspec.Struct, frozen=True):
    """What became of a command: a code with plain facts (instants as RFC 3339 text), kept in the inbox as it was said."""

    code: str
    params: Mapping[str, Any] = {}
    refused: bool = False
    field: str | None = None
    matter: str | None = None
    """The matter's random id."""
    repeated: bool = False
    """Whether this delivery had been answered before."""


_answered = select(inbox.c.answer).where(inbox.c.key == bindparam("key"))
_decode = msgspec.json.Decoder(Applied).decode


def apply(house: House, command: Command) -> Applied:
    """Carry out one command, or refuse it; the same delivery twice is one command with one answer."""
    try:
        with house.database.writing() as connection:
            applied = _apply(connection, house, command)
    except IntegrityError:
        # Another process answered this delivery, took this seat or began this log first: what is so now decides.
        with house.database.writing() as connection:
            applied = _apply(connection, house, command)
    house.on_commit()
    return applied


def apply_all(house: House, commands: Sequence[Command]) -> list[Applied]:
    """A batch in one transaction, with a savepoint for each command."""
    applied = []
    with house.database.writing() as connection:
        for command in commands:
            with connection.begin_nested():
                applied.append(_apply(connection, house, command))
    house.on_commit()
    return applied


def _apply(connection: Connection, house: House, command: Command) -> Applied:
    if command.key and (said := connection.execute(_answered, {"key": command.key}).scalar()):
        return msgspec.structs.replace(_decode(said), repeated=True)
    found = matter_by(connection, command.matter, lock=True) if command.matter else None
    before = found[0] if found else None
    now = house.clock()
    answer = decide(before, command, world(connection, house, command), now)
    write(connection, house, answer, found, now)
    refused = isinstance(answer, Refused)
    after = None if isinstance(answer, Refused) else answer.matter
    applied = Applied(
        code=answer.said.code,
        params=msgspec.to_builtins(dict(answer.said.params), str_keys=True),
        refused=refused,
        field=answer.field if isinstance(answer, Refused) else None,
        matter=(after or before).id if (after or before) else None,
    )
    # A modal with faults comes again with the same id, so only what was accepted is remembered of it.
    if command.key and not (refused and command.door == "modal"):
        row = {"key": command.key, "at": now, "answer": msgspec.json.encode(applied)}
        connection.execute(insert(inbox), row)
    return applied
