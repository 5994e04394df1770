"""How one entry of a log is drawn: as a row of a list, and opened, in its present reading or an earlier one."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from bot.blocks import Block, Message, context, section
from bot.mrkdwn import escape, shorten
from bot.reader import Reader
from bot.sentences.entry_words import draw_words, plain
from bot.sentences.field_words import FIELDS, draw_value, moves
from bot.words import N_
from workflows.effects.on_record import NAMES
from workflows.entries import Recorded
from workflows.logs.correcting import ADD, AMEND, present
from workflows.logs.purging import ORDER, PURGE

EARLIER = ("earlier", "以前")
UNSHOWN = frozenset({"salt", "of"})
VALUE = 2_500  # characters of one field
SAID = 150  # characters of what was done, in a row: with its time, seat and marks nine of them fit into a block
MANY, MARKED = 30, 15  # fields of an entry that are shown, and what corrects it: Slack takes 50 blocks
BESIDE = 2  # of these beside it in a list

Marks = Sequence[Recorded]
"""What corrects an entry or adds to it, in order of time."""

MARKS = {
    AMEND: N_(":pencil2: corrected by {name}"),
    ADD: N_(":paperclip: added to by {name}"),
    ORDER: N_(":wastebasket: to be purged, by {name}"),
    PURGE: N_(":wastebasket: purged by {name}"),
}


def draw_row(row: Recorded, reader: Reader, marks: Marks = ()) -> str:
    """`us+jp/12` when, what it is about, what was done, from which seat; and what corrects it, the latest."""
    about = f" · {row.serial}" if row.serial else ""
    seat = f" · `{row.seat}`" if row.seat else ""
    marked = "".join(f" · {_mark(mark, reader)}" for mark in marks[-BESIDE:])
    marked += f" · +{len(marks) - BESIDE}" if len(marks) > BESIDE else ""
    return f"`{row.name}` {reader.time(row.time)}{about} · {_said(row, reader)}{seat}{marked}"


def _said(row: Recorded, reader: Reader) -> str:
    """What was done, on one line; where that is long its beginning, in which nobody is called by name."""
    drawn = " ".join(draw_words(row.act, row.seat, row.content, reader).split()).rstrip(" :：")
    return drawn if len(drawn) <= SAID else escape(shorten(plain(drawn), SAID))


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
        if name not in UNSHOWN and (text := draw_value(name, value, reader)):
            yield f"*{_label(act, name, reader)}*: {shorten(text, VALUE)}"


def _label(act: str, name: str, reader: Reader) -> str:
    """What the field is called in the form in which it was filled in; of a decision's record, and else, by its name."""
    return reader.label(FIELDS, name) if (label := _labels().get((act, name))) is None else reader.say(label)


@cache
def _labels() -> Mapping[tuple[str, str], str]:
    """By act and field."""
    return {(move.verb, row.name): row.label for move in moves() for row in move.given if row.name not in NAMES}
