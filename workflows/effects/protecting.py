"""Asking for asset protection, and the gates before it: each answered by a named seat, none filled in (DOMAIN 6.7)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from workflows.act import Act, Effect, Outcome, Record, text_changed
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.effects.addressing import between
from workflows.effects.asking import BY, DAYS, asked_for_days
from workflows.effects.internal import once
from workflows.effects.opening import asked, send
from workflows.fields import Given
from workflows.matter import Matter
from workflows.named_seats import seats_named
from workflows.routing import Route, routes
from workflows.situation import barring
from workflows.times.suspense import ByPhase
from workflows.vocabulary import Refused, Said
from workflows.who import Part, Who, Whoever

NAME = "asset-protection"

URGENCY = ByPhase("priority", {"crisis": "urgent"})
"""8 h, in a crisis 2 h. Source: DOMAIN 6.7."""

RECEIVE, COUNCIL, DECIDE = (Part(f"{NAME}.{name}") for name in ("receive", "council", "decide"))
REPORT, PUBLISH = (Part(f"{NAME}.{name}") for name in ("report", "publish"))


class Gate(msgspec.Struct, frozen=True):
    """A question that has to be answered before the minister decides. `who` answers it."""

    id: str
    who: Whoever
    stops_at_no: bool = True

    @property
    def name(self) -> str:
        """What a situation category names that bars it."""
        return f"{NAME}.{self.id}"


GATES = (
    Gate("beforehand", Who.ASKER_DECIDE),
    Gate("activity", Part(f"{NAME}.activity")),
    Gate("scene", Part(f"{NAME}.scene")),
    Gate("threat", Part(f"{NAME}.threat")),
    Gate("deliberation", Part(f"{NAME}.deliberation"), stops_at_no=False),  # it says which way, not whether
)

CASES: Mapping[str, str] = {
    **dict.fromkeys(("first", "third-country", "important", "unusual"), "yes"),
    **dict.fromkeys(("urgent", "ordinary"), "no"),
}
"""What kind of case it is, and whether the Council must deliberate on it first. Source: DOMAIN 6.7, gate 5."""

PROTECT = (
    Given("title", "line", "What is to be protected", most=150),
    Given("area", "line", "Area (no finer than that)", most=150),
    *DAYS,
    Given("activity", "text", "Activity that contributes to the defence, and with whom", most=1_500),
    BY,
    Given("detail", "text", "Detail", required=False, most=2_500),
)
GATE = (
    Given("gate", "word", "Gate", words=tuple(row.id for row in GATES)),
    Given("answer", "word", "Answer", words=("yes", "no", "unknown")),
    Given("grounds", "text", "Grounds (your nation's own)", most=1_000),
    Given("case", "word", "Kind of case, at the question of the Council", required=False, words=tuple(CASES)),
)
DELIBERATE = (Given("result", "text", "What the Council deliberated (your nation's own)", most=1_500),)


def protect(act: Act) -> Outcome:
    """A new request of a force: it goes to those that the mechanism names as its receivers."""
    given, registry = act.given, act.registry
    receiving = (seat.body for seat in registry.seats_of_part(RECEIVE.name) if seat.nation != act.nation)
    to = tuple(dict.fromkeys(receiving))
    kept = {"area": given["area"], "activity": given["activity"], "desks": []}
    matter = asked_for_days(act, between(act, to), to, URGENCY, kept)
    if isinstance(matter, Refused):
        return matter
    return send(act, matter, ("submit",), Record("protect", own=asked(matter), seat=act.seat.id))


def routes_of(matter: Matter, registry: Registry) -> tuple[Route, ...]:
    """As a request's; and the desks of those who answer, deliberate, decide or report, from when it is theirs to."""
    seats = (seat for part in matter.facts["desks"] for seat in registry.seats_of_part(part))
    return once(*routes(matter, registry), *(Route(seat.body, "supporting") for seat in seats))


def at_desks_of(matter: Matter, *whose: Whoever) -> Matter:
    """The matter at the desks of these parts too."""
    parts = (row.name for row in whose if isinstance(row, Part))
    return matter.with_facts(desks=list(dict.fromkeys((*matter.facts["desks"], *parts))))


def acknowledge(act: Act) -> Outcome:
    """Received: all gates are asked at once."""
    matter = at_desks_of(act.about, *(row.who for row in GATES)).with_facts(owing=_owed_by(GATES))
    record = Record("protect-ack", own={}, joint={}, seat=act.seat.id)
    return Effect(matter, ("acknowledge",), (record,), Said("protection-acknowledged"))


