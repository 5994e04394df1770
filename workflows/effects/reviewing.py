"""Scenario reviews: both nations' planners in parallel, both leads on one version (DOMAIN 6.9).

A scenario is an unclassified synopsis. Bilateral plans themselves are never stored, quoted or pointed at in detail.
"""

from collections import Counter
from datetime import datetime, timedelta

import msgspec

from workflows.act import Act, Effect, Outcome, Record, text_changed
from workflows.bodies.registry import Registry
from workflows.echelons import disagreed
from workflows.effects.internal import once
from workflows.effects.opening import new_text
from workflows.fields import Given
from workflows.matter import Matter, Text, Track
from workflows.routing import Route, combined_routes
from workflows.times.calendars import OutOfRange
from workflows.times.suspense import working_days_due
from workflows.vocabulary import Refused, Said

INTERVAL = timedelta(days=365)
"""Twelve months from one review to the next. Source: DOMAIN 6.9."""

STAGE_DAYS = 10
"""Working days of all nations for a stage. Source: DOMAIN 6."""

ENDINGS = ("reaffirmed", "revised", "retired")

SCENARIO = (
    Given("title", "line", "Scenario", most=150),
    Given("detail", "text", "Synopsis (unclassified)", most=2_500),
    Given("info", "bodies", "Bodies that it relies on", required=False),
)
FINDINGS = (
    Given("assumptions", "text", "Changed assumptions, or “none”", most=1_500),
    Given("relies", "text", "Bodies and seats relied on, and what changed of these", most=1_500),
    Given("played", "text", "Exercises that played it", required=False, most=500),
)
APPROVE = (
    Given("ending", "word", "Decision", words=ENDINGS),
    Given("because", "text", "Reason", most=1_000),
)


def enter(act: Act) -> Outcome:
    """A new scenario of the library, joint from its first line: what is written there all nations read."""
    body, registry, given = act.seat.body, act.registry, act.given
    nations = registry.audience_of(body)
    matter = Matter(
        id=act.world.matter_id,
        procedure="",  # filled in by the engine, with the stage
        stage=(),
        nation=act.nation,
        asker=body,
        owner=body,
        to=(),
        info=(),
        audience=nations,
        urgency="",
        mode="coordination",
        opened_at=act.now,
        entered_at=act.now,
        due_at=act.now + INTERVAL,
        texts=(Text(given["title"], given["detail"], act.seat.id, act.now, act.nation),),
        tracks={nation: Track(body, act.now) for nation in nations},
        facts={"relies_on": list(given.get("info", ())), "approved": 1},
    )
    content = {**given, "from": body}
    record = Record("scenario", own=content, joint=content, seat=act.seat.id)
    said = Said("scenario-entered", {"at": matter.due_at})
    return Effect(matter, ("enter",), (record,), said)


def routes(matter: Matter, registry: Registry) -> tuple[Route, ...]:
    """The planning body alone, and those to which it went up: no request goes there, and nothing of it elsewhere."""
    return once(
        Route(matter.owner, "asks"),
        *combined_routes(matter, registry),
        *(Route(body, "escalated") for body in matter.escalated),
    )


def fall_due(act: Act) -> Effect:
    """The interval has passed."""
    record = Record("review-due", joint={"version": act.about.version})
    return Effect(_for_a_stage(act, act.about), ("fall-due",), (record,))


def begin(act: Act) -> Outcome:
    """A review, at its time or before: after a crisis or an exercise."""
    if isinstance(refused := _due(act, act.about), Refused):
        return refused
    facts = {name: value for name, value in act.about.facts.items() if name != "findings"}
    matter = _for_a_stage(act, msgspec.structs.replace(act.about, kept={}, facts=facts, raised=0, escalated=()))
    record = Record("review", own=dict(act.given), joint=dict(act.given), seat=act.seat.id)
    return Effect(matter, _to_planners(matter, "review"), (record,), Said("review-begun", {"due": matter.due_at}))


def _to_planners(matter: Matter, trigger: str) -> tuple[str, ...]:
    """To both nations' planners in parallel; in integration to one draft."""
    return (trigger, "combine") if matter.mode == "integration" else (trigger,)


def find(act: Act) -> Outcome:
    """One nation's findings: its own until all have theirs."""
    matter = act.about.with_kept(act.nation, found={**act.given, "seat": act.seat.id})
    record = Record("findings", own=dict(act.given), seat=act.seat.id)
    return Effect(matter, (f"found:{act.nation}",), (record,), Said("findings-recorded"))


