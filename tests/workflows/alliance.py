"""A made-up alliance of two nations or of three: its registry's document, the registry, and calendars.

The document has for each nation, by its first letter, the same four bodies: `n-min`, with `n-hq` and `n-pol` under it,
and `n-ops` under `n-hq`. Together they sit in `top`, `board`, `centre`, `desk` (no seat there decides) and `staff`.
"""

from datetime import date
from itertools import combinations
from typing import Any

from workflows.bodies.reading import read_registry
from workflows.bodies.registry import Registry
from workflows.times.calendars import Calendar

ZONES = {"north": "America/New_York", "south": "Asia/Tokyo", "east": "Europe/Berlin"}
TRACKS = ("policy", "operations", "logistics")
ROLES = {"chief": "decide", "staff": "coordinate", "watch": "watch", "guest": "read", "fdo": "decide"}
ROLES |= {"lead": "decide", "aide": "coordinate"}

# body: track, echelon, parent, counterpart, its seats
NATIONAL: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("min", "policy", "ministerial", "", "", "chief staff watch"),
    ("hq", "operations", "strategic", "min", "hq", "chief staff watch guest"),
    ("pol", "policy", "director", "min", "pol", "chief staff fdo"),
    ("ops", "operations", "director", "hq", "ops", "chief staff watch"),
)
# body: system, track, echelon, parent, members, each nation's seats
TOGETHER: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    ("top", "consultative", "policy", "ministerial", "", "min", "lead aide"),
    ("board", "acm", "policy", "strategic", "top", "hq pol", "lead aide"),
    ("centre", "acm", "operations", "strategic", "board", "hq", "lead aide watch"),
    ("desk", "acm", "operations", "director", "centre", "ops", "aide"),
    ("staff", "product", "operations", "director", "centre", "ops", "lead aide"),
)
CATEGORIES = (("s-calm", "calm", "平穏"), ("s-alarm", "alarm situation", "警報事態"))
"""South's alone: north and east have no such thing."""


def document(*nations: str) -> dict[str, Any]:
    """The registry's document for these of north, south and east."""
    return {
        "registry": {
            "name": "A made-up alliance",
            "version": "1",
            "systems": ["consultative", "acm", "national", "product"],
            "tracks": list(TRACKS),
            "echelons": ["ministerial", "strategic", "director"],
            "roots": ["top", *(f"{nation[0]}-min" for nation in nations)],
        },
        "bilateral": {"name": "Together", "name_ja": "共同", "languages": ["en"], "zone": "UTC"},
        "routing": {"combined": "staff", "owner": dict.fromkeys(TRACKS, "board")},
        "nation": [_nation(nation) for nation in nations],
        "authority": [
            {
                "nation": nation,
                "mode": f"board-{nation[0]}-lead",
                "disclosure": [{"seat": f"{nation[0]}-pol-fdo", "under": f"{nation[0]}-min"}],
                "phase": [f"{nation[0]}-hq-chief"],
                **({"category": ["s-min-chief", "s-min-staff"]} if nation == "south" else {}),
            }
            for nation in nations
        ],
        "category": [
            {"id": id_, "nation": "south", "name": name, "name_ja": name_ja}
            for id_, name, name_ja in CATEGORIES
            if "south" in nations
        ],
        "label": [{"id": "dusk", "name": "dusk", "name_ja": "夕暮れ"}],
        "body": [
            *(_national(row, nation, nations) for nation in nations for row in NATIONAL),
            *(_together(row, nations) for row in TOGETHER),
        ],
    }


def with_pairs(doc: dict[str, Any]) -> dict[str, Any]:
    """The document with a body for each pair of nations: `n-s` and so on, of the `n-hq` and `s-hq` alone."""
    nations = tuple(row["id"] for row in doc["nation"])
    for one, other in combinations(nations, 2):
        id_ = f"{one[0]}-{other[0]}"
        doc["body"].append(_together((id_, "acm", "operations", "strategic", "board", "hq", "lead aide"), (one, other)))
    return doc


def _nation(nation: str) -> dict[str, Any]:
    return {
        "id": nation,
        "name": nation.title(),
        "name_ja": nation,
        "abbr": nation[0].upper(),
        "languages": ["en"],
        "zone": ZONES[nation],
        "working_hours": ["08:00", "17:00"],
        "calendar": f"{nation}-days",
    }


def _body(id_: str, nation: str, *, system: str, track: str, echelon: str, parent: str) -> dict[str, Any]:
    row = {"id": id_, "name": id_, "name_ja": id_, "abbr": id_.upper(), "nation": nation, "system": system}
    row |= {"track": track, "echelon": echelon, "channel": f"c-{id_}", "confidence": "inferred", "source": "made up"}
    return row | ({"parent": parent} if parent else {})


def _national(row: tuple[str, ...], nation: str, nations: tuple[str, ...]) -> dict[str, Any]:
    id_, track, echelon, parent, peer, seats = row
    letter = nation[0]
    body = _body(
        f"{letter}-{id_}",
        nation,
        system="national",
        track=track,
        echelon=echelon,
        parent=f"{letter}-{parent}" if parent else "",
    )
    body["counterparts"] = [f"{other[0]}-{peer}" for other in nations if peer and other != nation]
    body["seats"] = [{"id": f"{letter}-{id_}-{seat}", "title": seat, "role": ROLES[seat]} for seat in seats.split()]
    return body if peer else body | {"no_counterpart": "none in this test"}


def _together(row: tuple[str, ...], nations: tuple[str, ...]) -> dict[str, Any]:
    id_, system, track, echelon, parent, members, seats = row
    body = _body(id_, "bilateral", system=system, track=track, echelon=echelon, parent=parent)
    body["members"] = [f"{nation[0]}-{member}" for member in members.split() for nation in nations]
    body["no_counterpart"] = "all sit in it"
    if system != "acm":
        body["no_requests"] = f"{id_} takes none"
    body["seats"] = [
        {"id": f"{id_}-{nation[0]}-{seat}", "title": seat, "role": ROLES[seat], "nation": nation}
        for seat in seats.split()
        for nation in nations
    ]
    return body


def registry(doc: dict[str, Any]) -> Registry:
    found, faults = read_registry(doc)
    assert found is not None, faults
    return found


TWO = registry(document("north", "south"))
THREE = registry(document("north", "south", "east"))
PAIRED = registry(with_pairs(document("north", "south", "east")))
"""Three nations of which each two have a body of their own too."""

CALENDARS = {
    f"{nation}-days": Calendar(f"{nation}-days", date(2026, 1, 1), date(2026, 12, 31), frozenset(days_off))
    for nation, days_off in {
        "north": [date(2026, 11, 26)],
        "south": [date(2026, 11, 23)],
        "east": [date(2026, 11, 27)],
    }.items()
}
