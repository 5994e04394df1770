"""Seats and who covers them: taking, standing down, acting for a while, and the gap in between (DOMAIN 6.12)."""

from datetime import datetime

import msgspec

from workflows.act import Act, Effect, Outcome, Record
from workflows.bodies.rows import Role, Seat
from workflows.effects.internal import inside, named_person, person_of, plain
from workflows.fields import Given
from workflows.matter import Actor, Matter, Text
from workflows.roster import ACTING, Change, Holding, Roster
from workflows.times.suspense import ByPhase, suspense_due
from workflows.vocabulary import Refused, Said

GAP = ByPhase("priority", {"crisis": "immediate"})
"""Until a gap should be covered: 30 minutes in a crisis, else 8 hours. Source: DOMAIN 6.12."""

MUST_BE_COVERED: tuple[Role, ...] = ("decide", "watch")

SEAT = Given("seat", "seat", "Seat", most=80)
NAME = (
    Given("person", "person", "Who acts for it (@mention)", most=80),
    Given("until", "time", "Until", most=60),
    Given("because", "text", "Reason", most=500),
)
COVER = (SEAT, *NAME)
WHY = (Given("because", "text", "Reason", required=False, most=500),)
STAND_DOWN = (SEAT, *WHY)


def place_for(actor: Actor, seat: Seat, roster: Roster) -> Holding | Refused:
    """Where a person comes to sit: at a free place, with the watch if nobody has it; or at their own, to have it."""
    own, has_watch = roster.holding(seat.id, actor), seat.id in roster
    if own is not None and (own.on_watch or has_watch):
        return Refused("seat-yours", {"seat": seat.id})
    if own is not None:
        return msgspec.structs.replace(own, on_watch=True)
    taken = {row.place for row in roster.people(seat.id)}
    place = next((place for place in range(seat.holders) if place not in taken), None)
    if place is None:
        holder = next(row.actor for row in roster.people(seat.id) if not row.is_acting)
        return Refused("seat-held", {"seat": seat.id, "holder": holder})
    return Holding(seat.id, place, actor, on_watch=not has_watch)


def take(act: Act) -> Outcome:
    """Somebody comes to sit on a seat that has a gap, or for which somebody acts."""
    actor = act.command.actor or Actor("", "")
    covers = act.about.stage_id == "gap"
    if covers and act.world.holders.get(act.seat.id) == actor:  # an administrator has given it out meanwhile
        record = Record("take", own={"on_watch": True}, seat=act.seat.id)
        return Effect(_taken(act.about, actor), ("cover",), (record,), Said("seat-taken", {"seat": act.seat.id}))
    holding = place_for(actor, act.seat, act.world.holders)
    if isinstance(holding, Refused):
        return holding
    record = Record("take", own={"on_watch": holding.on_watch}, seat=act.seat.id)
    change = act.world.holders.change(act.seat.id, holding.place, holding)
    said = Said("seat-taken", {"seat": act.seat.id})
    return Effect(_taken(act.about, actor), ("cover",) if covers else (), (record,), said, seated=(change,))


def _taken(matter: Matter, actor: Actor) -> Matter:
    """Who has come to sit: where somebody acts, acting goes on all the same until it is ended."""
    return matter.with_facts(taken=plain(actor))


def is_anybody(_matter: Matter, _actor: Actor) -> bool:
    """Anybody of the nation may take a free seat."""
    return True


def cover(act: Act) -> Outcome:
    """Its holder, or who answers for it, names who acts for a seat until when; the log says "acting"."""
    seat, person, until = _subject(act), act.given["person"], act.given["until"]
    if refused := named_person(act, person, seat):
        return refused
    facts = {"acting": plain(person), "until": until.isoformat(), "by": act.seat.id}
    text = Text("", act.given["because"], act.seat.id, act.now)
    if act.matter is None:
        matter = inside(act, seat, due=until, text=text, facts=facts)
    else:
        matter = msgspec.structs.replace(act.matter, facts=facts, texts=(*act.matter.texts, text), due_at=until)
    record = Record("cover", own={**facts, "because": act.given["because"], "seat": seat.id}, seat=act.seat.id)
    change = act.world.holders.change(seat.id, ACTING, Holding(seat.id, ACTING, person, on_watch=True, until=until))
    said = Said("acting", {"holder": person, "seat": seat.id, "at": until})
    return Effect(matter, ("act",), (record,), said, seated=(change,))


