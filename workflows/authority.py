"""Who may do what follows from the seat held now: one resolver a row of Who, one rule to choose the acting seat.

Every verb has a row that names who may: that of a procedure in its file of the catalogue, any other in STANDING.
Whatever door a command came through, `decide` asks that row; `kakehashi authority` prints them all.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import msgspec

from workflows.matter import Actor, Matter
from workflows.procedure import Who
from workflows.registry import ACTIVE, Registry, Role, Seat, kept
from workflows.routing import routes
from workflows.vocabulary import Command, Refused, World

Seats = tuple[Seat, ...]

STANDING: Mapping[str, tuple[Who, ...]] = MappingProxyType(
    {
        "take": (Who.KNOWN,),
        "admit": (Who.ADMINISTRATOR,),
        "export": (Who.DESK,),
        "remind": (Who.KNOWN,),
        "status": (Who.KNOWN,),
        "mine": (Who.KNOWN,),
        "who": (Who.KNOWN,),
        "log": (Who.KNOWN,),
        "help": (Who.ANYBODY,),
    }
)
"""Who may use the verbs that belong to no procedure, those that only ask among them."""


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


def _mode(_matter: Matter, registry: Registry) -> Seats:
    return tuple(registry.seats[row.mode] for row in registry.authorities.values())


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
    Who.OWNER_DECIDE: lambda matter, registry: registry.deciders_of(matter.owner),
    Who.CO_LEADS: lambda _matter, registry: registry.seats_at(registry.routing.combined, "decide"),
    Who.MODE: _mode,
    Who.CONCERNED: _concerned,
}

AT_DESK: dict[Who, Callable[[Registry, str | None], Seats]] = {
    Who.NATIONAL: lambda registry, _desk: tuple(registry.openers.values()),
    Who.DESK: lambda registry, desk: registry.seats_at(desk) if desk else (),
}
"""Seats that are named without a matter; `desk` is the body at whose desk it is said."""

IN_PERSON: dict[Who, Callable[[Actor | None, World], bool]] = {
    Who.ANYBODY: lambda _actor, _world: True,
    Who.ADMINISTRATOR: lambda actor, world: bool(administered(actor, world)),
}
"""People who may from wherever they are, and of whom no nation need be known."""


@kept
def seats_at_desk(who: tuple[Who, ...], registry: Registry, desk: str | None) -> Mapping[str, Seat]:
    """By id every seat that one of `who` names without a matter."""
    return MappingProxyType({seat.id: seat for row in who if row in AT_DESK for seat in AT_DESK[row](registry, desk)})


def administered(actor: Actor | None, world: World) -> tuple[str, ...]:
    """The nations of which the settings name this person an administrator."""
    return tuple(nation for nation, people in world.administrators.items() if actor in people)


def is_for_strangers(verb: str) -> bool:
    """Whether somebody of no known nation may try it."""
    return not IN_PERSON.keys().isdisjoint(STANDING.get(verb, ()))


def admit_to(command: Command, world: World) -> Command | Refused:
    """The command, where this person may give it here. A verb of a procedure goes on to its own row, for the matter.

    Where the verb's row in STANDING names seats, the command that comes back says from which one it is done.
    """
    who = STANDING.get(command.verb, (Who.KNOWN,))
    if any(IN_PERSON[row](command.actor, world) for row in who if row in IN_PERSON):
        return command
    if all(row in IN_PERSON for row in who):
        return Refused("not-administrator")
    if refused := _not_here(command, world):
        return refused
    if Who.KNOWN in who:
        return command
    if command.desk is None:
        return Refused("no-desk", {"verb": command.verb})
    seat = choose_seat(command, world, seats_at_desk(who, world.registry, command.desk))
    return seat if isinstance(seat, Refused) else msgspec.structs.replace(command, seat=seat.id)


def _not_here(command: Command, world: World) -> Refused | None:
    """A person without a nation has no part; nor has anybody in another nation's channel."""
    if world.nation is None or command.actor is None:
        return Refused("not-admitted")
    if command.desk and world.nation not in world.registry.audience_of(command.desk):
        return Refused("other-nations-channel")
    return None


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
