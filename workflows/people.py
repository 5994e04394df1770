"""People: of whom a decision has to know what account they have, and what follows where one can hold no seat."""

from collections.abc import Iterator

import msgspec

from workflows.given import read_people
from workflows.matter import Actor
from workflows.membership import FULL
from workflows.registry import ACTIVE, Seat
from workflows.vocabulary import Accepted, Command, Entry, Notice, Refused, Said, World

NAMING = ("people", "person")
"""The fields that name people."""

SEATING = ("take", "relieve")
"""Verbs by which somebody comes to sit without being named."""


def people_about(command: Command) -> tuple[Actor, ...]:
    """The people whose nation and account a decision on this command looks at, beside the acting person's nation."""
    if command.verb == "dismiss" and command.door == "tick":
        return (Actor(command.given["team"], command.given["user"]),)
    itself = (command.actor,) if command.verb in SEATING and command.actor is not None else ()
    return (*itself, *named_people(command))


def named_people(command: Command) -> tuple[Actor, ...]:
    """The people whom a command names, of the workspace of whoever says it."""
    if command.actor is None:
        return ()
    words = (command.given.get(name, "") for name in NAMING)
    return read_people(" ".join(words), command.actor.team)


def cannot_sit(answer: Accepted, world: World) -> Refused | None:
    """Refused where it would seat or admit somebody whose account is none of a full member's: whatever the verb."""
    people = (*(row.holding.actor for row in answer.seated if row.holding), *(actor for actor, _ in answer.admitted))
    unfit = tuple(dict.fromkeys(actor for actor in people if world.accounts.get(actor, FULL) != FULL))
    return Refused("account-cannot-sit", {"people": unfit}) if unfit else None


def with_account(answer: Accepted | Refused, command: Command) -> Accepted | Refused:
    """What was typed at the command line for somebody: whoever may know the person reads which account typed it.

    Source: DESIGN rule 1.
    """
    if not command.account:
        return answer
    typed = {"account": command.account, "door": command.door}
    entries = (
        msgspec.structs.replace(row, content={**row.content, **typed}) if "person" in row.content else row
        for row in answer.entries
    )
    return msgspec.structs.replace(answer, entries=tuple(entries))


def dismiss(command: Command, world: World) -> Accepted | Refused:
    """The tick strikes off who is no full member any more: a guest, a bot or a deactivated account holds no seat.

    The seats are free at once. In each one's log stands that it was left, in the nation's own why; its administrator
    may admit the person again. Source: DESIGN rule 1.
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
    )


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
