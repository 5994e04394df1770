"""The one decision function: a command and what is so, in; everything that follows, or a reason why not, out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from workflows import attempts, personal, standing
from workflows.act import Act, Effect, Record, not_now
from workflows.authority import admit_to, choose_person, choose_seat, named_subject, openers, seats_for
from workflows.catalogue import openings, procedures
from workflows.given import Reading, read_given
from workflows.machine import advance, initial
from workflows.markings import find_marking, may_be_marked
from workflows.matter import Matter
from workflows.people import cannot_sit, with_account
from workflows.procedure import Move, Procedure
from workflows.progress import Mover, movers
from workflows.registry import Audience, Registry, Seat
from workflows.reminders import reminders_for
from workflows.replay import stage_entries
from workflows.routing import Route
from workflows.view import is_name_known, see, stage_seen
from workflows.vocabulary import Accepted, Command, Entry, Notice, Refused, Said, World

JOIN_LIMIT = 8  # joins that may follow one another; more is a circle in a procedure's table


def decide(matter: Matter | None, command: Command, world: World, now: datetime) -> Accepted | Refused:
    """Accepted with all that follows, or Refused with a reason, the matter staying as it is.

    `matter` is what the command's serial or id names, None where there is none; `now` is aware UTC. A pressed button
    has no answer of its own: what refuses it is told to that person alone.
    """
    answer = _decide(matter, command, world, now)
    if isinstance(answer, Accepted):
        answer = cannot_sit(answer, world) or answer
    if isinstance(answer, Refused) and answer.code in attempts.CODES:
        known = matter if matter is not None and is_known(matter, command, world) else None
        answer = attempts.logged(answer, known, command, world)
    answer = with_account(answer, command)
    if isinstance(answer, Refused) and command.door == "button" and command.actor is not None:
        told = Notice("answer", command.desk, {"code": answer.code, "params": answer.params}, command.actor)
        return msgspec.structs.replace(answer, notices=(*answer.notices, told))
    return answer


def _decide(matter: Matter | None, command: Command, world: World, now: datetime) -> Accepted | Refused:
    if refused := _marked(command, world):
        return refused
    admitted = admit_to(command, world)
    if isinstance(admitted, Refused):
        return admitted
    handler = standing.HANDLERS.get(command.verb)
    if handler and (matter is None or procedures()[matter.procedure].move(command.verb, matter.stage_id) is None):
        return handler(admitted, world)
    if matter is not None and not is_known(matter, command, world):
        matter = None  # what these readers may not know of is answered like what isn't there
    if command.verb in personal.HANDLERS:
        return _personal(matter, command, world, now)
    opening = openings().get(command.verb)
    if opening and not (matter and opening[0].subject and matter.procedure == opening[0].id):
        return _open(*opening, command, world, now)
    return _move(matter, command, world, now)


def is_known(matter: Matter, command: Command, world: World) -> bool:
    """Whether who reads the answer to this command may know the matter by the name that it was given."""
    readers = (world.nation,) if command.by_subject and world.nation else standing.view_of(command, world)
    return is_name_known(matter, command.matter or "", world.registry, readers)


def _marked(command: Command, world: World) -> Refused | None:
    """Text with a classified marking is refused before it is stored; the log keeps only that it happened.

    Source: DOMAIN 7, rule 6.
    """
    words = (*command.given.items(), ("matter", command.matter or ""), ("as", command.seat or ""))
    if not may_be_marked("\n".join(word for _, word in words)):
        return None
    for name, word in words:
        found = find_marking(word, allow_cui=world.allow_cui)
        if found is None:
            continue
        if found.kind == "prose" and command.given.get("unmarked", "").lower() == "yes":
            continue
        entries: tuple[Entry, ...] = ()
        if world.nation and command.actor:
            seats = world.seats_of(command.actor)
            content = {"verb": command.verb, "desk": command.desk or "", "kind": found.kind}
            entries = (Entry((world.nation,), "marking-refused", content, seats[0] if seats else None),)
        code = "marking-asked" if found.kind == "prose" else "marking"
        return Refused(code, {"field": name}, field=name, entries=entries)
    return None


def _personal(matter: Matter | None, command: Command, world: World, now: datetime) -> Accepted | Refused:
    given = read_given(standing.GIVEN[command.verb], _unsaid(command.given), _reading(command, world, now))
    if isinstance(given, Refused):
        return given
    if command.matter and matter is None:
        return Refused("unknown-serial", {"serial": command.matter})
    return personal.HANDLERS[command.verb](matter, command, world, given)


def _open(procedure: Procedure, move: Move, command: Command, world: World, now: datetime) -> Accepted | Refused:
    subject = named_subject(procedure, command)
    if command.seat is None and command.actor and subject in world.seats_of(command.actor):
        command = msgspec.structs.replace(command, seat=subject)  # who speaks of a seat of their own speaks from it
    act = _act(move, command, world, now, openers(move, procedure, command, world))
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
    allowed = {seat.id: seat for seat in seats_for(move.who, matter, world.registry)}
    act = _act(move, command, world, now, allowed, matter=matter)
    if isinstance(act, Refused):
        return act
    effect = move.effect(act)
    if isinstance(effect, Refused):
        return effect
    return carry_out(procedure, effect, act, before=matter)


def _act(
    move: Move,
    command: Command,
    world: World,
    now: datetime,
    allowed: Mapping[str, Seat],
    *,
    matter: Matter | None = None,
) -> Act | Refused:
    """The act, once the seat is settled and the words are read."""
    by_person = matter is not None and move.person is not None
    seat = choose_person(move, command, world, matter) if matter and by_person else choose_seat(command, world, allowed)
    if isinstance(seat, Refused):
        return seat
    given = read_given(move.given, _unsaid(command.given), _reading(command, world, now))
    if isinstance(given, Refused):
        return given
    return Act(command, world, now, seat, given, matter)


def _reading(command: Command, world: World, now: datetime) -> Reading:
    """Times without a zone are read in that of the channel's body, in a direct message in that of the person's seat."""
    seats = world.seats_of(command.actor) if command.actor else ()
    desk = command.desk or (world.registry.seats[seats[0]].body if seats else None)
    nation = world.registry.nations[world.nation or next(iter(world.registry.nations))]
    zone = world.registry.zone_of(desk) if desk else nation.zone
    team = command.actor.team if command.actor else ""
    return Reading(world.registry, now, zone, world.joint_calendars, nation.id, team)


def _unsaid(given: Mapping[str, str]) -> dict[str, str]:
    """What the rows of a verb read: all but the answer to the marking check."""
    return {name: word for name, word in given.items() if name != "unmarked"}


def carry_out(procedure: Procedure, effect: Effect, act: Act, before: Matter | None) -> Accepted | Refused:
    """Fire the effect's triggers and then every join that holds; say what follows."""
    moved = _advance(procedure, effect, act)
    if moved is None:
        return not_now(effect.matter if before is None else before, act.command.verb)
    records, seated = list(effect.records), list(effect.seated)
    for _ in range(JOIN_LIMIT):
        join = next(
            (row for row in procedure.joins if row.stage == moved.stage_id and row.when(moved, act.registry)),
            None,
        )
        if join is None:
            break
        follows = join.effect(act, moved)
        joined = _advance(procedure, follows, act)
        if joined is None:
            msg = f"{procedure.id}: {follows.triggers} leads nowhere from {moved.stage}"
            raise RuntimeError(msg)
        moved = joined
        records.extend(follows.records)
        seated.extend(follows.seated)
    else:
        msg = f"{procedure.id}: the joins at {moved.stage} go in a circle"
        raise RuntimeError(msg)
    entries = tuple(entry for record in records for entry in _entries(record, moved, act))
    moving = movers(moved, procedure, act.registry)
    notices = _notices(procedure, before, moved, records, act, moving=moving)
    return Accepted(
        said=effect.said or Said("done"),
        matter=moved,
        entries=(*entries, *stage_entries(before, moved, entries)),
        notices=(*notices, *standing.told_of_watch(seated, act.registry)),
        reminders=reminders_for(moving, moved, procedure, act.registry, act.world.holders),
        seated=tuple(seated),
    )


