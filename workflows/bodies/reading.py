"""Reading the registry's document: every fault at once, each with the path of the value it stands at."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from workflows.bodies.body_faults import body_faults
from workflows.bodies.faults import (
    Fault,
    Header,
    Path,
    authority_faults,
    dead_ends,
    log_desk_faults,
    nation_faults,
    part_faults,
    setting_faults,
)
from workflows.bodies.hours_faults import hours_faults
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Bilateral, Body, Nation
from workflows.bodies.rules import Authority, Quiet, Rhythm, Routing
from workflows.ill_typed import ill_typed
from workflows.situation import Category, Label

Row = TypeVar("Row")


def read_registry(document: Mapping[str, Any]) -> tuple[Registry | None, tuple[Fault, ...]]:
    """The registry in `document` (parsed TOML), or None, with every fault that was found."""
    faults: list[Fault] = []
    header = _convert(document.get("registry", {}), Header, ("registry",), faults)
    bilateral = _convert(document.get("bilateral", {}), Bilateral, ("bilateral",), faults)
    routing = _convert(document.get("routing", {}), Routing, ("routing",), faults)
    rhythm = _convert(document.get("rhythm", {}), Rhythm, ("rhythm",), faults)
    quiet = _convert(document.get("quiet", {}), Quiet, ("quiet",), faults)
    parts = _convert(document.get("parts", {}), dict[str, tuple[str, ...]], ("parts",), faults)
    nations = _table(document, "nation", Nation, faults)
    bodies = _table(document, "body", Body, faults)
    authorities = _table(document, "authority", Authority, faults, key="nation")
    categories = _table(document, "category", Category, faults) if document.get("category") else {}
    labels = _table(document, "label", Label, faults) if document.get("label") else {}
    if header is None or bilateral is None or routing is None or rhythm is None or quiet is None or parts is None:
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
        categories={category.id: category for category in categories.values()},
        situation_labels={label.id: label for label in labels.values()},
        name_ja=header.name_ja,
        words_ja=header.words_ja,
        rhythm=rhythm,
        quiet=quiet,
        parts=parts,
    )
    places = {at: rows[body.id] for at, body in bodies.items()}
    unread = _names_unread(document, faults)
    between = list(nation_faults(registry, nations)) if bodies else []
    between += log_desk_faults(registry, nations)
    between += hours_faults(registry, nations, places)
    if (
        bodies and nations and len(nations) == len(document["nation"])
    ):  # without its nation no body or seat can be judged
        between += [*body_faults(registry, header, places), *authority_faults(registry, header, authorities)]
        between += setting_faults(registry, authorities, categories, labels)
        between += part_faults(registry)
    faults.extend(fault for fault in between if not any(repr(name) in fault.text for name in unread))
    if bodies and not unread and not any(map(_breaks_links, faults)):
        faults.extend(dead_ends(registry, places))
    return (None if faults else registry), tuple(faults)


def _breaks_links(fault: Fault) -> bool:
    """Whether the ways from body to body can't be followed for it; dead ends are found by following them."""
    return (
        not fault.path or fault.path[0] in ("authority", "routing") or fault.path[-1] in ("parent", "nation", "members")
    )


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
        has_fields = hasattr(row, "__struct_config__")
        found = tuple(_field_faults(value, row, path)) if has_fields and isinstance(value, Mapping) else ()
        faults.extend(found or (_fault(error, row, path),))
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
                yield _fault(error, field.type, (*path, name))
        elif field.required:
            yield Fault(path, f"{name} is missing")


def _fault(error: msgspec.ValidationError, kind: Any, path: Path) -> Fault:
    place, text = ill_typed(error, kind)
    return Fault((*path, *place), text)


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
