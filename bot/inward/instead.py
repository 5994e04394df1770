"""A tasking that would cross to another nation can only be asked: a button that asks it with the same words."""

import json
from collections.abc import Mapping

import msgspec

from bot.blocks import Message, actions, button
from bot.reader import Reader
from bot.words import N_

CROSSES = "tasking-crosses"
ACTION = "instead"
MOST = 2_000
"""Characters of a button's value that Slack takes."""

URGENCY = "priority"
"""What a request is asked with where the tasking had no suspense: as that, eight hours."""


def with_button(message: Message, given: Mapping[str, str], reader: Reader) -> Message:
    """The refusal with the button; without it where the words are more than a button carries."""
    asked = {name: given[name] for name in ("title", "to", "by", "detail") if name in given}
    value = json.dumps(asked if "by" in asked else {**asked, "urgency": URGENCY}, ensure_ascii=False)
    if len(value) > MOST:
        return message
    row = actions([button(reader.say(N_("Ask them instead")), ACTION, value, "primary")])
    return msgspec.structs.replace(message, blocks=[*message.blocks, row])
