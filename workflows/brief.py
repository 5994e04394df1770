"""What a relief is told: made from what is so, so that nothing is left out (DOMAIN 6.11)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from workflows.bodies.rows import Seat
from workflows.known import as_known, serial_for
from workflows.matter import Matter
from workflows.procedure import Procedure
from workflows.progress import movers
from workflows.release import text_for
from workflows.situation import Setting
from workflows.vocabulary import World

Open = tuple[Matter, Procedure]

AHEAD = timedelta(hours=12)
"""Suspenses that are told beforehand. Source: DOMAIN 6.11."""

LISTED: Mapping[str, timedelta] = {"lines": timedelta.max, "offers": AHEAD}
"""By name, how near its end is what is listed: each holding line that may be used, an offer that is about to expire."""
OF_ALL = ("lines",)
"""Lists that have what the seat's nation may know: who stands watch is asked by the press whoever cleared the words."""

UNDECIDED = ("reconciling", "deciding")


def brief(world: World, seat: Seat, now: datetime) -> dict[str, Any]:
    """Open matters that the seat's body has a part in, what is due, undecided or about to end, empty seats, situation.

    All are JSON values. Each row of a matter has the serial, title, mode, stage, whose move it is and when it is due.
    """
    registry, holders = world.registry, world.holders
    here = [(row, of) for row, of in world.open if row.subject != seat.id and _has_part(row, of, seat, world)]
    gaps = [row.id for row in registry.seats_at(seat.body, nation=seat.nation) if not holders.people(row.id)]
    return {
        "open": [_row(row, of, seat, world) for row, of in here],
        "due": [_row(row, of, seat, world) for row, of in here if row.due_at <= now + AHEAD],
        "undecided": [_row(row, of, seat, world) for row, of in here if row.stage_id in UNDECIDED],
        **{name: [_row(row, of, seat, world) for row, of in _ending(name, here, world, now)] for name in LISTED},
        "gaps": gaps,
        "phase": world.situation.phase(now),
        "situation": [_named(row) for row in (*world.situation.categories(now), *world.situation.labels(now))],
    }


def _ending(name: str, here: Iterable[Open], world: World, now: datetime) -> Iterator[Open]:
    """What time will end, by a rule that is listed under that name."""
    for row, of in world.open if name in OF_ALL else here:
        rules = (rule for rule in of.reminders if rule.listed == name)
        if any(not rule.only or row.stage_id in rule.only for rule in rules) and row.due_at - now <= LISTED[name]:
            yield row, of


def _named(row: Setting) -> dict[str, Any]:
    said = {"what": row.what, "nation": row.nation, "value": row.value}
    return {**said, "holds_from": row.holds_from.isoformat(), "source": row.source}


def _has_part(matter: Matter, procedure: Procedure, seat: Seat, world: World) -> bool:
    return any(route.body == seat.body for route in procedure.addressees(matter, world.registry))


def _row(matter: Matter, procedure: Procedure, seat: Seat, world: World) -> dict[str, Any]:
    known = as_known(matter, (seat.nation,))
    moving = dict.fromkeys(mover.body for mover in movers(known, procedure, world.registry))
    return {
        "serial": serial_for(known, world.registry, (seat.nation,)),
        "title": text_for(known, (seat.nation,)).title,
        "mode": known.mode,
        "stage": known.stage_id,
        "move": list(moving),
        "due": known.due_at.isoformat(),
    }
