"""The one decision function: a command and what is so, in; everything that follows, or a reason why not, out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from workflows.act import Act, Effect, not_now
from workflows.authority import admit_to, choose_person, choose_seat, named_subject, openers, view_of
from workflows.bodies.rows import Seat
from workflows.carrying import carry_out
from workflows.catalogue import openings, procedures
from workflows.command import Command
from workflows.crossing import leads_inside, typed_in
from workflows.family import born_of, told_to_parent
from workflows.given.fields import read_given
from workflows.given.markings import find_marking, may_be_marked
from workflows.given.reading import Reading
from workflows.known import is_name_known
from workflows.late import faulty
from workflows.linked import told_to_linked
from workflows.logs import attempts
from workflows.logs.exporting import EXPORT, export
from workflows.machine import initial
from workflows.matter import Matter
from workflows.named_seats import seats_for
from workflows.procedure import Move, Procedure
from workflows.situation import has_category
from workflows.standing import personal
from workflows.standing import verbs as standing
from workflows.standing.people import cannot_sit, with_account
from workflows.times.hours import read_hours
from workflows.vocabulary import SEAT_FIELD, UNMARKED, Accepted, Entry, Notice, Refused, World

SILENT = ("button", "event")
"""Doors that have no answer of their own."""


def decide(matter: Matter | None, command: Command, world: World, now: datetime) -> Accepted | Refused:
    """Accepted with all that follows, or Refused with a reason, the matter staying as it is.

    `matter` is what the command's serial or id names, None where there is none; `now` is aware UTC. Where a door has no
    answer of its own, what refuses it is told to that person alone.
    """
    answer = _decide(matter, command, world, now)
    if isinstance(answer, Accepted):
        answer = cannot_sit(answer, world, now) or leads_inside(matter, answer, command, world) or answer
    if isinstance(answer, Refused) and answer.code in attempts.CODES:
        known = matter if matter is not None and is_known(matter, command, world) else None
        answer = attempts.logged(answer, known, command, world)
    answer = with_account(answer, command, world, now)
    if isinstance(answer, Refused) and command.door in SILENT and command.actor is not None:
        told = Notice("answer", command.desk, {"code": answer.code, "params": answer.params}, command.actor)
        return msgspec.structs.replace(answer, notices=(*answer.notices, told))
    return answer


def _decide(matter: Matter | None, command: Command, world: World, now: datetime) -> Accepted | Refused:
    if refused := _marked(command, world) or _entered_late(command, now):
        return refused
    admitted = admit_to(command, world)
    if isinstance(admitted, Refused):
        return admitted
    handler = standing.HANDLERS.get(command.verb)
    if handler and (matter is None or procedures()[matter.procedure].move(command.verb, matter.stage_id) is None):
        return handler(admitted, world, now)
    if matter is not None and not is_known(matter, command, world):
        matter = None  # what these readers may not know of is answered like what isn't there
    if command.verb in BESIDE:
        return _beside(matter, admitted, world, now)
    opening = openings().get(command.verb)
    if opening and not (matter and opening[0].subject and matter.procedure == opening[0].id):
        return _nothing_under(matter, command) or _begin(*opening, command, world, now, parent=matter)
    return _move(matter, command, world, now)


def words_read(matter: Matter | None, command: Command, world: World, now: datetime) -> Mapping[str, Any] | Refused:
    """What is read of the words of a procedure's verb, were it accepted now: values by field. Nothing follows."""
    answer = decide(matter, command, world, now)
    if isinstance(answer, Refused):
        return answer
    move = matter and procedures()[matter.procedure].move(command.verb, matter.stage_id)
    rows = (move or openings()[command.verb][1]).given
    return read_given(rows, command.said, _reading(command, world, now))


def is_known(matter: Matter, command: Command, world: World) -> bool:
    """Whether who reads the answer to this command may know the matter by the name that it was given."""
    readers = (world.nation,) if command.by_subject and world.nation else view_of(command, world)
    return is_name_known(matter, command.matter or "", world.registry, readers)


def _marked(command: Command, world: World) -> Refused | None:
    """Text with a classified marking is refused before it is stored; the log keeps only that it happened.

    Source: DOMAIN 7, rule 6.
    """
    words = (*typed_in(command), ("matter", command.matter or ""), (SEAT_FIELD, command.seat or ""))
    if not may_be_marked("\n".join([word for _, word in words])):
        return None
    for name, word in words:
        found = find_marking(word, allow_cui=world.allow_cui)
        if found is None:
            continue
        if found.kind == "prose" and command.given.get(UNMARKED, "").lower() == "yes":
            continue
        entries: tuple[Entry, ...] = ()
        if world.nation and command.actor:
            seats = world.seats_of(command.actor)
            content = {"verb": command.verb, "desk": command.desk or "", "kind": found.kind}
            entries = (Entry((world.nation,), "marking-refused", content, seats[0] if seats else None),)
        code = "marking-asked" if found.kind == "prose" else "marking"
        return Refused(code, {"field": name}, field=name, entries=entries)
    return None


def _entered_late(command: Command, now: datetime) -> Refused | None:
    """What was done away from Slack has both times, and a reason where they are far apart."""
    return faulty(command.away.happened, command.away.late, now) if command.away else None


BESIDE = {**personal.HANDLERS, EXPORT: export}
"""By verb what may name a matter and leaves it as it is."""


