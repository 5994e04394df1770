"""Open matters against the registry as it is now: what names a body that is gone from it, or no longer in force."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from state.house import House
from state.matters import decode_matter
from state.stages import called
from state.tables.deliveries import inbox
from state.tables.matters import matter
from state.upserting import insert_into
from state.writing import write
from workflows.bodies.registry import Registry
from workflows.catalogue import procedures
from workflows.matter import Matter
from workflows.named_bodies import left_behind, unknown
from workflows.procedure import Procedure
from workflows.reckoning import recounted, told
from workflows.standing.moving import ended
from workflows.times.calendars import Calendar
from workflows.times.dtg import format_dtg
from workflows.vocabulary import Accepted, Said


def _open(connection: Connection) -> Iterator[tuple[Matter, Procedure]]:
    """What is open, but where a procedure's file is gone: that is another fault (state/stages.py)."""
    rows = connection.execute(select(matter.c.data).where(matter.c.is_open).order_by(matter.c.id)).scalars()
    found = map(decode_matter, rows)
    return ((row, procedures()[row.procedure]) for row in found if row.procedure in procedures())


def unknown_names(connection: Connection, registry: Registry) -> tuple[str, ...]:
    """For each open matter that names what the registry has no row of, that in a sentence: it can't be worked on."""
    return tuple(
        f"{called(row)} names {', '.join(map(repr, names))}, which the registry does not have: put the row back, "
        "and give the body a valid_to"
        for row, procedure in _open(connection)
        if (names := unknown(row, procedure, registry))
    )


def ended_names(connection: Connection, registry: Registry, now: datetime) -> tuple[str, ...]:
    """For each body that is not in force and that open matters name, these, by every serial that they have.

    Apart from them, what one nation alone knows of as yet at a body of another: that one's seats don't move it.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for row, procedure in _open(connection):
        for body in left_behind(row, procedure, registry, now):
            inside = "" if {*row.audience} & {*registry.audience_of(body)} else registry.log_name(row.audience)
            found.setdefault((body, inside), []).append(called(row))
    return tuple(
        f"{body!r} is not in force, and open matters "
        + (f"that {inside} alone knows of name it" if inside else "name it")
        + f": {'; '.join(names)}. `kakehashi bodies move {body} {registry.heir(body, now) or 'BODY'} --as … --seat …` "
        + ("moves them, from a seat that decides at the body that asks" if inside else "moves them")
        for (body, inside), names in sorted(found.items())
    )


def recounted_names(
    connection: Connection, registry: Registry, calendars: Mapping[str, Calendar], now: datetime
) -> tuple[str, ...]:
    """For each open matter whose suspense would come out otherwise by now, that in a sentence."""
    return tuple(
        f"{called(row.matter)} stays due {format_dtg(row.matter.due_at, 'UTC')}, and counted anew it would be "
        + (format_dtg(row.now_due, "UTC") if row.now_due else "past the end of a calendar")
        for row in recounted((row for row, _ in _open(connection)), registry, calendars, now)
    )


def tell_of_ended(house: House) -> None:
    """Tell each nation's administrators what a start finds that they should know: of the same matters, once.

    These are the ones that name a body not in force any more, and those whose suspense would be another by now.
    """
    now, registry, people = house.clock(), house.registry, house.administrators
    with house.database.reading() as connection:
        found = tuple(_open(connection))
    others = recounted((row for row, _ in found), registry, house.calendars, now)
    notices = (*ended(found, registry, people, now), *told(others, registry, people))
    if not notices:
        return
    with house.database.writing() as connection:
        new = []
        for row in notices:
            digest = hashlib.sha256(msgspec.json.encode([row.to, row.facts])).hexdigest()
            said = {"key": f"{row.kind}:{digest}", "at": now, "answer": b"{}"}
            first = insert_into(inbox, connection.dialect).values(said).on_conflict_do_nothing().returning(inbox.c.key)
            if connection.execute(first).first():
                new.append(row)
        write(connection, house, Accepted(Said("told"), notices=tuple(new)), None, now)
