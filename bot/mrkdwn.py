"""Text as Slack's mrkdwn shows it: what was typed comes to no life in it, and people are mentioned."""

import re
from collections.abc import Mapping
from typing import Any

from workflows.matter import Actor

MARKS = re.compile(r"([*_~`])")
"""What mrkdwn makes bold, slanted, struck or code."""
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""What Slack writes for its own signs. The last one last: "&amp;lt;" is a typed "&lt;"."""


def mention(actor: Actor | Mapping[str, Any]) -> str:
    user = actor.user if isinstance(actor, Actor) else str(actor["user"])
    return f"<@{user}>"


def escape(text: str) -> str:
    """Text that a person typed, as mrkdwn shows it: no mention, link or channel comes alive in it, nor any formatting.

    mrkdwn has no escape for its marks. They count only where a word begins or ends, so a space of no width on both
    sides takes that away, whether Slack counts it as a space (none may follow an opening mark) or as a letter.
    """
    return MARKS.sub("\u200b\\1\u200b", with_entities(text))


def with_entities(text: str) -> str:
    """Text as Slack writes it: its own signs as entities."""
    for entity, sign in reversed(ENTITIES):
        text = text.replace(sign, entity)
    return text


def unescape(text: str) -> str:
    """What was typed, of text as Slack writes it."""
    if "&" in text:
        for entity, sign in ENTITIES:
            text = text.replace(entity, sign)
    return text


def shorten(text: str, most: int) -> str:
    """Text within Slack's limit, an ellipsis where it was cut; the log keeps it whole."""
    return text if len(text) <= most else text[: most - 1] + "…"
