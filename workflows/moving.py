"""Open matters that name a body which is no longer in force: which these are, and moving them to the one in its place.

A body that is renamed, split or dissolved keeps its row in the registry with the day of its end, so what names it can
still be read, and goes on where it was. One command moves it: in each matter, for everything that the body is there, at
once and with an entry in that matter's log. Who reads the one has to be who reads the other, so that nobody comes to
know of a matter by it; and only what the acting seat's nation may know is moved.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from workflows.act import Act, Effect, Record
from workflows.authority import view_of
from workflows.carrying import carry_out
from workflows.given import Fault, Reading, ended_body, read_given
from workflows.matter import Actor, Mark, Matter, Track
from workflows.procedure import Given, Procedure
from workflows.registry import Registry
from workflows.release import may_read
from workflows.routing import deciders
from workflows.view import may_see, serial_for
from workflows.vocabulary import Accepted, Command, Notice, Refused, Said, World

MOVE = (
    Given("body", "line", "Body that has ended", most=80),
    Given("to", "body", "Body in its place", most=80),
    Given("only", "line", "Only these (serials)", required=False, most=500),
)

PARTS: Mapping[str, Callable[[Matter], Iterable[str]]] = {
    "asker": lambda matter: (matter.asker,),
    "owner": lambda matter: (matter.owner,),
    "to": lambda matter: matter.to,
    "lead": lambda matter: (track.lead for track in matter.tracks.values()),
    "info": lambda matter: matter.info,
    "ocr": lambda matter: (body for track in matter.tracks.values() for body in track.ocrs),
    "escalated": lambda matter: matter.escalated,
}
"""What a body can be in a matter."""
KNOWN_TO_ALL = ("asker", "owner", "to", "lead")


class Way(NamedTuple):
    """From a body that has ended to one in force."""

    old: str
    new: str


def parts_of(body: str, matter: Matter, registry: Registry) -> tuple[str, ...]:
    """What the body is in a matter; nothing where it isn't named."""
    is_seats = _is_about(body, matter, registry)
    return (*(name for name, bodies in PARTS.items() if body in bodies(matter)), *(["seat"] if is_seats else []))


def _is_about(body: str, matter: Matter, registry: Registry) -> bool:
    """Whether the matter is about a seat of the body."""
    seat = registry.seats.get(matter.subject)
    return seat is not None and seat.body == body


def left_behind(matter: Matter, registry: Registry, now: datetime) -> tuple[str, ...]:
    """The bodies not in force that the matter still names."""
    return tuple(body for body in sorted(registry.absent(now)) if parts_of(body, matter, registry))


def unknown(matter: Matter, registry: Registry) -> tuple[str, ...]:
    """Bodies and seats that the matter names and the registry has no row of: such a matter can't be worked on."""
    bodies = sorted({body for bodies in PARTS.values() for body in bodies(matter)} - registry.bodies.keys())
    seats = {matter.subject} - {"", *registry.seats}
    return (*bodies, *seats)


def ended(
    matters: Iterable[Matter], registry: Registry, administrators: Mapping[str, tuple[Actor, ...]], now: datetime
) -> tuple[Notice, ...]:
    """What each nation's administrators are told, each alone: what is still open at bodies that are not in force.

    Of its own bodies, and of those at which it sits; and only matters that it may know.
    """
    found: dict[str, dict[str, list[str]]] = {nation: {} for nation in registry.nations}
    for matter in matters:
        for body in left_behind(matter, registry, now):
            for nation in registry.audience_of(body):
                if may_see(matter, (nation,)):
                    found[nation].setdefault(body, []).append(serial_for(matter, registry, (nation,)))
    return tuple(
        Notice("ended", None, {"bodies": [_row(body, names, registry, now) for body, names in rows.items()]}, person)
        for nation, rows in found.items()
        for person in administrators.get(nation, ())
        if rows
    )


def _row(body: str, serials: list[str], registry: Registry, now: datetime) -> dict[str, object]:
    return {"body": body, "successor": registry.heir(body, now) or "", "serials": sorted(serials)}


