"""The private keys that sign an installation's checkpoints: a file that nobody but its owner can read.

The last key in the file signs. Older ones stay, so that the one that signed before can vouch for the one that follows.
"""

import os
import stat
import tomllib
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from state.proving.canonical import timestamp
from state.proving.notes import KEY_SIZE, Signer
from state.whole_file import whole_file

LASTS = timedelta(days=2 * 365)
WARNED_BEFORE = timedelta(days=30)
OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_HEADING = "# Kakehashi: the keys that sign checkpoints. Who has them signs as this installation: keep a copy safe.\n"


class KeyringError(Exception):
    """The keys cannot be used; the text says why, and what to do."""


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    made: datetime
    until: datetime
    seed: str
    """32 bytes as base64."""

    def signer(self, name: str) -> Signer:
        return Signer(name, b64decode(self.seed))


class _File(msgspec.Struct, forbid_unknown_fields=True):
    key: list[Key]


def read_keys(path: Path, now: datetime | None = None) -> tuple[Key, ...]:
    """The keys in the file, the oldest first, at least one. With `now` the last of them must not have expired.

    Raises KeyringError.
    """
    try:
        mode = path.stat().st_mode
        if mode & OPEN_TO_OTHERS:
            raise KeyringError(
                f"{path}: others than its owner can use the keys (mode {stat.S_IMODE(mode):04o}): chmod 600 {path}; "
                "and if somebody may have read them, `kakehashi keys rotate`"
            )
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise KeyringError(
            f"{path}: there are no keys: restore them from their copy; `kakehashi keys new` makes the first ones"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise KeyringError(f"{path}: the keys cannot be read: {getattr(error, 'strerror', None) or error}") from error
    keys = _parsed(path, text)
    if now is not None and keys[-1].until <= now:
        raise KeyringError(
            f"{path}: the key expired on {timestamp(keys[-1].until)}: nothing is signed until `kakehashi keys rotate`"
        )
    return keys


def _parsed(path: Path, text: str) -> tuple[Key, ...]:
    try:
        keys = msgspec.convert(tomllib.loads(text), _File).key
        if not keys or any(len(b64decode(key.seed, validate=True)) != KEY_SIZE for key in keys):
            raise KeyringError(f"{path}: not a file of keys: restore it from its copy")
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, Base64Error, ValueError) as error:
        raise KeyringError(f"{path}: not a file of keys: restore it from its copy") from error
    return tuple(keys)


def new_key(now: datetime, random: Callable[[int], bytes] = os.urandom, lasts: timedelta = LASTS) -> Key:
    return Key(now, now + lasts, b64encode(random(KEY_SIZE)).decode())


def write_keys(path: Path, keys: tuple[Key, ...]) -> None:
    """Whole, and for its owner alone. Raises OSError."""
    rows = (
        f'\n[[key]]\nmade = {timestamp(key.made)}\nuntil = {timestamp(key.until)}\nseed = "{key.seed}"\n'
        for key in keys
    )
    with whole_file(path) as file:
        file.write((_HEADING + "".join(rows)).encode())
