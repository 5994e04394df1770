"""What goes into a decision: a command, and how it came to be given."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from workflows.matter import Actor
from workflows.vocabulary import UNMARKED

WAYS = ("telephone", "radio", "in-person", "mail", "outage")
"""How something came to be done away from Slack."""


class Away(msgspec.Struct, frozen=True):
    """Of what was done away from Slack: how, who said so, when it was, and why that is entered late."""

    how: str
    by: str
    happened: datetime
    late: str = ""


class Quoted(msgspec.Struct, frozen=True):
    """Whose words are put up for the log, and when they were said in its channel."""

    author: Actor
    at: datetime


class Command(msgspec.Struct, frozen=True):
    """What somebody wants done. `given` holds the words as typed; the procedure's rows say how they are read."""

    verb: str
    actor: Actor | None
    """None for the tick alone."""
    desk: str | None = None
    """The body whose channel it was said in; None in a direct message or an unbound channel."""
    given: Mapping[str, str] = {}
    seat: str | None = None
    """The seat that the person asked to act from."""
    matter: str | None = None
    """A serial, or the random id that a button carries."""
    by_subject: bool = False
    """Whether the matter was found by the seat that was named, and not named itself: no name of it is given away."""
    seen: int | None = None
    """The version of the text that the person had before them."""
    door: str = "slash"
    """slash, button, modal, event, tick or command-line."""
    account: str = ""
    """At the command line: the system's account that typed it for that person."""
    away: Away | None = None
    """Where it was done away from Slack, and is only entered now."""
    quoted: Quoted | None = None
    """Where the words are a message's, as Slack has it."""
    key: str | None = None
    """Names this delivery: the same key twice is one command."""
    channel: str | None = None
    """Slack's id of the channel it was said in, where its desk has still to be found; a direct message has none."""

    @property
    def said(self) -> Mapping[str, str]:
        """What was given for a verb's rows to read: all but the answer to the marking check."""
        if UNMARKED not in self.given:
            return self.given
        return {name: word for name, word in self.given.items() if name != UNMARKED}

    @property
    def person(self) -> Actor:
        """Who gives it, where only a person may. Raises TypeError for the tick, which the table lets nowhere."""
        if self.actor is None:
            msg = f"{self.verb} is given by a person"
            raise TypeError(msg)
        return self.actor
