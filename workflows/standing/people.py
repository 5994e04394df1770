"""People: of whom a decision has to know what account they have, and what follows where one can hold no seat."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeVar

import msgspec

from workflows.act import Act
from workflows.authority import administered
from workflows.bodies.rows import ACTIVE, Audience, Seat
from workflows.carrying import carry_out
from workflows.catalogue import openings
from workflows.command import Command
from workflows.effects.coverage import lost
from workflows.given.bodies import not_in_force
from workflows.given.fields import read_people
from workflows.known import stage_seen
from workflows.machine import initial
from workflows.matter import Actor
from workflows.membership import FULL
from workflows.vocabulary import Accepted, Entry, Notice, Refused, Said, World

Answer = TypeVar("Answer", Accepted, Refused, Accepted | Refused)

NAMING = ("people", "person")
"""The fields that name people."""

ENTERED = "entered"
"""The act of the nation's own entry beside what was typed at the command line and stands in wider logs alone."""

SEATING = ("take", "relieve")
"""Verbs by which somebody comes to sit without being named."""


def people_about(command: Command) -> tuple[Actor, ...]:
    """The people whose nation and account a decision on this command looks at, beside the acting person's nation."""
    if leaves := leaving(command):
        return (leaves,)
    itself = (command.actor,) if command.verb in SEATING and command.actor is not None else ()
    return (*itself, *named_people(command))


def leaving(command: Command) -> Actor | None:
    """Whom the tick would strike off; None for any other command."""
    is_dismissal = command.verb == "dismiss" and command.door == "tick"
    return Actor(command.given["team"], command.given["user"]) if is_dismissal else None


def named_people(command: Command) -> tuple[Actor, ...]:
    """The people whom a command names, of the workspace of whoever says it."""
    if command.actor is None:
        return ()
    words = [command.given[name] for name in NAMING if name in command.given]
    return read_people(" ".join(words), command.actor.team) if words else ()


def cannot_sit(answer: Accepted, world: World, now: datetime) -> Refused | None:
    """Refused, whatever the verb, where somebody would come to sit or be admitted who can't, or where nobody can.

    Nobody sits at a body that is not in force, nor has a nation without a full member's account.
    """
    if not answer.seated and not answer.admitted:
        return None
    seated = [row.holding for row in answer.seated if row.holding]
    for row in seated:
        if fault := not_in_force(world.registry.seats[row.seat].body, world.registry, now):
            return Refused(fault.code, fault.params, field="seat")
    people = (*(row.actor for row in seated), *(actor for actor, _ in answer.admitted))
    unfit = tuple(dict.fromkeys(actor for actor in people if world.accounts.get(actor, FULL) != FULL))
    return Refused("account-cannot-sit", {"people": unfit}) if unfit else None


def with_account(answer: Answer, command: Command, world: World, now: datetime) -> Answer:
    """What was typed at the command line for somebody: that person's nation reads which account typed it, in its log.

    Of what was done away from Slack all who read of the act read how and when. An act that its nation reads of only
    where others do too has an entry of its own there, beside it. Source: DESIGN rule 1.
    """
    nation = world.nation or next(iter(administered(command.actor, world)), None)
    if not command.account or command.actor is None or nation is None:
        return answer
    own, happened = (nation,), _happened(command, now)
    typed = {**happened, "account": command.account, "door": command.door, **_said_by(command)}
    entries = tuple(
        row if not _is_somebodys(row) else _with(row, typed if _is_inside(row, own) else happened)
        for row in answer.entries
    )
    wide = [row for row in entries if _is_somebodys(row) and row.audience != own]
    if wide and not any(_is_inside(row, own) for row in entries):
        person = {"team": command.actor.team, "user": command.actor.user}
        moved = answer.matter if isinstance(answer, Accepted) and wide[0].stage else None
        stage = stage_seen(moved.stage, own) if moved else None
        content = {"verb": command.verb, "person": person, **typed}
        entries += (Entry(own, ENTERED, content, wide[0].seat, stage, serial=wide[0].serial),)
    answer = msgspec.structs.replace(answer, entries=entries)
    if isinstance(answer, Accepted) and answer.also:
        also = tuple(with_account(row, command, world, now) for row in answer.also)
        return msgspec.structs.replace(answer, also=also)
    return answer


