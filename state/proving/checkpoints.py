"""Checkpoints of a log (c2sp.org/tlog-checkpoint): size and root under the log's origin, as a signed note.

The origin's last part is the log: `example.org/acm/us,jp` is the log us+jp, since a key's name has no plus sign.
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error

import msgspec

from state.proving.merkle import HASH_SIZE
from state.proving.notes import Note, NoteError, read_note

EXERCISE = "EXERCISE"
LINES = 3


class Checkpoint(msgspec.Struct, frozen=True):
    origin: str
    size: int
    root: bytes
    note: Note

    @property
    def log(self) -> str:
        return log_of(self.origin)


def origin_of(place: str, log: str, *, is_exercise: bool = False) -> str:
    """What a log of an installation is called in its checkpoints; an exercise's is marked as such."""
    return "/".join((place, *([EXERCISE] if is_exercise else []), log.replace("+", ",")))


def log_of(origin: str) -> str:
    return origin.rpartition("/")[2].replace(",", "+")


def body(origin: str, size: int, root: bytes) -> str:
    """The text that is signed."""
    return f"{origin}\n{size}\n{b64encode(root).decode()}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from its note. No signature is checked. Raises NoteError."""
    note = read_note(text)
    lines = note.text[:-1].split("\n")
    if len(lines) < LINES or not all(lines):
        raise NoteError("a checkpoint has three lines: origin, size, root")
    origin, size, root = lines[:LINES]
    if not size.isascii() or not size.isdecimal() or str(int(size[:20])) != size:
        raise NoteError(f"{size[:20]!r} is not the size of a log")
    try:
        raw = b64decode(root, validate=True)
    except (Base64Error, ValueError) as error:
        raise NoteError("the root is not base64") from error
    if len(raw) != HASH_SIZE or b64encode(raw).decode() != root:
        raise NoteError("the root is not a hash of 32 bytes")
    return Checkpoint(origin, int(size), raw, note)
