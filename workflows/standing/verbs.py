"""The verbs of no procedure: what must be given with each, and what carries it out."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from workflows.authority import administered
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.carrying import told_of_watch
from workflows.command import Command
from workflows.effects.coverage import place_for
from workflows.fields import Given
from workflows.given.fields import is_somebody
from workflows.logs.correcting import ADDING, AMENDING, add, amend
from workflows.logs.exporting import EXPORT, EXPORTING
from workflows.logs.holding import HOLDS
from workflows.logs.purging import PURGE, PURGING, purge
from workflows.logs.taking import exported, verified
from workflows.matter import Actor
from workflows.near import nearest
from workflows.roster import Holding
from workflows.standing.attendance import ATTEND, attend
from workflows.standing.moving import MOVE, move
from workflows.standing.people import dismiss, named_people
from workflows.standing.restaging import RESTAGE, restage
from workflows.vocabulary import Accepted, Entry, Notice, Refused, Said, World

SEAT = Given("seat", "line", "Seat", most=80)
PEOPLE = Given("people", "line", "People (@mentions)")
FIRST_SEAT = Given("seat", "line", "Seat that nobody holds, for one person", required=False, most=80)
REMIND = (
    Given("at", "time", "When", most=60, binds=False),
    Given("text", "line", "What about", required=False, most=300),
)
CANCEL = (Given("number", "number", "Number of the reminder", most=6),)
SNOOZE = (Given("until", "time", "Until", most=60, binds=False),)
FILTER = (
    Given("nation", "line", "Nation", required=False, most=20),
    Given("echelon", "line", "Echelon", required=False, most=40),
    Given("track", "line", "Track", required=False, most=40),
)
"""By what the bodies that are shown can be chosen."""
PAGE = Given("page", "number", "Page", required=False, most=6)

SWEEPING = frozenset({"dismiss", "move-body", "move-stage"})
"""Verbs that may change any matter that is open: all of these are locked first."""

Handler = Callable[[Command, World, datetime], Accepted | Refused]


def take(command: Command, world: World, _now: datetime) -> Accepted | Refused:
    """A person takes a free seat of their own nation."""
    registry, actor = world.registry, command.person
    seat = _seat_of(world.nation or "", command, registry)
    if isinstance(seat, Refused):
        return seat
    holding = place_for(actor, seat, world.holders)
    if isinstance(holding, Refused):
        return holding
    content = {"person": {"team": actor.team, "user": actor.user}, "on_watch": holding.on_watch}
    change = world.holders.change(seat.id, holding.place, holding)
    code = "seat-taken" if holding.on_watch else "seat-joined"
    return Accepted(
        Said(code, {"seat": seat.id, "holder": world.holders.get(seat.id, actor)}),
        entries=(Entry(registry.audience_of(seat.body), "take", content, seat.id),),
        notices=told_of_watch([change], registry),
        seated=(change,),
    )


def _seat_of(nation: str, command: Command, registry: Registry) -> Seat | Refused:
    """The seat of this nation's that was named; one of another nation's own bodies is answered like none at all."""
    wanted = command.given.get("seat", "").strip().lower()
    seat = registry.seats.get(wanted)
    if seat is not None and seat.nation == nation:
        return seat
    if seat is not None and registry.is_bilateral(seat.body):
        return Refused("other-nations-seat", {"seat": seat.id}, field="seat")
    own = tuple(row.id for row in registry.seats.values() if row.nation == nation)
    return Refused("unknown-seat", {"seat": wanted, "near": nearest(wanted, own)}, field="seat")


def admit(command: Command, world: World, _now: datetime) -> Accepted | Refused:
    """A nation's administrator says who its people are and gives out its first seats, and only its own."""
    nation = administered(command.person, world)[0]
    people = named_people(command)
    if not people:
        return Refused("missing", {"field": "people"}, field="people")
    for person in people:
        if not is_somebody(person):
            return Refused("not-a-person", {"word": person.user}, field="people")
        if world.admitted.get(person, nation) != nation:
            return Refused("admitted-elsewhere", field="people")
    admin = {"team": command.person.team, "user": command.person.user}
    content = {
        "people": [{"team": person.team, "user": person.user} for person in people],
        "person": admin,
        "door": command.door,
    }
    admitted = Accepted(
        Said("admitted", {"people": people, "nation": nation}),
        entries=(Entry((nation,), "admit", content),),
        admitted=tuple((person, nation) for person in people),
    )
    return _seated(admitted, people, nation, command, world) if command.given.get("seat") else admitted


def _seated(
    admitted: Accepted, people: Sequence[Actor], nation: str, command: Command, world: World
) -> Accepted | Refused:
    """With the seat that is given out: one that nobody holds. Who comes after is for those who hold it."""
    seat = _seat_of(nation, command, world.registry)
    if isinstance(seat, Refused):
        return seat
    if there := world.holders.people(seat.id):
        return Refused("seat-held", {"seat": seat.id, "holder": there[0].actor}, field="seat")
    if len(people) > 1:
        return Refused("not-a-person", {"word": command.given["people"]}, field="people")
    change = world.holders.change(seat.id, 0, Holding(seat.id, 0, people[0]))
    content = {"person": {"team": people[0].team, "user": people[0].user}, "on_watch": True}
    entry = Entry(world.registry.audience_of(seat.body), "seat-given", content, seat.id)
    return msgspec.structs.replace(
        admitted,
        said=Said("admitted-to-seat", {"people": people, "nation": nation, "seat": seat.id}),
        entries=(*admitted.entries, entry),
        notices=told_of_watch([change], world.registry),
        seated=(change,),
    )


def point_out(command: Command, _world: World, _now: datetime) -> Accepted | Refused:
    """Somebody pinned or marked a message: it is looked up, and put up for the log of that channel's readers."""
    if command.desk is None:
        return Refused("no-desk", {"verb": command.verb})
    if not command.given.get("ts"):
        return Refused("missing", {"field": "ts"}, field="ts")
    facts = {"ts": command.given["ts"], "by": {"team": command.person.team, "user": command.person.user}}
    return Accepted(Said("recorded"), notices=(Notice("quote", command.desk, facts),))


HANDLERS: dict[str, Handler] = {
    "take": take,
    "admit": admit,
    "dismiss": dismiss,
    "exported": exported,
    "point-out": point_out,
    "verified": verified,
    **HOLDS,
    "move-body": move,
    "move-stage": restage,
    "attend": attend,
    "amend": amend,
    "add": add,
    PURGE: purge,
}
GIVEN: dict[str, tuple[Given, ...]] = {
    "take": (SEAT,),
    "admit": (PEOPLE, FIRST_SEAT),
    EXPORT: EXPORTING,
    "remind": REMIND,
    "remind cancel": CANCEL,
    "snooze": SNOOZE,
    "who": FILTER,
    "bodies": FILTER,
    "move-body": MOVE,
    "move-stage": RESTAGE,
    "attend": ATTEND,
    "amend": AMENDING,
    "add": ADDING,
    PURGE: PURGING,
    "log": (PAGE,),
    "find": (Given("words", "line", "Words, phrases in quotes"), PAGE),
}
