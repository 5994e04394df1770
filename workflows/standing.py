"""Verbs that belong to no procedure: seats and people, a reminder for oneself, an export, and the reminders that the tick fires."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from workflows.act import Act
from workflows.matter import Actor, Matter
from workflows.procedure import Given, Procedure
from workflows.progress import movers
from workflows.registry import Audience, Registry
from workflows.reminders import NO_MATTER, above, is_unwatched, rule_of
from workflows.routing import routes
from workflows.view import may_see, stage_seen
from workflows.vocabulary import Accepted, Command, Entry, Notice, Refused, Reminder, Said, World

FORMATS = ("jsonl", "csv", "md")

SEAT = Given("seat", "line", "Seat", most=80)
PEOPLE = Given("people", "line", "People (@mentions)")
FORMAT = Given("format", "line", "Format", required=False, most=5)
REMIND = (
    Given("at", "time", "When", most=60),
    Given("text", "line", "What about", required=False, most=300),
)

Handler = Callable[[Command, World, datetime, Matter | None], Accepted | Refused]


def view_of(command: Command, world: World) -> Audience:
    """The nations in whose view an answer to this command is drawn: the channel's audience and the person's nation together."""
    registry = world.registry
    readers = set(registry.audience_of(command.desk)) if command.desk else set()
    if world.nation:
        readers.add(world.nation)
    return tuple(nation for nation in registry.nations if nation in readers)


def take(command: Command, world: World, now: datetime, _matter: Matter | None) -> Accepted | Refused:
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
        return Refused("unknown-seat", {"seat": wanted, "known": own}, field="seat")
    holder = world.holders.get(seat.id)
    if holder == actor:
        return Refused("seat-yours", {"seat": seat.id})
    if holder is not None:
        return Refused("seat-held", {"seat": seat.id, "holder": holder})
    content = {"person": {"team": actor.team, "user": actor.user}}
    return Accepted(
        Said("seat-taken", {"seat": seat.id}),
        entries=(Entry(registry.audience_of(seat.body), "take", content, seat.id),),
        notices=(Notice("seat-taken", seat.body, {"seat": seat.id, "holder": actor}),),
        taken=((seat.id, actor),),
    )


def admit(command: Command, world: World, now: datetime, _matter: Matter | None) -> Accepted | Refused:
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
    """The people that an administrator names: `<@U123|name>`, `@U123` or `U123`, of the administrator's own workspace."""
    if command.actor is None:
        return ()
    words = command.given.get("people", "").replace(",", " ").split()
    users = (word.strip("<>@").split("|")[0] for word in words)
    return tuple(dict.fromkeys(Actor(command.actor.team, user) for user in users if user))


def export(command: Command, world: World, now: datetime, _matter: Matter | None) -> Accepted | Refused:
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


def remind_at(act_given: datetime, text: str, command: Command) -> Reminder:
    """A person's own reminder, told at the desk where it was asked for."""
    return Reminder(NO_MATTER, command.desk or "", act_given, {"to": command.actor, "text": text})


def fire(
    reminder: Reminder, matter: Matter | None, procedure: Procedure | None, world: World, now: datetime
) -> Accepted:
    """What a due reminder says, on what is so now; nothing where the matter no longer waits for that body."""
    nothing = Accepted(Said("nothing-due"))
    if reminder.rule == NO_MATTER:
        facts = {"text": reminder.facts.get("text", ""), "due": reminder.due_at}
        to = reminder.facts.get("to")
        notice = Notice("own-reminder", reminder.body or None, facts, to)
        return msgspec.structs.replace(nothing, notices=(notice,))
    if matter is None or procedure is None:
        return nothing
    rule = rule_of(procedure, reminder.rule)
    mover = next((row for row in movers(matter, procedure, world.registry) if row.body == reminder.body), None)
    if rule is None or mover is None:
        return nothing
    facts = {"rule": rule.id, "body": mover.body, "since": mover.since, "due": mover.due}
    if not rule.levels:
        return Accepted(Said("reminded"), notices=(Notice("reminder", mover.body, facts),))
    if rule.unwatched and not is_unwatched(world.registry, world.holders, mover.body):
        return nothing
    return _escalate(matter, rule.levels, {**facts, "unwatched": rule.unwatched}, world.registry)


def _escalate(matter: Matter, levels: int, facts: dict[str, object], registry: Registry) -> Accepted:
    """To the parent, with the card: the whole record that its readers may see, not a summary."""
    body = str(facts["body"])
    target = above(registry, body, levels)
    if target is None:
        return Accepted(Said("nothing-due"))
    facts = {**facts, "to": target}
    audience = registry.audience_of(body)
    stage = stage_seen(matter.stage, audience)
    content = {"body": body, "to": target, "due": facts["due"], "unwatched": facts["unwatched"]}
    told = [row for row in (target, body) if may_see(matter, registry.audience_of(row))]
    if target not in {row.body for row in routes(matter, registry)}:
        matter = msgspec.structs.replace(matter, escalated=(*matter.escalated, target))
    return Accepted(
        Said("escalated", {"body": target}),
        matter=matter,
        entries=(Entry(audience, "escalation", content, None, stage),),
        notices=(
            *(Notice("card", row) for row in told[:1]),
            *(Notice("escalation", row, facts) for row in told),
        ),
    )


HANDLERS: dict[str, Handler] = {"take": take, "admit": admit, "export": export}
GIVEN: dict[str, tuple[Given, ...]] = {
    "take": (SEAT,),
    "admit": (PEOPLE,),
    "export": (FORMAT,),
    "remind": REMIND,
}
__all__ = [
    "FORMATS",
    "GIVEN",
    "HANDLERS",
    "Act",
    "admit",
    "export",
    "fire",
    "named_people",
    "remind_at",
    "take",
    "view_of",
]
