"""Block Kit, as much of it as is drawn here: each function gives one block or element within Slack's limits."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from bot.mrkdwn import shorten

Block = dict[str, Any]

SECTION, HEADER, FIELD, BUTTON = 3_000, 150, 2_000, 75  # characters that Slack takes


class Message(msgspec.Struct, frozen=True):
    """A message to one channel: `text` is what a notification and a screen reader say."""

    text: str
    blocks: list[Block]
    is_refusal: bool = False
    """Whether it says that nothing was done: a shell wants to know."""


def text_of(message: Message) -> str:
    """All that it says where there are no blocks to draw: each text from a line of its own, without what is pressed."""
    rows = [row for block in message.blocks for row in (block.get("text"), *block.get("fields", ()), *_beside(block))]
    return "\n".join(row["text"] for row in rows if row) or message.text


def _beside(block: Block) -> Iterable[Block]:
    return block["elements"] if block["type"] == "context" else ()


def header(text: str) -> Block:
    return {"type": "header", "text": plain(shorten(text, HEADER))}


def section(text: str) -> Block:
    return {"type": "section", "text": mrkdwn(shorten(text, SECTION))}


def fields(texts: Iterable[str]) -> Block:
    return {"type": "section", "fields": [mrkdwn(shorten(text, FIELD)) for text in list(texts)[:10]]}


def context(text: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(shorten(text, FIELD))]}


def actions(elements: Sequence[Block], block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": list(elements)[:25]}
    return block if block_id is None else {**block, "block_id": block_id}


def button(text: str, action_id: str, value: str, style: str | None = None) -> Block:
    row: Block = {"type": "button", "text": plain(shorten(text, BUTTON)), "action_id": action_id, "value": value}
    return {**row, "style": style} if style in ("primary", "danger") else row


def select(placeholder: str, action_id: str, options: Iterable[tuple[str, str]]) -> Block:
    """A menu of (label, value)."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(shorten(placeholder, 150)),
        "options": [option(label, value) for label, value in list(options)[:100]],
    }


def option(label: str, value: str) -> Block:
    return {"text": plain(shorten(label, BUTTON)), "value": value}


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    """Verbatim: a name of a channel or group that somebody typed does not become a link to it."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def only_text(text: str) -> Message:
    return Message(shorten(text, SECTION), [section(text)])


def refusal(text: str) -> Message:
    """Why nothing was done."""
    return msgspec.structs.replace(only_text(text), is_refusal=True)