def _beside(matter: Matter | None, command: Command, world: World, now: datetime) -> Accepted | Refused:
    given = read_given(standing.GIVEN[command.verb], command.said, _reading(command, world, now))
    if isinstance(given, Refused):
        return given
    if command.matter and matter is None:
        return Refused("unknown-serial", {"serial": command.matter})
    return BESIDE[command.verb](matter, command, world, given)


def _begin(
    procedure: Procedure, move: Move, command: Command, world: World, now: datetime, *, parent: Matter | None
) -> Accepted | Refused:
    """A new matter, under `parent` where one is named."""
    answer = _open(procedure, move, command, world, now, parent=parent)
    if parent is None or isinstance(answer, Refused) or answer.matter is None:
        return answer
    born = msgspec.structs.replace(answer.matter, parent=parent.id)
    entries = born_of(answer.entries, parent, world.registry)
    kin = msgspec.structs.replace(world, relatives={parent.id: parent})
    return told_to_parent(msgspec.structs.replace(answer, matter=born, entries=entries), None, kin)


def _nothing_under(parent: Matter | None, command: Command) -> Refused | None:
    """Why this verb begins nothing under the matter that was named; None where it does, or where none was."""
    if parent is None:
        return Refused("unknown-serial", {"serial": command.matter}) if command.matter else None
    procedure = procedures()[parent.procedure]
    if command.verb in procedure.children and not procedure.stage(parent.stage_id).end:
        return None
    return Refused("not-under", {"verb": command.verb, "place": parent.place})


def _open(
    procedure: Procedure, move: Move, command: Command, world: World, now: datetime, *, parent: Matter | None
) -> Accepted | Refused:
    subject = named_subject(procedure, command)
    if command.seat is None and command.actor and subject in world.seats_of(command.actor):
        command = msgspec.structs.replace(command, seat=subject)  # who speaks of a seat of their own speaks from it
    act = _act(move, command, world, now, openers(move, procedure, command, world), parent=parent)
    if isinstance(act, Refused):
        return act
    effect = move.effect(act)
    if isinstance(effect, Refused):
        return effect
    blank = msgspec.structs.replace(effect.matter, procedure=procedure.id, stage=initial(procedure))
    return carry_out(procedure, msgspec.structs.replace(effect, matter=blank), act, before=None)


def _move(matter: Matter | None, command: Command, world: World, now: datetime) -> Accepted | Refused:
    if matter is None:
        return Refused("unknown-serial", {"serial": command.matter or ""})
    procedure = procedures()[matter.procedure]
    move = procedure.move(command.verb, matter.stage_id)
    if move is None:
        return not_now(matter, command.verb)
    allowed = {seat.id: seat for seat in seats_for(move.who, matter, procedure, world.registry)}
    act = _act(move, command, world, now, allowed, matter=matter)
    if isinstance(act, Refused):
        return act
    effect = move.effect(act)
    if isinstance(effect, Refused):
        return effect
    answer = carry_out(procedure, effect, act, before=matter)
    if isinstance(answer, Refused):
        return answer
    told = told_to_linked(told_to_parent(answer, matter, world), matter, world)
    return _with_begun(effect, told, act)


def _with_begun(effect: Effect, answer: Accepted, act: Act) -> Accepted | Refused:
    """The answer with what the effect begins, in the same transaction: all of it, or nothing at all."""
    begun = []
    for command, id_ in zip(effect.begins, act.world.more_ids, strict=False):
        world = msgspec.structs.replace(act.world, matter_id=id_)
        more = _begin(*openings()[command.verb], command, world, act.now, parent=answer.matter)
        if isinstance(more, Refused):
            return more
        begun.append(more)
    return msgspec.structs.replace(answer, also=(*answer.also, *begun)) if begun else answer


def _act(
    move: Move,
    command: Command,
    world: World,
    now: datetime,
    allowed: Mapping[str, Seat],
    *,
    matter: Matter | None = None,
    parent: Matter | None = None,
) -> Act | Refused:
    """The act, once the seat is settled and the words are read."""
    by_person = matter is not None and move.person is not None
    seat = choose_person(move, command, world, matter) if matter and by_person else choose_seat(command, world, allowed)
    if isinstance(seat, Refused):
        return seat
    given = read_given(move.given, command.said, _reading(command, world, now))
    if isinstance(given, Refused):
        return given
    if not has_category(move.categories, world.situation, now):
        is_so = tuple(row.value for row in world.situation.categories(now))
        return Refused("other-category", {"verb": move.verb, "needed": move.categories, "categories": is_so})
    return Act(command, world, now, seat, given, matter, parent)


def _reading(command: Command, world: World, now: datetime) -> Reading:
    """Times without a zone are read in that of the channel's body, in a direct message in that of the person's seat."""
    seats = world.seats_of(command.actor) if command.actor and command.desk is None else ()
    desk = world.registry.seats[seats[0]].body if seats else command.desk
    nation = world.registry.nations[world.nation or next(iter(world.registry.nations))]
    zone = world.registry.zone_of(desk) if desk else nation.zone
    hours = world.registry.working_hours_of(desk) if desk else read_hours(nation.working_hours)
    team = command.actor.team if command.actor else ""
    return Reading(world.registry, now, zone, world.joint_calendars, nation.id, team, hours)
