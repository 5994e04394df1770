"""The seats that a row of authority names: one resolver for each `Who`, and the registry's own rows for a `Part`."""

from collections.abc import Callable, Container, Iterable, Mapping
from types import MappingProxyType

from workflows.bodies.registry import Registry
from workflows.bodies.rows import ACTIVE, Role, Seat
from workflows.bodies.rules import Authority
from workflows.kept import kept
from workflows.matter import Matter
from workflows.procedure import Procedure
from workflows.routing import combined, deciders, mode_seats
from workflows.who import Part, Who, Whoever

Seats = tuple[Seat, ...]


def seats_for(who: Iterable[Whoever], matter: Matter, procedure: Procedure, registry: Registry) -> Seats:
    """Every seat, of any nation, that one of `who` names for this matter, each once."""
    who = tuple(who)
    found = {seat.id: seat for row in who for seat in _resolved(row, matter, procedure, registry)}
    if Who.COMBINED in who:
        found |= {seat.id: seat for seat in _combined_staff({seat.nation for seat in found.values()}, matter, registry)}
    return tuple(found.values())


def _combined_staff(nations: Container[str], matter: Matter, registry: Registry) -> Seats:
    """In integration the staff that works on it, of these nations."""
    if matter.mode != "integration":
        return ()
    return tuple(
        seat
        for seat in registry.seats_at(combined(matter, registry), "decide", "coordinate")
        if seat.nation in nations and seat.nation in matter.tracks
    )


def _resolved(row: Whoever, matter: Matter, procedure: Procedure, registry: Registry) -> Seats:
    if row is Who.CONCERNED:
        carrying = procedure.addressees(matter, registry)
        return tuple(seat for route in carrying for seat in registry.seats_at(route.body, *ACTIVE))
    return seats_named(row, matter, registry)


def seats_named(row: Whoever, matter: Matter, registry: Registry) -> Seats:
    """The seats that one row names for a matter, where that doesn't hang on who has its card."""
    return registry.seats_of_part(row.name) if isinstance(row, Part) else RESOLVERS[row](matter, registry)


@kept
def _answering(registry: Registry, body: str) -> Seats:
    """Who decides at a body and at those that follow it, and at the nearest above each that has a seat which does.

    All that decide, where it is no body of the registry: reading the words tells what is wrong.
    """
    if body not in registry.bodies:
        return tuple(seat for seat in registry.seats.values() if seat.role == "decide")
    line = [body]
    while follows := registry.bodies[line[-1]].successor:
        line.append(follows)
    near = [at for row in line for at in (row, registry.bodies[row].parent) if at]
    found = {seat.id: seat for at in near for seat in deciders(registry, at, registry.audience_of(body))}
    return tuple(found.values())


def _leads(*roles: Role) -> Callable[[Matter, Registry], Seats]:
    def resolve(matter: Matter, registry: Registry) -> Seats:
        return tuple(seat for track in matter.tracks.values() for seat in registry.seats_at(track.lead, *roles))

    return resolve


def _disclosure(matter: Matter, registry: Registry) -> Seats:
    seat = registry.disclosure_seat(matter.asker)
    return (seat,) if seat else ()


def _receiver(matter: Matter, registry: Registry) -> Seats:
    return tuple(seat for seat in _leads(*ACTIVE)(matter, registry) if seat.nation != matter.nation)


def _lead_watch(matter: Matter, registry: Registry) -> Seats:
    return tuple(seat for track in matter.tracks.values() for seat in registry.watch_of(track.lead))


def _addressed(*roles: Role) -> Callable[[Matter, Registry], Seats]:
    return lambda matter, registry: registry.seats_at(matter.to[0], *roles) if matter.to else ()


def _addressed_disclosure(matter: Matter, registry: Registry) -> Seats:
    seat = registry.disclosure_seat(matter.to[0]) if matter.to else None
    return (seat,) if seat else ()


def _supporting(matter: Matter, registry: Registry) -> Seats:
    return tuple(
        seat for body in matter.facts.get("ocrs", ()) for seat in registry.seats_at(body, "decide", "coordinate")
    )


def _owing(matter: Matter, registry: Registry) -> Seats:
    rows = (OTHERS.get(name, Part(name)) for name in matter.facts.get("owing", ()))
    return tuple(seat for row in rows for seat in seats_named(row, matter, registry))


def _ocr_decide(matter: Matter, registry: Registry) -> Seats:
    bodies = (ocr for track in matter.tracks.values() for ocr in track.ocrs)
    return tuple(seat for body in bodies for seat in registry.seats_at(body, "decide"))


