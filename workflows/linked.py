"""What is linked in an operation as its readers see it, and who has to look anew, or is told, when some of it moves."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.catalogue import procedures
from workflows.family import relative
from workflows.known import may_see, serial_for
from workflows.matter import Matter
from workflows.needs import OPERATION, Net, members_of, needs_of
from workflows.release import text_for
from workflows.view import Linked, MatterView, Network, Part
from workflows.vocabulary import Accepted, Notice, World


def is_open(matter: Matter) -> bool:
    return not procedures()[matter.procedure].stage(matter.stage_id).end


def linked(matter: Matter, registry: Registry, readers: Audience) -> Linked | None:
    """A matter as these readers see it in an operation; None where they may not know of it."""
    row = relative(matter, registry, readers)
    if row is None:
        return None
    body = matter.to[0] if matter.to else matter.owner
    ended = None if row.is_open else matter.entered_at
    return Linked(matter.id, row, body, matter.opened_at, matter.due_at, ended)


def network(operation: Matter, net: Net, registry: Registry, readers: Audience) -> Network:
    """All that these readers may know to belong to it, in order of their suspenses, and what of it waits for what."""
    there = [net.matters[id_] for id_ in members_of(operation, readers) if id_ in net.matters]
    rows = [row for matter in there if (row := linked(matter, registry, readers))]
    known = {row.id for row in rows}
    needs = tuple(need for need in needs_of(operation, readers) if known.issuperset(need))
    return Network(tuple(sorted(rows, key=lambda row: (row.due_at, row.shown.serial))), needs)


def parts(matter: Matter, net: Net, registry: Registry, readers: Audience) -> tuple[Part, ...]:
    """The operations under way to which these readers may know it to belong, and what waits for what there."""
    return tuple(
        _part(matter, operation, net, registry, readers)
        for operation in net.operations
        if may_see(operation, readers) and is_open(operation) and matter.id in members_of(operation, readers)
    )


def _part(matter: Matter, operation: Matter, net: Net, registry: Registry, readers: Audience) -> Part:
    there = network(operation, net, registry, readers)
    row = {member.id: member for member in there.members}
    return Part(
        serial_for(operation, registry, readers),
        text_for(operation, readers).title,
        tuple(row[need.on] for need in there.needs if need.matter == matter.id),
        tuple(row[need.matter] for need in there.needs if need.on == matter.id),
    )


def with_links(view: MatterView, matter: Matter, net: Net, registry: Registry, readers: Audience) -> MatterView:
    """The view with what is linked: of an operation its members, of any other matter the operations it belongs to."""
    if matter.procedure == OPERATION:
        return msgspec.structs.replace(view, network=network(matter, net, registry, readers))
    return msgspec.structs.replace(view, parts=parts(matter, net, registry, readers))


def told_to_linked(answer: Accepted, before: Matter | None, world: World) -> Accepted:
    """The answer, with a look at each card on which its readers now see something else of what is linked.

    Who waits for the matter is told where it now comes later than what waits, or has ended. What is newly linked keeps
    in mind where.
    """
    after, net = answer.matter, world.net
    if after is None or before is None or not net.operations:
        return answer
    was, now = net.having(before), net.having(after)
    notices: list[Notice] = []
    also: list[Matter] = []
    for other in (*now.operations, *now.matters.values()):
        if other.id == after.id:
            continue
        notices += _looks(other, was, now, world.registry)
        if other.procedure != OPERATION:
            notices += _news(other, before, after, now, world.registry)
        if after.procedure == OPERATION and _is_new(other, before, after):
            also.append(msgspec.structs.replace(other, operations=(*other.operations, after.id)))
    return msgspec.structs.replace(
        answer,
        notices=(*answer.notices, *notices),
        also=(*answer.also, *(Accepted(answer.said, matter=row) for row in also)),
    )


def _is_new(other: Matter, before: Matter, after: Matter) -> bool:
    """Whether it is linked by this, for anybody, and does not know of the operation yet."""
    return after.id not in other.operations and any(
        other.id in members_of(after, readers) and other.id not in members_of(before, readers)
        for readers in ((nation,) for nation in after.audience)
    )


def _looks(other: Matter, was: Net, now: Net, registry: Registry) -> Iterator[Notice]:
    for route in procedures()[other.procedure].addressees(other, registry):
        readers = registry.audience_of(route.body)
        if may_see(other, readers) and _drawn(other, was, registry, readers) != _drawn(other, now, registry, readers):
            yield Notice("card", route.body, about=other.id)


def _drawn(matter: Matter, net: Net, registry: Registry, readers: Audience) -> object:
    if matter.procedure == OPERATION:
        return network(next(row for row in net.operations if row.id == matter.id), net, registry, readers)
    return parts(matter, net, registry, readers)


def _news(waiting: Matter, before: Matter, after: Matter, net: Net, registry: Registry) -> Iterator[Notice]:
    if is_open(before) and not is_open(after):
        facts: dict[str, object] = {"what": "ended", "stage": after.stage_id}
    elif is_open(after) and after.due_at > max(before.due_at, waiting.due_at):
        facts = {"what": "late", "due": after.due_at}
    else:
        return
    yield from _told(waiting, after, net, registry, facts)


def _told(waiting: Matter, on: Matter, net: Net, registry: Registry, facts: dict[str, object]) -> Iterator[Notice]:
    """To each desk that has to do with what waits, where its readers may know that it waits for that."""
    if not is_open(waiting):
        return
    for route in procedures()[waiting.procedure].addressees(waiting, registry):
        readers = registry.audience_of(route.body)
        rows = parts(waiting, net, registry, readers) if route.acts and may_see(waiting, readers) else ()
        if any(row.id == on.id for part in rows for row in part.waits_for):
            yield Notice("waits", route.body, {**facts, "serial": serial_for(on, registry, readers)}, about=waiting.id)


def told_overdue(answer: Accepted, matter: Matter | None, world: World, now: datetime) -> Accepted:
    """The answer to a due reminder; who waits for the matter is told, once, that its suspense has passed."""
    matter = answer.matter or matter
    if matter is None or now < matter.due_at or matter.told_late == matter.due_at or not is_open(matter):
        return answer
    net, facts = world.net.having(matter), {"what": "overdue", "due": matter.due_at}
    told = [
        notice
        for other in net.matters.values()
        if other.id != matter.id
        for notice in _told(other, matter, net, world.registry, dict(facts))
    ]
    if not told:
        return answer
    after = msgspec.structs.replace(matter, told_late=matter.due_at)
    return msgspec.structs.replace(answer, matter=after, notices=(*answer.notices, *told))
