"""Text as Slack's mrkdwn shows it: what was typed comes to no life in it, and people are mentioned."""

import re
from collections.abc import Mapping
from typing import Any

from workflows.matter import Actor

MARKS = re.compile(r"([*_~`])")
"""What mrkdwn makes bold, slanted, struck or code."""


def mention(actor: Actor | Mapping[str, Any]) -> str:
    user = actor.user if isinstance(actor, Actor) else str(actor["user"])
    return f"<@{user}>"


def escape(text: str) -> str:
    """Text that a person typed, as mrkdwn shows it: no mention, link or channel comes alive in it, nor any formatting.

    mrkdwn has no escape for its marks. They count only where a word begins or ends, so a space of no width on both
    sides takes that away, whether Slack counts it as a space (none may follow an opening mark) or as a letter.
    """
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return MARKS.sub("\u200b\\1\u200b", plain)


def shorten(text: str, most: int) -> str:
    """Text within Slack's limit, an ellipsis where it was cut; the log keeps it whole."""
    return text if len(text) <= most else text[: most - 1] + "…"
