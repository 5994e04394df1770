"""What can be wrong between the bodies of a registry: links, dates, seats, ways that go in a circle."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from zoneinfo import available_timezones

from workflows.bodies.faults import Fault, Header, Path, no_body
from workflows.bodies.registry import Registry
from workflows.bodies.rows import BILATERAL, Body

CHANNEL = re.compile(r"[a-z0-9-]{1,80}")
"""What the registry allows for a channel's name; Slack itself allows underscores too."""


def body_faults(registry: Registry, header: Header, bodies: Mapping[int, Body]) -> Iterator[Fault]:
    """Faults of bodies that only show between rows."""
    for at, body in bodies.items():
        path = ("body", at)
        yield from chain(
            _words(registry, header, body, path),
            _links(registry, header, body, path),
            _sitting(registry, body, path),
            _following(registry, body, path),
            _seats(registry, body, path),
        )
    for field in ("channel", "abbr"):
        yield from _shared(field, bodies)
    yield from _doubled_seats(bodies)


def _shared(field: str, bodies: Mapping[int, Body]) -> Iterator[Fault]:
    """A channel or a short label that two bodies have on one day; one after the other they may."""
    for at, body in bodies.items():
        word = getattr(body, field)
        others = [
            repr(row.id)
            for place, row in bodies.items()
            if place != at and getattr(row, field).lower() == word.lower() and _overlap(row, body)
        ]
        if others:
            text = f"{field} {word!r} belongs to more than one body: to {', '.join(others)} too"
            yield Fault(("body", at, field), text)


def _overlap(one: Body, other: Body) -> bool:
    """Whether there is a day on which both are in force."""
    start = max(one.valid_from or date.min, other.valid_from or date.min)
    return start <= min(one.valid_to or date.max, other.valid_to or date.max)


def _words(registry: Registry, header: Header, body: Body, path: Path) -> Iterator[Fault]:
    known = {
        "nation": (*registry.nations, BILATERAL),
        "system": header.systems,
        "track": header.tracks,
        "echelon": header.echelons,
    }
    for field, words in known.items():
        if (word := getattr(body, field)) not in words:
            yield Fault((*path, field), f"{field} {word!r} is not one of {', '.join(words)}")
    if not CHANNEL.fullmatch(body.channel):
        yield Fault((*path, "channel"), f"channel {body.channel!r} needs 1 to 80 of a-z, 0-9 and -")
    if body.zone and body.zone not in available_timezones():
        yield Fault((*path, "zone"), f"zone {body.zone!r} is not a name of the time-zone database")
    if body.valid_from and body.valid_to and body.valid_to < body.valid_from:
        yield Fault((*path, "valid_to"), "valid_to is before valid_from")


def _links(registry: Registry, header: Header, body: Body, path: Path) -> Iterator[Fault]:
    for field in ("parent", "successor"):
        if (target := getattr(body, field)) and target not in registry.bodies:
            yield Fault((*path, field), f"{field} {no_body(target, registry)}")
    for field in ("members", "counterparts"):
        for target in getattr(body, field):
            if target not in registry.bodies:
                yield Fault((*path, field), f"{field}: {no_body(target, registry)}")
    yield from _upward(registry, header, body, path)
    yield from _across(registry, body, path)


def _upward(registry: Registry, header: Header, body: Body, path: Path) -> Iterator[Fault]:
    if body.parent is None and body.id not in header.roots:
        yield Fault((*path, "id"), f"{body.id!r} has no parent and is not one of registry.roots")
    if parent := registry.bodies.get(body.parent or ""):
        if parent.nation not in (body.nation, BILATERAL):
            yield Fault((*path, "parent"), f"{parent.id!r} is of another nation: an escalation would cross to it")
        ladder = header.echelons
        if {parent.echelon, body.echelon} <= {*ladder} and ladder.index(parent.echelon) > ladder.index(body.echelon):
            yield Fault((*path, "parent"), f"{parent.id!r} is at a lower echelon than {body.id!r}")
    if way := _circle(registry, body.id, "parent"):
        yield Fault((*path, "parent"), f"the parents of {body.id!r} go in a circle: {way}")


