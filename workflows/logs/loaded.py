"""What an installation goes by, as each audience may know it: registry, catalogue, who may do what. And what changed.

Whose a row is follows from what people are shown (DESIGN rule 3). What `/acm bodies` tells everybody, the nations, the
routing, the procedures, who may use which verb and whether CUI may be carried are joint. A body's channel and whatever
else is not shown across are of those who read there: its nation's own, or of two nations where these alone sit in it.
So are a nation's row of [[authority]], of which others see only what its seats do, and its administrators. The version
of the registry's file is left out: it would tell all that a row of one nation's own has changed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from workflows.authority import STANDING
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience, Body, Seat
from workflows.catalogue import procedures
from workflows.matter import Actor
from workflows.vocabulary import Entry

Rows = dict[str, Any]
"""Plain JSON values by table and id."""

ACT = "loaded"

SHOWN = (
    *("name", "name_ja", "abbr", "nation", "system", "track", "echelon", "parent", "members", "counterparts"),
    *("no_counterpart", "no_counterpart_ja", "no_requests", "no_requests_ja", "valid_from", "valid_to", "successor"),
)
"""Of a body, what everybody may read; every other field is for those who read its channel."""
SHOWN_OF_SEAT = ("id", "title", "title_ja", "role", "nation")
APART = ("id", "seats", *SHOWN)


def loaded(
    registry: Registry, administrators: Mapping[str, Sequence[Actor]], *, allow_cui: bool
) -> dict[Audience, Rows]:
    """All that is loaded, each part with those who may read it and nobody else; the same always gives the same."""
    found: dict[Audience, Rows] = {registry.everyone: {**_joint(registry), "allow_cui": allow_cui}}
    for nation, row in registry.authorities.items():
        people = sorted(f"{actor.team}/{actor.user}" for actor in administrators.get(nation, ()))
        found[nation,] = {"authority": _plain(row), "administrators": people}
    for body in registry.bodies.values():
        rows = found.setdefault(registry.audience_of(body.id), {})
        rows.setdefault("channels", {})[body.id] = _own(body)
    return found


def _joint(registry: Registry) -> Rows:
    return {
        "registry": _fields(registry, ("name", "name_ja", "echelons", "words_ja")),
        "nations": {nation: _plain(row) for nation, row in registry.nations.items()},
        "bilateral": _plain(registry.bilateral),
        "routing": _plain(registry.routing),
        "rhythm": _plain(registry.rhythm),
        "quiet": _plain(registry.quiet),
        "parts": _plain(registry.parts),
        "categories": {row.id: _plain(row) for row in registry.categories.values()},
        "labels": {row.id: _plain(row) for row in registry.situation_labels.values()},
        "bodies": {body.id: _shown(body) for body in registry.bodies.values()},
        "order": list(registry.bodies),  # the first of several that fit is taken
        "procedures": {row.id: _plain(row) for row in procedures().values()},
        "verbs": {verb: _plain(who) for verb, who in STANDING.items()},
    }


def _shown(body: Body) -> Rows:
    return {**_fields(body, SHOWN), "seats": [_fields(seat, SHOWN_OF_SEAT) for seat in body.seats]}


def _own(body: Body) -> Rows:
    own = [name for name in body.__struct_fields__ if name not in APART]
    hidden = [name for name in Seat.__struct_fields__ if name not in (*SHOWN_OF_SEAT, "body")]
    return {**_fields(body, own), "seats": {seat.id: _fields(seat, hidden) for seat in body.seats}}


def _fields(row: object, names: Sequence[str]) -> Rows:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: object) -> Any:
    return msgspec.to_builtins(value, str_keys=True, enc_hook=_named)


def _named(value: Any) -> str:
    """What a table names of the code by its place there; a share of a span as it is written."""
    return f"{value.__module__}.{value.__qualname__}" if callable(value) else str(value)


def entry_of(audience: Audience, digests: tuple[str, str], before: Rows | None, after: Rows) -> Entry:
    """What the log of `audience` keeps of a start: both digests, and what is otherwise now.

    There is nothing to compare with at a first start: `before` is None.
    """
    was, now = digests
    if before is None:
        return Entry(audience, ACT, {"before": "first", "after": now})
    return Entry(audience, ACT, {"before": was, "after": now, "difference": difference(before, after)})


def difference(before: Any, after: Any) -> Rows:
    """How two unequal values differ, as deep as both are objects.

    Of a list what was added and removed, where the rest stands in its order; else what `was` and `is`, the one left out
    where there is none.
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        names = (name for name in sorted({*before, *after}) if before.get(name) != after.get(name))
        return {name: difference(before.get(name), after.get(name)) for name in names}
    if isinstance(before, list) and isinstance(after, list):
        removed, added = ([row for row in one if row not in other] for one, other in ((before, after), (after, before)))
        if [row for row in before if row not in removed] == [row for row in after if row not in added]:
            return {name: rows for name, rows in (("added", added), ("removed", removed)) if rows}
    return {name: value for name, value in (("was", before), ("is", after)) if value is not None}
