"""What somebody tried without the authority: on record for that person's nation, and for no other."""

import msgspec

from workflows.command import Command
from workflows.known import serial_for
from workflows.matter import Matter
from workflows.vocabulary import Entry, Refused, World

CODES = (
    *("no-seat", "not-your-seat", "not-your-move", "other-nation", "other-nations-channel", "other-nations-seat"),
    "tasking-crosses",
)
"""Refusals for want of authority. Others only say what was wrong with the words, or with the time."""


def logged(refused: Refused, matter: Matter | None, command: Command, world: World) -> Refused:
    """The refusal, with its entry; `matter` is one that the person may know of."""
    if world.nation is None or command.actor is None:
        return refused
    content = {
        "verb": command.verb,
        "why": refused.code,
        "about": serial_for(matter, world.registry, (world.nation,)) if matter else "",
        "desk": command.desk or "",
        "seat": refused.params.get("seat", command.seat or ""),
        **({"target": refused.params["body"]} if refused.code == "tasking-crosses" else {}),
        "person": {"team": command.actor.team, "user": command.actor.user},
    }
    entry = Entry((world.nation,), "attempt-refused", content)
    return msgspec.structs.replace(refused, entries=(*refused.entries, entry))
