"""The decision and after: each nation decides for itself, the outcome is derived, each closes its own side.

Source: DOMAIN 6.1 and 10.
"""

import msgspec

from workflows.act import Act, Effect, Outcome, Record, text_changed
from workflows.answers import fresh_decisions
from workflows.effects.on_record import BESIDE, GROUNDS, times_of
from workflows.fields import Given
from workflows.known import serial_for
from workflows.late import decided_at
from workflows.matter import Decision, Matter
from workflows.reckoning import of_typed
from workflows.release import may_read, text_for
from workflows.vocabulary import Refused, Said

OUTCOMES = ("disapproved", "deferred", "conditions", "approved")
"""Weakest first: the joint outcome is the weakest of the nations' decisions (DOMAIN 6.1)."""

GOES_AHEAD = ("approved", "conditions")

DECIDE = (
    Given("decision", "decision", "Decision", most=20),
    *GROUNDS,
    Given("if", "text", "Conditions", required=False, most=1_000),
    *BESIDE,
)
EXTEND = (
    Given("by", "time", "New suspense", most=60),
    Given("because", "text", "Reason", most=500),
)
REMARK = (Given("remark", "text", "Remark", required=False),)
REMARK_TO_ALL = (Given("remark", "text", "Remark, for the other side too", required=False),)


def decide(act: Act) -> Outcome:
    """One nation's decision. What the other side learns of it waits until every nation has decided."""
    if refused := text_changed(act):
        return refused
    matter, nation, given = act.about, act.nation, act.given
    conditions = given.get("if", "")
    if given["decision"] == "conditions" and not conditions:
        return Refused("missing", {"field": "if"}, field="if")
    decided = decided_at(act)
    if isinstance(decided, Refused):
        return decided
    # An approval to which a condition is put is one with conditions, as it is with a concurrence.
    kind = "conditions" if given["decision"] == "approved" and conditions else given["decision"]
    taken_up = matter.stage_id == "decided"
    if taken_up and matter.outcome != "deferred":
        return Refused("already-decided", {"outcome": matter.outcome})
    if taken_up:
        matter = msgspec.structs.replace(fresh_decisions(matter), outcome=None)
    elif (recorded := matter.tracks[nation].decision) is not None:
        return Refused("already-recorded", {"decision": recorded.kind})
    decision = Decision(
        kind=kind,
        seat=act.seat.id,
        at=decided,
        situation=given["situation"],
        considered=given["considered"],
        rejected=given["rejected"],
        rationale=given["rationale"],
        dissent=given["dissent"],
        authority=given["authority"],
        conditions=conditions,
    )
    own = {**given, "decision": kind, "version": matter.version, **times_of(decided, act.now)}
    record = Record("decide", own=own, seat=act.seat.id, at=decided)
    # That a deferred matter is open again is known to all; what was decided now is not, until all have decided.
    reopened = (Record("take-up", joint={"version": matter.version}),) if taken_up else ()
    matter = matter.with_track(nation, decision=decision)
    is_last = all(track.decision is not None for track in matter.tracks.values())
    return Effect(
        matter,
        (*(("take-up",) if taken_up else ()), f"{kind}:{nation}"),
        (*reopened, record),
        Said("decision-last" if is_last else "decision-recorded", {"decision": kind}),
    )


def joint_outcome(matter: Matter) -> str:
    """The weakest of the nations' decisions, in the order of OUTCOMES."""
    kinds = [track.decision.kind for track in matter.tracks.values() if track.decision]
    return min(kinds, key=OUTCOMES.index)


def decisions_joined(_act: Act, matter: Matter) -> Effect:
    """Every nation has decided: the outcome follows, and cannot be typed."""
    matter = msgspec.structs.replace(matter, outcome=joint_outcome(matter))
    decisions = {
        nation: {
            "decision": track.decision.kind,
            "conditions": track.decision.conditions
            if may_read("decision-conditions", matter, nation, matter.audience)
            else "",
            "seat": track.decision.seat,
            "decided": track.decision.at,
        }
        for nation, track in matter.tracks.items()
        if track.decision is not None
    }
    text = text_for(matter, matter.audience)
    joint = {
        "outcome": matter.outcome,
        "title": text.title,
        "detail": text.detail,
        "version": matter.version,
        "decisions": decisions,
    }
    return Effect(matter, ("all-decided",), (Record("outcome", joint=joint),))


def implement(act: Act) -> Outcome:
    if act.about.outcome not in GOES_AHEAD:
        return Refused("nothing-to-implement", {"outcome": act.about.outcome})
    record = Record("implement", own=dict(act.given), joint=dict(act.given), seat=act.seat.id)
    return Effect(act.about, ("implement",), (record,), Said("implementing"))


def close(act: Act) -> Outcome:
    """One nation closes its own side; a request that goes ahead is implemented first."""
    if act.about.stage_id == "decided" and act.about.outcome in GOES_AHEAD:
        return Refused("implement-first")
    if refused := open_under(act):
        return refused
    record = Record("close", own=dict(act.given), joint=dict(act.given), seat=act.seat.id)
    return Effect(act.about, (f"closed:{act.nation}",), (record,), Said("closed-own-side"))


def open_under(act: Act) -> Refused | None:
    """Refused over what the acting nation has open under it, unless a reason is stated."""
    still_open = [row for row in act.world.children if row.nation == act.nation]
    if act.given.get("remark") or not still_open:
        return None
    serials = tuple(serial_for(row, act.registry, (act.nation,)) for row in still_open)
    return Refused("open-under-it", {"serials": serials}, field="remark")


def everyone_closed(_act: Act, matter: Matter) -> Effect:
    return Effect(matter, ("all-closed",), (Record("closed", joint={"outcome": matter.outcome or ""}),))


def extend(act: Act) -> Outcome:
    """A later suspense; an earlier one is a new request."""
    matter = act.about
    if act.given["by"] <= matter.due_at:
        return Refused("not-later", {"due": matter.due_at}, field="by")
    content = {"from": matter.due_at, "to": act.given["by"], "because": act.given["because"]}
    matter = msgspec.structs.replace(matter, due_at=act.given["by"], reckoned=of_typed(act, "by"))
    record = Record("extend", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, (), (record,), Said("extended", {"due": matter.due_at}))


def escalate(act: Act) -> Outcome:
    """The owner takes it up one echelon, with every answer as given (DOMAIN 6.1, reconciling)."""
    above = next(iter(act.registry.above(act.about.owner, act.about.audience)), None)
    if above is None:
        return Refused("no-parent", {"body": act.about.owner})
    content = {"from": act.about.owner, "to": above, **act.given}
    matter = msgspec.structs.replace(act.about, owner=above, escalated=(*act.about.escalated, act.about.owner))
    record = Record("escalate", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, (), (record,), Said("escalated", {"body": above}))
