"""Facility and area use, from the subcommittee's advice to its handing back (DOMAIN 6.5).

Each nation agrees for itself; what follows is derived. What one says is its own until all have spoken.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from workflows.act import Act, Effect, Outcome, Record, not_now, text_changed
from workflows.answers import fresh_decisions
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.effects import deciding
from workflows.effects.facility_asking import INTERVAL, KINDS, OWN_ADVICE, put_to, without
from workflows.fields import Given
from workflows.matter import Matter
from workflows.vocabulary import Refused, Said

ADVICE = ("recommended", "not-recommended")
OBJECTION = "objection"
CONSULTED = ("not-needed", "held", OBJECTION)
PUBLISH, KEEP = "publish", "keep"
OWN_ANSWER = "own_answer"
"""What a nation keeps of its ministers' answer, until all have answered."""

ADVISE = (
    Given("advice", "word", "Advice", words=ADVICE),
    Given("because", "text", "Reason and conditions", most=1_000),
)
CONSULT = (
    Given("answer", "word", "Prior consultation", words=CONSULTED),
    Given("because", "text", "Reason", most=1_000),
)
CABINET_DECISION = (Given("reference", "line", "Cabinet decision and its date", most=300),)
NOTIFY = (Given("reference", "line", "Notice and its date", most=300),)
MINUTES = (Given("minutes", "word", "Minutes", words=(PUBLISH, KEEP)),)


def advise(act: Act) -> Outcome:
    """One nation's side of the subcommittee, on the terms as they are written now."""
    if refused := text_changed(act):
        return refused
    record = Record("advise", own={**act.given, "version": act.about.version}, seat=act.seat.id)
    return Effect(_kept(act, OWN_ADVICE, "advice"), (f"advised:{act.nation}",), (record,), Said("advice-recorded"))


def _kept(act: Act, name: str, field: str) -> Matter:
    row = {"word": act.given[field], "text": act.given["because"], "seat": act.seat.id}
    return act.about.with_kept(act.nation, **{name: row})


def _said_by_all(matter: Matter, name: str) -> dict[str, Any]:
    return {nation: matter.kept[nation][name] for nation in matter.tracks}


def all_advised(act: Act, matter: Matter) -> Effect:
    """The advice goes to the committee as it is, whatever it is. Its minutes stay inside."""
    advice = _said_by_all(matter, OWN_ADVICE)
    record = Record("advised", joint={"version": matter.version, "advice": advice})
    matter = without(matter, OWN_ADVICE).with_facts(advice=advice, minutes=matter.facts.get("minutes", KEEP))
    return Effect(put_to(act, matter, "committee"), ("advise",), (record,))


def all_agreed(act: Act, matter: Matter) -> Effect:
    """Every representative has decided: the joint outcome follows, with the terms on which it rests."""
    effect = deciding.decisions_joined(act, matter)
    matter, (record,) = effect.matter, effect.records
    terms = {name: matter.facts.get(name, "") for name in ("kind", "place", "begins", "ends")}
    record = msgspec.structs.replace(record, joint={**(record.joint or {}), **terms})
    if matter.outcome == "disapproved":
        return Effect(matter, ("refuse",), (record,))
    if matter.outcome == "deferred":  # the subcommittee has it again, for the next meeting
        panel = matter.facts["panel"]
        matter = msgspec.structs.replace(fresh_decisions(matter), outcome=None)
        return Effect(put_to(act, matter, panel), (panel,), (record,))
    if matter.facts.get("consultation") == "raised":
        return Effect(put_to(act, matter, "ministers"), ("consult",), (record,))
    return _onward(act, matter, record)


def decide(act: Act) -> Outcome:
    """One representative's decision, as any; a use whose end has passed is not agreed to any more."""
    ends = act.about.facts.get("ends")
    at = datetime.fromisoformat(ends) if ends else None
    if at and at <= act.now and act.given["decision"] in deciding.GOES_AHEAD:
        return Refused("use-is-over", {"at": at}, field="decision")
    return deciding.decide(act)


def consult(act: Act) -> Outcome:
    """One nation's ministers answer the question that was raised; the bot answers nothing."""
    record = Record("consult", own=dict(act.given), seat=act.seat.id)
    matter = _kept(act, OWN_ANSWER, "answer")
    return Effect(matter, (f"answered:{act.nation}",), (record,), Said("consultation-answered"))


