"""Countersignatures of nations' own witnesses, kept where the logs are, so that whoever takes a log away has them too.

What is kept has been checked: it is of this very log, was told to all who read it, and is signed by a key of it and by
the witness. That a witness has countersigned, up to which entry, stands in the log itself. One that went with an export
alone is not kept: by its size the other readers would know about when that was taken.
"""

import json

from sqlalchemy import Connection, insert, select

from state.house import House
from state.logs import log
from state.proving.checkpoints import Checkpoint
from state.proving.merkle import Tree, leaf_hash
from state.proving.notes import COSIGNATURE, Note, NoteError, PublicKey, is_signed, read_key, read_note
from state.signing import origin
from state.tables.checkpoints import checkpoint, cosignature
from state.tables.logs import log_entry, log_head
from workflows.vocabulary import Entry

ACT = "witnessed"
BATCH = 1_000  # rows read at a time


class CosignatureError(Exception):
    """The countersigned checkpoint is not kept; the text says why."""


def keep(house: House, one: Checkpoint, witness: PublicKey, account: str) -> None:
    """Keep a checkpoint that the witness countersigned, and enter that in its log; `account` is who brought it.

    Raises CosignatureError, with nothing kept.
    """
    if witness.kind != COSIGNATURE:
        raise CosignatureError(f"{witness} is the key of a log, not of a witness")
    with house.database.reading() as connection:  # a long log is not gone over while others wait to write
        name = _log_of(connection, house, one)
        _check(connection, name, one)
        _told(connection, name, one)
        keys = (*_signed_by(connection, name, one), _countersigned(one, witness))
    note = Note(one.note.text, tuple(row for row in one.note.signatures if any(row.is_of(key) for key in keys)))
    with house.database.writing() as connection:
        connection.execute(
            select(log_head.c.size).where(log_head.c.log == name).with_for_update()
        )  # one after the other
        key = {"log": name, "size": one.size, "witness": str(witness)}
        if connection.execute(select(cosignature.c.size).filter_by(**key)).first():
            raise CosignatureError(f"the log {name}: that of {one.size} entries by {witness.name} is kept already")
        now, said = house.clock(), json.dumps([str(row) for row in keys])
        connection.execute(insert(cosignature).values(**key, note=str(note), keys=said, kept_at=now))
        content = {"witness": str(witness), "size": one.size, "account": account, "door": "command-line"}
        entry = Entry(tuple(name.split("+")), ACT, content)
        log.append(connection, [log.Row(name, None, entry, now)], house.new_salt)
    house.on_commit()


def _log_of(connection: Connection, house: House, one: Checkpoint) -> str:
    """Nothing of it is ever changed: what it has been compared with holds from then on."""
    head = connection.execute(select(log_head).where(log_head.c.log == one.log)).one_or_none()
    if head is None or one.origin != origin(house, one.log):
        raise CosignatureError(f"{one.origin} is not a log of this installation")
    if one.size > head.size:
        raise CosignatureError(f"the log {one.log} has {head.size} entries, and the checkpoint is of {one.size}")
    return one.log


def _check(connection: Connection, name: str, one: Checkpoint) -> None:
    """That the log still is what the witness saw."""
    query = select(log_entry.c.entry).where(log_entry.c.log == name, log_entry.c.seq <= one.size)
    tree = Tree()
    for row in connection.execute(query.order_by(log_entry.c.seq).execution_options(yield_per=BATCH)):
        tree.add(leaf_hash(row.entry))
    if tree.root != one.root:
        raise CosignatureError(f"the log {name}: its first {one.size} entries are not those that the witness saw")


def _told(connection: Connection, name: str, one: Checkpoint) -> None:
    """That its size is news to nobody: it was signed when the log had grown, and told in the log channels."""
    query = select(checkpoint.c.note).filter_by(log=name, size=one.size)
    note = connection.execute(query).scalar()
    if note is None or read_note(note).text != one.note.text:
        raise CosignatureError(
            f"the log {name}: its checkpoint of {one.size} entries was told to nobody: it went with what somebody took "
            "away, and kept would show the other readers about when. Have the witness countersign one that was told in "
            "the log channels; `kakehashi log prove --since` goes up to the last of them"
        )


def _signed_by(connection: Connection, name: str, one: Checkpoint) -> tuple[PublicKey, ...]:
    """The keys of the log that signed it."""
    texts = connection.execute(select(checkpoint.c["keys"]).where(checkpoint.c.log == name)).scalars()
    keys = [read_key(text) for text in dict.fromkeys(text for row in texts for text in json.loads(row))]
    try:
        found = tuple(key for key in keys if is_signed(one.note, key))
    except NoteError as error:
        raise CosignatureError(f"the log {name}: {error}") from error
    if not found:
        raise CosignatureError(f"the log {name}: the checkpoint is not signed by a key of this log")
    return found


def _countersigned(one: Checkpoint, witness: PublicKey) -> PublicKey:
    try:
        if is_signed(one.note, witness):
            return witness
    except NoteError as error:
        raise CosignatureError(f"the log {one.log}: {error}") from error
    raise CosignatureError(f"the log {one.log}: the checkpoint is not countersigned by {witness}")
