"""Attendance at an event: who said what, the two buttons by which it is said, and a press of one."""

from collections.abc import Iterable
from datetime import datetime

from bot.blocks import Block, actions, button
from bot.desks import Person
from bot.reader import Reader
from bot.words import N_
from state.apply import apply
from state.house import House
from workflows.command import Command
from workflows.rhythm import Event
from workflows.standing.attendance import Attending

ANSWERS = {"yes": N_("Attending"), "no": N_("Not attending")}
"""What stands on the buttons, and over those who said it."""


def draw_attending(found: Attending, event: Event, reader: Reader) -> str:
    """Who said that they attend and that not, and who of those expected has said nothing."""

    def row(seat: str, text: str) -> str:
        more = "" if seat in event.seats else f" ({reader.say(N_('not expected'))})"
        return f"• {text}{more}"

    said = (
        (ANSWERS["yes"], [row(seat, reader.seat_with(seat, people)) for seat, people in found.yes.items()]),
        (ANSWERS["no"], [row(seat, reader.seat_with(seat, people)) for seat, people in found.no.items()]),
        (N_("Expected, not heard of"), reader.seats(found.unsaid).splitlines()),
    )
    lines = (_group(f"{reader.say(heading)} ({len(rows)})", rows) for heading, rows in said if rows)
    return "\n".join(lines) or reader.say(N_("Nobody is expected, and nobody has said anything."))


def _group(heading: str, rows: Iterable[str]) -> str:
    return "\n".join((f"*{heading}*", *rows))


def buttons_for(event: Event, begins: datetime, reader: Reader) -> Block:
    value = f"{event.id} {begins.isoformat()}"
    return actions([button(reader.say(label), f"attend:{answer}", value) for answer, label in ANSWERS.items()])


def pressed_attendance(house: House, person: Person, answer: str, value: str, key: str) -> None:
    """What is to be said of it is told to that person alone."""
    event, _, begins = value.partition(" ")
    given = {"event": event, "answer": answer, "which": begins}
    apply(house, Command("attend", person.actor, given=given, door="button", key=key, channel=person.channel))
