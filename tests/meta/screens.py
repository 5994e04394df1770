"""The languages of what is drawn, and the texts in it."""

from collections.abc import Iterator
from typing import Any

from bot.words import languages

LANGUAGES = languages()


def texts(value: Any) -> Iterator[str]:
    """Every mrkdwn text in blocks."""
    if isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        else:
            for part in value.values():
                yield from texts(part)
