"""When a suspense is chased, and what a reminder that fires has to say. Conditions are checked when it fires."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import islice

from workflows.matter import Actor, Matter
from workflows.procedure import Procedure, ReminderRule
from workflows.progress import Mover, movers
from workflows.registry import Registry
from workflows.suspense import fraction_of
from workflows.vocabulary import Reminder

NO_MATTER = "note-to-self"
"""The rule of a reminder that a person asked for."""


def reminders_for(
    matter: Matter, procedure: Procedure, registry: Registry, holders: Mapping[str, Actor], now: datetime
) -> tuple[Reminder, ...]:
    """The reminders that are still to come for whoever's move it is now. Those whose time had passed before are not made."""
    rows: dict[tuple[str, str], Reminder] = {}
    for mover in movers(matter, procedure, registry):
        for rule in procedure.reminders:
            due = _fires_at(rule, mover, registry, holders, now)
            if due is not None:
                rows.setdefault((rule.id, mover.body), Reminder(rule.id, mover.body, due))
    return tuple(rows.values())


def is_unwatched(registry: Registry, holders: Mapping[str, Actor], body: str) -> bool:
    """Whether nobody holds the watch of `body`."""
    return not any(seat.id in holders for seat in registry.watch_of(body))


def above(registry: Registry, body: str, levels: int) -> str | None:
    """The ancestor that many levels up, None past the root."""
    return next(islice(registry.upward(body), levels, None), None)


def rule_of(procedure: Procedure, rule_id: str) -> ReminderRule | None:
    return next((rule for rule in procedure.reminders if rule.id == rule_id), None)


def _fires_at(
    rule: ReminderRule, mover: Mover, registry: Registry, holders: Mapping[str, Actor], now: datetime
) -> datetime | None:
    if rule.levels and above(registry, mover.body, rule.levels) is None:
        return None
    if rule.unwatched:
        return now if is_unwatched(registry, holders, mover.body) else None
    if mover.due is None:
        return None
    # A stage entered after its due time still has a span to escalate by: the least that a suspense has.
    due = max(mover.due, mover.since + timedelta(minutes=1))
    at = fraction_of(mover.since, due, rule.share)
    return at if at >= now else None