def _advance(procedure: Procedure, effect: Effect, act: Act) -> Matter | None:
    """The effect's matter after its triggers, None where one has no edge. A new stage or round starts every clock."""
    matter = effect.matter
    for trigger in effect.triggers:
        stage = advance(procedure, tuple(matter.tracks), matter.stage, trigger)
        if stage is None:
            return None
        anew = stage[0].split("/")[0] != matter.stage_id or trigger == "propose"
        matter = msgspec.structs.replace(matter, stage=stage)
        if anew:
            matter = msgspec.structs.replace(matter, entered_at=act.now)
            for nation in matter.tracks:
                matter = matter.with_track(nation, since=act.now)
    return matter


def _entries(record: Record, matter: Matter, act: Act) -> Iterable[Entry]:
    """A record as entries: one in the acting nation's log, with the person, and one in the joint log."""
    registry = act.registry
    bilateral = record.seat is not None and registry.is_bilateral(act.seat.body)
    person = _person(act)
    common = {"mode": matter.mode, "door": act.command.door}
    joint_readers = matter.audience
    own_readers: Audience = (act.nation,)
    if record.own is not None and not (bilateral and record.own == record.joint):
        content = {**common, **record.own, "body": act.seat.body, "person": person}
        yield Entry(own_readers, record.act, content, record.seat, stage_seen(matter.stage, own_readers))
    if record.joint is not None and (joint_readers != own_readers or record.own is None):
        who = {"person": person} if bilateral else {}
        content = {**common, **record.joint, "body": act.seat.body if record.seat else "", **who}
        yield Entry(joint_readers, record.act, content, record.seat, stage_seen(matter.stage, joint_readers))