def _happened(command: Command, now: datetime) -> dict[str, object]:
    away = command.away
    return {"how": away.how, "happened": away.happened, "logged": now} if away else {}


def _said_by(command: Command) -> dict[str, object]:
    away = command.away
    return {"by": away.by, **({"late": away.late} if away.late else {})} if away else {}


def _is_somebodys(entry: Entry) -> bool:
    """Others only follow."""
    return bool(entry.seat) or "person" in entry.content


def _is_inside(entry: Entry, own: Audience) -> bool:
    return entry.audience == own and "person" in entry.content


def _with(entry: Entry, more: Mapping[str, object]) -> Entry:
    return msgspec.structs.replace(entry, content={**entry.content, **more}) if more else entry


def dismiss(command: Command, world: World, now: datetime) -> Accepted | Refused:
    """The tick strikes off who is no full member any more: a guest, a bot or a deactivated account holds no seat.

    The seats are free at once, and one that has to be covered and that nobody else has is a gap. In each one's log
    stands that it was left, in the nation's own why; its administrator may admit the person again.
    Source: DESIGN rule 1.
    """
    (person,) = people_about(command)
    nation, kind = world.admitted.get(person), world.accounts.get(person, FULL)
    if nation is None or kind == FULL:
        return Accepted(Said("nothing-due"))
    registry = world.registry
    left = tuple(registry.seats[seat] for seat in world.seats_of(person) if seat in registry.seats)
    content = {"person": {"team": person.team, "user": person.user}, "door": command.door}
    vacated = (Entry(registry.audience_of(seat.body), "vacate", content, seat.id) for seat in left)
    return Accepted(
        Said("dismissed"),
        entries=(*vacated, Entry((nation,), "dismiss", {**content, "account": kind})),
        notices=tuple(notice for seat in left for notice in _seat_lost(seat, person, nation, world)),
        seated=tuple(
            world.holders.change(row.seat, row.place, None) for row in world.holders.rows if row.actor == person
        ),
        dismissed=(person,),
        also=tuple(_gaps(left, person, command, world, now)),
    )


def _gaps(left: Iterable[Seat], person: Actor, command: Command, world: World, now: datetime) -> Iterator[Accepted]:
    """Seat coverage for each seat that needs it now, on the matter that is open about it or on a new one."""
    procedure, _ = openings()["standdown"]
    open_now = {matter.subject: matter for matter, row in world.open if row is procedure}
    for seat, fresh in zip(left, world.more_ids, strict=False):
        before = open_now.get(seat.id)
        act = Act(command, msgspec.structs.replace(world, matter_id=fresh), now, seat, {}, before)
        effect = lost(act, person)
        if effect is None or not_in_force(seat.body, world.registry, now):
            continue
        if before is None:
            blank = msgspec.structs.replace(effect.matter, procedure=procedure.id, stage=initial(procedure))
            effect = msgspec.structs.replace(effect, matter=blank)
        answer = carry_out(procedure, effect, act, before)
        if isinstance(answer, Accepted):
            yield answer


def _seat_lost(seat: Seat, person: Actor, nation: str, world: World) -> Iterator[Notice]:
    """For the next person up, or else the nation's administrators; where it is the watch, for all at the desk too."""
    facts = {"seat": seat.id, "holder": person}
    if seat in world.registry.watch_of(seat.body):
        yield Notice("seat-lost", seat.body, facts)
    above = next(_above(seat, person, world), None)
    for told in (above,) if above else world.administrators.get(nation, ()):
        yield Notice("seat-lost", None, facts, told)


def _above(seat: Seat, person: Actor, world: World) -> Iterator[Actor]:
    """Others of the nation who hold a seat above this one: in its body by role, then in each body on the way up."""
    registry = world.registry
    for body in registry.upward(seat.body):
        roles = ACTIVE[: ACTIVE.index(seat.role)] if body == seat.body and seat.role in ACTIVE else ACTIVE
        for role in roles:
            for row in registry.seats_at(body, role, nation=seat.nation):
                holder = world.holders.get(row.id)
                if holder is not None and holder != person:
                    yield holder
