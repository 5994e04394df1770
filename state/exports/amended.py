"""What corrects the entries of an export or adds to them, found in one pass over its lines."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from workflows.logs.correcting import ADD, AMEND, present

Json: TypeAlias = Mapping[str, Any]
_STARTS = tuple(f'"entry":{{"act":"{act}",'.encode() for act in (AMEND, ADD))


class Mark(NamedTuple):
    """An entry that corrects another one or adds to it."""

    entry: Json
    content: Json

    @property
    def name(self) -> str:
        return f"{self.entry['log']}/{self.entry['seq']}"


Marks: TypeAlias = Mapping[tuple[str, int], Sequence[Mark]]
"""By log and number of the entry that is corrected or added to, in the order of the file."""


def marks_in(lines: Iterable[bytes]) -> Marks:
    """Those that still say something: a purged one corrects nothing."""
    found: dict[tuple[str, int], list[Mark]] = {}
    for line in lines:
        if not any(start in line for start in _STARTS):
            continue
        value = json.loads(line)
        of = (value["content"] or {}).get("of")
        if isinstance(of, Mapping):
            found.setdefault((of["log"], of["seq"]), []).append(Mark(value["entry"], value["content"]))
    return found


def marks_of(entry: Json, marks: Marks) -> Sequence[Mark]:
    return marks.get((entry["log"], entry["seq"]), ())


def both_readings(content: Json | None, marks: Sequence[Mark]) -> tuple[Json | None, Json]:
    """How a content reads now; and of it the fields that read otherwise when it was entered, as they did."""
    amended = [mark.content for mark in marks if mark.entry["act"] == AMEND]
    if content is None or not amended:
        return content, {}
    now = present(content, amended)
    return now, {name: value for name, value in content.items() if now[name] != value}