def _person(act: Act) -> dict[str, object]:
    """Who acted, and whether for the seat's holder; nobody where time did."""
    actor = act.command.actor
    if actor is None:
        return {}
    holding = act.world.holders.holding(act.seat.id, actor)
    acting = {"acting": True} if holding and holding.is_acting else {}
    return {"team": actor.team, "user": actor.user, **acting}


def _notices(
    procedure: Procedure,
    before: Matter | None,
    matter: Matter,
    records: list[Record],
    act: Act,
    *,
    moving: Sequence[Mover],
) -> tuple[Notice, ...]:
    """The card at every desk that carries it; what happened, where it may be known; a mention for who is to move."""
    registry = act.registry
    was = {(row.body, row.since) for row in movers(before, procedure, registry)} if before else set()
    now_moving = {row.body for row in moving if (row.body, row.since) not in was}
    disclosed = before is None or before.audience != matter.audience
    found: list[Notice] = []
    desks: dict[str, Route] = {row.body: row for row in procedure.addressees(matter, registry)}
    former = procedure.addressees(before, registry) if before else ()
    had = {row.body for row in former}
    for route in (desks | {row.body: row for row in former if row.body not in desks}).values():
        if route.body not in had or before is None or _looks_new(procedure, before, matter, route.body, registry):
            found.append(Notice("card", route.body))
        if disclosed and route.acts and route.body in desks and len(matter.audience) > 1:
            found.append(Notice("routing", route.body))
        told = [row for record in records if (row := _told(record, route.body, matter, act))]
        moves = route.body in now_moving
        if (told and route.acts) or moves:
            found.append(Notice("told", route.body, {"records": told if route.acts else [], "move": moves}))
    return tuple(found)


def _looks_new(procedure: Procedure, before: Matter, matter: Matter, desk: str, registry: Registry) -> bool:
    """Whether what the desk's readers see has changed. For what stays inside another nation nothing is even queued."""
    readers = registry.audience_of(desk)
    return see(before, procedure, registry, readers, desk) != see(matter, procedure, registry, readers, desk)


def _told(record: Record, desk: str, matter: Matter, act: Act) -> dict[str, Any] | None:
    """What one desk may be told of a record: on the acting side the own part, else the joint one."""
    readers = act.registry.audience_of(desk)
    content = record.own if record.own is not None and readers == (act.nation,) else record.joint
    if content is None or not set(readers) <= set(matter.audience):
        return None
    nation = act.nation if record.seat else ""
    return {"act": record.act, "seat": record.seat or "", "nation": nation, "content": dict(content)}
