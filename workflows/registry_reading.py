"""Reading the registry's document: every fault at once, each with the path of the value it stands at."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeVar
from zoneinfo import available_timezones

import msgspec

from workflows.registry import BILATERAL, Authority, Bilateral, Body, Nation, Registry, Routing

CHANNEL = re.compile(r"[a-z0-9-]{1,80}")
"""What the registry allows for a channel's name; Slack itself allows underscores too."""

NATION = re.compile(r"[a-z]{2,8}")
"""What a nation's id may be: it stands in stages, in the names of logs and, as capitals, in serials."""

Row = TypeVar("Row")
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


def read_registry(document: Mapping[str, Any]) -> tuple[Registry | None, tuple[Fault, ...]]:
    """The registry in `document` (parsed TOML), or None, with every fault that was found."""
    faults: list[Fault] = []
    header = _convert(document.get("registry", {}), Header, ("registry",), faults)
    bilateral = _convert(document.get("bilateral", {}), Bilateral, ("bilateral",), faults)
    routing = _convert(document.get("routing", {}), Routing, ("routing",), faults)
    nations = _table(document, "nation", Nation, faults)
    bodies = _table(document, "body", Body, faults)
    authorities = _table(document, "authority", Authority, faults, key="nation")
    if header is None or bilateral is None or routing is None:
        return None, tuple(faults)
    rows = {body.id: _with_homes(body) for body in bodies.values()}
    registry = Registry(
        name=header.name,
        version=header.version,
        echelons=header.echelons,
        nations={nation.id: nation for nation in nations.values()},
        bilateral=bilateral,
        bodies=rows,
        seats={seat.id: seat for body in rows.values() for seat in body.seats},
        routing=routing,
        authorities={authority.nation: authority for authority in authorities.values()},
        name_ja=header.name_ja,
        words_ja=header.words_ja,
    )
    places = {at: rows[body.id] for at, body in bodies.items()}
    unread = _names_unread(document, faults)
    between = list(_nations(registry, nations)) if bodies else []
    if (
        bodies and nations and len(nations) == len(document["nation"])
    ):  # without its nation no body or seat can be judged
        between += [*_cross_checks(registry, header, places), *_authority(registry, header, authorities)]
    faults.extend(fault for fault in between if not any(repr(name) in fault.text for name in unread))
    if not faults:  # these follow the links between bodies, which must lead somewhere
        faults.extend(_dead_ends(registry, places))
    return (None if faults else registry), tuple(faults)


def _names_unread(document: Mapping[str, Any], faults: Sequence[Fault]) -> set[str]:
    """Names that rows at fault give: what is said of these can be judged only once the rows are in order."""
    found: set[str] = set()
    for name, at in {fault.path[:2] for fault in faults if len(fault.path) > 1 and isinstance(fault.path[1], int)}:
        value = document[str(name)][at]
        if isinstance(value, Mapping):
            seats = value.get("seats")
            named = [value, *(seats if isinstance(seats, list) else [])]
            rows = [row for row in named if isinstance(row, Mapping)]
            found.update(str(row[key]) for row in rows for key in ("id", "nation") if key in row)
    return found


def _convert(value: object, row: type[Row], path: Path, faults: list[Fault]) -> Row | None:
    try:
        return msgspec.convert(value, row)
    except msgspec.ValidationError as error:
        found = tuple(_field_faults(value, row, path)) if isinstance(value, Mapping) else ()
        faults.extend(found or (_fault(error, path),))
        return None


def _field_faults(value: Mapping[str, Any], row: type[Any], path: Path) -> Iterator[Fault]:
    """What is wrong with each field of a row: msgspec itself stops at the first."""
    fields = {field.name: field for field in msgspec.structs.fields(row)}
    if row.__struct_config__.forbid_unknown_fields:
        yield from (Fault((*path, name), f"there is no field {name!r} here") for name in value if name not in fields)
    for name, field in fields.items():
        if name in value:
            try:
                msgspec.convert(value[name], field.type)
            except msgspec.ValidationError as error:
                yield _fault(error, (*path, name))
        elif field.required:
            yield Fault(path, f"{name} is missing")


def _fault(error: msgspec.ValidationError, path: Path) -> Fault:
    text, _, where = str(error).partition(" - at `$")
    steps = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", where)]
    return Fault((*path, *steps), text)


def _table(
    document: Mapping[str, Any], name: str, row: type[Row], faults: list[Fault], key: str = "id"
) -> dict[int, Row]:
    """The rows that are in order, by their place in the file."""
    values = document.get(name)
    if not isinstance(values, list) or not values:
        faults.append(Fault((), f"there is no [[{name}]]; at least one is needed"))
        return {}
    rows = [_convert(value, row, (name, at), faults) for at, value in enumerate(values)]
    seen = Counter(str(value.get(key)) for value in values if isinstance(value, Mapping))
    faults.extend(
        Fault((name, at, key), f"{key} {value[key]!r} is there {seen[str(value[key])]} times")
        for at, value in enumerate(values)
        if isinstance(value, Mapping) and key in value and seen[str(value[key])] > 1
    )
    return {at: row for at, row in enumerate(rows) if row is not None}


def _with_homes(body: Body) -> Body:
    """The body with each seat knowing its body and its nation."""
    seats = tuple(msgspec.structs.replace(seat, body=body.id, nation=seat.nation or body.nation) for seat in body.seats)
    return msgspec.structs.replace(body, seats=seats)