def move(command: Command, world: World, now: datetime) -> Accepted | Refused:
    """Whoever decides for a body that has ended, or for the one in its place, moves what is still open there."""
    registry = world.registry
    words = {name: word for name, word in command.given.items() if name != "unmarked"}
    given = read_given(MOVE, words, Reading(registry, now, "UTC", ()))
    if isinstance(given, Refused):
        return given
    way = _way(given, registry, now)
    if isinstance(way, Refused):
        return way
    there = _open_there(way.old, command, world)
    wanted = [word.strip().upper() for word in given.get("only", "").replace("、", ",").split(",") if word.strip()]
    if strange := [serial for serial in wanted if serial not in there]:
        return Refused("not-of-body", {"serial": strange[0], "body": way.old}, field="only")
    left: dict[str, str] = {}
    moved: dict[str, Accepted] = {}
    for serial in wanted or there:
        matter, procedure = there[serial]
        if why := _why_not(matter, way, registry):
            left[serial] = why
        else:
            act = Act(command, world, now, registry.seats[command.seat or ""], {}, matter)
            moved[serial] = _moved(act, procedure, way)
    facts = {"body": way.new, "old": way.old, "serials": tuple(moved), "left": tuple(left.items())}
    return Accepted(Said("body-moved", facts), also=tuple(moved.values())) if moved else Refused("nothing-moved", facts)


def _way(given: Mapping[str, str], registry: Registry, now: datetime) -> Way | Refused:
    old, new = ended_body(given["body"], registry), given["to"]
    if isinstance(old, Fault):
        return Refused(old.code, old.params, field="body")
    if old not in registry.absent(now):
        return Refused("body-in-force", {"body": old}, field="body")
    if registry.audience_of(old) != registry.audience_of(new):
        return Refused("not-in-its-place", {"body": new, "old": old}, field="to")
    return Way(old, new)


def _open_there(old: str, command: Command, world: World) -> dict[str, tuple[Matter, Procedure]]:
    """The open matters that name the body, in order of their serials: those that who reads the answer may know of."""
    readers, registry = view_of(command, world), world.registry
    found = {
        serial_for(matter, registry, readers): (matter, procedure)
        for matter, procedure in world.open
        if parts_of(old, matter, registry) and may_see(matter, readers)
    }
    return dict(sorted(found.items(), key=lambda row: row[0]))


def _why_not(matter: Matter, way: Way, registry: Registry) -> str:
    """Why a matter stays where it is; empty where it can be moved."""
    if matter.owner == way.old and matter.tracks:
        decide = {seat.nation for seat in deciders(registry, way.new, tuple(matter.tracks))}
        if not matter.tracks.keys() <= decide:
            return "nobody-decides"
    return "takes-none" if way.old in matter.to and registry.bodies[way.new].no_requests else ""


def _moved(act: Act, procedure: Procedure, way: Way) -> Accepted:
    """One matter. What is about a seat of the body itself is at its end: nobody comes to hold that seat any more."""
    matter = act.about
    is_over = _is_about(way.old, matter, act.registry)
    after, triggers = (matter, (procedure.body_ended,)) if is_over else (renamed(matter, way), ())
    effect = Effect(after, triggers, (_record(act, way),))
    answer = carry_out(procedure, effect, act, before=matter)
    if isinstance(answer, Refused):
        msg = f"{procedure.id}: {procedure.body_ended!r} leads nowhere from {matter.stage}"
        raise TypeError(msg)
    return answer


def _record(act: Act, way: Way) -> Record:
    """In the joint log only where all who read there know that the body was named."""
    matter, registry = act.about, act.registry
    parts = parts_of(way.old, matter, registry)
    shown = [name for name in parts if name in KNOWN_TO_ALL or registry.is_bilateral(way.old)]
    if "ocr" in parts and may_read("ocr", matter, act.nation, matter.audience):
        shown.append("ocr")
    content = {"from": way.old, "to": way.new}
    joint = {**content, "parts": shown} if shown and len(matter.audience) > 1 else None
    return Record("move-body", own={**content, "parts": list(parts)}, joint=joint, seat=act.seat.id)


def renamed(matter: Matter, way: Way) -> Matter:
    """The matter with the new body for everything that the old one was; each body once."""

    def put(body: str) -> str:
        return way.new if body == way.old else body

    def put_all(bodies: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(put, bodies)))

    def put_in(track: Track) -> Track:
        lead = put(track.lead)
        ocrs = tuple(body for body in put_all(track.ocrs) if body != lead)
        answers = {put(body): answer for body, answer in track.ocr_answers.items()}
        return msgspec.structs.replace(track, lead=lead, ocrs=ocrs, ocr_answers=answers)

    def put_under(marks: Mapping[str, Mark]) -> dict[str, Mark]:
        """What was released by hand stays so: it holds for the words that stand there."""
        return {
            name: msgspec.structs.replace(mark, words=put_all(mark.words)) if name == "ocr" and mark.words else mark
            for name, mark in marks.items()
        }

    return msgspec.structs.replace(
        matter,
        asker=put(matter.asker),
        owner=put(matter.owner),
        to=put_all(matter.to),
        info=put_all(matter.info),
        escalated=put_all(matter.escalated),
        tracks={nation: put_in(track) for nation, track in matter.tracks.items()},
        marks={nation: put_under(marks) for nation, marks in matter.marks.items()},
    )
