"""Proves an exported log (JSON Lines, see `state.exports.lines`) or names the line at which it can't be so.

Needs the file and what was brought to check it against (`state.proving.brought`): no database, no network.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from state.exports import lines
from state.exports.lines import FaultError
from state.exports.read_log import VerifiedLog
from state.exports.reading_lines import Reading
from state.exports.remarks import Remark
from state.proving.brought import NOTHING, Known
from state.proving.checkpoints import Checkpoint
from state.proving.notes import PublicKey


@dataclass(frozen=True, slots=True)
class Verified:
    logs: tuple[VerifiedLog, ...]
    remarks: tuple[Remark, ...] = ()
    signed: Mapping[str, tuple[Checkpoint, PublicKey]] = field(default_factory=dict, compare=False)
    #: by log the largest checkpoint that a key which was brought signed, or one that it vouches for


@dataclass(frozen=True, slots=True)
class Tampered:
    """The first fault found."""

    line: int  #: counted from 1
    what: str  #: a key of FAULTS
    params: Mapping[str, str | int] = field(default_factory=dict)  #: what its sentence says besides

    def said(self, at: str = "") -> str:
        """Its sentence; `at` says where it is, where that is no line of a file."""
        at = at or f"line {self.line}"
        return FAULTS[self.what].format(at=at[0].upper() + at[1:], place=at, **self.params)


#: What can be wrong with a file, in English; the placeholders are `at`, `place` (the same within a
#: sentence) and the fault's params.
FAULTS: Mapping[str, str] = {
    "empty": "The file is empty.",
    "only-jsonl": "This is a log exported as {format}, which can't be proved: export it as jsonl.",
    "page": (
        "This is a page: that of an exported log proves itself in a browser, and what its “Save the JSON Lines” writes "
        "is proved here."
    ),
    "byte-order-mark": "{at}: the file begins with a byte order mark, which an export never has: an editor rewrote it.",
    "spreadsheet": (
        "{at}: a spreadsheet has saved this file anew, as cells: get the export itself, and don't open it there."
    ),
    "utf-16": "{at}: the file is UTF-16, as no export is: some program has rewritten it.",
    "not-an-export": "{at}: this is not the beginning of an exported log.",
    "windows-line-ends": "{at} ends as on Windows: some program has rewritten the file.",
    "blank-line": "{at} is blank.",
    "not-utf8": "{at} is not UTF-8, from byte {byte} of the line.",
    "not-json": "{at} is not JSON.",
    "not-a-line": "{at} is neither the head of a log, nor a checkpoint, nor an entry, nor the end of the file.",
    "not-canonical": "{at} is not written in canonical JSON: it has been changed or rewritten.",
    "form": "{at}: the {part} has no proper {field}.",
    "form-more": "{at}: the {part} has a field that it shouldn't have.",
    "log-twice": "{at}: the log {log} begins a second time.",
    "other-log": "{at}: the entry is not of the log {log}, in which it stands.",
    "seq": "{at}: entry {expected} should stand here: entries were removed, added or moved.",
    "seq-order": "{at}: entry {seq} does not follow the one before it, or is beyond the log's size.",
    "content": "{at}: the content of entry {seq} is not the one that was recorded.",
    "emptied": "{at}: the content of entry {seq} is gone, and no entry of the log says that it was purged.",
    "proof": "{at}: entry {seq} is not in the log that the part's head names: it was changed, or its proof was.",
    "size": "{at}: the log {log} should have {expected} entries; there are {found}.",
    "root": "The log {log} ({place}): changed; its entries don't give the root in its head.",
    "checkpoint": "{at}: the checkpoint {why}.",
    "checkpoint-log": "{at}: the checkpoint is of {origin}, not of the log {log}.",
    "checkpoint-place": "{at}: a checkpoint stands before a log's entries, the smaller first.",
    "checkpoint-cut": (
        "The log {log} ({place}): it has {found} entries, and its checkpoint is of {size}: its tail was cut off."
    ),
    "checkpoint-root": (
        "The log {log} ({place}): its first {size} entries are not those of its checkpoint: it was rewritten."
    ),
    "kept-cut": (
        "The log {log} ({place}): it has {found} entries, and the checkpoint that you brought was made of {size}: "
        "its tail was cut off, or the file is the older one."
    ),
    "kept-root": (
        "The log {log} ({place}): its first {size} entries are not those of the checkpoint that you brought: it was "
        "rewritten."
    ),
    "kept-other": (
        "The log {log} ({place}): this is proved against a checkpoint of {found} entries, and you brought one of "
        "{size}: bring that of {found}, or have it exported against yours."
    ),
    "growth": (
        "The log {log} ({place}): that of {size} entries is not shown to continue that of {since} that you brought: "
        "it was rewritten, or the proof was changed."
    ),
    "kept-log": "{at}: the file ends without the log {log}, of which you brought a checkpoint.",
    "signature": "The log {log} ({place}): a checkpoint is not signed as it says: {why}.",
    "foreign-key": (
        "The log {log} ({place}): no checkpoint is signed by the key that you brought, {key}, but by {found}: the log "
        "was made by somebody else, or its key was lost and replaced."
    ),
    "unsigned": "The log {log} ({place}): there is no checkpoint that the key you brought, {key}, could have signed.",
    "replay": "The log {log} ({place}): {matter} stands at {here} there, and at {there} in the log {other}.",
    "witness": "The log {log} ({place}): it does not contain the log that the witness saw.",
    "witness-log": "{at}: the file ends without the log {log}, which the witness saw.",
    "end": "{at}: the logs in the file are not those that its end names.",
    "after-end": "{at}: something follows the end of the export.",
    "truncated": "{at}: the file breaks off here.",
}


def verify_file(path: Path, known: Known = NOTHING) -> Verified | Tampered:
    """Check every line of an exported file, in one pass, and each log against what is known of it from elsewhere.

    Each log of which a root or a checkpoint was brought has to be in the file, with that root now or at some smaller
    size: since it was kept a log may have grown, but not have been cut or rewritten.
    Raises OSError when the file can't be read.
    """
    try:
        with path.open("rb") as file:
            lines.check_start(file)
            return verify_lines(file, known)
    except FaultError as fault:
        return Tampered(1, fault.what, fault.params)


def verify_lines(raws: Iterable[bytes], known: Known = NOTHING) -> Verified | Tampered:
    reading = Reading(known)
    number = 1
    try:
        for number, raw in enumerate(raws, 1):
            reading.take(number, raw)
        reading.finish()
    except FaultError as fault:
        return Tampered(fault.line or number, fault.what, fault.params)
    return Verified(tuple(log.verified for log in reading.logs), tuple(reading.remarks), reading.signed)
