"""Forms: one for each verb, drawn from the rows that say what must be given. Block ids are the fields' names."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from bot import labels
from bot.blocks import Block, option, plain, section
from bot.mrkdwn import escape, shorten
from bot.reader import Reader
from bot.words import N_
from workflows.fields import Given
from workflows.given.fields import DECISIONS
from workflows.situation import NO_LABEL

TITLE, LABEL, METADATA = 24, 2_000, 3_000  # characters that Slack takes
CALLBACK = "verb"
ACTION = "given"
BOXES, OPTIONS = 10, 100  # checkboxes in one field and options of a menu that Slack takes
FURTHER = "/"
"""Stands in the block id of a field's further boxes, before their number."""

HINTS = {
    "time": N_("For example 241200Z NOV 26, 1700, +8h, tomorrow 0900"),
    "since": N_("For example 241200Z NOV 26. One that has passed needs its day, month and year, and a reason"),
    "day": N_("For example 24 Nov, tomorrow, 2026-11-24: a day, without an hour"),
    "bodies": N_("Ids with commas, for example {bodies}"),
    "body": N_("An id, for example {body}"),
    "seat": N_("A seat’s id, for example {seat}"),
    "person": N_("A member ID, for example U0123ABCD, copied from the profile; in a typed line @name will do"),
    "matter": N_("A serial, for example CR-26-0001"),
    "condition": N_("Empty: all that are open"),
    "links": N_("A message’s link from Slack, or sha256: and what `sha256sum FILE` prints; several with spaces"),
}


class Shown(msgspec.Struct, frozen=True):
    """How a typed time was shown to be understood, to the minute, in UTC."""

    word: str
    at: datetime


class Private(msgspec.Struct, frozen=True):
    """What the form carries unseen, to come back with it."""

    verb: str
    procedure: str = ""
    """Of the matter; none, where the verb begins one."""
    matter: str | None = None
    desk: str | None = None
    seen: int | None = None
    seat: str | None = None
    """The one that was named with `as:`."""
    given: Mapping[str, str] = {}
    """What was given before, in a form that is only to be looked at."""
    shown: Mapping[str, Shown] = {}
    """How the times in it are understood, by field."""


class Choices(msgspec.Struct, frozen=True):
    """What may be chosen for `field`, the likeliest first: bodies, or words of its menu."""

    field: str
    words: tuple[str, ...] = ()


def draw_modal(
    private: Private, rows: Iterable[Given], reader: Reader, about: str = "", choices: Choices | None = None
) -> Block:
    """The form of a verb. `about` is a line on what it is about."""
    say = reader.say
    blocks = [section(escape(about))] if about else []
    for row in rows:
        offered = choices.words if choices is not None and choices.field == row.name else ()
        if offered and row.kind == "bodies":
            blocks.extend(_boxes(row, reader, offered))
        else:
            blocks.append(_input(row.name, row, reader, _element(row, reader, offered), optional=not row.required))
    if not blocks:
        blocks.append(section(say(N_("Nothing needs to be given: press Send."))))
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(shorten(_title(private, reader), TITLE)),
        "submit": plain(say(N_("Send"))),
        "close": plain(say(N_("Cancel"))),
        "private_metadata": msgspec.json.encode(private).decode(),
        "blocks": blocks,
    }


def draw_closed_modal(text: str, private: Private, reader: Reader) -> Block:
    """The form again, as a message: what was sent can't be done, and why."""
    return {
        "type": "modal",
        "callback_id": "told",
        "title": plain(shorten(_title(private, reader), TITLE)),
        "close": plain(reader.say(N_("Close"))),
        "blocks": [section(text)],
    }


def draw_notice(words: str) -> Block:
    """A form that only says something, where no reader is known: in the words' own languages."""
    return {
        "type": "modal",
        "callback_id": "told",
        "title": plain("Kakehashi"),
        "close": plain("OK"),
        "blocks": [section(words)],
    }


class Sent(NamedTuple):
    """A form that was sent: as Slack has it, what it carried, and what was given, in it or before."""

    view: Mapping[str, Any]
    private: Private
    given: Mapping[str, str]


def read_modal(view: Mapping[str, Any]) -> Sent:
    """Empty fields are left out."""
    private = msgspec.json.decode(view["private_metadata"], type=Private)
    values = view.get("state", {}).get("values", {})
    given: dict[str, str] = {}
    for block, fields in values.items():
        name, word = block.split(FURTHER)[0], _value(fields.get(ACTION) or {})
        if word:
            given[name] = f"{given[name]},{word}" if name in given else word
    return Sent(view, private, {**private.given, **given})