def _cross_checks(registry: Registry, header: Header, bodies: Mapping[int, Body]) -> Iterator[Fault]:
    """Faults of bodies that only show between rows."""
    for at, body in bodies.items():
        path = ("body", at)
        yield from chain(
            _words(registry, header, body, path),
            _links(registry, header, body, path),
            _seats(registry, body, path),
        )
    channels = Counter(body.channel for body in bodies.values())
    for at, body in bodies.items():
        if channels[body.channel] > 1:
            yield Fault(("body", at, "channel"), f"channel {body.channel!r} belongs to more than one body")
    yield from _doubled_seats(bodies)


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
            yield Fault((*path, field), f"{field} {target!r} is not a body of this registry")
    for field in ("members", "counterparts"):
        for target in getattr(body, field):
            if target not in registry.bodies:
                yield Fault((*path, field), f"{field}: {target!r} is not a body of this registry")
    yield from _upward(registry, header, body, path)
    yield from _across(registry, body, path)


def _upward(registry: Registry, header: Header, body: Body, path: Path) -> Iterator[Fault]:
    if body.parent is None and body.id not in header.roots:
        yield Fault((*path, "id"), f"{body.id!r} has no parent and is not one of registry.roots")
    if (parent := registry.bodies.get(body.parent or "")) and parent.nation not in (body.nation, BILATERAL):
        yield Fault((*path, "parent"), f"{parent.id!r} is of another nation: an escalation would cross to it")
    if _is_circular(registry, body.id):
        yield Fault((*path, "parent"), f"the parents of {body.id!r} go in a circle")


def _across(registry: Registry, body: Body, path: Path) -> Iterator[Fault]:
    if not body.counterparts and not body.no_counterpart:
        yield Fault((*path, "id"), f"{body.id!r} names no counterparts: no_counterpart must give the reason")
    for other in body.counterparts:
        if other in registry.bodies and body.id not in registry.bodies[other].counterparts:
            yield Fault((*path, "counterparts"), f"{other!r} does not name {body.id!r} in return")


def _is_circular(registry: Registry, start: str) -> bool:
    seen: set[str] = set()
    at: str | None = start
    while at in registry.bodies:
        if at in seen:
            return True
        seen.add(at)
        at = registry.bodies[at].parent
    return False


def _seats(registry: Registry, body: Body, path: Path) -> Iterator[Fault]:
    if not body.seats:
        yield Fault((*path, "seats"), f"{body.id!r} has no seats")
    for at, seat in enumerate(body.seats):
        if seat.nation not in registry.nations:
            yield Fault((*path, "seats", at), f"seat {seat.id!r} of a bilateral body needs a nation")
        elif body.nation in registry.nations and seat.nation != body.nation:
            yield Fault((*path, "seats", at), f"seat {seat.id!r} is not of its body's nation")


def _doubled_seats(bodies: Mapping[int, Body]) -> Iterator[Fault]:
    seen = Counter(seat.id for body in bodies.values() for seat in body.seats)
    for at, body in bodies.items():
        for place, seat in enumerate(body.seats):
            if seen[seat.id] > 1:
                yield Fault(("body", at, "seats", place), f"seat {seat.id!r} is there {seen[seat.id]} times")


def _nations(registry: Registry, nations: Mapping[int, Nation]) -> Iterator[Fault]:
    for at, nation in nations.items():
        if nation.zone not in available_timezones():
            yield Fault(("nation", at, "zone"), f"zone {nation.zone!r} is not a name of the time-zone database")
        if nation.id not in registry.authorities:
            yield Fault(("nation", at, "id"), f"nation {nation.id!r} has no [[authority]]")
        if not any(body.nation == nation.id for body in registry.bodies.values()):
            yield Fault(("nation", at, "id"), f"nation {nation.id!r} has no body")
        if not NATION.fullmatch(nation.id) or nation.id == BILATERAL:
            yield Fault(("nation", at, "id"), f"a nation's id is 2 to 8 of a-z and not {BILATERAL}: {nation.id!r}")


def _authority(registry: Registry, header: Header, authorities: Mapping[int, Authority]) -> Iterator[Fault]:
    for track in header.tracks:
        if (owner := registry.routing.owner.get(track)) not in registry.bodies:
            text = f"track {track!r} needs an owner that is a body of this registry, not {owner!r}"
            yield Fault(("routing", "owner"), text)
    if registry.routing.combined not in registry.bodies:
        yield Fault(("routing", "combined"), f"{registry.routing.combined!r} is not a body of this registry")
    for at, authority in authorities.items():
        rows = [authority.mode, *(row.seat for row in authority.disclosure)]
        for seat in rows:
            if seat not in registry.seats or registry.seats[seat].nation != authority.nation:
                yield Fault(("authority", at), f"{seat!r} is not a seat of {authority.nation!r}")
        for row in authority.disclosure:
            if row.under not in registry.bodies:
                yield Fault(("authority", at), f"{row.under!r} is not a body of this registry")


def _dead_ends(registry: Registry, bodies: Mapping[int, Body]) -> Iterator[Fault]:
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
                for nation in registry.nations
                if not any(registry.seats_at(above, "decide", nation=nation) for above in registry.upward(body.id))
            )
    for nation in registry.nations:
        if not registry.seats_at(registry.routing.combined, "decide", nation=nation):
            text = f"{registry.routing.combined!r} has no seat that decides for {nation!r}"
            yield Fault(("routing", "combined"), text)
