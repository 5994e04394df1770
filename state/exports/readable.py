"""The forms of an export that are for reading: CSV for tables, Markdown to be pasted.

Each entry stands in its present reading, and beside it what of it was entered otherwise at first.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from state.exports.amended import Json, Mark, both_readings, marks_in, marks_of
from workflows.logs.correcting import ADD, AMEND
from workflows.times.dtg import MONTHS

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


def _csv(lines: Iterable[bytes], opening: str) -> Iterator[bytes]:
    writer = csv.writer(_Row())
    marks = marks_in(lines)

    def row(cells: Iterable[str]) -> bytes:
        written: str = writer.writerow([_safe(cell) for cell in cells])
        return written.encode()

    yield "\ufeff".encode()  # Spreadsheets read UTF-8 as such only behind this mark.
    if opening:
        yield row((opening,))
    yield row((*ENTRY_COLUMNS, "purged", *CONTENT_COLUMNS, "rest", "first_entered_as"))
    for entry, stored in _entries(lines):
        now, earlier = both_readings(stored, marks_of(entry, marks))
        content = fields_of(now)
        rest = {key: value for key, value in content.items() if key not in CONTENT_COLUMNS}
        yield row(
            (
                *(_cell(entry[key]) for key in ENTRY_COLUMNS.values()),
                "yes" if stored is None else "",
                *(_cell(content.get(key)) for key in CONTENT_COLUMNS),
                _cell(rest or None),
                _cell(earlier or None),
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
MARKED = {AMEND: "corrected by", ADD: "added to by"}


def _md(lines: Iterable[bytes], opening: str) -> Iterator[bytes]:
    marks = marks_in(lines)
    if opening:
        yield f"# {in_markdown(opening)}\n\n".encode()
    yield b"# Decision log\n"
    for line in lines:
        value = json.loads(line)
        if head := value.get("head") or value.get("part"):
            yield "\n".join(("", *_head(head), "")).encode()
        elif entry := value.get("entry"):
            yield "\n".join(("", *_section(entry, value["content"], marks_of(entry, marks)), "")).encode()


def _head(head: Json) -> Iterator[str]:
    yield f"## Log {in_markdown(head['log'])}"
    yield ""
    if "entries" in head:
        yield f"- entries: {head['entries']} of {head['size']}"
    else:
        yield f"- size: {head['size']}"
    yield f"- root: {head['root']}"


def _section(entry: Json, stored: Json | None, marks: Sequence[Mark]) -> Iterator[str]:
    now, earlier = both_readings(stored, marks)
    heading = (_date_time_group(entry["time"]), entry["matter"], entry["act"])
    yield f"### {entry['seq']}. " + " · ".join(in_markdown(part) for part in heading if part)
    yield ""
    for key in ("time", "seat", "stage"):
        if entry[key] is not None:
            yield from _item(key, entry[key], "")
    if stored is None:
        yield f"- content: purged ({entry['content']})"
    for key, value in fields_of(now).items():
        yield from _item(key, value, "")
    if earlier:
        yield from _item("as first entered", earlier, "")
    for mark in marks:
        yield f"- {MARKED[mark.entry['act']]} {in_markdown(mark.name)} ({_date_time_group(mark.entry['time'])})"


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
    return f"{time[8:10]}{time[11:13]}{time[14:16]}Z {MONTHS[int(time[5:7]) - 1]} {time[2:4]}"


def _entries(lines: Iterable[bytes]) -> Iterator[tuple[Json, Json | None]]:
    """Each entry and its content."""
    for line in lines:
        value = json.loads(line)
        if "entry" in value:
            yield value["entry"], value["content"]


def fields_of(content: Json | None) -> dict[str, Any]:
    """All that a content says; of a purged one nothing."""
    return {name: value for name, value in (content or {}).items() if name != SALT}


#: How each form is written, piece by piece, from the lines of the JSON Lines form; with what it begins.
READABLE: Mapping[str, Callable[..., Iterator[bytes]]] = {"csv": _csv, "md": _md}