def inputs_of(view: Mapping[str, Any]) -> list[str]:
    """The ids of the blocks that an error can stand at; a block of another kind may have none."""
    return [block["block_id"] for block in view.get("blocks", ()) if block.get("type") == "input"]


def _examples(reader: Reader) -> dict[str, str]:
    """Bodies and a seat that the reader's own nation has, for the hints: of the desk and below it where there are."""
    registry, desk = reader.registry, reader.desk
    known = [body for body in registry.bodies if set(reader.audience) <= set(registry.audience_of(body))]
    below = [body for body in known if desk is not None and body != desk and desk in registry.upward(body)]
    seats = registry.seats.values()
    here = [seat.id for seat in seats if seat.body == desk] or [seat.id for seat in seats if seat.body in known]
    return {"bodies": ", ".join((below or known)[-2:]), "body": (below or known)[-1], "seat": here[-1]}


def _title(private: Private, reader: Reader) -> str:
    return reader.label(labels.verbs_of(private.procedure), private.verb).rstrip("…")


def _value(element: Mapping[str, Any]) -> str:
    if "selected_options" in element:
        return ",".join(row["value"] for row in element["selected_options"] or ())
    if element.get("selected_option"):
        return str(element["selected_option"]["value"])
    return str(element.get("value") or "")


def _input(block_id: str, row: Given, reader: Reader, element: Block, *, optional: bool) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(shorten(reader.say(row.label), LABEL)),
        "element": {**element, "action_id": ACTION},
        "optional": optional,
    }
    if row.kind in HINTS and element["type"] == "plain_text_input":
        block["hint"] = plain(reader.say(HINTS[row.kind], **_examples(reader)))
    return block


def _boxes(row: Given, reader: Reader, bodies: Sequence[str]) -> Iterator[Block]:
    """Boxes to tick, as many fields as these bodies need. Where there are several, what none has is told when sent."""
    parts = [bodies[at : at + BOXES] for at in range(0, len(bodies), BOXES)]
    for at, part in enumerate(parts):
        element: Block = {
            "type": "checkboxes",
            "options": [option(reader.body_name(body), body) for body in part],
        }
        block_id = f"{row.name}{FURTHER}{at}" if at else row.name
        block = _input(block_id, row, reader, element, optional=len(parts) > 1 or not row.required)
        if len(parts) > 1:
            block["label"] = plain(shorten(f"{reader.say(row.label)} ({at + 1}/{len(parts)})", LABEL))
        yield block


def _element(row: Given, reader: Reader, offered: Sequence[str] = ()) -> Block:
    """A menu, of what is `offered` where it says so; else a line or a text."""
    options = [option(label, word) for word, label in menu_of(row, reader)]
    if offered and row.kind == "body":
        options = [option(reader.body_name(body), body) for body in offered[:OPTIONS]]
    elif offered:
        options = [row for row in options if row["value"] in offered]
    if options:
        return {"type": "static_select", "placeholder": plain(reader.say(row.label)), "options": options}
    element: Block = {"type": "plain_text_input", "max_length": min(row.most, 3_000)}
    return {**element, "multiline": True} if row.kind == "text" else element


def menu_of(row: Given, reader: Reader) -> list[tuple[str, str]]:
    """The words of which a field must have one, each with what stands for it; nothing where any will do."""
    choices = _labelled({word: labels.CHOICES[word] for word in row.words}) if row.words else MENUS.get(row.kind)
    return choices(reader) if choices else []


def _labelled(table: Mapping[str, str]) -> Callable[[Reader], list[tuple[str, str]]]:
    return lambda reader: [(word, reader.say(label)) for word, label in table.items()]


def _categories(reader: Reader) -> list[tuple[str, str]]:
    """Those of the nations that read here."""
    rows = reader.registry.categories.values()
    return [(row.id, reader.category(row.id)) for row in rows if row.nation in reader.audience]


def _situation_labels(reader: Reader) -> list[tuple[str, str]]:
    return [(word, reader.situation_label(word)) for word in (*reader.registry.situation_labels, NO_LABEL)]


MENUS: dict[str, Callable[[Reader], list[tuple[str, str]]]] = {
    "urgency": _labelled(labels.URGENCIES),
    "mode": _labelled(labels.MODES),
    "decision": _labelled({word: labels.DECISION_WORDS[word] for word in DECISIONS}),
    "field": _labelled(labels.FIELDS),
    "phase": _labelled(labels.PHASES),
    "category": _categories,
    "label": _situation_labels,
}
"""What may be chosen, with what stands for it."""
