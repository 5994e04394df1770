"""What a field of a procedure can be: one that is given with a verb, or one that a card shows."""

from typing import Literal

import msgspec

Kind = Literal[
    "line",
    "text",
    "time",
    "bodies",
    "body",
    "urgency",
    "mode",
    "decision",
    "matter",
    "condition",
    "number",
    "person",
    "seat",
    "field",
    "phase",
    "category",
    "label",
    "since",
    "word",
    "day",
    "links",
]

FactKind = Literal[
    "seat",
    "seats",
    "person",
    "time",
    "text",
    "body",
    "bodies",
    "word",
    "phase",
    "parts",
    "matrix",
    "findings",
    "brief",
    "talk",
    "number",
    "qa",
    "differences",
    "objections",
    "releases",
    "said",
    "day",
    "gates",
]


class Given(msgspec.Struct, frozen=True):
    """One thing that must or may be given with a verb: typed as `name:value`, or a field of its modal.

    `most` is the greatest length in characters. `label` is the English words beside the field.
    """

    name: str
    kind: Kind
    label: str
    required: bool = True
    most: int = 2_000
    binds: bool = True
    """Of a time: whether it binds others too. Such a one counts only as it was shown to be understood."""
    words: tuple[str, ...] = ()
    """Of a word: those of which it must be one."""


class Shown(msgspec.Struct, frozen=True):
    """A fact of the matter on its card, under the English words of `label`."""

    name: str
    kind: FactKind
    label: str
