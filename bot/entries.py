"""How one entry of a log is drawn: as a row of a list, and opened, in its present reading or an earlier one."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from bot.blocks import Block, Message, context, section
from bot.facts import plainly
from bot.reader import Reader, escape, mention, shorten
from bot.words import N_
from workflows.catalogue import procedures
from workflows.correcting import ADD, AMEND, present
from workflows.entries import Recorded
from workflows.purging import ORDER, PURGE

EARLIER = ("earlier", "以前")
UNSHOWN = frozenset({"salt", "of"})
VALUE = 2_500  # characters of one field
SHORT = 100  # characters of what may be an id or a time; anything longer is words
MANY, MARKED = 30, 15  # fields of an entry that are shown, and what corrects it: Slack takes 50 blocks
BESIDE = 2  # of these beside it in a list

LABELS = {
    "person": N_("Person"),
    "body": N_("Body"),
    "mode": N_("Mode"),
    "phase": N_("Phase"),
    "category": N_("Situation category"),
    "version": N_("Version of the text"),
    "logged": N_("Entered at"),
    "door": N_("Came by"),
}
"""What stands in many entries and in no form."""

Marks = Sequence[Recorded]
"""What corrects an entry or adds to it, in order of time."""

MARKS = {
    AMEND: N_(":pencil2: amended by {name}"),
    ADD: N_(":paperclip: added to by {name}"),
    ORDER: N_(":wastebasket: to be purged, by {name}"),
    PURGE: N_(":wastebasket: purged by {name}"),
}


def draw_row(row: Recorded, reader: Reader, marks: Marks = ()) -> str:
    """`us+jp/12` when, what was done, what it is about, from which seat; and what corrects it, the latest."""
    about = f" · {row.serial}" if row.serial else ""
    seat = f" · `{row.seat}`" if row.seat else ""
    marked = "".join(f" · {_mark(mark, reader)}" for mark in marks[-BESIDE:])
    marked += f" · +{len(marks) - BESIDE}" if len(marks) > BESIDE else ""
    return f"`{row.name}` {reader.time(row.time)} · *{row.act}*{about}{seat}{marked}"


def _mark(mark: Recorded, reader: Reader) -> str:
    return reader.say(MARKS[mark.act], name=f"`{mark.name}`")


def draw_entry(row: Recorded, marks: Marks, reader: Reader, *, is_earlier: bool) -> Message:
    """All that an entry holds. `marks` are those by which it reads as it does now: none, for how it was first."""
    title = draw_row(row, reader)
    blocks: list[Block] = [section(title)]
    if row.content is None:
        blocks.append(section(reader.say(N_("Its content has been purged; the log verifies without it."))))
    else:
        content = present(row.content, [mark.content for mark in marks if mark.content and mark.act == AMEND])
        blocks += [section(text) for text in _fields(row.act, content, reader)][:MANY]
    blocks += [section(_drawn_mark(mark, reader)) for mark in marks[-MARKED:]]
    if len(marks) > MARKED:
        blocks.append(context(reader.say(N_("and {count} more"), count=len(marks) - MARKED)))
    if is_earlier:
        blocks.append(
            context(reader.say(N_("As it was first entered. `/acm log {name}` shows how it reads now."), name=row.name))
        )
    elif any(mark.act == AMEND for mark in marks):
        said = N_("As it reads now. `/acm log {name} earlier` shows how it was first entered.")
        blocks.append(context(reader.say(said, name=row.name)))
    return Message(title, blocks)


def _drawn_mark(mark: Recorded, reader: Reader) -> str:
    """By what an entry was corrected or added to: when, by which seat, and its words."""
    content = mark.content or {}
    words = [str(content.get(name, "")) for name in ("text", "because")]
    said = " — ".join(escape(word) for word in words if word)
    field = f"*{_label(mark.act, str(content['field']), reader)}*: " if content.get("field") else ""
    who = f" `{mark.seat}`" if mark.seat else ""
    return f"{_mark(mark, reader)} ({reader.time(mark.time)}{who})\n> {field}{said}"


def _fields(act: str, content: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    for name, value in content.items():
        if name not in UNSHOWN and (text := _value(value, reader)):
            yield f"*{_label(act, name, reader)}*: {shorten(text, VALUE)}"


def _value(value: Any, reader: Reader) -> str:
    if isinstance(value, Mapping):
        if "user" in value:
            return mention(value)
        rows = ((name, _value(row, reader)) for name, row in value.items())
        return "; ".join(f"{escape(name)}: {text}" for name, text in rows if text)
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (_value(row, reader) for row in value)))
    return escape(value) if isinstance(value, str) and len(value) > SHORT else plainly(value, reader)


def _label(act: str, name: str, reader: Reader) -> str:
    """What the field is called in the form in which it was filled in; else the key by which it is stored."""
    label = _labels().get((act, name)) or LABELS.get(name)
    return reader.say(label) if label else name


@cache
def _labels() -> Mapping[tuple[str, str], str]:
    """By act and field."""
    moves = [move for row in procedures().values() for move in (row.opening, *row.also_opens, *row.moves)]
    return {(move.verb, row.name): row.label for move in moves for row in move.given}
