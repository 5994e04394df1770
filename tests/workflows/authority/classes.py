"""Which class of seat one is for a matter: its role, and what its body has to do with the matter.

Worked out here from the matter and the registry's rows alone: what table.toml expects must not come from what it is
to prove. The words are explained in that file.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from workflows.bodies.registry import Registry
from workflows.bodies.rows import BILATERAL, Seat
from workflows.matter import Matter

TABLE = tomllib.loads(Path(__file__).with_name("table.toml").read_text(encoding="utf-8"))

OWN = {f"own-{part}" for part in ("lead", "asker", "opr", "ocr", "info", "other", "outside")}
OTHER = {f"other-{part}" for part in ("lead", "ocr", "info", "other", "outside")}
JOINT = {f"{part}-{side}" for part in ("owner", "above", "combined", "joint", "away") for side in ("own", "other")}
APART = "apart"
SUBJECT, ANSWERS = "subject", "answers"
RELATIONS = OWN | OTHER | JOINT | {APART, SUBJECT, ANSWERS}
"""Every relation that a seat can have to a matter."""


class Cell(NamedTuple):
    """One class. A person without a seat is one by the word in `relation` alone."""

    relation: str
    roles: frozenset[str] = frozenset()
    """The seat's role, and what it is besides: releases, mode, on-watch, sets-phase."""

    def __str__(self) -> str:
        return " ".join((self.relation, *sorted(self.roles)))


def cell_of(seat: Seat, matter: Matter | None, registry: Registry, subject: str = "") -> Cell:
    """The one class that `seat` has for `matter`, or where there is none yet, which may be to be about a seat."""
    if about := matter.subject if matter else subject:
        return Cell(_to_subject(seat, registry.seats[about], registry), frozenset({seat.role}))
    if matter is None:
        is_joint = registry.bodies[seat.body].nation == BILATERAL
        return Cell("bilateral" if is_joint else "national", frozenset({seat.role, *_sets(seat, registry)}))
    return Cell(_relation(seat, matter, registry), frozenset({seat.role, *_besides(seat, matter, registry)}))


def as_named(cell: Cell, patterns: Iterable[str]) -> Cell | None:
    """The class as the first of `patterns` that fits has it, with what that one doesn't ask about left out."""
    for pattern in patterns:
        relations, _, roles = pattern.partition(":")
        relation = next((word for word in relations.split() if word in ("any", cell.relation)), None)
        if relation and (not roles or cell.roles & {*roles.split()}):
            return Cell(relation, cell.roles & {*roles.split()})
    return None


def expected(procedure: str) -> Mapping[tuple[str, str], list[str]]:
    """By verb and stage of a procedure, the patterns of its row; "opening" for the verb that opens one."""
    rows = TABLE.get(procedure, {}).items()
    return {(verb, stage): row for verb, stages in rows for key, row in stages.items() for stage in key.split()}


def _to_subject(seat: Seat, subject: Seat, registry: Registry) -> str:
    """Of its nation those answer for a seat who decide at its body, and at the nearest one above where anybody does."""
    if seat.nation != subject.nation:
        return APART
    if seat == subject:
        return SUBJECT
    up = registry.bodies[subject.body].parent
    near = _decides_at_or_above(up, subject.nation, registry) if up else None
    return ANSWERS if seat.role == "decide" and seat.body in (subject.body, near) else "own-outside"


def _relation(seat: Seat, matter: Matter, registry: Registry) -> str:
    if seat.nation not in matter.tracks:
        return APART
    side = "own" if seat.nation == matter.nation else "other"
    if registry.bodies[seat.body].nation == BILATERAL:
        return f"{_joint_part(seat, matter, registry)}-{side}"
    lead = matter.tracks[seat.nation].lead
    if seat.body == matter.asker:
        return "own-lead" if lead == matter.asker else "own-asker"
    if seat.body == lead:
        return "own-opr" if side == "own" else "other-lead"
    return f"{side}-{_national_part(seat, matter, registry)}"


def _national_part(seat: Seat, matter: Matter, registry: Registry) -> str:
    if seat.body in matter.tracks[seat.nation].ocrs:
        return "ocr"
    waits = len(matter.audience) == 1 or matter.draft is not None
    if waits and seat.body == registry.seats[_releaser(matter, registry)].body:
        return "other"
    if seat.body in matter.info:
        return "info"
    return "other" if seat.body in matter.escalated else "outside"


def _joint_part(seat: Seat, matter: Matter, registry: Registry) -> str:
    integrates = "integration" in (matter.mode, matter.mode_proposed)
    if seat.body == matter.owner:
        return "owner"
    if seat.body == _decides_at_or_above(matter.owner, seat.nation, registry):
        return "above"
    if seat.body == registry.routing.combined and integrates:
        return "combined"
    agree = {registry.seats[row.mode].body for row in registry.authorities.values()} if integrates else set()
    return "joint" if seat.body in {*matter.to, *matter.escalated, *agree} else "away"


def _besides(seat: Seat, matter: Matter, registry: Registry) -> Iterator[str]:
    if seat.id == _releaser(matter, registry):
        yield "releases"
    if any(row.seat == seat.id for authority in registry.authorities.values() for row in authority.disclosure):
        yield "may-release"
    if seat.id in {row.mode for row in registry.authorities.values()}:
        yield "mode"
    there = {row.role for row in registry.bodies[seat.body].seats}
    if seat.role == next((role for role in ("watch", "coordinate", "decide") if role in there), ""):
        yield "on-watch"


def _sets(seat: Seat, registry: Registry) -> Iterator[str]:
    row = registry.authorities[seat.nation]
    if seat.id in row.phase:
        yield "sets-phase"
    if seat.id in row.category:
        yield "sets-category"


def _releaser(matter: Matter, registry: Registry) -> str:
    """The disclosure seat of the row that is nearest above the asking body; empty where there is none."""
    rows = {row.under: row.seat for row in registry.authorities[matter.nation].disclosure}
    at: str | None = matter.asker
    while at is not None and at not in rows:
        at = registry.bodies[at].parent
    return rows[at] if at else ""


def _decides_at_or_above(body: str, nation: str, registry: Registry) -> str | None:
    """The nearest body with a decide seat of `nation`."""
    at: str | None = body
    while at is not None and not any(s.role == "decide" and s.nation == nation for s in registry.bodies[at].seats):
        at = registry.bodies[at].parent
    return at
