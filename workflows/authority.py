"""Who may do what follows from the seat held now: one resolver a row of Who, one rule to choose the acting seat.

Every verb has a row that names who may: that of a procedure in its file of the catalogue, any other in STANDING.
Whatever door a command came through, `decide` asks that row; `kakehashi authority` prints them all.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import msgspec

from workflows.given import Fault, ended_body
from workflows.kept import kept
from workflows.matter import Actor, Matter
from workflows.procedure import Move, Procedure, Who
from workflows.registry import ACTIVE, Audience, Registry, Role, Seat
from workflows.registry_rules import Authority
from workflows.routing import deciders, mode_seats, routes
from workflows.vocabulary import Command, Refused, World

Seats = tuple[Seat, ...]

STANDING: Mapping[str, tuple[Who, ...]] = MappingProxyType(
    {
        "take": (Who.KNOWN,),
        "admit": (Who.ADMINISTRATOR,),
        "dismiss": (Who.TICK,),
        "move-body": (Who.BODY_OPR,),
        "export": (Who.DESK,),
        "remind": (Who.KNOWN,),
        "remind list": (Who.KNOWN,),
        "remind cancel": (Who.KNOWN,),
        "snooze": (Who.KNOWN,),
        "due": (Who.KNOWN,),
        "status": (Who.KNOWN,),
        "mine": (Who.KNOWN,),
        "who": (Who.KNOWN,),
        "bodies": (Who.KNOWN,),
        "rhythm": (Who.KNOWN,),
        "attend": (Who.KNOWN,),
        "log": (Who.KNOWN,),
        "help": (Who.ANYBODY,),
    }
)
"""Who may use the verbs that belong to no procedure, those that only ask among them."""


def seats_for(who: Iterable[Who], matter: Matter, registry: Registry) -> Seats:
    """Every seat, of any nation, that one of `who` names for this matter, each once."""
    found = {seat.id: seat for row in who for seat in RESOLVERS[row](matter, registry)}
    return tuple(found.values())


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


def _ocr_decide(matter: Matter, registry: Registry) -> Seats:
    bodies = (ocr for track in matter.tracks.values() for ocr in track.ocrs)
    return tuple(seat for body in bodies for seat in registry.seats_at(body, "decide"))


def _co_leads(matter: Matter, registry: Registry) -> Seats:
    """The decide seats at the combined staff, of each nation that has a part."""
    return tuple(
        seat for seat in registry.seats_at(registry.routing.combined, "decide") if seat.nation in matter.tracks
    )


def _releases(matter: Matter, registry: Registry) -> Seats:
    rows = (row for nation in matter.tracks for row in registry.authorities[nation].disclosure)
    return tuple(registry.seats[row.seat] for row in rows)


def _named(registry: Registry, seats: Callable[[Authority], Iterable[str]]) -> Seats:
    """The seats that the registry names for something, of all nations."""
    return tuple(registry.seats[seat] for row in registry.authorities.values() for seat in seats(row))


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
    Who.OWNER_DECIDE: lambda matter, registry: deciders(registry, matter.owner, tuple(matter.tracks)),
    Who.CO_LEADS: _co_leads,
    Who.MODE: mode_seats,
    Who.RELEASES: _releases,
    Who.CONCERNED: _concerned,
    Who.SUBJECT: lambda matter, registry: (registry.seats[matter.subject],),
    Who.SUBJECT_OPR: lambda matter, registry: registry.oprs_of(matter.subject),
}

UNOPENED: dict[Who, Callable[[Registry, str], Seats]] = {
    Who.NATIONAL: lambda registry, _about: tuple(registry.openers.values()),
    Who.DESK: lambda registry, desk: registry.seats_at(desk),
    Who.BODY_OPR: _answering,
    Who.WATCH: lambda registry, _about: tuple(seat for seat in registry.seats.values() if seat.role == "watch"),
    Who.PHASE: lambda registry, _about: _named(registry, lambda row: row.phase),
    Who.CATEGORY: lambda registry, _about: _named(registry, lambda row: row.category),
    Who.SUBJECT: lambda registry, seat: (registry.seats[seat],),
    Who.SUBJECT_OPR: lambda registry, seat: registry.oprs_of(seat),
}
"""Seats that are named where there is no matter yet, by the seat, the body or the desk that it is about."""

IN_PERSON: dict[Who, Callable[[Command, World], bool]] = {
    Who.ANYBODY: lambda _command, _world: True,
    Who.ADMINISTRATOR: lambda command, world: bool(administered(command.actor, world)),
    Who.TICK: lambda command, _world: command.door == "tick",
}
"""Who may from wherever they are, and of whom no nation need be known."""


@kept
def seats_about(who: tuple[Who, ...], registry: Registry, about: str) -> Mapping[str, Seat]:
    """By id every seat that one of `who` names where there is no matter yet; `about` is a seat, a body or a desk."""
    return MappingProxyType({seat.id: seat for row in who for seat in UNOPENED[row](registry, about)})


def openers(move: Move, procedure: Procedure, command: Command, world: World) -> Mapping[str, Seat]:
    """The seats that may begin a matter with `move`.

    Any, where it should be about a seat and none of one's nation is named: reading the words tells what is wrong.
    """
    subject = named_subject(procedure, command)
    seat = world.registry.seats.get(subject)
    if procedure.subject and (seat is None or seat.nation != world.nation):
        return world.registry.seats
    return seats_about(move.who, world.registry, subject)


def named_subject(procedure: Procedure, command: Command) -> str:
    """The seat that a command says it is about; empty where its procedure has none."""
    return command.given.get(procedure.subject, "").strip().lower()


def _named_body(command: Command, registry: Registry) -> str:
    """The body that a command says it is about; empty where there is none such."""
    found = ended_body(command.given.get("body", ""), registry)
    return "" if isinstance(found, Fault) else found


def view_of(command: Command, world: World) -> Audience:
    """In whose view an answer to this command is drawn: the channel's audience and the person's nation together."""
    registry = world.registry
    readers = set(registry.audience_of(command.desk)) if command.desk else set()
    if world.nation:
        readers.add(world.nation)
    return tuple(nation for nation in registry.nations if nation in readers)


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
    if any(IN_PERSON[row](command, world) for row in who if row in IN_PERSON):
        return command
    if refused := _not_in_person(who, command) or _not_here(command, world):
        return refused
    if Who.KNOWN in who:
        return command
    about = _named_body(command, world.registry) if Who.BODY_OPR in who else command.desk
    if about is None:
        return Refused("no-desk", {"verb": command.verb})
    seat = choose_seat(command, world, seats_about(who, world.registry, about))
    return seat if isinstance(seat, Refused) else msgspec.structs.replace(command, seat=seat.id)


def _not_in_person(who: tuple[Who, ...], command: Command) -> Refused | None:
    """Why somebody may not who is none of the people that the row names, where it names no seats beside them."""
    if any(row not in IN_PERSON for row in who):
        return None
    is_nobodys = Who.ADMINISTRATOR not in who  # which is answered like what isn't there
    return Refused("unknown-verb", {"word": command.verb, "near": ()}) if is_nobodys else Refused("not-administrator")


def _not_here(command: Command, world: World) -> Refused | None:
    """A person without a nation has no part; nor has anybody in another nation's channel."""
    if world.nation is None or command.actor is None:
        return Refused("not-admitted")
    if command.desk and world.nation not in world.registry.audience_of(command.desk):
        return Refused("other-nations-channel")
    return None


def choose_person(move: Move, command: Command, world: World, matter: Matter) -> Seat | Refused:
    """The seat that the matter is about, where this person may make the move in it; they need not hold it yet."""
    seat = world.registry.seats[matter.subject]
    is_theirs = move.person is not None and command.actor is not None and move.person(matter, command.actor)
    return seat if is_theirs and seat.nation == world.nation else Refused("not-for-you", {"verb": command.verb})


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
