"""Operations: matters that belong together, and which of them wait for which (DOMAIN 3). Nothing is decided by it."""

from collections.abc import Sequence

import msgspec

from workflows.act import Act, Effect, Outcome, Record
from workflows.authority import view_of
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience, Seat
from workflows.effects.addressing import joint_matter, sides_of
from workflows.effects.internal import inside, once, routes_inside
from workflows.effects.opening import DETAIL, TITLE, asked, send
from workflows.fields import Given
from workflows.known import may_see, serial_for
from workflows.matter import Matter, Text
from workflows.needs import (
    linked_for_all,
    members_of,
    needs_of,
    needs_seen,
    way,
    with_member,
    with_need,
    without,
    without_need,
)
from workflows.reckoning import of_typed
from workflows.routing import Route
from workflows.routing import routes as joint_routes
from workflows.view import Need
from workflows.vocabulary import Notice, Refused, Said

OPEN = (
    TITLE,
    Given("to", "bodies", "With (bodies); none: it stays inside your nation", required=False),
    Given("by", "time", "Planned to end", most=60),
    Given("info", "bodies", "For information", required=False),
    DETAIL,
)
MEMBER = (Given("member", "matter", "What is linked (serial)", most=40),)
NEED = (
    Given("member", "matter", "What waits (serial)", most=40),
    Given("on", "matter", "For what it waits (serial)", most=40),
)
CLOSE = (Given("because", "text", "Reason", required=False),)


def open_operation(act: Act) -> Outcome:
    """A new one: with others once it is released, or inside one nation, where none is named."""
    return _open_joint(act, act.given["to"]) if "to" in act.given else _open_inside(act)


def _open_joint(act: Act, to: tuple[str, ...]) -> Outcome:
    sides = sides_of(act, to, act.given.get("info", ()))
    if isinstance(sides, Refused):
        return sides
    due = act.given["by"]
    matter = joint_matter(act, sides, to, due, by=due, reckoned=of_typed(act, "by"))
    return send(act, matter, ("submit",), Record(act.command.verb, own=asked(matter), seat=act.seat.id))


def _open_inside(act: Act) -> Outcome:
    given, due = act.given, act.given["by"]
    for body in given.get("info", ()):
        if act.registry.bodies[body].nation != act.nation:
            return Refused("no-part", {"body": body}, field="info")
    text = Text(given["title"], given.get("detail", ""), act.seat.id, act.now, act.nation)
    matter = msgspec.structs.replace(
        inside(act, act.seat, due=due, text=text, facts={}),
        subject="",
        info=given.get("info", ()),
        by=due,
        reckoned=of_typed(act, "by"),
    )
    record = Record(act.command.verb, own=asked(matter), seat=act.seat.id)
    return Effect(matter, ("begin",), (record,), Said("operation-opened", {"due": due}))


def routes(matter: Matter, registry: Registry) -> tuple[Route, ...]:
    """One inside a nation goes to the body that began it and to those it names."""
    if matter.tracks:
        return joint_routes(matter, registry)
    first, *above = routes_inside(matter, registry)
    return once(first, *(Route(body, "information", acts=False) for body in matter.info), *above)


def add(act: Act) -> Outcome:
    """Link a matter: for all who know of the operation where all of them may know of it, else for one's own nation."""
    operation, member = act.about, _named(act, "member")
    if isinstance(member, Refused):
        return member
    if member.subject or member.procedure == operation.procedure:
        return Refused("not-linkable", {"serial": act.given["member"]}, field="member")
    is_for_all = may_see(member, operation.audience)
    there = linked_for_all(operation) if is_for_all else members_of(operation, (act.nation,))
    if member.id in there:
        return Refused("linked-already", {"serial": act.given["member"]}, field="member")
    readers = operation.audience if is_for_all else (act.nation,)
    record = _record(act, readers, member=member)
    said = Said("linked" if is_for_all else "linked-inside")
    return Effect(with_member(operation, member.id, readers), (), (record,), said)


def drop(act: Act) -> Outcome:
    """Take a link back, and with it what waits for what by it."""
    operation, member = act.about, _linked(act, "member")
    if isinstance(member, Refused):
        return member
    readers = _link_readers(act, member)
    record = _record(act, readers, member=member)
    return Effect(without(operation, member.id, readers), (), (record,), Said("unlinked"))