def _co_leads(matter: Matter, registry: Registry) -> Seats:
    """The decide seats at the combined staff, of each nation that has a part."""
    return deciders(registry, combined(matter, registry), tuple(matter.tracks))


def _releases(matter: Matter, registry: Registry) -> Seats:
    rows = (row for nation in matter.tracks for row in registry.authorities[nation].disclosure)
    return tuple(registry.seats[row.seat] for row in rows)


def _named(registry: Registry, seats: Callable[[Authority], Iterable[str]]) -> Seats:
    """The seats that the registry names for something, of all nations."""
    return tuple(registry.seats[seat] for row in registry.authorities.values() for seat in seats(row))


RESOLVERS: dict[Who, Callable[[Matter, Registry], Seats]] = {
    Who.STARTER: lambda matter, registry: registry.seats_at(matter.asker, *ACTIVE),
    Who.DISCLOSURE: _disclosure,
    Who.ASKER_DECIDE: lambda matter, registry: registry.seats_at(matter.asker, "decide"),
    Who.ADDRESSED: _addressed(*ACTIVE),
    Who.ADDRESSED_WATCH: lambda matter, registry: registry.watch_of(matter.to[0]) if matter.to else (),
    Who.ADDRESSED_STAFF: _addressed("decide", "coordinate"),
    Who.ADDRESSED_DECIDE: _addressed("decide"),
    Who.ADDRESSED_DISCLOSURE: _addressed_disclosure,
    Who.SUPPORTING: _supporting,
    Who.OWING: _owing,
    Who.RECEIVER: _receiver,
    Who.LEAD_WATCH: _lead_watch,
    Who.LEAD_DECIDE: _leads("decide"),
    Who.LEAD_STAFF: _leads("decide", "coordinate"),
    Who.OCR_DECIDE: _ocr_decide,
    Who.NATIONAL_DECIDE: lambda matter, registry: tuple(
        seat for seat in registry.openers.values() if seat.role == "decide" and seat.nation in matter.audience
    ),
    Who.OWNER_LEADS: lambda matter, registry: registry.seats_at(matter.owner, "decide", "coordinate"),
    Who.OWNER_DECIDE: lambda matter, registry: deciders(registry, matter.owner, tuple(matter.tracks)),
    Who.CO_LEADS: _co_leads,
    Who.COMBINED: lambda _matter, _registry: (),  # added to what the other rows name
    Who.MODE: mode_seats,
    Who.RELEASES: _releases,
    Who.SUBJECT: lambda matter, registry: (registry.seats[matter.subject],),
    Who.SUBJECT_OPR: lambda matter, registry: registry.oprs_of(matter.subject),
}

OTHERS: Mapping[str, Who] = MappingProxyType({row.value: row for row in RESOLVERS if row is not Who.OWING})

UNOPENED: dict[Who, Callable[[Registry, str], Seats]] = {
    Who.NATIONAL: lambda registry, _about: tuple(registry.openers.values()),
    Who.NATIONAL_DECIDE: lambda registry, _about: tuple(
        seat for seat in registry.openers.values() if seat.role == "decide"
    ),
    Who.CONCERNED: lambda registry, _about: tuple(seat for seat in registry.seats.values() if seat.role in ACTIVE),
    Who.DESK: lambda registry, desk: registry.seats_at(desk),
    Who.BODY_OPR: _answering,
    Who.WATCH: lambda registry, _about: tuple(seat for seat in registry.seats.values() if seat.role == "watch"),
    Who.PHASE: lambda registry, _about: _named(registry, lambda row: row.phase),
    Who.CATEGORY: lambda registry, _about: _named(registry, lambda row: row.category),
    Who.SUBJECT: lambda registry, seat: (registry.seats[seat],),
    Who.SUBJECT_OPR: lambda registry, seat: registry.oprs_of(seat),
}
"""Seats that are named where there is no matter yet, by the seat, the body or the desk that it is about."""


@kept
def seats_about(who: tuple[Whoever, ...], registry: Registry, about: str) -> Mapping[str, Seat]:
    """By id every seat that one of `who` names where there is no matter yet; `about` is a seat, a body or a desk."""

    def named(row: Whoever) -> Seats:
        return registry.seats_of_part(row.name) if isinstance(row, Part) else UNOPENED[row](registry, about)

    return MappingProxyType({seat.id: seat for row in who for seat in named(row)})
