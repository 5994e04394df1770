"""What a procedure's words are made of: a file of bot/catalogue has these rows for one procedure."""

from collections.abc import Mapping
from typing import Literal

import msgspec


class Verb(msgspec.Struct, frozen=True):
    """`words` names the fields that bare words go into, in order; `needs_matter`: a serial must be named."""

    name: str
    help: str
    usage: str
    words: tuple[str, ...] = ()
    needs_matter: bool = True
    kind: Literal["act", "read"] = "act"
    takes_all: bool = False
    """Whether every bare word belongs to its one field."""
    when: str = ""
    """The field of a time that may be typed before all other words without its name, as one would say it."""


class Words(msgspec.Struct, frozen=True):
    """The words that one procedure alone has, in English; the .po file of its name has them in each other language.

    What it shares with others (a stage `closed`, a verb `return`) stands once, in the tables of bot/ themselves.
    """

    title: str
    """What it is called: over its verbs in the help, and of a matter that nobody gave a title."""
    verbs: tuple[Verb, ...]
    stages: Mapping[str, str] = {}
    positions: Mapping[str, str] = {}
    """Of tracks."""
    buttons: Mapping[str, str] = {}
    """By verb that is made at some stage."""
    called: Mapping[str, str] = {}
    """By verb that it shares with others: what its button says here, where the words common to all would mislead."""
    stages_called: Mapping[str, str] = {}
    """By stage that it shares with others: the like."""
    forms: Mapping[str, str] = {}
    """By verb that begins a matter: what stands over its form."""
    choices: Mapping[str, str] = {}
    """What is chosen in a field of kind `word`, as the matter's facts keep it."""
    acts: Mapping[str, str] = {}
    """What an act says in a channel. {who} acted; any other name is one of what the act put on record."""
    act_names: Mapping[str, str] = {}
    """What an act is called that goes by no verb of its own: in a list of acts."""
    reminders: Mapping[str, str] = {}
    """By rule that only tells: what it says."""
    saids: Mapping[str, str] = {}
    """Answers to one person, by code."""
