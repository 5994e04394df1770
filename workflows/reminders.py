"""When a suspense is chased, and who above is told. Whether it still holds is checked again when a reminder fires."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import islice

from workflows.matter import Actor, Matter
from workflows.procedure import Procedure, ReminderRule
from workflows.progress import Mover, movers
from workflows.registry import Registry
from workflows.suspense import fraction_of
from workflows.vocabulary import Reminder

NO_MATTER = "note-to-self"
"""The rule of a reminder that a person asked for."""

LEAST_SHARE = Fraction(1, 10)
"""Of the matter's span: what a stage that was entered late still has, so that its echelons are not all told at once."""

LEAST = timedelta(minutes=1)


def reminders_for(
    matter: Matter, procedure: Procedure, registry: Registry, holders: Mapping[str, Actor]
) -> tuple[Reminder, ...]:
    """Every reminder for whoever's move it is now, those whose time has passed among them."""
    rows: dict[tuple[str, str], Reminder] = {}
    for mover in movers(matter, procedure, registry):
        for rule in procedure.reminders:
            due = _fires_at(rule, mover, matter, registry, holders)
            if due is not None:
                rows.setdefault((rule.id, mover.body), Reminder(rule.id, mover.body, due))
    return tuple(rows.values())


def is_unwatched(registry: Registry, holders: Mapping[str, Actor], mover: Mover) -> bool:
    """Whether nobody of the nation whose move it is holds the watch there."""
    return not any(seat.id in holders for seat in registry.watch_of(mover.body, mover.nation))


def told_above(rule: ReminderRule, mover: Mover, matter: Matter, registry: Registry) -> str | None:
    """The body to which `rule` escalates: so many echelons up, None past the root.

    Only echelons that may know it count. What is one nation's own, an unmanned watch, a text not yet released, stays
    with bodies that nobody else reads.
    """
    inside = rule.unwatched or matter.draft is not None
    readers = registry.audience_of(mover.body) if inside else matter.audience
    above = (body for body in islice(registry.upward(mover.body), 1, None))
    fitting = (body for body in above if set(registry.audience_of(body)) <= set(readers))
    return next(islice(fitting, rule.levels - 1, None), None)


def rule_of(procedure: Procedure, rule_id: str) -> ReminderRule | None:
    return next((rule for rule in procedure.reminders if rule.id == rule_id), None)


def _fires_at(
    rule: ReminderRule, mover: Mover, matter: Matter, registry: Registry, holders: Mapping[str, Actor]
) -> datetime | None:
    if rule.levels and told_above(rule, mover, matter, registry) is None:
        return None
    if rule.unwatched:
        return mover.since.replace(microsecond=0) if is_unwatched(registry, holders, mover) else None
    if mover.due is None:
        return None
    least = max(LEAST, fraction_of(matter.opened_at, matter.due_at, LEAST_SHARE) - matter.opened_at)
    return fraction_of(mover.since, max(mover.due, mover.since + least), rule.share)