def need(act: Act) -> Outcome:
    """Say that one matter waits for another. A circle is refused: what is in it would wait for itself."""
    named = _pair(act)
    if isinstance(named, Refused):
        return named
    member, on = named
    operation, readers = act.about, _link_readers(act, member)
    if set(readers) != set(member.audience):
        return Refused("known-wider", {"serial": act.given["member"]}, field="member")
    if not set(readers) <= set(_link_readers(act, on)):
        return Refused("known-narrower", {"serial": act.given["member"], "on": act.given["on"]}, field="on")
    if Need(member.id, on.id) in needs_of(operation, readers):
        return Refused("needed-already", {"serial": act.given["member"], "on": act.given["on"]}, field="on")
    if round_ := way(on.id, member.id, needs_seen(act.world.net.operations, readers)):
        rows = (act.world.net.matters.get(id_) for id_ in (member.id, *round_))
        serials = tuple(serial_for(row, act.registry, readers) for row in rows if row)
        return Refused("circle", {"chain": serials}, field="on")
    after = with_need(operation, Need(member.id, on.id), readers)
    is_late = on.due_at > member.due_at
    said = Said("needed-late" if is_late else "needed", {"serial": act.given["on"], "due": on.due_at})
    return Effect(after, (), (_record(act, readers, member=member, on=on),), said)


def unneed(act: Act) -> Outcome:
    """Say that it no longer waits for the other."""
    named = _pair(act)
    if isinstance(named, Refused):
        return named
    member, on = named
    operation, readers = act.about, _link_readers(act, member)
    if Need(member.id, on.id) not in needs_of(operation, readers):
        return Refused("not-needed", {"serial": act.given["member"], "on": act.given["on"]}, field="on")
    record = _record(act, readers, member=member, on=on)
    return Effect(without_need(operation, Need(member.id, on.id), readers), (), (record,), Said("needed-no-more"))


def close(act: Act) -> Outcome:
    """It is over. Over what is still open in it, as far as who reads the answer may know, a reason is stated."""
    readers = view_of(act.command, act.world)
    rows = [act.world.net.matters[id_] for id_ in members_of(act.about, readers) if id_ in act.world.net.open]
    if rows and "because" not in act.given:
        serials = tuple(serial_for(row, act.registry, readers) for row in rows)
        return Refused("open-in-it", {"serials": serials}, field="because")
    matter = msgspec.structs.replace(act.about, missing=act.given.get("because", ""))
    record = Record(act.command.verb, own=dict(act.given), joint=dict(act.given), seat=act.seat.id)
    return Effect(matter, ("close",), (record,), Said("operation-closed"))


def picture(act: Act) -> Outcome:
    """The synchronisation matrix as a picture, in the channel where it is asked for."""
    if act.command.desk is None:
        return Refused("no-desk", {"verb": act.command.verb})
    return Effect(act.about, said=Said("matrix-drawn"), notices=(Notice("matrix", act.command.desk),))


def has_two(matter: Matter, seats: Sequence[Seat], _registry: Registry) -> bool:
    """Whether one of these seats knows of two that are linked: before, none can wait for another."""
    return any(len(members_of(matter, (seat.nation,))) > 1 for seat in seats)


def has_any(matter: Matter, seats: Sequence[Seat], _registry: Registry) -> bool:
    return any(members_of(matter, (seat.nation,)) for seat in seats)


def _named(act: Act, field: str) -> Matter | Refused:
    """The matter that was named, by a name that all who read the answer know."""
    found = act.world.net.named(act.given[field], act.registry, view_of(act.command, act.world))
    return found or Refused("unknown-serial", {"serial": act.given[field]}, field=field)


def _linked(act: Act, field: str) -> Matter | Refused:
    """The like, where it is linked."""
    found = _named(act, field)
    if isinstance(found, Refused) or found.id in members_of(act.about, (act.nation,)):
        return found
    return Refused("not-linked", {"serial": act.given[field]}, field=field)


def _pair(act: Act) -> tuple[Matter, Matter] | Refused:
    member, on = _linked(act, "member"), _linked(act, "on")
    if isinstance(member, Refused):
        return member
    return on if isinstance(on, Refused) else (member, on)


def _link_readers(act: Act, member: Matter) -> Audience:
    """Who may know that it belongs to the operation."""
    return act.about.audience if member.id in linked_for_all(act.about) else (act.nation,)


def _record(act: Act, readers: Audience, **named: Matter) -> Record:
    """In the joint log only what all who read there may know; in each by the serials that its readers have."""

    def content(audience: Audience) -> dict[str, str]:
        return {name: serial_for(row, act.registry, audience) for name, row in named.items()}

    joint = content(readers) if readers == act.about.audience else None
    return Record(act.command.verb, own=content((act.nation,)), joint=joint, seat=act.seat.id)
