"""What can be wrong between the rows of a registry beside its bodies': what nobody could set, ways that end."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from zoneinfo import available_timezones

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import ACTIVE, BILATERAL, Body, Nation
from workflows.bodies.rules import Authority
from workflows.near import did_you_mean
from workflows.situation import NO_LABEL, Category, Label

NATION = re.compile(r"[a-z]{2,8}")
"""What a nation's id may be: it stands in stages, in the names of logs and, as capitals, in serials."""

SERIAL = 20
"""How many characters nations' ids may take in a serial."""

Path = tuple[str | int, ...]
"""Keys and list positions that lead to a value of the document."""


class Fault(NamedTuple):
    """What is wrong in a document and where: `path` leads to the value, by keys and list positions."""

    path: Path
    text: str


class Header(msgspec.Struct, frozen=True):
    name: str
    version: str
    systems: tuple[str, ...]
    tracks: tuple[str, ...]
    echelons: tuple[str, ...]
    roots: tuple[str, ...]
    name_ja: str = ""
    words_ja: dict[str, str] = {}


def nation_faults(registry: Registry, nations: Mapping[int, Nation]) -> Iterator[Fault]:
    together = sorted(map(len, registry.nations))[1:]  # all but one may share a log, whose serials name them
    if sum(together) + len(together) > SERIAL:
        text = f"the ids of all nations but one, with a dash for each, may have {SERIAL} characters together"
        yield Fault(("nation", 0, "id"), text)
    for at, nation in nations.items():
        if nation.zone not in available_timezones():
            yield Fault(("nation", at, "zone"), f"zone {nation.zone!r} is not a name of the time-zone database")
        if nation.id not in registry.authorities:
            yield Fault(("nation", at, "id"), f"nation {nation.id!r} has no [[authority]]")
        if not any(body.nation == nation.id for body in registry.bodies.values()):
            yield Fault(("nation", at, "id"), f"nation {nation.id!r} has no body")
        if not NATION.fullmatch(nation.id) or nation.id == BILATERAL:
            yield Fault(("nation", at, "id"), f"a nation's id is 2 to 8 of a-z and not {BILATERAL}: {nation.id!r}")


def no_body(word: str, registry: Registry) -> str:
    return f"{word!r} is not a body of this registry{did_you_mean(word, registry.bodies)}"


def authority_faults(registry: Registry, header: Header, authorities: Mapping[int, Authority]) -> Iterator[Fault]:
    for track in header.tracks:
        owner = registry.routing.owner.get(track)
        if owner not in registry.bodies or not registry.is_bilateral(owner):
            text = f"track {track!r} needs an owner that is a bilateral body of this registry, not {owner!r}"
            yield Fault(("routing", "owner"), text)
    if registry.routing.combined not in registry.bodies:
        yield Fault(("routing", "combined"), no_body(registry.routing.combined, registry))
    for at, authority in authorities.items():
        rows = [authority.mode, *(row.seat for row in authority.disclosure)]
        for seat in rows:
            if seat not in registry.seats or registry.seats[seat].nation != authority.nation:
                yield Fault(("authority", at), f"{seat!r} is not a seat of {authority.nation!r}")
        for row in authority.disclosure:
            if row.under not in registry.bodies:
                yield Fault(("authority", at), no_body(row.under, registry))


def setting_faults(
    registry: Registry,
    authorities: Mapping[int, Authority],
    categories: Mapping[int, Category],
    labels: Mapping[int, Label],
) -> Iterator[Fault]:
    """Every nation has who sets its phase, and who enters its category where it has any."""
    for at, authority in authorities.items():
        if not authority.phase:
            yield Fault(("authority", at, "phase"), f"no seat of {authority.nation!r} sets its phase")
        if authority.category and all(row.nation != authority.nation for row in categories.values()):
            yield Fault(("authority", at, "category"), f"{authority.nation!r} has no [[category]]")
        for name in ("phase", "category"):
            for seat in getattr(authority, name):
                yield from _cannot_set(registry, seat, authority.nation, ("authority", at, name))
    for at, category in categories.items():
        named = registry.authorities.get(category.nation)
        if named is None or not named.category:
            text = f"nobody could say {category.id!r}: no [[authority]] of {category.nation!r} names seats for category"
            yield Fault(("category", at, "nation"), text)
    for at, label in labels.items():
        if label.id == NO_LABEL:
            yield Fault(("label", at, "id"), f"{NO_LABEL!r} says that there is no label")


def _cannot_set(registry: Registry, id_: str, nation: str, path: Path) -> Iterator[Fault]:
    seat = registry.seats.get(id_)
    if seat is None or seat.nation != nation:
        yield Fault(path, f"{id_!r} is not a seat of {nation!r}")
    elif seat.role not in ACTIVE:
        yield Fault(path, f"{id_!r} only reads: it can set nothing")


def part_faults(registry: Registry) -> Iterator[Fault]:
    """Every part in a procedure goes to seats that there are, and that may act."""
    for name, seats in registry.parts.items():
        for seat in seats:
            row = registry.seats.get(seat)
            if row is None:
                yield Fault(("parts", name), f"{seat!r} is not a seat of this registry")
            elif row.role not in ACTIVE:
                yield Fault(("parts", name), f"{seat!r} only reads: it can have no part in a procedure")
        if not seats:
            yield Fault(("parts", name), "no seat is named: leave the row out where the procedure is not in use")


def dead_ends(registry: Registry, bodies: Mapping[int, Body]) -> Iterator[Fault]:
    """Where a matter would stand still for want of a seat that may answer, release or decide."""
    owners = {body.id for body in bodies.values() if body.nation == BILATERAL and body.system == "acm"}
    owners.update(registry.routing.owner.values())
    for at, body in bodies.items():
        if body.nation != BILATERAL and not registry.seats_at(body.id, "decide"):
            yield Fault(("body", at, "seats"), f"{body.id!r} has no seat that decides: nobody could answer for it")
        if body.nation != BILATERAL and registry.disclosure_seat(body.id) is None:
            yield Fault(("body", at, "id"), f"no [[authority]] says who decides on release for {body.id!r}")
        if body.id in owners:
            yield from (
                Fault(("body", at, "seats"), f"nobody decides for {nation!r} at {body.id!r} or above it")
                for nation in registry.audience_of(body.id)
                if not any(registry.seats_at(above, "decide", nation=nation) for above in registry.upward(body.id))
            )
    for nation in registry.nations:
        if not registry.seats_at(registry.routing.combined, "decide", nation=nation):
            text = f"{registry.routing.combined!r} has no seat that decides for {nation!r}"
            yield Fault(("routing", "combined"), text)


def log_desk_faults(registry: Registry, nations: Mapping[int, Nation]) -> Iterator[Fault]:
    for at, nation in nations.items():
        desk = registry.bodies.get(nation.log_desk)
        if nation.log_desk and (desk is None or desk.nation != nation.id):
            yield Fault(("nation", at, "log_desk"), f"{nation.log_desk!r} is not a body of {nation.id!r}")
