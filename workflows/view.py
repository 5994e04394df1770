"""The release view: what of a matter a reader may see. All that is drawn for people is drawn from what stands here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from workflows.answers import are_answers_shared
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.known import as_known, may_see, serial_for
from workflows.matter import Answer, Condition, Decision, Matter, OnIt, Text
from workflows.offered import offered
from workflows.procedure import Move, Procedure
from workflows.progress import Mover, due_of_stage, movers
from workflows.release import FIELDS, may_read, text_for
from workflows.routing import Route

TRACK = ("ocr", "answer-reason", "answer-conditions", "decision-conditions")
"""The fields of a nation's side that a card shows to whom may read them."""


FACTS = ("reply",)
"""Facts of a procedure that are a field of some nation's too."""


class TrackView(msgspec.Struct, frozen=True):
    """One nation's side as a reader may see it; what is withheld is empty."""

    nation: str
    lead: str
    ocrs: tuple[str, ...] = ()
    answer: str = ""
    reason: str = ""
    conditions: tuple[Condition, ...] = ()
    decision: str = ""
    decision_conditions: str = ""


class Relative(msgspec.Struct, frozen=True):
    """A matter as it is shown on the card of the one that it was begun under, or that was begun under it."""

    serial: str
    procedure: str
    title: str
    stage: str
    movers: tuple[str, ...]
    is_open: bool


class Linked(msgspec.Struct, frozen=True):
    """A matter as it is shown in an operation. `body` is whose part of it that is: the first that is asked."""

    id: str
    shown: Relative
    body: str
    opened_at: datetime
    due_at: datetime
    ended_at: datetime | None


class Need(NamedTuple):
    """One matter waits for another: by their ids."""

    matter: str
    on: str


class Network(msgspec.Struct, frozen=True):
    """What is linked in an operation, and what in it waits for what, as a reader may know it."""

    members: tuple[Linked, ...] = ()
    needs: tuple[Need, ...] = ()


class Part(msgspec.Struct, frozen=True):
    """An operation to which a matter belongs, by serial and title, and what waits for what there."""

    serial: str
    title: str
    waits_for: tuple[Linked, ...]
    needed_by: tuple[Linked, ...]


class MatterView(msgspec.Struct, frozen=True):
    """A matter as the readers of one desk may see it, with the verbs that are offered there."""

    id: str
    procedure: str
    serial: str
    stage: str
    text: Text
    version: int
    reading: int
    """What its buttons carry: see workflows.matter.Matter.reading."""
    asker: str
    owner: str
    to: tuple[str, ...]
    urgency: str
    mode: str
    mode_proposed: str | None
    mode_agreed: tuple[str, ...]
    opened_at: datetime
    due_at: datetime
    stage_due: datetime | None
    tracks: tuple[TrackView, ...]
    movers: tuple[Mover, ...]
    routes: tuple[Route, ...]
    outcome: str | None
    missing: str
    subject: str = ""
    on_it: tuple[OnIt, ...] = ()
    """Who of the readers' own nation works on what it owes now."""
    facts: Mapping[str, Any] = {}
    """What the procedure keeps beside."""
    parent: Relative | None = None
    children: tuple[Relative, ...] = ()
    network: Network = Network()
    """What an operation has linked."""
    parts: tuple[Part, ...] = ()
    """The operations to which it belongs."""
    begins: tuple[str, ...] = ()
    """Verbs by which a seat of this desk can begin something under it."""
    offered: tuple[Move, ...] = ()
    """Moves that some seat of this desk may make now, those of whose move it is first."""


def see(
    matter: Matter, procedure: Procedure, registry: Registry, audience: Audience, desk: str | None = None
) -> MatterView | None:
    """The matter as `audience` may see it at `desk`, or None where it may not know of it."""
    if not may_see(matter, audience):
        return None
    matter = as_known(matter, audience)
    text = matter.draft or text_for(matter, audience)
    moving = movers(matter, procedure, registry)
    return MatterView(
        id=matter.id,
        procedure=matter.procedure,
        serial=serial_for(matter, registry, audience),
        stage=matter.stage_id,
        text=text,
        version=matter.version + (matter.draft is not None),
        reading=matter.reading + (matter.draft is not None),
        asker=matter.asker,
        owner=matter.owner,
        to=matter.to,
        urgency=matter.urgency,
        mode=matter.mode,
        mode_proposed=matter.mode_proposed,
        mode_agreed=matter.mode_agreed,
        opened_at=matter.opened_at,
        due_at=matter.due_at,
        stage_due=due_of_stage(matter, procedure),
        tracks=_tracks(matter, audience),
        movers=moving,
        routes=tuple(
            route for route in procedure.addressees(matter, registry) if _may_see_route(route, registry, audience)
        ),
        outcome=matter.outcome,
        missing=matter.missing,
        subject=matter.subject,
        on_it=_on_it(matter, audience, moving),
        facts=_facts(matter, audience),
        offered=offered(matter, procedure, registry, desk) if desk else (),
    )


def is_waited_for(body: str, view: MatterView) -> bool:
    """Whether it is that body's move, as far as the reader may see."""
    return any(mover.body == body for mover in view.movers)


def _facts(matter: Matter, audience: Audience) -> Mapping[str, Any]:
    """What all may know, and of a single nation what it keeps; empty what was withheld by hand."""
    own = {name: value for facts in matter.kept.values() for name, value in facts.items()}
    hidden = {name: "" for name in FACTS if name in matter.facts and not _may_read_fact(name, matter, audience)}
    return {**matter.facts, **hidden, **own}


def _may_read_fact(name: str, matter: Matter, audience: Audience) -> bool:
    return all(
        may_read(name, matter, nation, audience) for nation in matter.tracks if FIELDS[name].words(matter, nation)
    )


def _tracks(matter: Matter, audience: Audience) -> tuple[TrackView, ...]:
    shared, decided = are_answers_shared(matter), matter.outcome is not None
    found = []
    for nation, track in matter.tracks.items():
        own = audience == (nation,)
        hidden = {name for name in TRACK if not may_read(name, matter, nation, audience)}
        answer = track.answer if own or shared else None
        decision = track.decision if own or decided else None
        found.append(
            TrackView(
                nation,
                track.lead,
                () if "ocr" in hidden else track.ocrs,
                *_answer_parts(answer, hidden),
                *_decision_parts(decision, hidden),
            )
        )
    return tuple(found)


def _answer_parts(answer: Answer | None, hidden: set[str]) -> tuple[str, str, tuple[Condition, ...]]:
    if answer is None:
        return "", "", ()
    reason = "" if "answer-reason" in hidden else answer.reason
    return answer.kind, reason, () if "answer-conditions" in hidden else answer.conditions


def _decision_parts(decision: Decision | None, hidden: set[str]) -> tuple[str, str]:
    if decision is None:
        return "", ""
    return decision.kind, "" if "decision-conditions" in hidden else decision.conditions


def _on_it(matter: Matter, audience: Audience, moving: tuple[Mover, ...]) -> tuple[OnIt, ...]:
    """What was said of a move that has been made no longer counts."""
    waits = [mover.since for mover in moving if (mover.nation,) == audience]
    rows = (row for row in matter.on_it.values() if (row.nation,) == audience)
    return tuple(row for row in rows if any(since <= row.at for since in waits))


def _may_see_route(route: Route, registry: Registry, audience: Audience) -> bool:
    """A nation sees what went to its own side and to bilateral bodies; leads and addressees are part of the request."""
    joint = route.reason in ("addressed", "owner", "lead", "asks", "says", "combined")
    return joint or set(audience) <= set(registry.audience_of(route.body))
