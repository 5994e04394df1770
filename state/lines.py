"""The lines of an exported log in JSON Lines, the form "kakehashi-log-1", and what can be wrong with one.

Every line is canonical JSON (RFC 8785) and ended by one line feed:
    {"head":{"format":"kakehashi-log-1","log":…,"root":…,"size":…}}  begins each log
    {"content":…,"entry":…}                                          each entry, as it was hashed
    {"end":{"logs":[…]}}                                             ends the file: a cut between logs shows
A content that has been purged is null.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BufferedReader
from typing import Any, TypeAlias

from state.canonical import CanonicalError, canonical

#: The name of this form; a change of form gets a new name.
FORMAT = "kakehashi-log-1"


class FaultError(Exception):
    """A fault in an exported file: a key of `state.verify.FAULTS`, the line if not this one, the facts."""

    def __init__(self, what: str, line: int | None = None, **params: str | int) -> None:
        super().__init__(what)
        self.what, self.line, self.params = what, line, params


def line(parts: Mapping[str, bytes]) -> bytes:
    """One line of the JSON Lines form: the canonical bytes of its parts, joined and not encoded again."""
    return b"{" + b",".join(b'"%s":%s' % (key.encode(), parts[key]) for key in sorted(parts)) + b"}\n"


_START = b'{"head":'
_MARK = b"\xef\xbb\xbf"
# Our other forms, by how they begin.
_OTHER_FORMS = {
    _MARK + b"log,seq,": "csv",
    _MARK + b"EXERCISE": "csv",
    b"# Decision log": "md",
    b"# EXERCISE": "md",
}
_KINDS = ({"head"}, {"content", "entry"}, {"end"})


def check_start(file: BufferedReader) -> None:
    """Turn away what is no export before a line is read: another kind of file may be all one line."""
    start = file.peek(32)
    if not start:
        raise FaultError("empty")
    for beginning, form in _OTHER_FORMS.items():
        if start.startswith(beginning):
            raise FaultError("only-jsonl", format=form)
    if start.startswith(_MARK):
        raise FaultError("byte-order-mark")
    if not start.startswith(_START):
        raise FaultError("truncated" if _START.startswith(start) else "not-an-export")


def parse(raw: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A line's value, of one of the three kinds, and the bytes of its parts.

    Raises FaultError for a line that is anything else than their canonical form.
    """
    if not raw.endswith(b"\n"):
        raise FaultError("truncated")
    if raw.endswith(b"\r\n"):
        raise FaultError("windows-line-ends")
    if raw == b"\n":
        raise FaultError("blank-line")
    try:
        value = json.loads(raw.decode())
    except UnicodeDecodeError as error:
        raise FaultError("not-utf8", byte=error.start + 1) from error
    except (ValueError, RecursionError) as error:  # ValueError: also a number of thousands of digits.
        raise FaultError("not-json") from error
    if not isinstance(value, dict) or value.keys() not in _KINDS:
        raise FaultError("not-a-line")
    if not all(isinstance(part, dict) or (key, part) == ("content", None) for key, part in value.items()):
        raise FaultError("not-a-line")
    try:
        parts = {key: b"null" if part is None else canonical(part) for key, part in value.items()}
    except CanonicalError as error:
        raise FaultError("not-canonical") from error
    if line(parts) != raw:
        raise FaultError("not-canonical")
    return value, parts


# Forms

_Check: TypeAlias = Callable[[Any], bool]
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _count(value: Any) -> bool:
    return type(value) is int and value >= 0  # JSON's true is no count.


def _time(value: Any) -> bool:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _name(value: Any) -> bool:
    """A log's name is shown to people: one short line."""
    return isinstance(value, str) and 0 < len(value) <= 200 and value.isprintable()  # noqa: PLR2004  "Short".


def _matches(pattern: str) -> _Check:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


HEAD: Mapping[str, _Check] = {
    "format": lambda value: bool(value == FORMAT),
    "log": _name,
    "root": _matches("[0-9a-f]{64}"),
    "size": _count,
}
ENTRY: Mapping[str, _Check] = {
    "act": lambda value: isinstance(value, str),
    "content": _matches("sha256:[0-9a-f]{64}"),
    "log": lambda value: isinstance(value, str),
    "matter": lambda value: value is None or isinstance(value, str),
    "seat": lambda value: value is None or isinstance(value, str),
    "seq": _count,
    "stage": lambda value: value is None or _texts(value),
    "time": _time,
}


def check_form(part: str, value: dict[str, Any], form: Mapping[str, _Check]) -> None:
    for name, check in form.items():
        if name not in value or not check(value[name]):
            raise FaultError("form", part=part, field=name)
    if len(value) > len(form):
        raise FaultError("form-more", part=part)