def stand_down(act: Act) -> Outcome:
    """A person gives up a seat. Where it must be covered and nobody else has it, that is a gap, told and chased."""
    seat, actor = _subject(act), act.command.actor
    holding = act.world.holders.holding(seat.id, actor) if actor else None
    if actor is None or holding is None:
        return Refused("not-your-seat", {"seat": seat.id}, field="seat")
    left = [row for row in act.world.holders.people(seat.id) if row != holding]
    record = Record("standdown", own={**act.given, "seat": seat.id, "person": plain(actor)}, seat=seat.id)
    change = act.world.holders.change(seat.id, holding.place, None)
    if act.matter is not None and left:  # somebody acts for it, and goes on; or did, and its holder has it again
        triggers = ("cover",) if holding.is_acting else ()
        return Effect(act.matter, triggers, (record,), Said("stood-down", {"seat": seat.id}), seated=(change,))
    is_gap = not left and seat.role in MUST_BE_COVERED
    text = Text("", act.given.get("because", ""), seat.id, act.now)
    matter = act.matter or inside(act, seat, due=act.now, text=text, facts={})
    matter = msgspec.structs.replace(matter, due_at=_gap_due(act), facts={"left": plain(actor)})
    said = Said("stood-down-gap" if is_gap else "stood-down", {"seat": seat.id})
    return Effect(matter, ("leave",) if is_gap else ("cover",), (record,), said, seated=(change,))


def lost(act: Act, person: Actor) -> Effect | None:
    """What follows where an account that can hold no seat any more is taken off this one: as if it had stood down.

    The act's matter is the one that is open about the seat, if any. None where nothing follows.
    """
    seat, matter = act.seat, act.matter
    holding = act.world.holders.holding(seat.id, person)
    left = [row for row in act.world.holders.people(seat.id) if row.actor != person]
    is_gap = not left and seat.role in MUST_BE_COVERED
    is_acting_over = matter is not None and holding is not None and holding.is_acting
    if not is_gap and not is_acting_over:
        return None
    facts, due = {"left": plain(person)}, _gap_due(act)
    if matter is None:
        matter = inside(act, seat, due=due, text=Text("", "", seat.id, act.now), facts=facts)
    elif is_gap:
        matter = msgspec.structs.replace(matter, due_at=due, facts=facts)
    record = Record("seat-lost", joint={"seat": seat.id, "person": plain(person)})
    return Effect(matter, ("leave",) if is_gap else ("cover",), (record,))


def resume(act: Act) -> Outcome:
    """Acting is ended before its time, by the holder or who answers for the seat."""
    return _ended(act, Record("resume", own={"acting": act.about.facts["acting"]}, seat=act.seat.id))


def lapse(act: Act) -> Effect:
    """Acting is over at the time that was said."""
    return _ended(act, Record("acting-over", joint={"acting": act.about.facts["acting"], "seat": act.about.subject}))


def _gap_due(act: Act) -> datetime:
    """By elapsed time, so that no calendar counts."""
    urgency = GAP[act.world.situation.phase(act.now)]
    return suspense_due(urgency, act.now, act.registry.zone_of(act.seat.body), act.world.joint_calendars)


def _subject(act: Act) -> Seat:
    """The seat that it is about: named with the verb that opens, known afterwards."""
    return act.registry.seats[act.matter.subject if act.matter else act.given["seat"]]


def _ended(act: Act, record: Record) -> Effect:
    matter = act.about
    left = [row for row in act.world.holders.people(matter.subject) if not row.is_acting]
    if not left:
        matter = msgspec.structs.replace(matter, due_at=_gap_due(act), facts={"left": matter.facts["acting"]})
    change = Change(matter.subject, ACTING, None, was=person_of(act.about, "acting"))
    return Effect(matter, ("cover",) if left else ("leave",), (record,), Said("done"), seated=(change,))
