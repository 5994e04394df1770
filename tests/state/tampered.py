"""Exports changed in one way each, with the line where that shows and what is said of it."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from typing import Any

from state.exports.writing_lines import Stored
from state.proving.canonical import canonical
from tests.state.exports import JOINT, ROOTS, US, stored

Change = Callable[[list[bytes]], list[bytes]]


def swap(first: int, second: int) -> Change:
    def change(lines: list[bytes]) -> list[bytes]:
        lines[first - 1], lines[second - 1] = lines[second - 1], lines[first - 1]
        return lines

    return change


def remove(*numbers: int) -> Change:
    return lambda lines: [raw for number, raw in enumerate(lines, 1) if number not in numbers]


def put(number: int, raw: bytes) -> Change:
    """A line put in the place of `number`."""
    return lambda lines: [*lines[: number - 1], raw, *lines[number:]]


def insert(number: int, raw: bytes) -> Change:
    """A line put in before `number`."""
    return lambda lines: [*lines[: number - 1], raw, *lines[number - 1 :]]


def edit(number: int, old: str, new: str) -> Change:
    def change(lines: list[bytes]) -> list[bytes]:
        assert old.encode() in lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(old.encode(), new.encode())
        return lines

    return change


def both(*changes: Change) -> Change:
    def change(lines: list[bytes]) -> list[bytes]:
        for one in changes:
            lines = one(lines)
        return lines

    return change


def row(entry: Stored, **fields: Any) -> bytes:
    """A line made as an export makes it, with fields of the entry changed (or, if `...`, taken away)."""
    changed = {**json.loads(entry[0]), **fields}
    kept = canonical({key: value for key, value in changed.items() if value is not ...})
    return b'{"content":%s,"entry":%s}' % (entry[1] or b"null", kept)


def head(**fields: Any) -> bytes:
    changed = {"format": "kakehashi-log-2", "log": "us", "root": ROOTS["us"], "size": 3, **fields}
    return canonical({"head": {key: value for key, value in changed.items() if value is not ...}})


def form(part: str, name: str) -> tuple[str, dict[str, str]]:
    return "form", {"part": part, "field": name}


SEVENTH = stored("us+jp", 6)
OTHER = stored("us+jp", 2, {"title": "never said"})
DEEP = b'{"content":' + b"[" * 100_000
SURROGATE = b'{"content":{"x":"\\ud800"},"entry":{}}'

TAMPERED: dict[str, tuple[Change, int, str, dict[str, Any]]] = {
    # Entries
    "an entry removed": (remove(8), 8, "seq", {"expected": 2}),
    "the first entry removed": (remove(7), 7, "seq", {"expected": 1}),
    "the last entry removed": (remove(11), 11, "size", {"log": "us+jp", "expected": 5, "found": 4}),
    "all entries removed": (remove(2, 3, 4), 2, "size", {"log": "us", "expected": 3, "found": 0}),
    "two entries changed about": (swap(8, 9), 8, "seq", {"expected": 2}),
    "an entry said twice": (lambda lines: insert(9, lines[7])(lines), 9, "seq", {"expected": 3}),
    "an entry added at the end": (
        insert(12, row(SEVENTH)),
        12,
        "size",
        {"log": "us+jp", "expected": 5, "found": 6},
    ),
    "an entry added, and its head's size": (
        both(insert(12, row(SEVENTH)), edit(6, '"size":5', '"size":6')),
        6,
        "root",
        {"log": "us+jp"},
    ),
    "an entry and its content put in place of another": (put(8, row(OTHER)), 6, "root", {"log": "us+jp"}),
    "another act": (put(8, row(JOINT[1], act="request:withdraw")), 6, "root", {"log": "us+jp"}),
    "another stage": (put(8, row(JOINT[1], stage=None)), 6, "root", {"log": "us+jp"}),
    "another time": (put(8, row(JOINT[1], time="2026-03-15T14:30:59.345Z")), 6, "root", {"log": "us+jp"}),
    "another text": (edit(8, "Port", "Part"), 8, "content", {"seq": 2}),
    "an entry of another log": (put(7, row(US[0])), 7, "other-log", {"log": "us+jp"}),
    "an entry moved to another log": (
        lambda lines: insert(6, lines[7])(lines),
        6,
        "other-log",
        {"log": "jp"},
    ),
    "two contents changed about": (
        lambda lines: put(8, moved(lines[8], lines[7]))(put(9, moved(lines[7], lines[8]))(lines)),
        8,
        "content",
        {"seq": 2},
    ),
    "a content taken out": (lambda lines: put(8, emptied(lines[7]))(lines), 8, "emptied", {"seq": 2}),
    # Heads and the end
    "another root": (edit(6, ROOTS["us+jp"], ROOTS["us"]), 6, "root", {"log": "us+jp"}),
    "a smaller size": (edit(1, '"size":3', '"size":2'), 4, "size", {"log": "us", "expected": 2, "found": 3}),
    "a larger size": (edit(1, '"size":3', '"size":4'), 5, "size", {"log": "us", "expected": 4, "found": 3}),
    "an empty log renamed": (edit(5, '"jp"', '"kr"'), 12, "end", {}),
    "a whole log removed": (remove(1, 2, 3, 4), 8, "end", {}),
    "logs changed about": (lambda lines: [*lines[4:5], *lines[:4], *lines[5:]], 12, "end", {}),
    "a log given twice": (lambda lines: insert(6, lines[4])(lines), 6, "log-twice", {"log": "jp"}),
    "the head removed": (remove(1), 1, "not-an-export", {}),
    "an inner head removed": (remove(6), 6, "other-log", {"log": "jp"}),
    "the end removed": (remove(12), 11, "truncated", {}),
    "the end in the middle": (lambda lines: insert(5, lines[11])(lines), 5, "end", {}),
    "something after the end": (lambda lines: [*lines, lines[7]], 13, "after-end", {}),
    "a blank line after the end": (lambda lines: [*lines, b""], 13, "after-end", {}),
    # Lines
    "a blank line": (insert(4, b""), 4, "blank-line", {}),
    "a line of no JSON": (put(4, b"and so on"), 4, "not-json", {}),
    "a line cut short": (lambda lines: put(4, lines[3][:50])(lines), 4, "not-json", {}),
    "a number of 5000 digits": (put(4, b'{"end":' + b"9" * 5000 + b"}"), 4, "not-json", {}),
    "brackets without end": (put(4, DEEP), 4, "not-json", {}),
    "brackets, very many": (put(4, DEEP + b"]" * 100_000 + b',"entry":{}}'), 4, "not-json", {}),
    "not UTF-8": (lambda lines: put(8, lines[7].replace(b"P", b"\xff"))(lines), 8, "not-utf8", {"byte": 72}),
    "JSON, but no object": (put(4, b"[1,2]"), 4, "not-a-line", {}),
    "an object of other keys": (put(4, b'{"entry":{}}'), 4, "not-a-line", {}),
    "an entry that is no object": (put(4, b'{"content":null,"entry":null}'), 4, "not-a-line", {}),
    "a content that is a text": (put(4, b'{"content":"x","entry":{}}'), 4, "not-a-line", {}),
    "a head that is no object": (put(5, b'{"head":null}'), 5, "not-a-line", {}),
    "a space put in": (edit(3, '"seq":2', '"seq": 2'), 3, "not-canonical", {}),
    "keys in another order": (lambda lines: put(1, flipped(lines[0]))(lines), 1, "not-canonical", {}),
    "a key given twice": (edit(3, '"seq":2', '"seq":9,"seq":2'), 3, "not-canonical", {}),
    "a letter written as an escape": (edit(8, "Port", "\\u0050ort"), 8, "not-canonical", {}),
    "a number with a point": (edit(3, '"seq":2', '"seq":2.0'), 3, "not-canonical", {}),
    "a lone surrogate": (put(3, SURROGATE), 3, "not-canonical", {}),
    # Forms
    "another format": (put(1, head(format="kakehashi-log-3")), 1, *form("head", "format")),
    "a head without a root": (put(1, head(root=...)), 1, *form("head", "root")),
    "a root in capitals": (put(1, head(root=ROOTS["us"].upper())), 1, *form("head", "root")),
    "a root too long": (put(1, head(root=ROOTS["us"] + "0")), 1, *form("head", "root")),
    "a size below nothing": (put(1, head(size=-1)), 1, *form("head", "size")),
    "a size of true": (put(1, head(size=True)), 1, *form("head", "size")),
    "a log without a name": (put(1, head(log="")), 1, *form("head", "log")),
    "a log with a name of two lines": (put(1, head(log="us\nVerified")), 1, *form("head", "log")),
    "a head that says more": (put(1, head(**{"~": 1})), 1, "form-more", {"part": "head"}),
    "an entry that says more": (put(2, row(US[0], note="x")), 2, "form-more", {"part": "entry"}),
    "an entry without an act": (put(2, row(US[0], act=...)), 2, *form("entry", "act")),
    "an entry of no act": (put(2, row(US[0], act=None)), 2, *form("entry", "act")),
    "a hash of another kind": (put(2, row(US[0], content="md5:00")), 2, *form("entry", "content")),
    "a hash too long": (put(2, row(US[0], content="sha256:" + "0" * 65)), 2, *form("entry", "content")),
    "an entry of no log": (put(2, row(US[0], log=None)), 2, *form("entry", "log")),
    "a matter that is a number": (put(2, row(US[0], matter=1)), 2, *form("entry", "matter")),
    "a seat that is a list": (put(2, row(US[0], seat=[])), 2, *form("entry", "seat")),
    "a seq that is a text": (put(2, row(US[0], seq="1")), 2, *form("entry", "seq")),
    "a stage that is a text": (put(2, row(US[0], stage="draft")), 2, *form("entry", "stage")),
    "a stage of numbers": (put(2, row(US[0], stage=[1])), 2, *form("entry", "stage")),
    "a local time": (put(2, row(US[0], time="2026-03-15T14:30:01.345+09:00")), 2, *form("entry", "time")),
    "a time without milliseconds": (
        put(2, row(US[0], time="2026-03-15T14:30:01Z")),
        2,
        *form("entry", "time"),
    ),
    "a time that never was": (put(2, row(US[0], time="2026-02-30T14:30:01.345Z")), 2, *form("entry", "time")),
    "a time that is a number": (put(2, row(US[0], time=0)), 2, *form("entry", "time")),
}


def moved(content: bytes, entry: bytes) -> bytes:
    """The content of one line with the entry of another."""
    return content.partition(b',"entry":')[0] + b"".join(entry.partition(b',"entry":')[1:])


def emptied(raw: bytes) -> bytes:
    """The line without its content."""
    return b'{"content":null,' + raw[raw.index(b'"entry"') :]


def flipped(raw: bytes) -> bytes:
    """The line with the keys of its only part in the opposite order."""
    ((key, part),) = json.loads(raw).items()
    return json.dumps({key: dict(reversed(part.items()))}, separators=(",", ":")).encode()


def windows(whole: bytes) -> bytes:
    return whole.replace(b"\n", b"\r\n")


def cells(whole: bytes) -> bytes:
    """As a spreadsheet saves a file that it has opened as comma-separated cells."""
    out = StringIO(newline="")
    csv.writer(out).writerows(line.split(",") for line in whole.decode().splitlines())
    return out.getvalue().encode()


FILES: dict[str, tuple[Callable[[bytes], bytes], int, str]] = {
    "nothing in it": (lambda _: b"", 1, "empty"),
    "line ends of Windows": (windows, 1, "windows-line-ends"),
    "one line end of Windows": (lambda whole: whole[:-1] + b"\r\n", 12, "windows-line-ends"),
    "line ends of old Macs": (lambda whole: whole.replace(b"\n", b"\r"), 1, "truncated"),
    "saved anew by a spreadsheet": (cells, 1, "spreadsheet"),
    "and with a byte order mark": (lambda whole: b"\xef\xbb\xbf" + cells(whole), 1, "spreadsheet"),
    "a byte order mark": (lambda whole: b"\xef\xbb\xbf" + whole, 1, "byte-order-mark"),
    "UTF-16": (lambda whole: whole.decode().encode("utf-16"), 1, "utf-16"),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(1000), 1, "not-an-export"),
    "a blank first line": (lambda whole: b"\n" + whole, 1, "not-an-export"),
    "the last line feed cut off": (lambda whole: whole[:-1], 12, "truncated"),
    "only its first bytes": (lambda whole: whole[:5], 1, "truncated"),
    "only its first log": (lambda whole: b"".join(whole.splitlines(keepends=True)[:4]), 4, "truncated"),
    "said twice": (lambda whole: whole + whole, 13, "after-end"),
}
