"""Proves an exported log (JSON Lines, see `state.lines`) or names the line at which it can't be so.

Needs the file and nothing else: no database, no network, no key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from state import lines, merkle
from state.canonical import content_hash
from state.lines import FaultError


@dataclass(frozen=True, slots=True)
class VerifiedLog:
    """One log of the file, proved from its entries."""

    name: str
    size: int
    root: str  #: 64 hex digits
    purged: int = 0  #: entries whose content is null: they stand, with its hash, but what it said is gone


@dataclass(frozen=True, slots=True)
class Verified:
    logs: tuple[VerifiedLog, ...]


@dataclass(frozen=True, slots=True)
class Tampered:
    """The first fault found."""

    line: int  #: counted from 1
    what: str  #: a key of FAULTS
    params: Mapping[str, str | int] = field(default_factory=dict)  #: what its sentence says besides `line`


#: What can be wrong with a file, in English; the placeholders are `line` and the fault's params.
FAULTS: Mapping[str, str] = {
    "empty": "The file is empty.",
    "only-jsonl": "This is a log exported as {format}, which can be read but not proved: export it as jsonl.",
    "byte-order-mark": "Line {line}: the file begins with a byte order mark, which an export never has.",
    "not-an-export": "Line {line}: this is not the beginning of an exported log.",
    "windows-line-ends": "Line {line} ends as on Windows: some program has rewritten the file.",
    "blank-line": "Line {line} is blank.",
    "not-utf8": "Line {line} is not UTF-8, from byte {byte} of the line.",
    "not-json": "Line {line} is not JSON.",
    "not-a-line": "Line {line} is neither the head of a log, nor an entry, nor the end of the file.",
    "not-canonical": "Line {line} is not written in canonical JSON: it has been changed or rewritten.",
    "form": "Line {line}: the {part} has no proper {field}.",
    "form-more": "Line {line}: the {part} has a field that it shouldn't have.",
    "log-twice": "Line {line}: the log {log} begins a second time.",
    "other-log": "Line {line}: the entry is not of the log {log}, in which it stands.",
    "seq": "Line {line}: entry {expected} should stand here: entries were removed, added or moved.",
    "content": "Line {line}: the content of entry {seq} is not the one that was recorded.",
    "size": "Line {line}: the log {log} should have {expected} entries; there are {found}.",
    "root": "The log {log}, from line {line}: changed; its entries don't give the root in its head.",
    "witness": "The log {log}, from line {line}: it does not contain the log that the witness saw.",
    "witness-log": "Line {line}: the file ends without the log {log}, which the witness saw.",
    "end": "Line {line}: the logs in the file are not those that its end names.",
    "after-end": "Line {line}: something follows the end of the export.",
    "truncated": "Line {line}: the file breaks off here.",
}


def verify_file(path: Path, expected_roots: Mapping[str, str] | None = None) -> Verified | Tampered:
    """Check every line of an exported file, in one pass, and the root of each log from its entries.

    `expected_roots` are the roots that a witness keeps, 64 hex digits by the name of the log. Each such log
    has to be in the file, with that root now or at some smaller size: since the witness saw it a log may have
    grown, but not have been cut or rewritten.
    Raises OSError when the file can't be read.
    """
    reading = _Reading({name: root.lower() for name, root in (expected_roots or {}).items()})
    number = 1
    try:
        with path.open("rb") as file:
            lines.check_start(file)
            for number, raw in enumerate(file, 1):
                reading.take(number, raw)
        return reading.finish()
    except FaultError as fault:
        return Tampered(fault.line or number, fault.what, fault.params)


@dataclass(slots=True)
class _Log:
    """A log as far as it has been read, and what its head promises."""

    line: int
    name: str
    size: int
    root: str
    witnessed: str | None
    count: int = 0
    purged: int = 0
    peaks: merkle.Peaks = merkle.EMPTY

    def add(self, entry: bytes) -> None:
        self.peaks = merkle.append(self.peaks, self.count, merkle.leaf_hash(entry))
        self.count += 1
        self.meet_witness()

    def meet_witness(self) -> None:
        if self.witnessed is not None and self.reached() == self.witnessed:
            self.witnessed = None

    def reached(self) -> str:
        return merkle.root(self.peaks, self.count).hex()


class _Reading:
    """The state of the one pass over a file."""

    def __init__(self, expected: dict[str, str]) -> None:
        self.expected = expected
        self.logs: list[_Log] = []
        self.ended = False

    def take(self, number: int, raw: bytes) -> None:
        if self.ended:
            raise FaultError("after-end")
        value, parts = lines.parse(raw)
        if "entry" in value:
            self._entry(value, parts)
        elif "head" in value:
            self._head(number, value["head"])
        else:
            self._end(value["end"])

    def finish(self) -> Verified:
        if not self.ended:
            raise FaultError("truncated")
        return Verified(tuple(VerifiedLog(log.name, log.size, log.root, log.purged) for log in self.logs))

    def _head(self, number: int, head: dict[str, Any]) -> None:
        self._close()
        lines.check_form("head", head, lines.HEAD)
        name = head["log"]
        if any(log.name == name for log in self.logs):
            raise FaultError("log-twice", log=name)
        log = _Log(number, name, head["size"], head["root"], self.expected.pop(name, None))
        log.meet_witness()
        self.logs.append(log)

    def _entry(self, value: dict[str, Any], parts: dict[str, bytes]) -> None:
        log, entry = self.logs[-1], value["entry"]
        lines.check_form("entry", entry, lines.ENTRY)
        if entry["log"] != log.name:
            raise FaultError("other-log", log=log.name)
        if entry["seq"] != log.count + 1:
            raise FaultError("seq", expected=log.count + 1)
        if log.count == log.size:
            raise FaultError("size", log=log.name, expected=log.size, found=log.count + 1)
        if value["content"] is None:
            log.purged += 1
        elif content_hash(parts["content"]) != entry["content"]:
            raise FaultError("content", seq=entry["seq"])
        log.add(parts["entry"])

    def _end(self, end: dict[str, Any]) -> None:
        self._close()
        if end != {"logs": [log.name for log in self.logs]}:
            raise FaultError("end")
        for name in self.expected:
            raise FaultError("witness-log", log=name)
        self.ended = True

    def _close(self) -> None:
        """Compare the log that ends here with its head."""
        for log in self.logs[-1:]:
            if log.count != log.size:
                raise FaultError("size", log=log.name, expected=log.size, found=log.count)
            if log.reached() != log.root:
                raise FaultError("root", log.line, log=log.name)
            if log.witnessed is not None:
                raise FaultError("witness", log.line, log=log.name)
