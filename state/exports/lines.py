"""The lines of an exported log in JSON Lines, the form "kakehashi-log-2", and what can be wrong with one.

Every line is canonical JSON (RFC 8785) and ended by one line feed. A whole log is
    {"head":{"format":"kakehashi-log-2","log":…,"root":…,"size":…}}
    {"checkpoint":{"keys":[…],"log":…,"note":…}}                       none, one or several, the smaller first
    {"content":…,"entry":…}                                            each entry, as it was hashed
and a part of one, each entry with its inclusion proof against the root of `size` entries, is
    {"part":{"entries":…,"format":"kakehashi-log-2","log":…,"root":…,"size":…}}
    {"checkpoint":{"keys":[…],"log":…,"note":…}}                       none, or the one of this size
    {"content":…,"entry":…,"proof":[…]}                                in order of seq; as many as `entries`
and that a log has grown without a change, with a consistency proof and no entry (the form a witness is content with),
    {"growth":{"format":"kakehashi-log-2","log":…,"proof":[…],"root":…,"since":…,"size":…}}
    {"checkpoint":{"keys":[…],"log":…,"note":…}}                       the one of this size
Several logs may follow each other, and the file ends with
    {"end":{"logs":[…]}}                                               a cut between logs shows

Roots and the hashes of a proof are 64 hex digits. A proof is that of RFC 9162, 2.1.3.1, the lowest hash first, for the
leaf SHA-256(0x00 || entry) at seq - 1; that of a growth, from `since` to `size` entries, is 2.1.4.1's. A `note` is
a signed note with its line feeds (c2sp.org/tlog-checkpoint), whose size is at most that of the head; `keys` are the
public keys ("vkeys" of c2sp.org/signed-note) by which it says it is signed: as they come with the file they prove
nothing. A content that has been purged is null, and an entry `purge` of the same log names its seq in its content, as
`purged`. "kakehashi-log-1" had only whole logs, and no checkpoints.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from io import BufferedReader
from typing import Any, NamedTuple

import msgspec

from state.proving.canonical import CanonicalError, canonical

#: The name of this form; a change of form gets a new name.
FORMAT = "kakehashi-log-2"
#: The forms that are read: what was exported in an older one can still be proved.
FORMATS = (FORMAT, "kakehashi-log-1")


class FaultError(Exception):
    """A fault in an exported file: a key of `state.exports.verify.FAULTS`, the line if not this one, the facts."""

    def __init__(self, what: str, line: int | None = None, **params: str | int) -> None:
        super().__init__(what)
        self.what, self.line, self.params = what, line, params


def line(parts: Mapping[str, bytes]) -> bytes:
    """One line of the JSON Lines form: the canonical bytes of its parts, joined and not encoded again."""
    return b"{" + b",".join(b'"%s":%s' % (key.encode(), parts[key]) for key in sorted(parts)) + b"}\n"


_STARTS = (b'{"head":', b'{"part":', b'{"growth":')
_MARK = b"\xef\xbb\xbf"
# Our other forms, by how they begin.
_OTHER_FORMS = {
    _MARK + b"log,seq,": "csv",
    _MARK + b"EXERCISE": "csv",
    b"# Decision log": "md",
    b"# EXERCISE": "md",
    b"<!doctype html>": "html",
    b"%PDF-": "pdf",
}
# How a spreadsheet writes a line that it took for cells.
_CELLS = (b'"{""head""', b'"{""part""', b'"{""growth""')
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_KINDS = ({"head"}, {"part"}, {"growth"}, {"checkpoint"}, {"content", "entry"}, {"content", "entry", "proof"}, {"end"})


def check_start(file: BufferedReader) -> None:
    """Turn away what is no export before a line is read: another kind of file may be all one line."""
    start = file.peek(32)
    if not start:
        raise FaultError("empty")
    for beginning, form in _OTHER_FORMS.items():
        if start.startswith(beginning):
            raise FaultError("page") if form == "html" else FaultError("only-jsonl", format=form)
    if start.removeprefix(_MARK).startswith(_CELLS):
        raise FaultError("spreadsheet")
    if start.startswith(_MARK):
        raise FaultError("byte-order-mark")
    if start.startswith(_UTF_16):
        raise FaultError("utf-16")
    if not start.startswith(_STARTS):
        raise FaultError("truncated" if any(one.startswith(start) for one in _STARTS) else "not-an-export")


_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


def is_time(value: Any) -> bool:
    """Whether it is an instant as every entry writes it: in UTC, with milliseconds."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """An entry's fields, in the order of canonical JSON."""

    act: str
    content: str
    log: str
    matter: str | None
    seat: str | None
    seq: int
    stage: list[str] | None
    time: str


class Pair(NamedTuple):
    """A line of a whole log that is in order: the entry's fields and bytes, and its content's, or None if purged."""

    fields: Entry
    entry: bytes
    content: bytes | None


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    content: msgspec.Raw
    entry: msgspec.Raw


def _no_float(_text: str) -> None:
    raise ValueError("a record holds no floats")


_line = msgspec.json.Decoder(_Line).decode
_fields = msgspec.json.Decoder(Entry).decode
_value = msgspec.json.Decoder(float_hook=_no_float).decode
_encode = msgspec.json.Encoder(order="sorted").encode
_LONG = re.compile(rb"[:,[]-?[0-9]{16}")
_REFUSED = (msgspec.MsgspecError, ValueError, RecursionError)


def read_pair(raw: bytes) -> Pair | None:
    """A line that is an entry with its content, where it is seen at once that both are canonical; else None.

    None says only that `parse` has to look: at another kind of line, at a fault that it names, or at what this way of
    looking can't decide (a long number, keys beyond ASCII).
    """
    try:
        line = _line(raw)
        entry, content = bytes(line.entry), bytes(line.content)
        fields = _fields(entry)
        if (
            not is_time(fields.time)
            or _encode(fields) != entry
            or raw != b'{"content":%b,"entry":%b}\n' % (content, entry)
        ):
            return None
        if content == b"null":
            return Pair(fields, entry, None)
        if content[:1] != b"{" or _LONG.search(content) or _encode(_value(content)) != content:
            return None
    except _REFUSED:
        return None
    return Pair(fields, entry, content)


def parse(raw: bytes) -> dict[str, Any]:
    """A line's value, of one of the kinds above. Raises FaultError for a line that is not its canonical form."""
    value = _loaded(raw)
    if not isinstance(value, dict) or value.keys() not in _KINDS:
        raise FaultError("not-a-line")
    for key, part in value.items():
        if not isinstance(part, list if key == "proof" else dict) and (key, part) != ("content", None):
            raise FaultError("not-a-line")
    try:
        is_canonical = canonical(value) == raw[:-1]
    except CanonicalError as error:
        raise FaultError("not-canonical") from error
    if not is_canonical:
        raise FaultError("not-canonical")
    return value


def _loaded(raw: bytes) -> Any:
    if not raw.endswith(b"\n"):
        raise FaultError("truncated")
    if raw.endswith(b"\r\n"):
        raise FaultError("windows-line-ends")
    if raw == b"\n":
        raise FaultError("blank-line")
    try:
        return json.loads(raw.decode())
    except UnicodeDecodeError as error:
        raise FaultError("not-utf8", byte=error.start + 1) from error
    except (ValueError, RecursionError) as error:  # ValueError: also a number of thousands of digits.
        raise FaultError("not-json") from error
