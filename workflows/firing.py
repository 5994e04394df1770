"""What a due reminder says, and what time brings about that was said beforehand: on what is so when it fires."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import msgspec

from workflows.act import Act, Effect
from workflows.bodies.registry import Registry
from workflows.carrying import carry_out
from workflows.command import Command
from workflows.digest import DIGESTS
from workflows.family import told_to_parent
from workflows.known import as_known, stage_seen
from workflows.linked import told_overdue, told_to_linked
from workflows.matter import Actor, Matter
from workflows.procedure import Procedure, ReminderRule
from workflows.progress import Mover, movers
from workflows.recurring import EVENT, Clockwork, chain_of
from workflows.reminding.quiet import meant_for
from workflows.reminding.reminders import NO_MATTER, beside, is_unwatched, rule_of, told_above
from workflows.times.dtg import as_instant
from workflows.vocabulary import Accepted, Entry, Notice, Refused, Reminder, Said, World

LATE = timedelta(minutes=2)
"""From when on it is said how late a thing is told: the bot was stopped, or the machine slept."""


def fire(
    reminder: Reminder, matter: Matter | None, procedure: Procedure | None, world: World, now: datetime
) -> Accepted:
    """What a due reminder says, on what is so now; nothing where the matter no longer waits for that body."""
    answer = _fire(reminder, matter, procedure, world, now)
    return told_overdue(answer, matter, world, now) if answer.notices else answer


def _fire(
    reminder: Reminder, matter: Matter | None, procedure: Procedure | None, world: World, now: datetime
) -> Accepted:
    nothing = Accepted(Said("nothing-due"))
    if by_clock := WITHOUT_MATTER.get(reminder.rule.partition(":")[0]):
        return by_clock(reminder, world, now)
    rule = rule_of(procedure, reminder.rule) if procedure else None
    if matter is None or procedure is None or rule is None:
        return nothing
    there = _waited_for(reminder, rule, matter, procedure, world.registry)
    if not there:
        return nothing
    if rule.does is not None:
        # Of several bodies that it was set for, the first has brought it about: the others find another stage.
        still = rule in procedure.reminders_at(matter.stage_id)
        return _brought_about(rule.does, matter, procedure, world, now) if still else nothing
    first = reminder.waited_from or reminder.due_at
    facts = {**_facts(rule, there[0]), **_when(first, meant_for(reminder, matter, procedure, world, first), now)}
    if rule.levels:
        target = _above_now(rule, matter, reminder.body, there, world)
        facts |= {"unwatched": rule.unwatched, "to": target, "side": reminder.body}
        shared = movers(as_known(matter, matter.audience), procedure, world.registry)
        if there[0] in shared and not rule.unwatched:  # that it is late all know; that a watch is unmanned, its nation
            matter = msgspec.structs.replace(matter, raised=max(matter.raised, rule.levels))
        return _escalate(target, facts, matter, procedure, world.registry) if target else nothing
    if rule.opr:
        facts["seats"] = [seat.id for seat in world.registry.oprs_of(matter.subject)]
    return Accepted(Said("reminded"), notices=(Notice("reminder", reminder.body, facts),))


def _waited_for(
    reminder: Reminder, rule: ReminderRule, matter: Matter, procedure: Procedure, registry: Registry
) -> list[Mover]:
    """Whose move at that body it still is; what goes up may go up there for another side, which is waited for."""
    there = [row for row in movers(matter, procedure, registry) if row.body == reminder.body]
    if there or rule.unwatched or not rule.levels:
        return there
    late = beside(matter, procedure, registry).get(reminder.body)
    return [late] if late else []


def _note_to_self(reminder: Reminder, _world: World, now: datetime) -> Accepted:
    person = reminder.facts.get("to")  # an Actor, or one that was stored with the row
    to = None if person is None else msgspec.convert(person, Actor, from_attributes=True)
    facts = {"text": reminder.facts.get("text", ""), "due": reminder.due_at}
    facts |= _when(reminder.due_at, reminder.due_at, now)
    return Accepted(Said("reminded"), notices=(Notice("own-reminder", reminder.body or None, facts, to),))


def _digest(reminder: Reminder, world: World, now: datetime) -> Accepted:
    facts = {"rule": reminder.rule, "due": reminder.due_at}
    return _by_clock(reminder, Notice("digest", reminder.body, facts), world, now)


def _event(reminder: Reminder, world: World, now: datetime) -> Accepted:
    """Told before it begins, or late while it lasts; one that is over, or that was taken out, is told no more."""
    is_on = reminder.rule.partition(":")[2] in world.rhythm and now < as_instant(reminder.facts["ends"])
    return _by_clock(reminder, Notice("event", reminder.body, reminder.facts) if is_on else None, world, now)


def _by_clock(reminder: Reminder, notice: Notice | None, world: World, now: datetime) -> Accepted:
    """Told where the body stands and has a channel; one that comes late is told once, and the next is still to come."""
    registry, clockwork = world.registry, Clockwork(world.registry, world.rhythm, world.calendars)
    next_one = clockwork.following(chain_of(reminder.rule, reminder.body), reminder.due_at, now)
    is_there = reminder.body in registry.bodies.keys() - registry.absent(now) and reminder.body in world.desks
    return Accepted(
        Said("reminded"),
        notices=(notice,) if notice and is_there else (),
        reminders=(next_one,) if next_one else (),
    )


WITHOUT_MATTER: dict[str, Callable[[Reminder, World, datetime], Accepted]] = {
    NO_MATTER: _note_to_self,
    EVENT: _event,
    **dict.fromkeys(DIGESTS, _digest),
}
"""By rule, up to its colon: what is told by the clock alone."""


def _facts(rule: ReminderRule, mover: Mover) -> dict[str, object]:
    return {"rule": rule.id, "body": mover.body, "since": mover.since, "due": mover.due}


def _when(first: datetime, meant: datetime, now: datetime) -> dict[str, object]:
    """When it fell due, whether it was to wait, and how many minutes later than it was to be told it is told."""
    late = now - meant
    return {"at": first, "waited": meant > first, "late": int(late / timedelta(minutes=1)) if late >= LATE else 0}


def _brought_about(
    does: Callable[[Act], Effect], matter: Matter, procedure: Procedure, world: World, now: datetime
) -> Accepted:
    """What time itself does, in the seat that the matter is about, else that which began it; nobody acts."""
    seat = world.registry.seats[matter.subject or matter.texts[0].seat]
    act = Act(Command("", None, door="tick"), world, now, seat, {}, matter)
    effect = does(act)
    answer = carry_out(procedure, effect, act, before=matter)
    if isinstance(answer, Refused):  # the rule holds at this stage: its table is at fault
        msg = f"{procedure.id}: {effect.triggers} leads nowhere from {matter.stage}"
        raise TypeError(msg)
    return told_to_linked(told_to_parent(answer, matter, world), matter, world)


def _above_now(rule: ReminderRule, matter: Matter, body: str, there: list[Mover], world: World) -> str | None:
    """The body to which it goes up; None where there is none, or where the watch has been taken meanwhile."""
    registry = world.registry
    if rule.unwatched and not any(is_unwatched(registry, world.holders, row) for row in there):
        return None
    return told_above(rule, body, matter, registry)


def _escalate(
    target: str, facts: Mapping[str, object], matter: Matter, procedure: Procedure, registry: Registry
) -> Accepted:
    """To the parent, with the card: the whole record that its readers may see, not a summary."""
    readers = registry.audience_of(target)
    content = {name: facts[name] for name in ("body", "to", "due", "unwatched")}
    if target not in {row.body for row in procedure.addressees(matter, registry)}:
        matter = msgspec.structs.replace(matter, escalated=(*matter.escalated, target))
    return Accepted(
        Said("escalated", {"body": target}),
        matter=matter,
        entries=(Entry(readers, "escalation", content, None, stage_seen(matter.stage, readers)),),
        notices=(
            Notice("card", target),
            Notice("escalation", target, facts),
            Notice("escalation", str(facts["side"]), facts),
        ),
    )
