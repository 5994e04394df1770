"""What belongs to no procedure: seats and people, a reminder for oneself, an export, and what a due reminder says."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from workflows.given import nearest
from workflows.matter import Actor, Matter
from workflows.procedure import Given, Procedure, ReminderRule
from workflows.progress import Mover, movers
from workflows.registry import Audience
from workflows.reminders import NO_MATTER, is_unwatched, rule_of, told_above
from workflows.routing import routes
from workflows.view import stage_seen
from workflows.vocabulary import Accepted, Command, Entry, Notice, Refused, Reminder, Said, World

FORMATS = ("jsonl", "csv", "md")

SEAT = Given("seat", "line", "Seat", most=80)
PEOPLE = Given("people", "line", "People (@mentions)")
FORMAT = Given("format", "line", "Format", required=False, most=5)
REMIND = (
    Given("at", "time", "When", most=60),
    Given("text", "line", "What about", required=False, most=300),
)

Handler = Callable[[Command, World], Accepted | Refused]


def view_of(command: Command, world: World) -> Audience:
    """In whose view an answer to this command is drawn: the channel's audience and the person's nation together."""
    registry = world.registry
    readers = set(registry.audience_of(command.desk)) if command.desk else set()
    if world.nation:
        readers.add(world.nation)
    return tuple(nation for nation in registry.nations if nation in readers)


def take(command: Command, world: World) -> Accepted | Refused:
    """A person takes a free seat of their own nation."""
    registry, actor = world.registry, command.actor
    wanted = command.given.get("seat", "").strip().lower()
    seat = registry.seats.get(wanted)
    if actor is None or world.nation is None:
        return Refused("not-admitted")
    if seat is None or seat.nation != world.nation:
        # A seat of the other nation's own bodies is answered like one that isn't there.
        if seat is not None and registry.is_bilateral(seat.body):
            return Refused("other-nations-seat", {"seat": seat.id}, field="seat")
        own = tuple(row.id for row in registry.seats.values() if row.nation == world.nation)
        return Refused("unknown-seat", {"seat": wanted, "near": nearest(wanted, own)}, field="seat")
    holder = world.holders.get(seat.id)
    if holder == actor:
        return Refused("seat-yours", {"seat": seat.id})
    if holder is not None:
        return Refused("seat-held", {"seat": seat.id, "holder": holder})
    content = {"person": {"team": actor.team, "user": actor.user}}
    told = Notice("seat-taken", seat.body, {"seat": seat.id, "holder": actor})  # who has the watch is for all there
    return Accepted(
        Said("seat-taken", {"seat": seat.id}),
        entries=(Entry(registry.audience_of(seat.body), "take", content, seat.id),),
        notices=(told,) if seat in registry.watch_of(seat.body) else (),
        taken=((seat.id, actor),),
    )


def admit(command: Command, world: World) -> Accepted | Refused:
    """A nation's administrator says who its people are, and only its own."""
    actor = command.actor
    nation = next((id_ for id_, rows in world.administrators.items() if actor in rows), None)
    if actor is None or nation is None:
        return Refused("not-administrator")
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


def named_people(command: Command) -> tuple[Actor, ...]:
    """The people that an administrator names, `<@U123|name>`, `@U123` or `U123`, of the administrator's workspace."""
    if command.actor is None:
        return ()
    words = command.given.get("people", "").replace(",", " ").split()
    users = (word.strip("<>@").split("|")[0] for word in words)
    return tuple(dict.fromkeys(Actor(command.actor.team, user) for user in users if user))


