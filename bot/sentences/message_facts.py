"""What a message's card shows beside its texts: what the texts do not both have, objections, questions, releases."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot import labels
from bot.mrkdwn import escape, shorten
from bot.reader import Reader
from bot.words import N_

ROWS, PART = 6, 240
"""Rows of a list, and characters of one text in it: what is cut is in the log."""

KIND_NAMES = {
    "name": N_("names"),
    "date": N_("dates"),
    "time": N_("times"),
    "number": N_("numbers"),
    "paragraph": N_("paragraphs"),
}


def draw_differences(rows: Sequence[Mapping[str, Any]], reader: Reader) -> str:
    """Kind by kind, what stands in the English text alone and what in the Japanese."""
    return "\n".join(_difference(row, reader) for row in rows)


def _difference(row: Mapping[str, Any], reader: Reader) -> str:
    names = {side: escape(shorten(", ".join(row[side]) or "–", 80)) for side in ("en", "ja")}
    kind = reader.label(KIND_NAMES, row["kind"])
    return reader.say(N_("• {kind}: only in English {en}; only in Japanese {ja}"), kind=kind, **names)


def _objections(value: Mapping[str, Sequence[Mapping[str, Any]]], reader: Reader) -> str:
    """Each with the paragraph as it reads and as it is required, language by language."""
    rows = [(nation, row) for nation, said in value.items() for row in said]
    return "\n".join(line for nation, row in rows[:ROWS] for line in _objection(nation, row, reader))


def _objection(nation: str, row: Mapping[str, Any], reader: Reader) -> list[str]:
    where = reader.say(N_("paragraph {number}"), number=row["clause"]) if row["clause"] else ""
    head = " · ".join(filter(None, (f"*{reader.nation(nation)}*", where, _cut(row["reason"]))))
    lines = [f"• {head}"]
    for language, name in (("en", "EN"), ("ja", "JA")):
        if row[language]:
            lines.append(f"> {name}: {_cut(row[f'{language}_now'])} → {_cut(row[language])}")
    return lines


def _questions(value: Sequence[Mapping[str, str]], _reader: Reader) -> str:
    lines = []
    for number, row in enumerate(value, start=1):
        lines.append(f"{number}. {_cut(row['question'])} → {_cut(row['reply'])}")
        if row["question_ja"] or row["reply_ja"]:
            lines.append(f"> {_cut(row['question_ja'])} → {_cut(row['reply_ja'])}")
    return "\n".join(lines)


def _releases(value: Mapping[str, Mapping[str, str]], reader: Reader) -> str:
    """How each nation's own release stands, since when, and why where it is held or taken back."""
    return "\n".join(f"• {' · '.join(filter(None, _release(nation, row, reader)))}" for nation, row in value.items())


def _release(nation: str, row: Mapping[str, str], reader: Reader) -> tuple[str, ...]:
    at = reader.time(row["at"]) if "at" in row else ""
    state = reader.label(labels.POSITIONS, row["state"])
    return reader.nation(nation), f"*{state}*", at, _cut(row.get("reason", ""))


def _cut(text: str) -> str:
    return escape(shorten(" ".join(text.split()), PART))


KINDS: dict[str, Callable[[Any, Reader], str]] = {
    "differences": draw_differences,
    "objections": _objections,
    "qa": _questions,
    "releases": _releases,
}
