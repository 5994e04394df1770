"""Seats and people: who takes a seat, who is of which nation, and who can be no more."""

from collections.abc import Iterator

from workflows.given import nearest
from workflows.matter import Actor
from workflows.membership import FULL
from workflows.registry import ACTIVE, Seat
from workflows.vocabulary import Accepted, Command, Entry, Notice, Refused, Said, World


def people_about(command: Command) -> tuple[Actor, ...]:
    """The people whose nation and account a decision on this command looks at, beside the acting person's nation."""
    if command.verb == "take" and command.actor is not None:
        return (command.actor,)
    if command.verb == "dismiss" and command.door == "tick":
        return (Actor(command.given["team"], command.given["user"]),)
    return named_people(command) if command.verb == "admit" else ()


def take(command: Command, world: World) -> Accepted | Refused:
    """A person takes a free seat of their own nation."""
    registry, actor = world.registry, command.actor
    wanted = command.given.get("seat", "").strip().lower()
    seat = registry.seats.get(wanted)
    if actor is None or world.nation is None:
        return Refused("not-admitted")
    if seat is None or seat.nation != world.nation:
        # A seat of the other nation's own bodies is answered like one that isn't there.
        if seat is not None and registry.is_bilateral(seat.body):
            return Refused("other-nations-seat", {"seat": seat.id}, field="seat")
        own = tuple(row.id for row in registry.seats.values() if row.nation == world.nation)
        return Refused("unknown-seat", {"seat": wanted, "near": nearest(wanted, own)}, field="seat")
    if world.accounts.get(actor, FULL) != FULL:
        return Refused("account-cannot-sit")
    holder = world.holders.get(seat.id)
    if holder is not None:
        facts = {"seat": seat.id, "holder": holder}
        return Refused("seat-yours", facts) if holder == actor else Refused("seat-held", facts)
    content = {"person": {"team": actor.team, "user": actor.user}}
    told = Notice("seat-taken", seat.body, {"seat": seat.id, "holder": actor})  # who has the watch is for all there
    return Accepted(
        Said("seat-taken", {"seat": seat.id}),
        entries=(Entry(registry.audience_of(seat.body), "take", content, seat.id),),
        notices=(told,) if seat in registry.watch_of(seat.body) else (),
        taken=((seat.id, actor),),
    )


def admit(command: Command, world: World) -> Accepted | Refused:
    """A nation's administrator says who its people are, and only its own."""
    actor = command.actor
    nation = next((id_ for id_, rows in world.administrators.items() if actor in rows), None)
    if actor is None or nation is None:
        return Refused("not-administrator")
    people = named_people(command)
    if not people:
        return Refused("missing", {"field": "people"}, field="people")
    for person in people:
        if world.admitted.get(person, nation) != nation:
            return Refused("admitted-elsewhere", field="people")
    if unfit := tuple(person for person in people if world.accounts.get(person, FULL) != FULL):
        return Refused("accounts-cannot-sit", {"people": unfit}, field="people")
    content = {"people": [{"team": person.team, "user": person.user} for person in people]}
    return Accepted(
        Said("admitted", {"people": people, "nation": nation}),
        entries=(Entry((nation,), "admit", content),),
        admitted=tuple((person, nation) for person in people),
    )


def named_people(command: Command) -> tuple[Actor, ...]:
    """The people that an administrator names, `<@U123|name>`, `@U123` or `U123`, of the administrator's workspace."""
    if command.actor is None:
        return ()
    words = command.given.get("people", "").replace(",", " ").split()
    users = (word.strip("<>@").split("|")[0] for word in words)
    return tuple(dict.fromkeys(Actor(command.actor.team, user) for user in users if user))


def dismiss(command: Command, world: World) -> Accepted | Refused:
    """The tick strikes off who is no full member any more: a guest, a bot or a deactivated account holds no seat.

    The seats are free at once. In each one's log stands that it was left, in the nation's own why; its administrator
    may admit the person again. Source: DESIGN rule 1.
    """
    if command.door != "tick":
        return Refused("unknown-verb", {"word": command.verb, "near": ()})
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
        vacated=world.seats_of(person),
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