def all_consulted(act: Act, matter: Matter) -> Effect:
    """All ministers have answered: an objection of one is a refusal, whatever was agreed."""
    answers = _said_by_all(matter, OWN_ANSWER)
    record = Record("consulted", joint={"consulted": answers})
    matter = without(matter, OWN_ANSWER).with_facts(consulted=answers)
    if any(row["word"] == OBJECTION for row in answers.values()):
        return Effect(matter, ("refuse",), (record,))
    return _onward(act, matter, record)


def _onward(act: Act, matter: Matter, record: Record) -> Effect:
    """To the Cabinet, where a use of this kind needs its decision; else it begins."""
    if KINDS[matter.facts["kind"]].by_cabinet:
        return Effect(put_to(act, matter, "cabinet"), ("to-cabinet",), (record,))
    return Effect(_in_use(act, matter), ("use",), (record,))


def cabinet(act: Act) -> Outcome:
    """The Cabinet's decision, as it was taken elsewhere; the notice has what is left of the same suspense."""
    content = dict(act.given)
    record = Record("cabinet", own=content, joint=content, seat=act.seat.id)
    matter = act.about.with_facts(cabinet=act.given["reference"])
    return Effect(matter, ("decide",), (record,), Said("cabinet-recorded"))


def notify(act: Act) -> Outcome:
    content = dict(act.given)
    record = Record("notify", own=content, joint=content, seat=act.seat.id)
    matter = _in_use(act, act.about.with_facts(notice=act.given["reference"]))
    return Effect(matter, ("use",), (record,), Said("notified", {"due": matter.due_at}))


def _in_use(act: Act, matter: Matter) -> Matter:
    """Until the agreed end; without one the user says within a year whether it is still needed."""
    ends = matter.facts.get("ends")
    due = datetime.fromisoformat(ends) if ends else act.now + INTERVAL
    return msgspec.structs.replace(matter, opened_at=act.now, due_at=due, reckoned=None)


def extend(act: Act) -> Outcome:
    """Still needed: of what has no agreed end alone. A later end is another use, and asked for anew."""
    if ends := act.about.facts.get("ends"):
        return Refused("end-is-agreed", {"at": datetime.fromisoformat(ends)}, field="by")
    return deciding.extend(act)


def hand_back(act: Act) -> Outcome:
    content = dict(act.given)
    matter = put_to(act, act.about, "handing-back")
    record = Record("handback", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, ("hand-back",), (record,), Said("handing-back", {"due": matter.due_at}))


def confirm(act: Act) -> Outcome:
    """One nation's representative confirms that it is back; over what that nation has open under it with a reason."""
    if refused := deciding.open_under(act):
        return refused
    content = dict(act.given)
    record = Record("confirmed", own=content, joint=content, seat=act.seat.id)
    return Effect(act.about, (f"confirmed:{act.nation}",), (record,), Said("return-confirmed"))


def all_confirmed(_act: Act, matter: Matter) -> Effect:
    return Effect(matter, ("handed-back",), (Record("handed-back", joint={"place": matter.facts["place"]}),))


def minutes(act: Act) -> Outcome:
    """Whether the minutes may come out: only while every nation says so, and of one nation alone nobody hears."""
    if not has_minutes(act.about, (), act.registry):
        return not_now(act.about, act.command.verb)
    said = act.given["minutes"]
    matter = act.about.with_kept(act.nation, minutes_said=said)
    out = all(matter.kept.get(nation, {}).get("minutes_said") == PUBLISH for nation in matter.tracks)
    derived = PUBLISH if out else KEEP
    records = [Record("minutes", own={"minutes": said}, seat=act.seat.id)]
    if derived != matter.facts["minutes"]:
        matter = matter.with_facts(minutes=derived)
        records.append(Record("minutes-settled", joint={"minutes": derived}))
    return Effect(matter, (), tuple(records), Said("minutes-said"))


def has_minutes(matter: Matter, _seats: Sequence[Seat], _registry: Registry) -> bool:
    """Whether it has come to the committee: what was refused before has none."""
    return "minutes" in matter.facts
