"""What a person brings to check a log against, as options of a command: files of keys and of checkpoints, roots."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from bot.cli.common import Failure
from state.proving.brought import Known
from state.proving.checkpoints import Checkpoint, read_checkpoint
from state.proving.notes import LONGEST, NoteError, PublicKey, read_key

ROOT = re.compile(r"([^=]+)=([0-9A-Fa-f]{64})")


def add_known(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--key", action="append", default=[], metavar="FILE", help="public keys that you trust: a file of them, or one"
    )
    parser.add_argument(
        "--checkpoint", type=Path, action="append", default=[], metavar="FILE", help="a checkpoint that was kept"
    )
    parser.add_argument(
        "--root", type=_root, action="append", default=[], metavar="LOG=HEX", help="a root that was kept"
    )


def known_of(arguments: argparse.Namespace) -> Known:
    """Raises Failure for a key or a checkpoint that is none, OSError for a file that can't be read."""
    keys = tuple(key for given in arguments.key for key in keys_in(given))
    return Known(keys, tuple(map(checkpoint_in, arguments.checkpoint)), dict(arguments.root))


def checkpoint_in(path: Path) -> Checkpoint:
    """The checkpoint in a file, however it was copied out of a channel."""
    text = text_of(path).replace("\r\n", "\n").strip().strip("`").strip("\n") + "\n"
    try:
        return read_checkpoint(text)
    except NoteError as error:
        raise Failure(f"{path}: not a checkpoint: {error}") from error


def text_of(path: Path) -> str:
    with path.open("rb") as file:
        raw = file.read(4 * LONGEST)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Failure(f"{path}: not a text in UTF-8") from error


def keys_in(given: str) -> Iterator[PublicKey]:
    """A key itself, or those of a file: a line each, and lines that begin with # beside them."""
    if not Path(given).exists() and "+" in given:
        yield _key(given, "--key")
        return
    lines = [line.strip() for line in text_of(Path(given)).splitlines()]
    found = [(number, line) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not found:
        raise Failure(f"{given}: there is no key in it")
    for number, line in found:
        yield _key(line, f"{given}: line {number}")


def _key(text: str, at: str) -> PublicKey:
    try:
        return read_key(text)
    except NoteError as error:
        raise Failure(f"{at}: {error}") from error


def _root(text: str) -> tuple[str, str]:
    found = ROOT.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not LOG=HEX with 64 hexadecimal digits")
    return found[1], found[2]
