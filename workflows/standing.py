"""What belongs to no procedure: seats and people, a reminder for oneself, an export."""

from collections.abc import Callable
from datetime import datetime

from workflows.authority import administered, view_of
from workflows.carrying import told_of_watch
from workflows.effects.coverage import place_for
from workflows.given import nearest
from workflows.moving import MOVE, move
from workflows.people import dismiss, named_people
from workflows.procedure import Given
from workflows.reminders import NO_MATTER
from workflows.vocabulary import Accepted, Command, Entry, Notice, Refused, Reminder, Said, World

FORMATS = ("jsonl", "csv", "md")

SEAT = Given("seat", "line", "Seat", most=80)
PEOPLE = Given("people", "line", "People (@mentions)")
FORMAT = Given("format", "line", "Format", required=False, most=5)
REMIND = (
    Given("at", "time", "When", most=60),
    Given("text", "line", "What about", required=False, most=300),
)
FILTER = (
    Given("nation", "line", "Nation", required=False, most=20),
    Given("echelon", "line", "Echelon", required=False, most=40),
    Given("track", "line", "Track", required=False, most=40),
)
"""By what the bodies that are shown can be chosen."""

SWEEPING = frozenset({"dismiss", "move-body"})
"""Verbs that may change any matter that is open: all of these are locked first."""

Handler = Callable[[Command, World, datetime], Accepted | Refused]


def take(command: Command, world: World, _now: datetime) -> Accepted | Refused:
    """A person takes a free seat of their own nation."""
    registry, actor = world.registry, command.person
    wanted = command.given.get("seat", "").strip().lower()
    seat = registry.seats.get(wanted)
    if seat is None or seat.nation != world.nation:
        # A seat of the other nation's own bodies is answered like one that isn't there.
        if seat is not None and registry.is_bilateral(seat.body):
            return Refused("other-nations-seat", {"seat": seat.id}, field="seat")
        own = tuple(row.id for row in registry.seats.values() if row.nation == world.nation)
        return Refused("unknown-seat", {"seat": wanted, "near": nearest(wanted, own)}, field="seat")
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


def admit(command: Command, world: World, _now: datetime) -> Accepted | Refused:
    """A nation's administrator says who its people are, and only its own."""
    nation = administered(command.person, world)[0]
    people = named_people(command)
    if not people:
        return Refused("missing", {"field": "people"}, field="people")
    for person in people:
        if world.admitted.get(person, nation) != nation:
            return Refused("admitted-elsewhere", field="people")
    content = {"people": [{"team": person.team, "user": person.user} for person in people]}
    return Accepted(
        Said("admitted", {"people": people, "nation": nation}),
        entries=(Entry((nation,), "admit", content),),
        admitted=tuple((person, nation) for person in people),
    )


def export(command: Command, world: World, _now: datetime) -> Accepted | Refused:
    """The logs that the desk's readers may have, as a file in its channel; logged."""
    audience = view_of(command, world)
    fmt = command.given.get("format", "jsonl").lower() or "jsonl"
    if fmt not in FORMATS:
        return Refused("unknown-format", {"word": fmt, "known": FORMATS}, field="format")
    entry = Entry(audience, "export", {"format": fmt, "desk": command.desk}, command.seat)
    notice = Notice("export", command.desk, {"format": fmt, "audience": audience})
    return Accepted(Said("exporting", {"format": fmt}), entries=(entry,), notices=(notice,))


def own_reminder(at: datetime, text: str, command: Command, world: World) -> Reminder:
    """A person's own reminder, told at the desk where it was asked for; where others read too, to that person alone."""
    desk = command.desk if command.desk and world.registry.audience_of(command.desk) == (world.nation,) else ""
    return Reminder(NO_MATTER, desk, at, {"to": command.actor, "text": text})


HANDLERS: dict[str, Handler] = {"take": take, "admit": admit, "dismiss": dismiss, "export": export, "move-body": move}
GIVEN: dict[str, tuple[Given, ...]] = {
    "take": (SEAT,),
    "admit": (PEOPLE,),
    "export": (FORMAT,),
    "remind": REMIND,
    "who": FILTER,
    "bodies": FILTER,
    "move-body": MOVE,
}
