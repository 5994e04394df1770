"""A form shown filled in, with what its sender is to see before what it asks for is done."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.blocks import Block, context, option, plain
from bot.modals import ACTION, FURTHER, Private, Shown
from bot.reader import Reader, escape
from bot.words import N_

NOTE = "note:"
"""Stands in the block id of what is said under a field, before the field's name."""

UNMARKED = "unmarked"
KEPT = ("type", "callback_id", "title", "submit", "close")
"""What of a form stays as it is. The rest that Slack gives back with it may not be sent again."""


def draw_filled(view: Mapping[str, Any], private: Private, given: Mapping[str, str], notes: Mapping[str, str]) -> Block:
    """`view` again, carrying `private`, with `given` in its fields and each note under the field that it is about."""
    blocks: list[Block] = []
    for block in view["blocks"]:
        name = block.get("block_id", "").split(FURTHER)[0]
        if name.startswith(NOTE):
            continue
        blocks.append(_filled(block, given[name]) if block["type"] == "input" and name in given else block)
        if name in notes:
            blocks.append({**context(notes[name]), "block_id": f"{NOTE}{name}"})
    carried = msgspec.json.encode(private).decode()
    return {**{key: view[key] for key in KEPT}, "private_metadata": carried, "blocks": blocks}


def with_box(view: Block, given: Mapping[str, str], reader: Reader) -> Block:
    """The form with a box by which its sender says that a word only looks like a marking."""
    choice = option(reader.say(N_("No word here is a marking")), "yes")
    block: Block = {
        "type": "input",
        "block_id": UNMARKED,
        "label": plain(reader.say(N_("Marking"))),
        "element": {"type": "checkboxes", "options": [choice], "action_id": ACTION},
        "optional": True,
    }
    others = [row for row in view["blocks"] if row.get("block_id") != UNMARKED]
    return {**view, "blocks": [*others, _filled(block, given.get(UNMARKED, ""))]}


def notes_on(times: Mapping[str, Shown], reader: Reader) -> dict[str, str]:
    """What each typed time is understood as, for its sender to look at."""
    asked = N_(":clock3: “{text}” is understood as *{at}*. If that is right, press Send; else correct it.")
    return {name: reader.say(asked, text=escape(row.word), at=reader.understood(row.at)) for name, row in times.items()}


def _filled(block: Block, word: str) -> Block:
    """An input with what was given in it already."""
    element = {key: value for key, value in block["element"].items() if not key.startswith("initial_")}
    chosen = [row for row in element.get("options", ()) if row["value"] in word.split(",")]
    if element["type"] == "plain_text_input":
        element["initial_value"] = word
    elif chosen:
        element |= {"initial_options": chosen} if element["type"] == "checkboxes" else {"initial_option": chosen[0]}
    return {**block, "element": element}
