"""When a suspense is chased, and who above is told. Whether it still holds is checked again when a reminder fires."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from workflows.bodies.registry import Registry
from workflows.echelons import waited_for
from workflows.matter import Actor, Matter
from workflows.procedure import Procedure, ReminderRule
from workflows.progress import Mover
from workflows.times.dtg import whole_seconds
from workflows.times.suspense import Span, fraction_of
from workflows.vocabulary import Reminder

NO_MATTER = "note-to-self"
"""The rule of a reminder that a person asked for."""

LEAST_SHARE = Fraction(1, 10)
"""Of the matter's span: what a stage that was entered late still has, so that its echelons are not all told at once."""

LEAST = timedelta(minutes=1)


def reminders_for(
    moving: Sequence[Mover], matter: Matter, procedure: Procedure, registry: Registry, holders: Mapping[str, Actor]
) -> tuple[Reminder, ...]:
    """Every reminder for those whose move it is now (`progress.movers`), those whose time has passed among them.

    Where one side is chased the others, which have moved, go up the echelons with it.
    """
    rows: dict[tuple[str, str], Reminder] = {}
    rules = procedure.reminders_at(matter.stage_id)
    for mover in moving:
        owed = _owed_by(mover, matter)
        span = Span(mover.since, owed) if owed else None
        unwatched = is_unwatched(registry, holders, mover)
        above = {inside: len(_above(mover.body, matter, registry, inside=inside)) for inside in (False, unwatched)}
        for rule in rules:
            if (rule.unwatched and not unwatched) or rule.levels > above[rule.unwatched]:
                continue
            at = _fires_at(rule, mover, span)
            if at is not None:
                rows.setdefault((rule.id, mover.body), Reminder(rule.id, mover.body, at))
    for body, late in beside(matter, procedure, registry).items():
        owed, levels = _owed_by(late, matter), len(_above(body, matter, registry, inside=False))
        span = Span(late.since, owed) if owed else None
        for rule in rules:
            if 0 < rule.levels <= levels and not rule.unwatched and (at := _fires_at(rule, late, span)):
                rows.setdefault((rule.id, body), Reminder(rule.id, body, at))
    return tuple(rows.values())


def beside(matter: Matter, procedure: Procedure, registry: Registry) -> Mapping[str, Mover]:
    """By the lead body of each side that has moved, who is waited for on another one; none of what one alone has."""
    if len(matter.audience) < 2:  # noqa: PLR2004  one nation
        return {}
    late = {track.lead: waited_for(matter, procedure, registry, nation) for nation, track in matter.tracks.items()}
    return {body: mover for body, mover in late.items() if mover is not None}


def is_unwatched(registry: Registry, holders: Mapping[str, Actor], mover: Mover) -> bool:
    """Whether nobody of the nation whose move it is holds the watch there."""
    return not any(seat.id in holders for seat in registry.watch_of(mover.body, mover.nation))


def told_above(rule: ReminderRule, body: str, matter: Matter, registry: Registry) -> str | None:
    """The body to which `rule` escalates from `body`: so many echelons up, None past the root.

    Only echelons that may know it count. What is one nation's own, an unmanned watch, a text not yet released, stays
    with bodies that nobody else reads.
    """
    above = _above(body, matter, registry, inside=rule.unwatched)
    return above[rule.levels - 1] if rule.levels <= len(above) else None


def rule_of(procedure: Procedure, rule_id: str) -> ReminderRule | None:
    return next((rule for rule in procedure.reminders if rule.id == rule_id), None)


def _above(body: str, matter: Matter, registry: Registry, *, inside: bool) -> tuple[str, ...]:
    """The bodies over it, nearest first, that may know of the matter; `inside`: read by nobody else."""
    readers = registry.audience_of(body) if inside or matter.draft is not None else matter.audience
    return registry.above(body, readers)


def _owed_by(mover: Mover, matter: Matter) -> datetime | None:
    """The end of the span in which it is chased: the stage's suspense, but never less than the least share."""
    if mover.due is None:
        return None
    least = max(LEAST, fraction_of(matter.opened_at, matter.due_at, LEAST_SHARE) - matter.opened_at)
    return max(mover.due, mover.since + least)


def _fires_at(rule: ReminderRule, mover: Mover, span: Span | None) -> datetime | None:
    """None where nothing is owed by a time. `span` may end after the suspense, an agreed instant is what it is."""
    if rule.unwatched:
        return whole_seconds(mover.since)
    if rule.before is None:
        return span.at(rule.share) if span else None
    at = mover.due - timedelta(minutes=rule.before) if mover.due else mover.since
    return at if at > mover.since else None
