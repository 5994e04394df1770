"""Logs written to a file: JSON Lines that `state.verify` can prove, CSV for tables, Markdown to read."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from state.canonical import canonical
from state.lines import FORMAT, line
from state.proofs import Proof
from state.whole_file import nothing, whole_file

Format: TypeAlias = Literal["jsonl", "csv", "md"]

#: One entry as stored: the entry's bytes, and its content's bytes or None where the content has been purged.
Stored: TypeAlias = tuple[bytes, bytes | None]


class Carried(NamedTuple):
    """A checkpoint that goes with a log."""

    note: str  #: signed (see state.checkpoints)
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
    logs: Sequence[LogView], fmt: Format, out: Path, opening: str = "", before: Callable[[], None] = nothing
) -> None:
    """Write `logs` to `out`, in the form `fmt`; the same logs give the same bytes.

    A form that is for reading begins with `opening`; JSON Lines have a form of their own, to be proved.

    What stands under the name `out` is the old file or the whole new one, never a part; `before` is done before it is
    there. Only its owner can read the file, since a log is one audience's. Entries are streamed. A log is written as
    it is stored, even if that is not what its root was made of: telling so is for `state.verify`.
    Raises ValueError for an unknown form or no logs, OSError when the file can't be written.
    """
    if fmt not in FORMS:
        raise ValueError(f"unknown form {fmt!r}: one of {', '.join(FORMS)}")
    if not logs:
        raise ValueError("no log to export")
    with whole_file(out, before) as file:
        file.writelines(FORMS[fmt](logs, opening))


# JSON Lines


def _jsonl(logs: Sequence[LogView], _opening: str) -> Iterator[bytes]:
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


# CSV

#: The columns of an entry, and beside each the entry's own key.
ENTRY_COLUMNS = {
    "log": "log",
    "seq": "seq",
    "time": "time",
    "matter": "matter",
    "seat": "seat",
    "act": "act",
    "stage": "stage",
    "content_hash": "content",
}
#: The fields of a content that get a column of their own; the others are in the last column, "rest", as JSON.
CONTENT_COLUMNS = (
    "person",
    "title",
    "detail",
    "answer",
    "decision",
    "authority",
    "situation",
    "options",
    "rationale",
    "conditions",
    "dissent",
    "reason",
)
#: Random bytes that only the hash needs; left out of what is for reading.
SALT = "salt"

# What a spreadsheet takes for a formula; Japanese ones take full-width forms too (OWASP, "CSV Injection").
_FORMULA = "=+\\-@＝＋－＠"
# A cell begins where it does, and where a program that parts cells at other signs would begin one.
_BEGINS = rf"[^\S\r\n\t]*[\"'`]?[^\S\r\n\t]*[{_FORMULA}]"
_RUNS = re.compile(rf"^(?=[\t\r\n]|{_BEGINS})|(?<=[;\t\r\n])(?={_BEGINS})")


class _Row:
    """What csv.writer writes to: it hands the row back."""

    def write(self, row: str) -> str:
        return row


def _csv(logs: Sequence[LogView], opening: str) -> Iterator[bytes]:
    writer = csv.writer(_Row())

    def row(cells: Iterable[str]) -> bytes:
        written: str = writer.writerow([_safe(cell) for cell in cells])
        return written.encode()

    yield "\ufeff".encode()  # Spreadsheets read UTF-8 as such only behind this mark.
    if opening:
        yield row((opening,))
    yield row((*ENTRY_COLUMNS, "purged", *CONTENT_COLUMNS, "rest"))
    for log in logs:
        for stored in log.entries:
            entry, content = _read(stored)
            rest = {key: value for key, value in content.items() if key not in CONTENT_COLUMNS}
            yield row(
                (
                    *(_cell(entry[key]) for key in ENTRY_COLUMNS.values()),
                    "yes" if stored[1] is None else "",
                    *(_cell(content.get(key)) for key in CONTENT_COLUMNS),
                    _cell(rest or None),
                )
            )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _safe(cell: str) -> str:
    """`cell`, with an apostrophe before whatever a spreadsheet could run as a formula."""
    return _RUNS.sub("'", cell)


# Markdown

_MARKUP = re.compile(r"[\\`*_\[\]<>&~|#]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def _md(logs: Sequence[LogView], opening: str) -> Iterator[bytes]:
    if opening:
        yield f"# {in_markdown(opening)}\n\n".encode()
    yield b"# Decision log\n"
    for log in logs:
        yield f"\n## Log {in_markdown(log.log)}\n\n- size: {log.size}\n- root: {log.root}\n".encode()
        for stored in log.entries:
            yield "\n".join(("", *_section(stored), "")).encode()


def _section(stored: Stored) -> Iterator[str]:
    entry, content = _read(stored)
    heading = (_date_time_group(entry["time"]), entry["matter"], entry["act"])
    yield f"### {entry['seq']}. " + " · ".join(in_markdown(part) for part in heading if part)
    yield ""
    for key in ("time", "seat", "stage"):
        if entry[key] is not None:
            yield from _item(key, entry[key], "")
    if stored[1] is None:
        yield f"- content: purged ({entry['content']})"
    for key, value in content.items():
        yield from _item(key, value, "")


def _item(name: str, value: Any, indent: str) -> Iterator[str]:
    """`value` as one item of a list, at `indent`; nothing that it holds can end the item or begin another."""
    label = f"{indent}- {in_markdown(name)}:" if name else f"{indent}-"
    if isinstance(value, dict | list):
        yield label
        for key, item in value.items() if isinstance(value, dict) else (("", item) for item in value):
            yield from _item(key, item, indent + "  ")
        return
    lines = _LINE_END.split(value if isinstance(value, str) else json.dumps(value))
    if len(lines) == 1:
        yield f"{label} {in_markdown(lines[0])}".rstrip()
        return
    yield label
    yield ""
    yield from (f"{indent}      {text}" for text in lines)  # Six deeper than the item's mark: text as it is typed.


def in_markdown(text: str) -> str:
    """`text` on one line, shown as it is and not as markup."""
    return _MARKUP.sub(r"\\\g<0>", _LINE_END.sub(" ", text))


def _date_time_group(time: str) -> str:
    """An entry's time, as "2024-07-28T14:30:12.345Z", as the group "281430Z JUL 24"."""
    return f"{time[8:10]}{time[11:13]}{time[14:16]}Z {_MONTHS[int(time[5:7]) - 1]} {time[2:4]}"


def _read(stored: Stored) -> tuple[dict[str, Any], dict[str, Any]]:
    """An entry and its content without the salt, parsed; of a purged content nothing."""
    entry, content = stored
    fields = {} if content is None else json.loads(content)
    fields.pop(SALT, None)
    return json.loads(entry), fields


#: How each form is written, piece by piece.
FORMS: Mapping[Format, Callable[[Sequence[LogView], str], Iterator[bytes]]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "md": _md,
}