def agree(act: Act) -> Outcome:
    """In integration a co-lead agrees to the one draft, and says to all at once what it rests on."""
    if refused := text_changed(act):
        return refused
    findings = {**act.about.facts.get("findings", {}), act.nation: {**act.given, "seat": act.seat.id}}
    content = {**act.given, "version": act.about.version}
    record = Record("findings-agreed", own=content, joint=content, seat=act.seat.id)
    matter = act.about.with_facts(findings=findings)
    return Effect(matter, (f"agreed:{act.nation}",), (record,), Said("findings-agreed"))


def all_agreed(act: Act, matter: Matter) -> Effect:
    return Effect(_for_a_stage(act, matter), ("compare",), (Record("draft-agreed", joint={"version": matter.version}),))


def all_found(act: Act, matter: Matter) -> Effect:
    """Everybody's findings are known to all, and the leads decide on the text."""
    found = {nation: facts["found"] for nation, facts in matter.kept.items()}
    matter = _for_a_stage(act, msgspec.structs.replace(matter, kept={}).with_facts(findings=found))
    return Effect(matter, ("compare",), (Record("found", joint={"findings": found}),))


def propose(act: Act) -> Outcome:
    """A new version of the synopsis: the leads decide anew, on this one."""
    if refused := text_changed(act):
        return refused
    matter = msgspec.structs.replace(act.about, texts=(*act.about.texts, new_text(act)), kept={})
    content = {"title": matter.text.title, "detail": matter.text.detail, "version": matter.version}
    record = Record("propose", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, ("propose",), (record,), Said("proposed", {"version": matter.version}))


def approve(act: Act) -> Outcome:
    """One lead's decision on the present version; the other hears of it once both have decided."""
    if refused := text_changed(act):
        return refused
    matter, ending = act.about, act.given["ending"]
    is_new = matter.version != matter.facts["approved"]
    if ending != "retired" and is_new != (ending == "revised"):
        return Refused("not-what-the-text-is", {"version": matter.version, "word": ending}, field="ending")
    at = {"decided": act.decided.isoformat()} if act.decided else {}
    matter = matter.with_kept(act.nation, decided={**act.given, "seat": act.seat.id, **at})
    record = Record("approve", own={**act.given, "version": matter.version}, seat=act.seat.id)
    return Effect(matter, (f"{ending}:{act.nation}",), (record,), Said("review-decided"))


def all_decided(act: Act, matter: Matter) -> Effect:
    """Both leads on the same version and with one mind: that is the review's end. Else it goes back to the planners."""
    decided = {nation: facts["decided"] for nation, facts in matter.kept.items()}
    endings = Counter(row["ending"] for row in decided.values())
    joint = {"decided": decided, "version": matter.version}
    matter = msgspec.structs.replace(matter, kept={})
    if len(endings) > 1:
        matter, raised = disagreed(matter, act.registry)
        triggers = _to_planners(matter, "differ")
        return Effect(_for_a_stage(act, matter), triggers, (Record("differ", joint=joint), *raised))
    ending = next(iter(endings))
    record = Record("scenario-decided", joint={**joint, "ending": ending})
    if ending == "retired":
        return Effect(matter, ("retire",), (record,))
    matter = matter.with_facts(approved=matter.version)
    matter = msgspec.structs.replace(matter, opened_at=act.now, due_at=act.now + INTERVAL)
    return Effect(matter, ("renew",), (record,))


def _for_a_stage(act: Act, matter: Matter) -> Matter:
    """With a suspense for the stage that others or time bring about; due at once where no calendar reaches so far."""
    due = _due(act, matter)
    return msgspec.structs.replace(matter, opened_at=act.now, due_at=act.now if isinstance(due, Refused) else due)


def _due(act: Act, matter: Matter) -> datetime | Refused:
    """By the working days of all nations, where the planners sit."""
    body, registry = matter.owner, act.registry
    zone, hours = registry.zone_of(body), registry.working_hours_of(body)
    try:
        return working_days_due(STAGE_DAYS, act.now, zone, act.world.calendars_at((body,)), hours)
    except OutOfRange as error:
        return Refused("no-calendar", {"calendar": error.calendar, "day": error.day})
