"""Who may do what follows from the seat held now: one resolver a row of Who, one rule to choose the acting seat."""

from collections.abc import Callable, Iterable, Mapping

from workflows.matter import Matter
from workflows.procedure import Who
from workflows.registry import ACTIVE, Registry, Role, Seat
from workflows.routing import routes
from workflows.vocabulary import Command, Refused, World

Seats = tuple[Seat, ...]


def seats_for(who: Iterable[Who], matter: Matter, registry: Registry) -> Seats:
    """Every seat, of any nation, that one of `who` names for this matter, each once."""
    found = {seat.id: seat for row in who for seat in RESOLVERS[row](matter, registry)}
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


def _ocr_decide(matter: Matter, registry: Registry) -> Seats:
    bodies = (ocr for track in matter.tracks.values() for ocr in track.ocrs)
    return tuple(seat for body in bodies for seat in registry.seats_at(body, "decide"))


def _owner_decide(matter: Matter, registry: Registry) -> Seats:
    """Each nation's decide seats at the owner, or at the nearest body above it that has one."""
    found: list[Seat] = []
    for nation in registry.nations:
        for body in registry.upward(matter.owner):
            if seats := registry.seats_at(body, "decide", nation=nation):
                found.extend(seats)
                break
    return tuple(found)


def _mode(_matter: Matter, registry: Registry) -> Seats:
    return tuple(registry.seats[row.mode] for row in registry.authorities.values())


def _releases(_matter: Matter, registry: Registry) -> Seats:
    rows = (row for authority in registry.authorities.values() for row in authority.disclosure)
    return tuple(registry.seats[row.seat] for row in rows)


def _concerned(matter: Matter, registry: Registry) -> Seats:
    return tuple(seat for route in routes(matter, registry) for seat in registry.seats_at(route.body, *ACTIVE))


RESOLVERS: dict[Who, Callable[[Matter, Registry], Seats]] = {
    Who.STARTER: lambda matter, registry: registry.seats_at(matter.asker, *ACTIVE),
    Who.DISCLOSURE: _disclosure,
    Who.RECEIVER: _receiver,
    Who.LEAD_WATCH: _lead_watch,
    Who.LEAD_DECIDE: _leads("decide"),
    Who.LEAD_STAFF: _leads("decide", "coordinate"),
    Who.OCR_DECIDE: _ocr_decide,
    Who.OWNER_LEADS: lambda matter, registry: registry.seats_at(matter.owner, "decide", "coordinate"),
    Who.OWNER_DECIDE: _owner_decide,
    Who.CO_LEADS: lambda _matter, registry: registry.seats_at(registry.routing.combined, "decide"),
    Who.MODE: _mode,
    Who.RELEASES: _releases,
    Who.CONCERNED: _concerned,
}


def choose_seat(command: Command, world: World, allowed: Mapping[str, Seat]) -> Seat | Refused:
    """The seat from which the person acts: one of `allowed` that they hold, asked for, here, or the only one.

    Only seats of the person's own nation count, whatever is said about who holds what. Refuses, saying which seats
    could do it (of the reader's nation alone) or, where several fit, which to name.
    """
    if command.actor is None or world.nation is None:
        return Refused("not-admitted")
    seats = world.registry.seats
    held = tuple(seat for seat in world.seats_of(command.actor) if seat in seats and seats[seat].nation == world.nation)
    if command.seat is not None:
        if command.seat not in held:
            return Refused("not-your-seat", {"seat": command.seat, "held": held}, field="as")
        held = (command.seat,)
    fitting = [allowed[id_] for id_ in held if id_ in allowed]
    here = [seat for seat in fitting if seat.body == command.desk]
    if here or len(fitting) == 1:
        return (here or fitting)[0]
    if fitting:
        return Refused("which-seat", {"seats": tuple(seat.id for seat in fitting)}, field="as")
    could = tuple(seat.id for seat in allowed.values() if seat.nation == world.nation)
    if not held:
        return Refused("no-seat", {"could": could})
    return Refused("not-your-move" if could else "other-nation", {"verb": command.verb, "could": could})
