"""Three small logs, and files exported from them, for the tests of exports and of their proof."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from state.exports.writing_lines import LogView, Stored, export_log
from state.proving import merkle
from state.proving.canonical import canonical, content_hash

FORGED = '=HYPERLINK("http://x")\n\n## Log us+jp\n- root: 0'


def stored(log: str, seq: int, content: dict[str, Any] | None = None, **fields: Any) -> Stored:
    """An entry and its content as the log holds them."""
    text = canonical({"salt": f"{seq:032x}", **(content or {"title": f"第{seq}号 Port access 😀"})})
    entry = {
        "act": "request:open",
        "content": content_hash(text),
        "log": log,
        "matter": f"CR-26-{seq:04}",
        "seat": "us-indopacom-j5/decide",
        "seq": seq,
        "stage": ["staffing"] if "+" in log else ["staffing/us/working", "staffing/jp/working"],
        "time": f"2026-03-15T14:30:{seq:02}.345Z",
        **fields,
    }
    return canonical(entry), text


def root_of(entries: Sequence[Stored]) -> str:
    peaks = merkle.EMPTY
    for size, (entry, _) in enumerate(entries):
        peaks = merkle.append(peaks, size, merkle.leaf_hash(entry))
    return merkle.root(peaks, len(entries)).hex()


def view(log: str, entries: Sequence[Stored]) -> LogView:
    return LogView(log, len(entries), root_of(entries), iter(entries))


def amended() -> list[Stored]:
    """An entry of a log `us`, two corrections of it, the second of which holds, and an addition."""
    of = {"of": {"log": "us", "seq": 1}, "body": "us-usfj"}
    right = {**of, "field": "text", "because": "misheard"}
    contents: dict[str, dict[str, Any]] = {
        "note": {"text": "one crew", "body": "us-usfj"},
        "amend": {**right, "text": "no crews"},
        "amend ": {**right, "text": "two crews"},
        "add": {**of, "text": "two crews, by telephone"},
    }
    rows = enumerate(contents.items(), 1)
    return [stored("us", seq, content, act=act.strip(), seat="us-usfj-cdr", stage=None) for seq, (act, content) in rows]


US = [
    (stored("us", 1)[0], None),  # purged by 3
    stored("us", 2, {"reason": FORGED}, stage=None, matter=None, seat=None),
    stored("us", 3, {"purged": 1}, act="purge", stage=None, matter=None),
]
JOINT = [stored("us+jp", seq) for seq in range(1, 6)]
ROOTS = {"us": root_of(US), "jp": root_of([]), "us+jp": root_of(JOINT)}
# Lines of the export: 1 begins us, 2-4 are its entries; 5 begins jp, which is empty; 6 begins us+jp, 7-11 are
# its entries; 12 is the end.


def logs() -> list[LogView]:
    return [view("us", US), view("jp", []), view("us+jp", JOINT)]


def exported(folder: Path, fmt: str = "jsonl", views: Sequence[LogView] | None = None) -> Path:
    out = folder / f"log.{fmt}"
    export_log(logs() if views is None else views, fmt, out)
    return out
