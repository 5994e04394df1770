"""A hold on a log, as a court or an inspector orders one: while it lasts nothing is taken out to an archive."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from workflows.registry import Registry
from workflows.vocabulary import Accepted, Command, Entry, Refused, Said, World

HOLD, END = "log-hold", "log-hold-end"


def held(command: Command, world: World, _now: datetime) -> Accepted | Refused:
    """The operator enters a hold on a log, or its end, with the seat that ordered it: one that decides for a reader.

    It stands in that very log, for all who read it. The command line has checked both names.
    """
    given = command.given
    content = {
        "ordered": given["seat"],
        "because": given["because"],
        "account": command.account,
        "door": command.door,
    }
    readers = tuple(nation for nation in world.registry.nations if nation in given["log"].split("+"))
    return Accepted(Said("recorded"), entries=(Entry(readers, command.verb, content),))


def who_may_order(log: str, registry: Registry) -> tuple[str, ...]:
    """The decide seats of the nations that read a log."""
    readers = log.split("+")
    return tuple(seat.id for seat in registry.seats.values() if seat.role == "decide" and seat.nation in readers)


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
