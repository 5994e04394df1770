"""The bodies that a matter names, what each of them is there, and the matter with another one in its place."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from workflows.bodies.registry import Registry
from workflows.fields import Shown
from workflows.matter import Mark, Matter, Track
from workflows.procedure import Procedure

PARTS: Mapping[str, Callable[[Matter], Iterable[str]]] = {
    "asker": lambda matter: (matter.asker,),
    "owner": lambda matter: (matter.owner,),
    "to": lambda matter: matter.to,
    "lead": lambda matter: (track.lead for track in matter.tracks.values()),
    "info": lambda matter: matter.info,
    "ocr": lambda matter: (body for track in matter.tracks.values() for body in track.ocrs),
    "escalated": lambda matter: matter.escalated,
}
"""What a body can be in a matter of any procedure."""
KNOWN_TO_ALL = ("asker", "owner", "to", "lead")


class Way(NamedTuple):
    """From a body that has ended to one in force."""

    old: str
    new: str


def bodies_in(matter: Matter, procedure: Procedure) -> Mapping[str, tuple[str, ...]]:
    """By what they are there the bodies that a matter names: in its parts, and in facts that its card shows so."""
    found = {name: tuple(bodies(matter)) for name, bodies in PARTS.items()}
    for row in _shown(matter, procedure, ("body", "bodies")):
        fact = matter.facts[row.name]
        found[row.name] = (fact,) if row.kind == "body" else tuple(fact)
    return found


def _shown(matter: Matter, procedure: Procedure, kinds: Container[str]) -> Iterator[Shown]:
    return (row for row in procedure.card if row.kind in kinds and matter.facts.get(row.name))


def parts_of(body: str, matter: Matter, procedure: Procedure, registry: Registry) -> tuple[str, ...]:
    """What the body is in a matter; nothing where it isn't named."""
    named = [name for name, bodies in bodies_in(matter, procedure).items() if body in bodies]
    return (*named, *(["seat"] if is_about(body, matter, registry) else []))


def is_about(body: str, matter: Matter, registry: Registry) -> bool:
    """Whether the matter is about a seat of the body."""
    seat = registry.seats.get(matter.subject)
    return seat is not None and seat.body == body


def left_behind(matter: Matter, procedure: Procedure, registry: Registry, now: datetime) -> tuple[str, ...]:
    """The bodies not in force that the matter still names."""
    named = {body for bodies in bodies_in(matter, procedure).values() for body in bodies}
    absent = sorted(registry.absent(now))
    return tuple(body for body in absent if body in named or is_about(body, matter, registry))


def unknown(matter: Matter, procedure: Procedure, registry: Registry) -> tuple[str, ...]:
    """Bodies and seats that the matter names and the registry has no row of: such a matter can't be worked on."""
    named = {body for bodies in bodies_in(matter, procedure).values() for body in bodies}
    return (*sorted(named - registry.bodies.keys()), *({matter.subject} - {"", *registry.seats}))


def renamed(matter: Matter, procedure: Procedure, way: Way) -> Matter:
    """The matter with the new body for everything that the old one was; each body once."""

    def put(body: str) -> str:
        return way.new if body == way.old else body

    def put_all(bodies: Iterable[str], but: Iterable[str] = ()) -> tuple[str, ...]:
        """Without `but`: who leads is not asked as a supporting office too."""
        return tuple(body for body in dict.fromkeys(map(put, bodies)) if body not in but)

    def put_in(track: Track) -> Track:
        lead = put(track.lead)
        answers = {put(body): answer for body, answer in track.ocr_answers.items()}
        return msgspec.structs.replace(track, lead=lead, ocrs=put_all(track.ocrs, (lead,)), ocr_answers=answers)

    def put_under(marks: Mapping[str, Mark]) -> dict[str, Mark]:
        """What was released by hand stays so: it holds for the words that stand there."""
        return {
            name: msgspec.structs.replace(mark, words=put_all(mark.words)) if name == "ocr" and mark.words else mark
            for name, mark in marks.items()
        }

    to = put_all(matter.to)
    made: Mapping[str, Callable[[Any], Any]] = {
        "body": put,
        "bodies": lambda bodies: list(put_all(bodies, to)),
        "matrix": lambda rows: {put(body): row for body, row in rows.items()},
    }
    facts = {row.name: made[row.kind](matter.facts[row.name]) for row in _shown(matter, procedure, made)}
    return msgspec.structs.replace(
        matter,
        asker=put(matter.asker),
        owner=put(matter.owner),
        to=to,
        info=put_all(matter.info),
        escalated=put_all(matter.escalated),
        tracks={nation: put_in(track) for nation, track in matter.tracks.items()},
        marks={nation: put_under(marks) for nation, marks in matter.marks.items()},
        facts={**matter.facts, **facts},
    )
