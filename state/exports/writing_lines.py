"""Logs written to a file: JSON Lines that `state.exports.verify` can prove, and what is drawn from them to be read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import NamedTuple, TypeAlias

from state.exports.lines import FORMAT, line
from state.exports.readable import READABLE
from state.proving.canonical import canonical
from state.proving.proofs import Proof
from state.whole_file import kept_lines, nothing, whole_file

FORMS = ("jsonl", *READABLE)
Draw: TypeAlias = Callable[[Iterable[bytes]], Iterable[bytes]]
"""Draws a form from the lines of the JSON Lines form, which it may go over more than once, and from nothing else."""

#: One entry as stored: the entry's bytes, and its content's bytes or None where the content has been purged.
Stored: TypeAlias = tuple[bytes, bytes | None]


class Carried(NamedTuple):
    """A checkpoint that goes with a log."""

    note: str  #: signed (see state.proving.checkpoints)
    keys: tuple[str, ...]  #: the public keys that signed it
    size: int = 0  #: how many entries it is of


@dataclass(frozen=True, slots=True)
class Part:
    """That the entries are only some of the log's, each proved to be in the log of that size and root."""

    count: int
    proofs: Iterator[Proof]  #: beside the entries; read once


@dataclass(frozen=True, slots=True)
class LogView:
    """One log as one transaction read it."""

    log: str  #: the log's name, as "us" or "us+jp"
    size: int  #: how many entries it has
    root: str  #: its Merkle root, 64 hex digits
    entries: Iterator[Stored]  #: in order of seq; read once
    checkpoints: Sequence[Carried] = ()  #: the smaller first
    part: Part | None = None


def export_log(
    logs: Sequence[LogView], fmt: str, out: Path, opening: str = "", before: Callable[[], None] = nothing
) -> None:
    """Write `logs` to `out`, in the form `fmt`; the same logs give the same bytes.

    A form that is for reading begins with `opening`; JSON Lines have a form of their own, to be proved.
    Raises as `write_drawn` does, ValueError also for an unknown form.
    """
    if fmt not in FORMS:
        raise ValueError(f"unknown form {fmt!r}: one of {', '.join(FORMS)}")
    write_drawn(logs, out, None if fmt == "jsonl" else partial(READABLE[fmt], opening=opening), before)


def write_drawn(logs: Sequence[LogView], out: Path, draw: Draw | None, before: Callable[[], None] = nothing) -> None:
    """Write `logs` to `out` as they are drawn; with None as JSON Lines.

    What stands under the name `out` is the old file or the whole new one, never a part; `before` is done before it is
    there. Only its owner can read the file, since a log is one audience's. Entries are streamed. A log is written as
    it is stored, even if that is not what its root was made of: telling so is for `state.exports.verify`.
    Raises ValueError for no logs, OSError when the file can't be written.
    """
    if not logs:
        raise ValueError("no log to export")
    with whole_file(out, before) as file:
        if draw is None:
            file.writelines(json_lines(logs))
            return
        with kept_lines(json_lines(logs), out.parent) as lines:
            file.writelines(draw(lines))


# JSON Lines


def json_lines(logs: Sequence[LogView]) -> Iterator[bytes]:
    for log in logs:
        yield from log_lines(log)
    yield end_line(logs)


def log_lines(log: LogView) -> Iterator[bytes]:
    """The lines of one log, or of a part of it."""
    head = {"format": FORMAT, "log": log.log, "root": log.root, "size": log.size}
    yield line({"part": canonical({**head, "entries": log.part.count})} if log.part else {"head": canonical(head)})
    for note, keys, _ in log.checkpoints:
        yield line({"checkpoint": canonical({"keys": keys, "log": log.log, "note": note})})
    proofs = ({"proof": _proof(proof)} for proof in log.part.proofs) if log.part else repeat({})
    for (entry, content), proof in zip(log.entries, proofs, strict=False):
        yield line({"content": b"null" if content is None else content, "entry": entry, **proof})


def growth(log: str, sizes: tuple[int, int], root: bytes, proof: Proof, checkpoint: Carried) -> Iterator[bytes]:
    """A file that shows that a log of the second size continues that of the first."""
    since, size = sizes
    head = {"format": FORMAT, "log": log, "root": root.hex(), "since": since, "size": size}
    yield line({"growth": canonical({**head, "proof": [node.hex() for node in proof]})})
    yield line({"checkpoint": canonical({"keys": checkpoint.keys, "log": log, "note": checkpoint.note})})
    yield line({"end": canonical({"logs": [log]})})


def end_line(logs: Iterable[LogView]) -> bytes:
    return line({"end": canonical({"logs": [log.log for log in logs]})})


def _proof(proof: Proof) -> bytes:
    return b"[%b]" % b",".join(b'"%b"' % node.hex().encode() for node in proof)
