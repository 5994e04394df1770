"""Signed notes with Ed25519 (c2sp.org/signed-note), and a witness's timed cosignatures (c2sp.org/tlog-cosignature)."""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from hashlib import sha256
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519: Final = 1
COSIGNATURE: Final = 4
"""Types of signatures, as the specification numbers them."""
KEY_SIZE, TIME_SIZE, ID_SIZE = 32, 8, 4
LONGEST = 64_000
"""Characters of a note that is read: room for more than a hundred signatures."""

_DASH = "\u2014"
_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_PUBLIC = re.compile(r"(?P<name>[^\s+]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/]+={0,2})")


class NoteError(ValueError):
    """A note, or a key, that is not in the form of the specification; the text says what is wrong."""


class PublicKey(msgspec.Struct, frozen=True):
    """A verifier's key. As text it is a "vkey": name, id and key, joined by plus signs."""

    name: str
    kind: int
    raw: bytes

    @property
    def id(self) -> bytes:
        """What a signature names its key by, beside the name."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.raw).digest()[:ID_SIZE]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(bytes([self.kind]) + self.raw)}"


class Signature(msgspec.Struct, frozen=True):
    name: str
    id: bytes
    raw: bytes

    def is_of(self, key: PublicKey) -> bool:
        return (self.name, self.id) == (key.name, key.id)


class Note(msgspec.Struct, frozen=True):
    text: str
    """With its last line feed."""
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        lines = (f"{_DASH} {one.name} {_base64(one.id + one.raw)}\n" for one in self.signatures)
        return f"{self.text}\n{''.join(lines)}"


class Signer:
    """A private key under a name, that signs notes as a log (ED25519) or as a witness (COSIGNATURE)."""

    def __init__(self, name: str, seed: bytes, kind: int = ED25519) -> None:
        if not _NAME.fullmatch(name):
            raise NoteError(f"{name!r} is no name of a key: it has no spaces and no plus sign")
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = PublicKey(name, kind, self._private.public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        return Signature(self.public.name, self.public.id, self._private.sign(text.encode()))

    def cosign(self, text: str, time: int) -> Signature:
        """A cosignature at `time`, in seconds since 1970."""
        raw = time.to_bytes(TIME_SIZE, "big") + self._private.sign(_cosigned(text, time))
        return Signature(self.public.name, self.public.id, raw)


def read_key(text: str) -> PublicKey:
    """The key of a vkey. Raises NoteError where the text is none, or of another type than these two."""
    found = _PUBLIC.fullmatch(text.strip())
    if found is None:
        raise NoteError("not a public key: NAME+ID+KEY is wanted, as `kakehashi keys list` prints it")
    raw = _decoded(found["key"], "the key")
    if len(raw) != 1 + KEY_SIZE or raw[0] not in (ED25519, COSIGNATURE):
        raise NoteError("not an Ed25519 key")
    key = PublicKey(found["name"], raw[0], raw[1:])
    if key.id.hex() != found["id"]:
        raise NoteError(f"the id {found['id']} is not that of the key: a character was changed")
    return key


def read_note(text: str) -> Note:
    """A note with its signatures, none of them checked. Raises NoteError."""
    if len(text) > LONGEST:
        raise NoteError("too long for a note")
    if _CONTROL.search(text):
        raise NoteError("has control characters: other line ends than a note's, perhaps")
    body, gap, rest = text.rpartition("\n\n")
    if not gap or not rest.endswith("\n"):
        raise NoteError("has no signatures after a blank line")
    return Note(body + "\n", tuple(_signature(line) for line in rest[:-1].split("\n")))


def is_signed(note: Note, key: PublicKey) -> bool:
    """Whether the key signed the note. Raises NoteError where a signature in its name is not its own."""
    found = [one for one in note.signatures if one.is_of(key)]
    for one in found:
        if not _is_good(note.text, one, key):
            raise NoteError(f"the signature of {key.name} is not that of the key {key.id.hex()} on this text")
    return bool(found)


def cosigned_at(note: Note, key: PublicKey) -> int | None:
    """When the witness with this key signed it last, in seconds since 1970; None where it didn't."""
    times = [int.from_bytes(one.raw[:TIME_SIZE], "big") for one in note.signatures if one.is_of(key)]
    return max(times, default=None)


def _is_good(text: str, signature: Signature, key: PublicKey) -> bool:
    raw, signed = signature.raw, text.encode()
    if key.kind == COSIGNATURE:
        raw, signed = raw[TIME_SIZE:], _cosigned(text, int.from_bytes(raw[:TIME_SIZE], "big"))
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(raw, signed)
    except InvalidSignature:
        return False
    return True


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, code = rest.partition(" ")
    if dash != _DASH or not _NAME.fullmatch(name):
        raise NoteError(f"{line[:40]!r} is not a signature")
    raw = _decoded(code, "a signature")
    if len(raw) <= ID_SIZE:
        raise NoteError("a signature is too short")
    return Signature(name, raw[:ID_SIZE], raw[ID_SIZE:])


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode()


def _decoded(text: str, what: str) -> bytes:
    try:
        raw = b64decode(text, validate=True)
    except (Base64Error, ValueError) as error:
        raise NoteError(f"{what} is not base64") from error
    if _base64(raw) != text:
        raise NoteError(f"{what} is not base64 as it is written")
    return raw
