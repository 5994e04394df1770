"""What is one person's own: reminders for oneself, and items that one is not called for. No entry is made of it."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from workflows.act import not_now
from workflows.authority import view_of
from workflows.bodies.rows import Audience
from workflows.catalogue import procedures
from workflows.command import Command
from workflows.known import serial_for
from workflows.matter import Matter
from workflows.reminding.reminders import NO_MATTER
from workflows.vocabulary import Accepted, Refused, Reminder, Said, Snooze, World

Handler = Callable[[Matter | None, Command, World, Mapping[str, Any]], Accepted | Refused]
"""Of the matter that is named, None where none is; the last is what was given, read."""


def remind(matter: Matter | None, command: Command, world: World, given: Mapping[str, Any]) -> Accepted | Refused:
    """A reminder for oneself, told at the desk where it was asked for; where others read too, to that person alone."""
    view = view_of(command, world)
    about = serial_for(matter, world.registry, view) if matter else ""
    text = " ".join(filter(None, (about, given.get("text", ""))))
    desk = command.desk if command.desk and world.registry.audience_of(command.desk) == (world.nation,) else ""
    taken = {row.number for row in world.own}
    number = next(number for number in count(1) if number not in taken)
    facts = {"to": command.person, "text": text, "readers": view}
    reminder = Reminder(NO_MATTER, desk, given["at"], facts, command.person, number)
    return Accepted(Said("will-remind", {"at": given["at"], "number": number}), reminders=(reminder,))


def cancel(_matter: Matter | None, command: Command, world: World, given: Mapping[str, Any]) -> Accepted | Refused:
    """One of one's own, by the number that `remind list` shows; anybody else's is not there."""
    number = given["number"]
    if number not in {row.number for row in world.own}:
        return Refused("no-such-reminder", {"number": number}, field="number")
    return Accepted(Said("reminder-cancelled", {"number": number}), cancelled=((command.person, number),))


def snooze(matter: Matter | None, command: Command, _world: World, given: Mapping[str, Any]) -> Accepted | Refused:
    """Reminders of it don't call this person until then. What the desk owes, and what goes up, stays as it is."""
    if matter is None:
        return Refused("unknown-serial", {"serial": command.matter or ""})
    if procedures()[matter.procedure].stage(matter.stage_id).end:
        return not_now(matter, command.verb)
    row = Snooze(command.person, matter.id, given["until"])
    return Accepted(Said("snoozed", {"at": row.until}), snoozed=(row,))


HANDLERS: Mapping[str, Handler] = {"remind": remind, "remind cancel": cancel, "snooze": snooze}

ABOUT_OWN = ("remind", "remind cancel")
"""Verbs for which one's own reminders are looked at."""


def is_shown_to(reminder: Reminder, audience: Audience) -> bool:
    """Whether its owner may see it where these read: what was said inside is not shown where others are.

    Those of before this was kept (schema 0005) are shown where one nation alone reads.
    """
    return set(audience) <= set(reminder.facts.get("readers") or audience[:1])
