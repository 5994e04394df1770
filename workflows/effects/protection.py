"""The minister's decision on asset protection, and what follows: in force, ended, reported (DOMAIN 6.7)."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from workflows.act import Act, Effect, Outcome, Record, text_changed
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.effects.on_record import times_of, times_told
from workflows.effects.protecting import PUBLISH, REPORT, at_desks_of
from workflows.fields import Given
from workflows.late import decided_at
from workflows.matter import Matter
from workflows.times.calendars import OutOfRange
from workflows.times.days import end_of_day
from workflows.times.suspense import working_days_due
from workflows.vocabulary import Refused, Said

REPORT_DAYS = 3
"""Working days for the report after it has ended: ours, as a routine matter's."""

GRANTED = ("approved", "conditions")

EVENT = (Given("event", "text", "What happened (all nations read it)", most=1_000),)
PUBLIC = (Given("where", "line", "How it was made public", most=300),)
RESULT = (Given("report", "text", "Report (your nation's own)", most=2_500),)


def decide(act: Act) -> Outcome:
    """The minister's decision, with the whole record of one (DOMAIN 10), which is its nation's own."""
    given, conditions = act.given, act.given.get("if", "")
    kind = "conditions" if given["decision"] == "approved" and conditions else given["decision"]
    decided, over = decided_at(act), _over_at(act.about, act.registry)
    if refused := text_changed(act) or _cannot_be_decided(act, kind, over):
        return refused
    if isinstance(decided, Refused):
        return decided
    own = {**given, "decision": kind, "version": act.about.version, **times_of(decided, act.now)}
    conditions = conditions if kind == "conditions" else ""
    joint = {"decision": kind, "if": conditions, **times_told(decided, act.now)}
    record = Record("protection-decided", own, joint, act.seat.id, at=decided)
    said = Said("protection-decided", {"decision": kind})
    if kind not in GRANTED:
        return Effect(act.about, () if kind == "deferred" else ("refuse",), (record,), said)
    matter = at_desks_of(act.about, REPORT).with_facts(conditions=conditions)
    return Effect(matter, ("grant",), (record,), said, stage_due=over)


def _cannot_be_decided(act: Act, kind: str, over: datetime) -> Refused | None:
    if kind == "conditions" and not act.given.get("if"):
        return Refused("missing", {"field": "if"}, field="if")
    return Refused("days-are-over", {"at": over}, field="decision") if kind in GRANTED and over <= act.now else None


def _over_at(matter: Matter, registry: Registry) -> datetime:
    """When the last day is over where the nations meet."""
    return end_of_day(date.fromisoformat(matter.facts["ends"]), registry.bilateral.zone)


def over(act: Act) -> Effect:
    """The last day is over."""
    return _ended(act, act.about, Record("protection-over", joint={"ends": act.about.facts["ends"]}))


def end(act: Act) -> Outcome:
    """Before its last day, by those who asked, who decided or who carry it out."""
    content = dict(act.given)
    matter = msgspec.structs.replace(act.about, missing=act.given["because"])
    return _ended(act, matter, Record("end", own=content, joint=content, seat=act.seat.id))


def _ended(act: Act, matter: Matter, record: Record) -> Effect:
    """It is reported within some working days of those who report; at once where no calendar reaches so far."""
    bodies = tuple(dict.fromkeys(seat.body for seat in act.registry.seats_of_part(REPORT.name)))
    try:
        zone, calendars = act.registry.zone_of(bodies[0]), act.world.calendars_at(bodies)
        due = working_days_due(REPORT_DAYS, act.now, zone, calendars, act.registry.working_hours_of(bodies[0]))
    except OutOfRange:
        due = act.now
    return Effect(matter, ("end",), (record,), Said("protection-ended", {"due": due}), stage_due=due)


def unusual(act: Act) -> Outcome:
    """An unusual event: both nations hear of it, and those who make things public are asked to, promptly."""
    event = {"text": act.given["event"], "at": act.now.isoformat(), "seat": act.seat.id}
    facts = act.about.facts
    matter = at_desks_of(act.about, PUBLISH).with_facts(
        unusual=[*facts.get("unusual", ()), event], unpublished=[*facts.get("unpublished", ()), event]
    )
    content = dict(act.given)
    record = Record("unusual", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, (), (record,), Said("event-recorded"))


def made_public(act: Act) -> Outcome:
    content = dict(act.given)
    matter = act.about.with_facts(unpublished=[], made_public=act.given["where"])
    record = Record("public", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, (), (record,), Said("made-public"))


def is_unpublished(matter: Matter, _seats: Sequence[Seat], _registry: Registry) -> bool:
    return bool(matter.facts.get("unpublished"))


def report(act: Act) -> Outcome:
    """The report closes it; an unusual event has to be public first."""
    if act.about.facts.get("unpublished"):
        return Refused("publish-first")
    matter = act.about.with_kept(act.nation, report=act.given["report"])
    record = Record("report", own=dict(act.given), joint={}, seat=act.seat.id)
    return Effect(matter, ("report",), (record,), Said("protection-reported"))