def _across(registry: Registry, body: Body, path: Path) -> Iterator[Fault]:
    if not body.counterparts and not body.no_counterpart:
        yield Fault((*path, "id"), f"{body.id!r} names no counterparts: no_counterpart must give the reason")
    for id_ in body.counterparts:
        if other := registry.bodies.get(id_):
            if body.id not in other.counterparts:
                yield Fault((*path, "counterparts"), f"{id_!r} does not name {body.id!r} in return")
            if BILATERAL in (body.nation, other.nation) or other.nation == body.nation:
                yield Fault((*path, "counterparts"), f"{id_!r} is not of another nation than {body.id!r}")


def _sitting(registry: Registry, body: Body, path: Path) -> Iterator[Fault]:
    if body.nation == BILATERAL:
        known = [row for member in body.members if (row := registry.bodies.get(member))]
        for row in known:
            if row.nation == BILATERAL:
                yield Fault((*path, "members"), f"members: {row.id!r} is bilateral; only a nation's bodies sit there")
        return
    for field in ("members", "no_requests"):
        if getattr(body, field):
            yield Fault((*path, field), f"{field} is for bilateral bodies, and {body.id!r} is not one")


def _following(registry: Registry, body: Body, path: Path) -> Iterator[Fault]:
    """A successor begins when the body has ended."""
    successor = registry.bodies.get(body.successor or "")
    if successor is None:
        return
    if way := _circle(registry, body.id, "successor"):
        yield Fault((*path, "successor"), f"the successors of {body.id!r} go in a circle: {way}")
    elif body.valid_to is None:
        yield Fault((*path, "successor"), f"{body.id!r} has a successor, so it needs a valid_to")
    elif _overlap(body, successor):
        text = f"{successor.id!r} is in force before {body.id!r} has ended on {body.valid_to}"
        yield Fault((*path, "valid_to"), text)


def _circle(registry: Registry, start: str, link: str) -> str:
    """The way from `start` along `link` back to itself; empty where it doesn't lead back."""
    way = [start]
    while (at := getattr(registry.bodies[way[-1]], link)) in registry.bodies:
        if at == start:
            return " → ".join([*way, start])
        if at in way:
            return ""
        way.append(at)
    return ""


def _seats(registry: Registry, body: Body, path: Path) -> Iterator[Fault]:
    if not body.seats:
        yield Fault((*path, "seats"), f"{body.id!r} has no seats")
    for at, seat in enumerate(body.seats):
        if seat.nation not in registry.nations:
            yield Fault((*path, "seats", at), f"seat {seat.id!r} of a bilateral body needs a nation")
        elif body.nation in registry.nations and seat.nation != body.nation:
            yield Fault((*path, "seats", at), f"seat {seat.id!r} is not of its body's nation")
        elif body.nation == BILATERAL and _has_no_member(registry, body, seat.nation):
            text = f"nobody could hold seat {seat.id!r}: no body of {seat.nation!r} is a member of {body.id!r}"
            yield Fault((*path, "seats", at), text)


def _has_no_member(registry: Registry, body: Body, nation: str) -> bool:
    """Whether no member is of that nation; a member that isn't known might have been."""
    return all(member in registry.bodies and registry.bodies[member].nation != nation for member in body.members)


def _doubled_seats(bodies: Mapping[int, Body]) -> Iterator[Fault]:
    seen = Counter(seat.id for body in bodies.values() for seat in body.seats)
    for at, body in bodies.items():
        for place, seat in enumerate(body.seats):
            if seen[seat.id] > 1:
                yield Fault(("body", at, "seats", place), f"seat {seat.id!r} is there {seen[seat.id]} times")
