"""Open matters that name a body which is no longer in force: which these are, and moving them to the one in its place.

A body that is renamed, split or dissolved keeps its row in the registry with the day of its end, so what names it can
still be read, and goes on where it was. One command moves it: in each matter, for everything that the body is there, at
once and with an entry in that matter's log. Who reads the one has to be who reads the other, so that nobody comes to
know of a matter by it; and only what the acting seat's nation may know is moved. What is one nation's alone as yet is
moved by that nation, whosever the body was: nobody else knows of it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from workflows.act import Act, Effect, Record
from workflows.authority import answering, view_of
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.carrying import carry_out
from workflows.command import Command
from workflows.fields import Given
from workflows.given.bodies import ended_body
from workflows.given.fields import read_given
from workflows.given.reading import Fault, Reading
from workflows.known import may_see, serial_for
from workflows.matter import Actor, Matter
from workflows.named_bodies import KNOWN_TO_ALL, Way, is_about, left_behind, parts_of, renamed
from workflows.procedure import Procedure
from workflows.release import may_read
from workflows.routing import deciders, owner
from workflows.vocabulary import Accepted, Notice, Refused, Said, World

MOVE = (
    Given("body", "line", "Body that has ended", most=80),
    Given("to", "body", "Body in its place", most=80),
    Given("only", "line", "Only these (serials)", required=False, most=500),
)


def ended(
    matters: Iterable[tuple[Matter, Procedure]],
    registry: Registry,
    administrators: Mapping[str, tuple[Actor, ...]],
    now: datetime,
) -> tuple[Notice, ...]:
    """What each nation's administrators are told, each alone: what is still open at bodies that are not in force.

    Of its own bodies, and of those at which it sits, what it may know; of any other what is its own alone as yet.
    """
    found: dict[str, dict[str, list[str]]] = {nation: {} for nation in registry.nations}
    for matter, procedure in matters:
        for body in left_behind(matter, procedure, registry, now):
            readers = registry.audience_of(body)
            for nation, rows in found.items():
                if may_see(matter, (nation,)) and (nation in readers or matter.audience == (nation,)):
                    rows.setdefault(body, []).append(serial_for(matter, registry, (nation,)))
    told = {
        nation: [_row(body, serials, registry, now, nation) for body, serials in rows.items()]
        for nation, rows in found.items()
    }
    return tuple(
        Notice("ended", None, {"bodies": rows}, person)
        for nation, rows in told.items()
        for person in administrators.get(nation, ())
        if rows
    )


def _row(body: str, serials: list[str], registry: Registry, now: datetime, nation: str) -> dict[str, object]:
    row: dict[str, object] = {"body": body, "successor": registry.heir(body, now) or "", "serials": sorted(serials)}
    return row if nation in registry.audience_of(body) else {**row, "others": True}


def move(command: Command, world: World, now: datetime) -> Accepted | Refused:
    """Whoever decides for a body that has ended, or for the one in its place, moves what is still open there.

    So does who decides at the body that asks, of what is its own nation's alone as yet.
    """
    registry = world.registry
    given = read_given(MOVE, command.said, Reading(registry, now, "UTC", ()))
    if isinstance(given, Refused):
        return given
    way = _way(given, registry, now)
    if isinstance(way, Refused):
        return way
    there = _open_there(way.old, command, world)
    wanted = [word.strip().upper() for word in given.get("only", "").replace("、", ",").split(",") if word.strip()]
    if strange := [serial for serial in wanted if serial not in there]:
        return Refused("not-of-body", {"serial": strange[0], "body": way.old}, field="only")
    seat = registry.seats[command.seat or ""]
    left: dict[str, str] = {}
    moved: dict[str, Accepted] = {}
    for serial in wanted or there:
        matter, procedure = there[serial]
        if why := _why_not(matter, way, seat, registry):
            left[serial] = why
        else:
            act = Act(command, world, now, seat, {}, matter)
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
        if parts_of(old, matter, procedure, registry) and may_see(matter, readers)
    }
    return dict(sorted(found.items(), key=lambda row: row[0]))


def _why_not(matter: Matter, way: Way, seat: Seat, registry: Registry) -> str:
    """Why a matter stays where it is; empty where it can be moved."""
    bodies = (way.old, matter.asker) if matter.audience == (seat.nation,) else (way.old,)
    if not any(seat.id in answering(body, registry) for body in bodies):
        return "not-yours"
    if matter.owner == way.old and matter.tracks:
        decide = {seat.nation for seat in deciders(registry, way.new, tuple(matter.tracks))}
        if not matter.tracks.keys() <= decide:
            return "nobody-decides"
    return "takes-none" if way.old in matter.to and registry.bodies[way.new].no_requests else ""


def _moved(act: Act, procedure: Procedure, way: Way) -> Accepted:
    """One matter. What is about a seat of the body itself is at its end: nobody comes to hold that seat any more."""
    matter = act.about
    is_over = is_about(way.old, matter, act.registry)
    after, triggers = (matter, (procedure.body_ended,)) if is_over else (_sent_on(act, procedure, way), ())
    effect = Effect(after, triggers, (_record(act, procedure, way, after),))
    answer = carry_out(procedure, effect, act, before=matter)
    if isinstance(answer, Refused):
        msg = f"{procedure.id}: {procedure.body_ended!r} leads nowhere from {matter.stage}"
        raise TypeError(msg)
    return answer


def _sent_on(act: Act, procedure: Procedure, way: Way) -> Matter:
    """The matter with the new body. What nobody else knows of yet is owned as if it had been put up to that one."""
    before, registry, absent = act.about, act.registry, act.registry.absent(act.now)
    after = renamed(before, procedure, way)
    if before.audience != (act.nation,) or way.old not in before.to:
        return after
    then, now = (
        owner(registry, before.asker, before.to, absent - {way.old}),
        owner(registry, after.asker, after.to, absent),
    )
    follows = before.owner == then and registry.audience_of(now) == registry.audience_of(then)
    return msgspec.structs.replace(after, owner=now) if follows else after


def _record(act: Act, procedure: Procedure, way: Way, after: Matter) -> Record:
    """In the joint log only where all who read there know that the body was named."""
    matter, registry = act.about, act.registry
    parts = parts_of(way.old, matter, procedure, registry)
    known = (*KNOWN_TO_ALL, *matter.facts)
    shown = [name for name in parts if name in known or registry.is_bilateral(way.old)]
    if "ocr" in parts and may_read("ocr", matter, act.nation, matter.audience):
        shown.append("ocr")
    content = {"from": way.old, "to": way.new}
    joint = {**content, "parts": shown} if shown and len(matter.audience) > 1 else None
    owned = {"owner": after.owner} if after.owner not in (matter.owner, way.new) else {}
    return Record("move-body", own={**content, "parts": list(parts), **owned}, joint=joint, seat=act.seat.id)
