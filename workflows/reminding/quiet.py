"""Quiet hours: which reminders wait until they are over, and which call a desk all the same, as the registry states.

What only reminds waits, and comes together with the others of its desk. An escalation, what calls those who answer for
a seat, what comes so long before an agreed instant, and what time itself brings about never wait; nor does what a
person asked for, a digest or an event.
"""

from datetime import datetime, timedelta

from workflows.matter import Matter
from workflows.procedure import Procedure, ReminderRule
from workflows.reminding.reminders import rule_of
from workflows.times.hours import span_at
from workflows.times.suspense import URGENCIES
from workflows.vocabulary import Reminder, World


def waits_until(
    reminder: Reminder, matter: Matter | None, procedure: Procedure | None, world: World, at: datetime
) -> datetime | None:
    """Until when a reminder whose time has come at `at` has to wait; None where it is told at once.

    That is the end of its desk's quiet hours, or before it the time from which something else is said to hold of the
    situation: then it is asked anew.
    """
    registry, situation = world.registry, world.situation
    rule = rule_of(procedure, reminder.rule) if procedure else None
    if matter is None or rule is None or not _only_reminds(rule) or reminder.body not in registry.bodies:
        return None
    hours = registry.quiet_hours_of(reminder.body)
    span = span_at(hours, at, registry.zone_of(reminder.body)) if hours else None
    if span is None or situation.phase(at) in registry.quiet.phases or _presses(matter, registry.quiet.urgencies):
        return None
    return min((row.holds_from for row in situation.said if at < row.holds_from < span[1]), default=span[1])


def meant_for(reminder: Reminder, matter: Matter, procedure: Procedure, world: World, first: datetime) -> datetime:
    """When one that was due at `first` was to be told, as the quiet hours since have it."""
    at = first
    while until := waits_until(reminder, matter, procedure, world, at):
        at = until
    return at


def _only_reminds(rule: ReminderRule) -> bool:
    return rule.levels == 0 and rule.does is None and not rule.opr and rule.before is None


def _presses(matter: Matter, urgencies: tuple[str, ...]) -> bool:
    """Whether its urgency is one of these; of one that was given a time instead, whether that is no longer than theirs.

    The latter is ours: a time that is as short is as pressing, whichever way it was said.
    """
    if matter.urgency:
        return matter.urgency in urgencies
    spans = (URGENCIES[urgency].elapsed for urgency in urgencies)
    return matter.due_at - matter.opened_at <= max(filter(None, spans), default=timedelta())
