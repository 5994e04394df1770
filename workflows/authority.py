"""Who may do what follows from the seat held now: one table of the verbs, one rule to choose the acting seat.

Every verb has a row that names who may: that of a procedure in its file of the catalogue, any other in STANDING.
Whatever door a command came through, `decide` asks that row; `kakehashi authority` prints them all.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience, Seat
from workflows.command import Command
from workflows.given.bodies import ended_body
from workflows.given.reading import Fault
from workflows.matter import Actor, Matter
from workflows.named_bodies import parts_of
from workflows.named_seats import seats_about
from workflows.procedure import Move, Procedure
from workflows.vocabulary import SEAT_FIELD, Refused, World
from workflows.who import Who

STANDING: Mapping[str, tuple[Who, ...]] = MappingProxyType(
    {
        "take": (Who.KNOWN,),
        "admit": (Who.ADMINISTRATOR,),
        "dismiss": (Who.TICK,),
        "move-body": (Who.BODY_OPR,),
        "move-stage": (Who.NATIONAL_DECIDE,),  # of the body that asks, or of a lead: workflows/standing/restaging.py
        "export": (Who.DESK,),
        "point-out": (Who.KNOWN,),
        "exported": (Who.OPERATOR,),
        "verified": (Who.OPERATOR,),
        "log-hold": (Who.NATIONAL_DECIDE,),
        "log-hold-end": (Who.NATIONAL_DECIDE,),
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
        "messages": (Who.KNOWN,),
        "op": (Who.KNOWN,),
        "settlements": (Who.KNOWN,),
        "attend": (Who.KNOWN,),
        "amend": (Who.KNOWN,),
        "add": (Who.KNOWN,),
        "purge": (Who.NATIONAL_DECIDE,),
        "log": (Who.KNOWN,),
        "find": (Who.KNOWN,),
        "help": (Who.ANYBODY,),
    }
)
"""Who may use the verbs that belong to no procedure, those that only ask among them."""


IN_PERSON: dict[Who, Callable[[Command, World], bool]] = {
    Who.ANYBODY: lambda _command, _world: True,
    Who.ADMINISTRATOR: lambda command, world: bool(administered(command.actor, world)),
    Who.OPERATOR: lambda command, _world: command.door == "command-line" and command.actor is None,
    Who.TICK: lambda command, _world: command.door == "tick",
}
"""Who may from wherever they are, and of whom no nation need be known."""


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
    who = STANDING.get(command.verb)
    if who is None:
        return _not_here(command, world) or command
    if any(IN_PERSON[row](command, world) for row in who if row in IN_PERSON):
        return command
    if refused := _not_in_person(who, command) or _not_here(command, world):
        return refused
    if Who.KNOWN in who:
        return command
    if command.desk is None and Who.DESK in who:
        return Refused("no-desk", {"verb": command.verb})
    seat = choose_seat(command, world, _named_by(who, command, world))
    return seat if isinstance(seat, Refused) else msgspec.structs.replace(command, seat=seat.id)


def _named_by(who: tuple[Who, ...], command: Command, world: World) -> Mapping[str, Seat]:
    """The seats that the row names: by the desk, or by the body that the command names.

    Where that one is named in what one's own nation alone knows of as yet, those as well that answer for who asks.
    """
    registry, body = world.registry, _named_body(command, world.registry)
    if Who.BODY_OPR not in who:
        return seats_about(who, registry, command.desk or "")
    rows = (row for row in world.open if row[0].audience == (world.nation,))
    asking = {matter.asker for matter, procedure in rows if parts_of(body, matter, procedure, registry)}
    return {id_: seat for at in (body, *sorted(asking)) for id_, seat in answering(at, registry).items()}


def answering(body: str, registry: Registry) -> Mapping[str, Seat]:
    """The seats that answer for a body, and for those that follow it."""
    return seats_about((Who.BODY_OPR,), registry, body)


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
            return Refused("not-your-seat", {"seat": command.seat, "held": held}, field=SEAT_FIELD)
        held = (command.seat,)
    fitting = [allowed[id_] for id_ in held if id_ in allowed]
    here = [seat for seat in fitting if seat.body == command.desk]
    if here or len(fitting) == 1:
        return (here or fitting)[0]
    if fitting:
        return Refused("which-seat", {"seats": tuple(seat.id for seat in fitting)}, field=SEAT_FIELD)
    could = tuple(seat.id for seat in allowed.values() if seat.nation == world.nation)
    if not held:
        return Refused("no-seat", {"could": could})
    return Refused("not-your-move" if could else "other-nation", {"verb": command.verb, "could": could})
