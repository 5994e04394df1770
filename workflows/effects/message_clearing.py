"""Clearing a message: each nation for itself, both the same version; objections clause by clause; one instant.

Source: DOMAIN 6.4.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from workflows.act import Act, Effect, Outcome, Record, said_already, text_changed
from workflows.answers import have_all_answered
from workflows.bodies.registry import Registry
from workflows.echelons import disagreed
from workflows.effects.message_texts import has_drafted, read_changed
from workflows.fields import Given
from workflows.matter import Answer, Matter
from workflows.pairing import paragraphs
from workflows.times.shapes import says_whose_clock
from workflows.vocabulary import Refused, Said

MINUTES = 5
"""Before the instant both are asked whether it goes out. Source: issue 6."""

CLEARED, OBJECTED = "cleared", "objected"

VERSION = Given("version", "number", "Version that you have read", required=False, most=4)
CLEARING = (VERSION,)
OBJECT = (
    Given("reason", "text", "Reason, for the other side", most=600),
    Given("clause", "number", "Number of the paragraph", required=False, most=3),
    Given("en", "text", "Required wording in English", required=False, most=600),
    Given("ja", "text", "Required wording in Japanese", required=False, most=600),
    VERSION,
)
SCHEDULE = (
    Given(
        "at", "time", "Instant at which it goes out (empty: the one that the other side named)", required=False, most=60
    ),
)


def clear(act: Act) -> Outcome:
    if refused := read_changed(act):
        return refused
    if has_drafted(act):
        return Refused("you-drafted")
    if (track := act.about.tracks[act.nation]).answer and track.answer.kind == CLEARED:
        return said_already(act)
    return _answered(act, CLEARED, [], {})


def object_to(act: Act) -> Outcome:
    """An objection, to a clause by its number where it is to one: as it reads, and as this nation requires it."""
    if refused := read_changed(act):
        return refused
    given, facts = act.given, act.about.facts
    en, ja = paragraphs(facts["en"]), paragraphs(facts["ja"])
    clause = given.get("clause", 0)
    if not clause and ("en" in given or "ja" in given):
        return Refused("missing", {"field": "clause"}, field="clause")
    if "clause" in given and not 1 <= clause <= max(len(en), len(ja)):
        return Refused("no-such-clause", {"count": max(len(en), len(ja))}, field="clause")
    row = {
        "clause": clause,
        "reason": given["reason"],
        "en": given.get("en", ""),
        "ja": given.get("ja", ""),
        "en_now": _at(en, clause),
        "ja_now": _at(ja, clause),
    }
    return _answered(act, OBJECTED, [*_objections(act.about, act.nation), row], row)


def _at(clauses: tuple[str, ...], number: int) -> str:
    return clauses[number - 1] if 1 <= number <= len(clauses) else ""


def _objections(matter: Matter, nation: str) -> list[Any]:
    """What a nation objects to in the present version: its own until all have said what they say."""
    if have_all_answered(matter):
        return list(matter.facts["objections"].get(nation, []))
    return list(matter.kept.get(nation, {}).get("own_objections", []))


def _answered(act: Act, kind: str, objections: list[Any], row: Mapping[str, Any]) -> Outcome:
    """Kept inside until every nation has cleared or objected; changed after that, all are told of the change."""
    matter, nation = act.about, act.nation
    known, content = have_all_answered(matter), {**act.given, **row, "version": matter.version}
    reason = act.given.get("reason", "")
    answer = Answer(kind=kind, seat=act.seat.id, at=act.now, version=matter.version, reason=reason)
    matter = matter.with_track(nation, answer=answer)
    if known:
        matter = matter.with_facts(objections={**matter.facts["objections"], nation: objections})
    else:
        matter = matter.with_kept(nation, own_objections=objections)
    name = "object-clause" if row.get("clause") else act.command.verb
    record = Record(name, own=content, joint=content if known else None, seat=act.seat.id)
    triggers = () if known else (f"{kind}:{nation}",)
    said = "version-cleared" if kind == CLEARED else "objection-put"
    return Effect(matter, triggers, (record,), Said(said, {"version": matter.version}))


def is_cleared(matter: Matter, _registry: Registry) -> bool:
    return all(track.answer is not None and track.answer.kind == CLEARED for track in matter.tracks.values())


def answers_joined(act: Act, matter: Matter) -> Effect:
    """Every nation has cleared this version or objected: from now on each may read what the other said."""
    answers = {
        nation: {"answer": track.answer.kind, "reason": track.answer.reason, "seat": track.answer.seat}
        for nation, track in matter.tracks.items()
        if track.answer is not None
    }
    kept = {nation: matter.kept.get(nation, {}).get("own_objections", []) for nation in matter.tracks}
    kept = {nation: rows for nation, rows in kept.items() if rows}
    record = Record("answers", joint={"version": matter.version, "answers": answers, "objections": kept})
    matter = matter.with_facts(objections=kept)
    if not is_cleared(matter, act.registry):
        matter, raised = disagreed(matter, act.registry)
        return Effect(matter, ("differ",), (record, *raised))
    effect = all_cleared(act, matter)
    return msgspec.structs.replace(effect, records=(record, *effect.records))


def all_cleared(act: Act, matter: Matter) -> Effect:
    """A message waits for its instant; a holding line may be used at once, unless its time is over already."""
    matter = matter.with_facts(objections={})
    if matter.facts["kind"] == "statement":
        return Effect(matter, ("all-cleared",))
    expires = datetime.fromisoformat(matter.facts["expires"])
    if expires <= act.now:
        return Effect(matter, ("expire",), (Record("line-expired", joint={"expires": expires}),))
    return Effect(msgspec.structs.replace(matter, due_at=expires), ("stand-by",))


def instant_of(matter: Matter) -> datetime | None:
    """The one instant that was named; None where none is."""
    return datetime.fromisoformat(matter.facts["instant"]) if matter.facts.get("instant") else None


def schedule(act: Act) -> Outcome:
    """One nation names the instant, the other the same one; another one instead is for the first to agree to.

    It counts only with its zone typed: two staffs read a bare clock on two clocks.
    """
    matter, nation, named = act.about, act.nation, instant_of(act.about)
    at = act.given.get("at", named)
    if at is None:
        return Refused("missing", {"field": "at"}, field="at")
    if refused := text_changed(act) or _cannot_be_named(act, at):
        return refused
    if at == named and matter.position(nation) == "timed":
        return said_already(act)
    again = ("retime",) if matter.stage_id == "scheduled" else ()
    others = [other for other in matter.tracks if other != nation and at != named and not again]
    triggers = (*again, *(f"untimed:{other}" for other in others), f"timed:{nation}")
    content = {"at": at}
    record = Record("schedule", own=content, joint=content, seat=act.seat.id)
    matter = matter.with_facts(instant=at.isoformat())
    return Effect(matter, triggers, (record,), Said("instant-named", {"at": at}))


def _cannot_be_named(act: Act, at: datetime) -> Refused | None:
    typed, matter = act.command.given.get("at", ""), act.about
    if typed and not says_whose_clock(typed):
        return Refused("no-zone", {"text": typed, "understood": at}, field="at")
    if at <= act.now + timedelta(minutes=MINUTES):
        return Refused("too-near", {"at": at, "count": MINUTES}, field="at")
    if matter.stage_id == "scheduled" and at == instant_of(matter):
        return Refused("is-scheduled", {"at": at}, field="at")
    return None


def instant_agreed(_act: Act, matter: Matter) -> Effect:
    at = instant_of(matter)
    record = Record("scheduled", joint={"at": at})
    return Effect(msgspec.structs.replace(matter, due_at=at), ("agree",), (record,))
