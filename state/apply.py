"""The one way in: a typed line, a button, a modal and the command line all become Commands and go through here.

In one transaction: the inbox is asked for this delivery, the matter is loaded and locked, `decide` is asked, and the
matter, the outbox rows, the reminders, the answer and last the log entries are written. Nobody else does.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from state.database import BusyError, ConflictError
from state.group_commit import NotTakenError, Take
from state.house import House
from state.loading import Arrival, arrival, matter_of, world
from state.logs import log, purging
from state.matters import lock_matters, matter_by
from state.operations import names_in
from state.prepared import inserting, together
from state.seated import holders
from state.tables.deliveries import inbox
from state.writing import write_but_log
from workflows.command import Command
from workflows.decide import decide, is_known, words_read
from workflows.matter import Matter
from workflows.roster import NOBODY, Roster
from workflows.vocabulary import Accepted, Refused, World

ATTEMPTS = 3  # of one transaction: each time that it fails, another one has come through

T = TypeVar("T")
Done: TypeAlias = tuple["Applied", list[log.Row]]
"""What became of one command, and what is to be appended to the logs."""


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was so when a command was answered: for whom, and on what, the answer is drawn. The inbox keeps it empty."""

    about: Matter | None = None
    """The matter as it is now."""
    desk: str | None = None
    """The body at whose desk it was said."""
    nation: str | None = None
    holders: Roster = NOBODY


class Applied(msgspec.Struct, frozen=True):
    """What became of a command: a code with plain facts (instants as RFC 3339 text), as the inbox keeps it."""

    code: str
    params: Mapping[str, Any] = {}
    refused: bool = False
    field: str | None = None
    matter: str | None = None
    """The matter's random id."""
    seen: Seen = Seen()


_remember = inserting(inbox, "key", "at", "answer")
_decode = msgspec.json.Decoder(Applied).decode


def apply(house: House, command: Command) -> Applied:
    """Carry out one command, or refuse it; the same delivery twice is one command with one answer.

    Those that come while another one is being written share the next transaction. Raises state.database.BusyError,
    with nothing written, where others held for too long what it needed.
    """
    try:
        applied: Applied = house.database.commands.write(command, lambda take: _apply_taken(house, take))
    except NotTakenError as error:
        raise BusyError("other commands are being written") from error
    return applied


def is_open_to(connection: Connection, house: House, command: Command) -> bool:
    """Whether this person could do it now, but for what has still to be given. Asked before a form; writes nothing."""
    answer = decide(*_foreseen(connection, house, command))
    return not isinstance(answer, Refused) or answer.asks_for_words


def foresee(connection: Connection, house: House, command: Command) -> Mapping[str, Any] | Refused:
    """The values that would be read of the words given, by field, were it done now; or why not. Writes nothing."""
    return words_read(*_foreseen(connection, house, command))


def _foreseen(connection: Connection, house: House, command: Command) -> tuple[Matter | None, Command, World, datetime]:
    """All that a decision on the command would be made on now."""
    came, now = arrival(connection, command), house.clock()
    found, command = matter_of(connection, msgspec.structs.replace(command, desk=came.desk), came.nation, lock=False)
    facts = world(connection, house, command, came.nation, now, lock=False, about=found[0] if found else None)
    return found[0] if found else None, command, facts, now


def apply_all(house: House, commands: Sequence[Command]) -> list[Applied]:
    """A batch in one transaction, with a savepoint for each command.

    As a single command does, it locks all matters first and all logs last. Raises as `apply` does.
    """
    return _committed(house, lambda connection: _written(connection, house, commands, _savepoint))


def _apply_taken(house: House, take: Take[Command]) -> list[Applied]:
    """Commands that all get through together, or none of them."""
    return _committed(house, lambda connection: _written(connection, house, take(), _apply))


def _written(
    connection: Connection,
    house: House,
    commands: Sequence[Command],
    each: Callable[[Connection, House, Command], Done],
) -> list[Applied]:
    named = [key for command in commands for key in (command.matter, *names_in(command)) if key]
    if len(named) > 1:
        lock_matters(connection, named)
    done = [each(connection, house, command) for command in commands]
    rows = [row for _, rows in done for row in rows]
    log.append(connection, rows, house.new_salt)
    purging.empty(connection, rows)
    return [applied for applied, _ in done]


def _committed(house: House, work: Callable[[Connection], T]) -> T:
    """The work, in one transaction of its own; run again where another process came first: what is so then decides."""
    for left in reversed(range(ATTEMPTS)):
        try:
            with house.database.writing() as connection:
                done = work(connection)
        except (IntegrityError, ConflictError):
            # Another process answered this delivery or took this seat in between.
            if not left:
                raise
        else:
            break
    house.on_commit()
    return done


def _savepoint(connection: Connection, house: House, command: Command) -> Done:
    """One of a batch; where another process came first it alone is decided again."""
    try:
        with connection.begin_nested():
            return _apply(connection, house, command)
    except IntegrityError:
        with connection.begin_nested():
            return _apply(connection, house, command)


def _apply(connection: Connection, house: House, command: Command) -> Done:
    came = arrival(connection, command)
    if came.answered:
        return _repeated(connection, house, came), []
    command = msgspec.structs.replace(command, desk=came.desk)
    found, command = matter_of(connection, command, came.nation, lock=True)
    now = house.clock()
    facts = world(connection, house, command, came.nation, now, about=found[0] if found else None)
    if found and not is_known(found[0], command, facts):
        found = None  # nothing that follows may be about what the person may not know of
    before = found[0] if found else None
    answer = decide(before, command, facts, now)
    applied = _answer(answer, before)
    if found and isinstance(answer, Accepted) and answer.matter and answer.matter.id != found[0].id:
        found = before = None  # a new one, which was begun under it
    # What only adds rows goes in one go; what changes some has to look at them first.
    only_adds = isinstance(answer, Accepted) and answer.matter is not None and before is None and not answer.seated
    with together(connection) if only_adds else nullcontext():
        about, rows = write_but_log(connection, house, answer, found, now)
        # A modal with faults comes again with the same id, and another person may mark the same message: only what was
        # accepted is remembered of these.
        if command.key and not (applied.refused and command.door in ("modal", "event")):
            _remember.run(connection, {"key": command.key, "at": now, "answer": msgspec.json.encode(applied)})
    seen = Seen(about, came.desk, came.nation, facts.holders)
    return msgspec.structs.replace(applied, seen=seen), rows


def _answer(answer: Accepted | Refused, before: Matter | None) -> Applied:
    """What the inbox keeps of it."""
    about = answer.matter if isinstance(answer, Accepted) and answer.matter is not None else before
    return Applied(
        code=answer.said.code,
        params=msgspec.to_builtins(dict(answer.said.params), str_keys=True),
        refused=isinstance(answer, Refused),
        field=answer.field if isinstance(answer, Refused) else None,
        matter=about.id if about else None,
    )


def _repeated(connection: Connection, house: House, came: Arrival) -> Applied:
    """What was answered to this delivery before, on the matter as it is by now."""
    said = _decode(came.answered or b"")
    found = matter_by(connection, said.matter) if said.matter else None
    seen = Seen(found[0] if found else None, came.desk, came.nation, holders(connection, house.clock()))
    return msgspec.structs.replace(said, seen=seen)
