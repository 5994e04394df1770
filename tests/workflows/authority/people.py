"""Who tries: somebody in every seat in every way of sitting there, and people of every sort without a seat."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

import msgspec

from tests.workflows.build import Play
from workflows.bodies.rows import Seat
from workflows.matter import Actor
from workflows.reminding.reminders import NO_MATTER
from workflows.roster import ACTING, Holding, Roster
from workflows.vocabulary import Reminder, World

FREE = "min-watch"
"""The seat of each nation that nobody holds, so that it can be taken. Somebody acts for it."""

SITTING: Mapping[str, tuple[int, bool, timedelta | None]] = {
    "on watch": (0, True, None),
    "not on watch": (1, False, None),
    "acting": (ACTING, True, timedelta(minutes=1)),
}
"""The ways to sit in a seat: at which place, with the watch or not, acting for how long. Each has all of its cells."""

ENDED = timedelta(0)


class Walker(NamedTuple):
    """Somebody who tries, where, and what is so for them. `kind` is the class of whoever has no seat."""

    name: str
    actor: Actor | None
    desk: str | None
    world: World
    seat: Seat | None = None
    kind: str = ""

    @property
    def nation(self) -> str | None:
        return self.world.nation


def relief(nation: str) -> Actor:
    """Who is named where somebody is to act for a seat, or to take over its watch."""
    return Actor("T1", f"URELIEF{nation[0].upper()}")


def walkers(play: Play) -> list[Walker]:
    """Everybody, all in one installation."""
    roster = Roster(_sitting(play)).at(play.now)
    known = {relief(nation): nation for nation in play.registry.nations}
    own = (Reminder(NO_MATTER, "", play.now, number=1),)
    world = msgspec.structs.replace(play.world(None), holders=roster, admitted=known, own=own)

    def one(name: str, nation: str | None, desk: str | None, seat: Seat | None = None, kind: str = "") -> Walker:
        here = msgspec.structs.replace(world, nation=nation)
        return Walker(name, Actor("T1", name), desk, here, seat, kind)

    found = [
        one(f"{seat.id} {how}", seat.nation, seat.body, seat)
        for seat in play.registry.seats.values()
        for how in _ways(seat.id)
    ]
    for nation in play.registry.nations:
        desk = f"{nation[0]}-hq"
        found += [
            one(f"nobody of {nation}", nation, desk, kind="none"),
            one(relief(nation).user, nation, desk, kind="none"),
            one(f"{desk}-chief until now", nation, desk, kind="none"),
            one(f"admin-{nation}", None, desk, kind="administrator"),
            one(f"stranger at {desk}", None, desk, kind="stranger"),
        ]
    found.append(Walker("the operator", None, None, world, kind="operator"))
    return [*found, Walker("the tick", None, None, world, kind="tick")]


def _ways(seat: str) -> tuple[str, ...]:
    return ("acting",) if seat.endswith(FREE) else tuple(SITTING)


def _sitting(play: Play) -> Iterator[Holding]:
    for seat in play.registry.seats:
        for how in _ways(seat):
            place, on_watch, span = SITTING[how]
            until = None if span is None else play.now + span
            yield Holding(seat, place, Actor("T1", f"{seat} {how}"), on_watch, until)
        if seat.endswith("hq-chief"):  # whose acting is over
            yield Holding(seat, ACTING, Actor("T1", f"{seat} until now"), on_watch=True, until=play.now + ENDED)
