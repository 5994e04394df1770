"""A nation's own witness: it keeps the last checkpoint that it saw of each log, and countersigns what continues it.

Its file holds its key and what it saw, for its owner alone. It needs no database: the logs come to it as exports.
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from state.proving.brought import Known
from state.proving.checkpoints import Checkpoint, read_checkpoint
from state.proving.keyring import OPEN_TO_OTHERS
from state.proving.notes import COSIGNATURE, KEY_SIZE, Note, NoteError, PublicKey, Signer, is_signed, read_key
from state.whole_file import whole_file


class WitnessError(Exception):
    """The witness does not countersign; the text says why."""


class Seen(msgspec.Struct, frozen=True):
    key: str
    """The public key that the log's checkpoints have to be signed by."""
    note: str = ""
    """The last checkpoint that was countersigned; empty before the first."""


class Witness(msgspec.Struct, frozen=True):
    name: str
    seed: str
    logs: Mapping[str, Seen] = {}
    """By origin."""

    @property
    def signer(self) -> Signer:
        return Signer(self.name, b64decode(self.seed), COSIGNATURE)


def new_witness(name: str, random: Callable[[int], bytes] = os.urandom) -> Witness:
    """Raises WitnessError for a name that no key can have."""
    try:
        Signer(name, bytes(KEY_SIZE), COSIGNATURE)
    except NoteError as error:
        raise WitnessError(str(error)) from error
    return Witness(name, b64encode(random(KEY_SIZE)).decode())


def read_witness(path: Path) -> Witness:
    """Raises WitnessError, and FileNotFoundError where there is none yet."""
    if path.stat().st_mode & OPEN_TO_OTHERS:
        raise WitnessError(f"{path}: others than its owner can sign as this witness: chmod 600 {path}")
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Witness)
        if found.signer and all(read_key(one.key) for one in found.logs.values()):
            return found
    except (msgspec.DecodeError, ValueError) as error:
        raise WitnessError(f"{path}: not a witness's file: restore it from its copy") from error
    raise WitnessError(f"{path}: not a witness's file")


def write_witness(path: Path, witness: Witness) -> None:
    with whole_file(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(witness)) + b"\n")


def watch(witness: Witness, key: PublicKey) -> Witness:
    """The witness, watching one more log: the one of this key's name. Its key is changed only by the log itself."""
    if key.name in witness.logs:
        raise WitnessError(f"{key.name} is watched already")
    return msgspec.structs.replace(witness, logs={**witness.logs, key.name: Seen(str(key))})


def known_to(witness: Witness) -> Known:
    """What an export is checked against: the keys of the logs it watches, and the last checkpoints that it saw."""
    rows = witness.logs.values()
    notes = tuple(read_checkpoint(row.note) for row in rows if row.note)
    return Known(tuple(read_key(row.key) for row in rows), notes, may_lack=True)


def countersign(witness: Witness, checkpoint: Checkpoint, key: PublicKey, now: datetime) -> tuple[Witness, Note]:
    """The checkpoint with its signature, and the witness that has seen it. It was proved to continue the last one.

    Raises WitnessError where it is older than what was seen, and for a log that isn't watched.
    """
    row = witness.logs.get(checkpoint.origin)
    if row is None:
        raise WitnessError(f"{checkpoint.origin} is not watched: `kakehashi log witness add` with its public key")
    if row.note and read_checkpoint(row.note).size > checkpoint.size:
        last = read_checkpoint(row.note).size
        raise WitnessError(
            f"{checkpoint.origin}: a checkpoint of {checkpoint.size} entries, and {last} were seen before"
        )
    if not is_signed(checkpoint.note, key):
        raise WitnessError(f"{checkpoint.origin}: the checkpoint is not signed by {key}")
    text = checkpoint.note.text
    note = Note(text, (*checkpoint.note.signatures, witness.signer.cosign(text, int(now.timestamp()))))
    seen = Seen(str(key), str(note))
    return msgspec.structs.replace(witness, logs={**witness.logs, checkpoint.origin: seen}), note
