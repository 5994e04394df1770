"""A hold on a log, as a court or an inspector orders one: while it lasts nothing is taken out to an archive."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from workflows.command import Command
from workflows.fields import Given
from workflows.given.fields import read_given
from workflows.given.reading import Reading
from workflows.vocabulary import Accepted, Entry, Refused, Said, World

HOLD, END = "log-hold", "log-hold-end"
ORDERING = (Given("log", "line", "Log", most=80), Given("because", "text", "Reason", most=500))


def held(command: Command, world: World, now: datetime) -> Accepted | Refused:
    """A hold on a log, or its end, by a decide seat of a nation that reads it: in that very log, for all its readers.

    Which person it was is the nation's own where others read that log too. The command line has checked its name.
    """
    registry = world.registry
    given = read_given(ORDERING, command.given, Reading(registry, now, "UTC", ()))
    if isinstance(given, Refused):
        return given
    seat, person = registry.seats[command.seat or ""], command.person
    readers = tuple(nation for nation in registry.nations if nation in given["log"].split("+"))
    if seat.nation not in readers:
        return Refused("other-nation")
    inside = {"person": {"team": person.team, "user": person.user}} if readers == (seat.nation,) else {}
    content = {"ordered": seat.id, "because": given["because"], "door": command.door, **inside}
    said = Said("log-held" if command.verb == HOLD else "log-hold-over", {"text": given["log"]})
    return Accepted(said, entries=(Entry(readers, command.verb, content, seat.id),))


def hold_in(acts: Iterable[tuple[int, str]]) -> int | None:
    """The number of the entry by which a log is on hold, from these entries (number, act) in order; None for none."""
    hold = None
    for seq, act in acts:
        if act == HOLD:
            hold = seq if hold is None else hold
        elif act == END:
            hold = None
    return hold


HOLDS: Mapping[str, Any] = {HOLD: held, END: held}
