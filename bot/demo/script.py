"""The demo accounts' part: whose turn it is, by the plain tables of bot/demo/scripts/."""

from collections.abc import Collection, Iterator
from datetime import datetime

import msgspec

from bot.demo.scripts import MODE, scripts
from state import reading
from state.house import House
from workflows.bodies.rows import Seat
from workflows.catalogue import procedures
from workflows.known import serial_for
from workflows.matter import Matter
from workflows.named_seats import seats_for


class Cue(msgspec.Struct, frozen=True):
    """A seat's turn since then: the line it types, in the channel of its body."""

    seat: Seat
    text: str
    since: datetime


def cues(house: House, played: Collection[str] = (), asleep: Collection[str] = ()) -> Iterator[Cue]:
    """The turns that the script has now: none that a person's seat, one of those `played`, could take for its nation.

    Whoever is `asleep` takes none, and the others go on without them.
    """
    with house.database.reading() as connection:
        matters = reading.open_matters(connection, ())
    for matter in matters:
        cue = next(_cues_for(matter, house, played, asleep), None)
        if cue is not None:
            yield cue


def _cues_for(matter: Matter, house: House, played: Collection[str], asleep: Collection[str]) -> Iterator[Cue]:
    lines = [line for line in scripts().get(matter.procedure, ()) if line.stage == matter.stage_id]
    if matter.mode_proposed and len(matter.audience) > 1:
        lines.insert(0, MODE)
    for line in lines:
        seats = seats_for((line.who,), matter, procedures()[matter.procedure], house.registry)
        persons = {seat.nation for seat in seats if seat.id in played}
        for seat in seats:
            agreed = line is MODE and seat.nation in matter.mode_agreed
            if agreed or seat.nation in persons or seat.id in asleep or not line.when(matter, seat.nation):
                continue
            serial = serial_for(matter, house.registry, (seat.nation,))
            rest = line.rest.format(nation=house.registry.nations[seat.nation].name)
            yield Cue(seat, f"{line.verb} {serial} {rest}".strip(), matter.entered_at)