def export(command: Command, world: World) -> Accepted | Refused:
    """The logs that the desk's readers may have, as a file in its channel; logged."""
    if command.actor is None or world.nation is None:
        return Refused("not-admitted")
    if command.desk is None:
        return Refused("no-desk", {"verb": "export"})
    audience = view_of(command, world)
    if audience != world.registry.audience_of(command.desk):
        return Refused("other-nations-channel")
    seat = next((row for row in world.seats_of(command.actor) if world.registry.seats[row].body == command.desk), None)
    if seat is None:
        could = tuple(row.id for row in world.registry.seats_at(command.desk) if row.nation == world.nation)
        return Refused("not-your-move", {"verb": "export", "could": could})
    fmt = command.given.get("format", "jsonl").lower() or "jsonl"
    if fmt not in FORMATS:
        return Refused("unknown-format", {"word": fmt, "known": FORMATS}, field="format")
    entry = Entry(audience, "export", {"format": fmt, "desk": command.desk}, seat)
    notice = Notice("export", command.desk, {"format": fmt, "audience": audience})
    return Accepted(Said("exporting", {"format": fmt}), entries=(entry,), notices=(notice,))


def own_reminder(at: datetime, text: str, command: Command, world: World) -> Reminder:
    """A person's own reminder, told at the desk where it was asked for; where others read too, to that person alone."""
    desk = command.desk if command.desk and world.registry.audience_of(command.desk) == (world.nation,) else ""
    return Reminder(NO_MATTER, desk, at, {"to": command.actor, "text": text})


def fire(reminder: Reminder, matter: Matter | None, procedure: Procedure | None, world: World) -> Accepted:
    """What a due reminder says, on what is so now; nothing where the matter no longer waits for that body."""
    nothing = Accepted(Said("nothing-due"))
    if reminder.rule == NO_MATTER:
        return msgspec.structs.replace(nothing, notices=(_note_to_self(reminder),))
    rule = rule_of(procedure, reminder.rule) if procedure else None
    if matter is None or procedure is None or rule is None:
        return nothing
    there = [row for row in movers(matter, procedure, world.registry) if row.body == reminder.body]
    if not there:
        return nothing
    if rule.levels:
        return _escalate(rule, matter, there, world) or nothing
    return Accepted(Said("reminded"), notices=(Notice("reminder", reminder.body, _facts(rule, there[0])),))


def _note_to_self(reminder: Reminder) -> Notice:
    person = reminder.facts.get("to")  # an Actor, or one that was stored with the row
    to = None if person is None else msgspec.convert(person, Actor, from_attributes=True)
    facts = {"text": reminder.facts.get("text", ""), "due": reminder.due_at}
    return Notice("own-reminder", reminder.body or None, facts, to)


def _facts(rule: ReminderRule, mover: Mover) -> dict[str, object]:
    return {"rule": rule.id, "body": mover.body, "since": mover.since, "due": mover.due}


def _escalate(rule: ReminderRule, matter: Matter, there: list[Mover], world: World) -> Accepted | None:
    """To the parent, with the card: the whole record that its readers may see, not a summary."""
    registry, body = world.registry, there[0].body
    if rule.unwatched and not any(is_unwatched(registry, world.holders, row) for row in there):
        return None
    target = told_above(rule, there[0], matter, registry)
    if target is None:
        return None
    facts = {**_facts(rule, there[0]), "unwatched": rule.unwatched, "to": target}
    readers = registry.audience_of(target)
    content = {name: facts[name] for name in ("body", "to", "due", "unwatched")}
    if target not in {row.body for row in routes(matter, registry)}:
        matter = msgspec.structs.replace(matter, escalated=(*matter.escalated, target))
    return Accepted(
        Said("escalated", {"body": target}),
        matter=matter,
        entries=(Entry(readers, "escalation", content, None, stage_seen(matter.stage, readers)),),
        notices=(Notice("card", target), Notice("escalation", target, facts), Notice("escalation", body, facts)),
    )


HANDLERS: dict[str, Handler] = {"take": take, "admit": admit, "export": export}
GIVEN: dict[str, tuple[Given, ...]] = {
    "take": (SEAT,),
    "admit": (PEOPLE,),
    "export": (FORMAT,),
    "remind": REMIND,
}