def answer_gate(act: Act) -> Outcome:
    """One gate's answer. It is its nation's own until all are answered; its grounds stay so."""
    given, registry = act.given, act.registry
    gate = next(row for row in GATES if row.id == given["gate"])
    if refused := text_changed(act) or _not_yours(act, gate) or _cannot_be(act, gate):
        return refused
    own = {name: given[name] for name in ("answer", "grounds", "case") if name in given} | {"seat": act.seat.id}
    answers = {**act.about.kept.get(act.nation, {}).get("answers", {}), gate.id: own}
    matter = act.about.with_kept(act.nation, answers={row.id: answers[row.id] for row in GATES if row.id in answers})
    record = Record("gate", own={**given}, seat=act.seat.id)
    found = {name: row for nation in registry.nations for name, row in _answers_of(matter, nation).items()}
    if owing := [row for row in GATES if row.id not in found]:
        return Effect(matter.with_facts(owing=_owed_by(owing)), (), (record,), Said("gate-answered"))
    return _all_answered(matter, found, record)


def _not_yours(act: Act, gate: Gate) -> Refused | None:
    could = seats_named(gate.who, act.about, act.registry)
    if act.seat in could:
        return None
    mine = tuple(seat.id for seat in could if seat.nation == act.nation)
    return Refused("not-your-move" if mine else "other-nation", {"verb": act.command.verb, "could": mine}, field="gate")


def _cannot_be(act: Act, gate: Gate) -> Refused | None:
    """Why the answer can't be given: by the category in force, or by what kind of case it is said to be."""
    given, world = act.given, act.world
    barred = barring(gate.name, world.situation, act.registry.categories, act.now)
    if given["answer"] == "yes" and barred:
        return Refused("gate-barred", {"word": gate.id, "categories": barred}, field="answer")
    if gate.stops_at_no or given["answer"] == "unknown":
        return None
    if "case" not in given:
        return Refused("missing", {"field": "case"}, field="case")
    if CASES[given["case"]] != given["answer"]:
        return Refused("case-says", {"choice": given["case"], "other": CASES[given["case"]]}, field="answer")
    return None


def _answers_of(matter: Matter, nation: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = matter.kept.get(nation, {}).get("answers", {})
    return found


def _owed_by(gates: Iterable[Gate]) -> list[str]:
    return list(dict.fromkeys(row.who.value for row in gates))


def _all_answered(matter: Matter, found: Mapping[str, Any], record: Record) -> Effect:
    """All gates are answered and known to all: it is stopped, or goes on to the Council or to the minister."""
    stopping = [row for row in GATES if _stops(row, found[row.id]["answer"])]
    shown = {row.id: {name: found[row.id][name] for name in ("answer", "seat")} for row in GATES}
    matter = matter.with_facts(gates=shown, owing=_owed_by(stopping))
    said = Said("gate-answered")
    if stopping:
        content = {"gates": shown, "stopped_by": [row.id for row in stopping]}
        triggers = () if matter.stage_id == "stopped" else ("stop",)
        return Effect(matter, triggers, (record, Record("stopped", joint=content)), said)
    goes_to, trigger = (COUNCIL, "deliberate") if found["deliberation"]["answer"] == "yes" else (DECIDE, "pass")
    passed = Record("gates-passed", joint={"gates": shown})
    return Effect(at_desks_of(matter, goes_to), (trigger,), (record, passed), said)


def _stops(gate: Gate, answer: str) -> bool:
    return answer == "unknown" or (gate.stops_at_no and answer == "no")


def owes_an_answer(matter: Matter, seats: Sequence[Seat], registry: Registry) -> bool:
    """Whether one of these seats has a gate to answer: for the first time, or one that stops it."""
    owing = seats_named(Who.OWING, matter, registry)
    return any(seat in owing for seat in seats)


def deliberated(act: Act) -> Outcome:
    """The Council has deliberated: the minister decides. What it said is its nation's own."""
    matter = at_desks_of(act.about, DECIDE).with_kept(act.nation, deliberation=act.given["result"])
    record = Record("deliberate", own=dict(act.given), joint={}, seat=act.seat.id)
    return Effect(matter, ("pass",), (record,), Said("deliberation-recorded"))
