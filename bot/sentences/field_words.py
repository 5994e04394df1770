"""The fields of an entry's content in words: what they are called, and what stands in them.

The page of an exported log does the same of itself, by the same tables.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot import labels
from bot.mrkdwn import escape, mention
from bot.reader import Reader
from bot.sentences.facts import plainly
from bot.words import N_
from workflows.catalogue import procedures
from workflows.procedure import Move

SHORT = 100  # characters of what may be an id or a time; anything longer is words

FIELDS = {
    "title": N_("Title"),
    "detail": N_("Detail"),
    "to": N_("To"),
    "from": N_("From"),
    "by": N_("By"),
    "due": N_("Suspense"),
    "urgency": N_("Urgency"),
    "version": N_("Version"),
    "opr": N_("OPR"),
    "ocr": N_("OCR"),
    "owner": N_("Owning body"),
    "leads": N_("National leads"),
    "answer": N_("Answer"),
    "answers": N_("Answers"),
    "reason": N_("Reason"),
    "because": N_("Because"),
    "conditions": N_("Conditions"),
    "decision": N_("Decision"),
    "decisions": N_("Decisions"),
    "outcome": N_("Joint outcome"),
    "situation": N_("Situation as understood"),
    "considered": N_("Options considered"),
    "rejected": N_("Options rejected"),
    "rationale": N_("Rationale"),
    "dissent": N_("Dissent"),
    "authority": N_("Authority"),
    "text": N_("Text"),
    "remark": N_("Remark"),
    "missing": N_("What is missing"),
    "seat": N_("Seat"),
    "person": N_("Person"),
    "people": N_("People"),
    "body": N_("Body"),
    "desk": N_("Channel of"),
    "door": N_("By way of"),
    "mode": N_("Mode"),
    "mode_proposed": N_("Mode proposed"),
    "phase": N_("Phase"),
    "category": N_("Situation category"),
    "format": N_("Form"),
    "if": N_("Conditions"),
    "reopen": N_("What would reopen it"),
    "review": N_("To be looked at again at"),
    "links": N_("Rests on"),
    "decided": N_("Decided at"),
    "logged": N_("Logged at"),
    "late": N_("Why it is entered late"),
    "account": N_("Account"),
    "ordered": N_("Ordered by"),
    "of": N_("Corrects or adds to"),
    "purged": N_("Number of the entry that was purged"),
    "on_watch": N_("Has the watch"),
    "field": N_("Field"),
    "part": N_("Part of the log"),
    "language": N_("Language"),
}
"""What fields of contents are called; one without a row goes by its own name."""


def moves() -> Iterator[Move]:
    """All that can be done by any procedure."""
    for row in procedures().values():
        yield from (row.opening, *row.also_opens, *row.moves)


def _values() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {
        "answer": dict(labels.POSITIONS),
        "decision": labels.DECISIONS,
        "outcome": labels.DECISIONS,
        "mode": labels.MODES,
        "mode_proposed": labels.MODES,
        "phase": labels.PHASES,
        "urgency": labels.URGENCIES,
        "door": labels.DOORS,
        "field": FIELDS,
    }
    for row in (row for move in moves() for row in move.given if row.words):
        words = found.setdefault(row.name, {})
        found[row.name] = {**{word: labels.CHOICES[word] for word in row.words}, **words}
    return found


VALUES: Mapping[str, Mapping[str, str]] = _values()
"""By field: what the words of which it must be one are called."""


def draw_value(name: str, value: Any, reader: Reader, person: Callable[[Any], str] = mention) -> str:
    """What stands in a field, as mrkdwn; empty where nothing does. `person` says who somebody is."""
    if isinstance(value, Mapping):
        return person(value) if "user" in value else _table(value, reader, person)
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (draw_value(name, each, reader, person) for each in value)))
    if isinstance(value, bool):
        return reader.label(labels.CHOICES, "yes" if value else "no")
    if not isinstance(value, str):
        return plainly(value, reader)
    return _word(name, value, reader)


def _table(value: Mapping[str, Any], reader: Reader, person: Callable[[Any], str]) -> str:
    """An entry that is named, by its name; of anything else each field."""
    if value.keys() == {"log", "seq"}:
        return escape("{log}/{seq}".format(**value))
    rows = ((key, draw_value(key, each, reader, person)) for key, each in value.items())
    return "; ".join(f"{_called(key, reader)}: {text}" for key, text in rows if text)


def _called(name: str, reader: Reader) -> str:
    """A key of a table: a nation, or a field."""
    return reader.nation(name) if name in reader.registry.nations else escape(reader.label(FIELDS, name))


def _word(name: str, value: str, reader: Reader) -> str:
    if value in VALUES.get(name, {}):
        return reader.label(VALUES[name], value)
    if name == "category":
        return escape(reader.category(value))
    if value in reader.registry.nations:
        return reader.nation(value)
    return escape(value) if len(value) > SHORT else plainly(value, reader)
