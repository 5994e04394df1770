"""What is shown in an exercise begins by saying so, in both languages, whoever reads it."""

from collections.abc import Mapping
from typing import Any

from bot.blocks import Block, Message, section
from state.house import House

BANNER = "EXERCISE EXERCISE EXERCISE / 演習 演習 演習"
BLOCK = "exercise"
BLOCKS, VIEW_BLOCKS = 50, 100
"""As many as Slack takes in a message, and in a form."""


def opening_of(house: House) -> str:
    """What everything that is shown begins with; empty where it is no exercise."""
    return BANNER if house.is_exercise else ""


def marked_text(text: str, house: House, join: str = "\n") -> str:
    return f"{BANNER}{join}{text}" if house.is_exercise else text


def marked_title(title: str, house: House) -> str:
    """What a file is called."""
    return f"EXERCISE-{title}" if house.is_exercise else title


def marked(message: Message, house: House) -> Message:
    """A message as it is sent."""
    if not house.is_exercise:
        return message
    blocks = [_banner(), *message.blocks][:BLOCKS]
    return Message(marked_text(message.text, house), blocks, message.is_refusal)


def marked_view(view: Mapping[str, Any], house: House) -> Block:
    """A form as it is shown; one that comes back and is shown again still says it once."""
    if not house.is_exercise:
        return dict(view)
    others = [block for block in view["blocks"] if block.get("block_id") != BLOCK]
    return {**view, "blocks": [_banner(), *others][:VIEW_BLOCKS]}


def _banner() -> Block:
    return {**section(f"*{BANNER}*"), "block_id": BLOCK}
