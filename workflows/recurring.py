"""What a desk is told by the clock: digests and events, each a chain of reminders of which one is pending at a time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from workflows.bodies.registry import Registry
from workflows.digest import DIGESTS, MORNING, next_digest
from workflows.rhythm import Event, next_occurrence, told_at
from workflows.times.calendars import Calendar
from workflows.vocabulary import Reminder

EVENT = "event"
"""The rule of an event's reminder is this, a colon, and the event's id."""

Chain = tuple[str, str]
"""A rule and a body: what names a chain. All digests of a desk are one."""


def chain_of(rule: str, body: str) -> Chain:
    return (MORNING if rule in DIGESTS else rule), body


class Clockwork(msgspec.Struct, frozen=True):
    """All that recurs by the clock, and the days by which it goes."""

    registry: Registry
    rhythm: Mapping[str, Event]
    calendars: Mapping[str, Calendar]

    def chains(self) -> tuple[Chain, ...]:
        """Every chain that there may be."""
        events = ((f"{EVENT}:{event.id}", event.body) for event in self.rhythm.values())
        return (*((MORNING, body) for body in self.registry.bodies), *events)

    def event(self, rule: str) -> Event | None:
        kind, _, id_ = rule.partition(":")
        return self.rhythm.get(id_) if kind == EVENT else None

    def following(self, chain: Chain, after: datetime, now: datetime | None = None) -> Reminder | None:
        """The reminder that is due next after `after`; None where the chain is over, or is none any more.

        Where it is later by `now`, of the digests that were missed none follows; of events, one that isn't over.
        """
        rule, body = chain
        if rule in DIGESTS:
            return next_digest(body, self.registry, max(after, now or after))
        event = self.event(rule)
        if event is None or event.body != body:
            return None
        row = next_occurrence(event, self.registry, self.calendars, after, now)
        if row is None:
            return None
        facts = {"event": event.id, "begins": row.begins, "ends": row.ends}
        return Reminder(rule, body, told_at(event, row), facts)

    def is_right(self, rule: str, body: str, due_at: datetime) -> bool:
        """Whether a reminder that was set is at one of the times that its chain has now."""
        right = self.following(chain_of(rule, body), due_at - timedelta(microseconds=1))
        return right is not None and (right.rule, right.due_at) == (rule, due_at)
