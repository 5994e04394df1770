"""Passing the watch on: offered with a list of what is open, asked about, accepted or refused (DOMAIN 6.11)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from workflows.act import Act, Effect, Outcome, Record
from workflows.bodies.rows import Seat
from workflows.brief import brief
from workflows.effects.internal import inside, named_person, person_of, plain
from workflows.fields import Given
from workflows.matter import Actor, Matter, Text
from workflows.roster import ACTING, Change, Holding, Roster
from workflows.vocabulary import Refused, Said

SPAN = timedelta(minutes=30)
"""From the offer until the watch should be taken. Source: DOMAIN 6.11."""

HANDOVER = (
    Given("seat", "seat", "Seat whose watch is handed over", most=80),
    Given("person", "person", "Who relieves you (@mention)", most=80),
    Given("note", "text", "Notes for your relief", required=False),
)
QUESTION = (Given("question", "text", "Question", most=1_000),)
CLARIFY = (Given("reply", "text", "Reply", most=1_000),)


def offer(act: Act) -> Outcome:
    """Who has the watch offers it. They keep it until it is accepted, and can leave nothing out of the list."""
    seat, reliever = act.registry.seats[act.given["seat"]], act.given["person"]
    holding = act.world.holders.holding(seat.id, act.command.actor) if act.command.actor else None
    if holding is None or act.world.holders.get(seat.id) != act.command.actor:
        return Refused("no-watch", {"seat": seat.id}, field="seat")
    if refused := named_person(act, reliever, seat):
        return refused
    note = act.given.get("note", "")
    facts = {
        "from": plain(holding.actor),
        "to": plain(reliever),
        "brief": brief(act.world, seat, act.now),
        "questions": [],
    }
    matter = inside(act, seat, due=act.now + SPAN, text=Text("", note, seat.id, act.now), facts=facts)
    record = Record("handover", own={**facts, "note": note, "seat": seat.id}, seat=seat.id)
    return Effect(matter, ("offer",), (record,), Said("handover-offered", {"holder": reliever, "due": matter.due_at}))


def is_reliever(matter: Matter, actor: Actor) -> bool:
    return person_of(matter, "to") == actor


def is_off_going(matter: Matter, actor: Actor) -> bool:
    return person_of(matter, "from") == actor


def relieve(act: Act) -> Outcome:
    """The on-coming person accepts: from now on they have the watch."""
    matter, off_going = act.about, person_of(act.about, "from")
    holding = act.world.holders.holding(act.seat.id, off_going)
    if holding is None:
        return Refused("no-longer-there", {"holder": off_going})
    content = {name: matter.facts[name] for name in ("from", "to", "brief", "questions")}
    record = Record("relieve", own={**content, "note": matter.text.detail}, seat=act.seat.id)
    return Effect(
        matter,
        ("accept",),
        (record,),
        Said("watch-taken", {"seat": act.seat.id}),
        seated=_passed_on(act.seat, act.world.holders, holding, person_of(matter, "to")),
    )


def _passed_on(seat: Seat, roster: Roster, off_going: Holding, to: Actor) -> tuple[Change, ...]:
    """The watch goes over. Who had it stays a holder where the seat has room for both, and goes where it has not."""
    there = roster.holding(seat.id, to)
    taken = {row.place for row in roster.people(seat.id)}
    free = next((place for place in range(seat.holders) if place not in taken), None)
    if there is None and (free is None or off_going.place == ACTING):
        return (roster.change(seat.id, off_going.place, msgspec.structs.replace(off_going, actor=to)),)
    place = there.place if there else free or 0
    return (
        roster.change(seat.id, off_going.place, msgspec.structs.replace(off_going, on_watch=False)),
        roster.change(seat.id, place, Holding(seat.id, place, to, on_watch=True, until=there.until if there else None)),
    )


def question(act: Act) -> Outcome:
    """The on-coming person asks before accepting; the watch stays where it is."""
    asked = [*act.about.facts["questions"], {"question": act.given["question"], "reply": ""}]
    return _talked(act, asked, "ask", Said("asked"))


def clarify(act: Act) -> Outcome:
    """The off-going person replies."""
    *earlier, last = act.about.facts["questions"]
    return _talked(act, [*earlier, {**last, "reply": act.given["reply"]}], "clarify", Said("clarified"))


def _talked(act: Act, asked: list[Mapping[str, Any]], trigger: str, said: Said) -> Effect:
    matter = msgspec.structs.replace(act.about, facts={**act.about.facts, "questions": asked})
    return Effect(matter, (trigger,), (Record(act.command.verb, own=dict(act.given), seat=act.seat.id),), said)


def turn_down(act: Act) -> Outcome:
    """The on-coming person does not take it, and says why: the off-going one goes on having it."""
    matter = msgspec.structs.replace(act.about, missing=act.given["because"])
    record = Record("refuse", own=dict(act.given), seat=act.seat.id)
    return Effect(matter, ("refuse",), (record,), Said("handover-refused"))


def take_back(act: Act) -> Outcome:
    """The off-going person keeps the watch after all."""
    matter = msgspec.structs.replace(act.about, missing=act.given["because"])
    record = Record("withdraw", own=dict(act.given), seat=act.seat.id)
    return Effect(matter, ("withdraw",), (record,), Said("withdrawn"))
