"""What belongs to an operation, and what in it waits for what, as far as one may know.

A link that all who know of the operation may know stands in its facts; one that a nation made for itself, to what
others may not know, stands in what that nation keeps, and so do the needs of what is linked so. What a matter needs is
known to exactly those who know of the matter: it may need what more nations know, never what fewer do. So no circle
crosses a view.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.known import is_name_known, may_see
from workflows.matter import Matter
from workflows.view import Need

OPERATION = "operation"
MEMBERS, NEEDS = "members", "needs"
INSIDE = "inside"
"""Under which a nation keeps what it has of these for itself."""

Facts = Mapping[str, Any]


class Net(msgspec.Struct, frozen=True):
    """Operations with matters of theirs, as they were read."""

    operations: tuple[Matter, ...] = ()
    matters: Mapping[str, Matter] = {}
    open: frozenset[str] = frozenset()
    """The ids of those of the matters that have not ended."""

    def named(self, key: str, registry: Registry, readers: Audience) -> Matter | None:
        """The matter that these readers know by that serial."""
        rows = self.matters.values()
        return next((row for row in rows if is_name_known(row, key, registry, readers)), None)

    def having(self, matter: Matter) -> "Net":
        """The same, with one operation or matter as it is given."""
        operations = tuple(matter if row.id == matter.id else row for row in self.operations)
        matters = {**self.matters, matter.id: matter} if matter.procedure != OPERATION else self.matters
        return msgspec.structs.replace(self, operations=operations, matters=matters)


def linked_for_all(operation: Matter) -> tuple[str, ...]:
    """The ids of what is linked for all who know of the operation."""
    return tuple(operation.facts.get(MEMBERS, ()))


def members_of(operation: Matter, readers: Audience) -> tuple[str, ...]:
    """The ids of what these readers may know to belong to the operation."""
    return (*linked_for_all(operation), *_kept(operation, readers).get(MEMBERS, ()))


def linked_by_anybody(operation: Matter) -> frozenset[str]:
    """The ids of all that is linked, whoever may know."""
    return frozenset(id_ for facts in _of_all(operation) for id_ in facts.get(MEMBERS, ()))


def neighbours(operation: Matter, matter: str) -> frozenset[str]:
    """The ids of what this waits for and what waits for it there, whoever may know."""
    rows = (need for facts in _of_all(operation) for need in _rows(facts) if matter in need)
    return frozenset(id_ for need in rows for id_ in need) - {matter}


def _of_all(operation: Matter) -> Iterator[Facts]:
    yield operation.facts
    yield from (facts.get(INSIDE, {}) for facts in operation.kept.values())


def needs_of(operation: Matter, readers: Audience) -> tuple[Need, ...]:
    """What these readers may know to wait for what in it.

    What is said for all comes first: what a nation said for itself before holds no longer where the two are a circle.
    """
    known = set(members_of(operation, readers))
    found: list[Need] = []
    for need in (*_rows(operation.facts), *_rows(_kept(operation, readers))):
        if known.issuperset(need) and not way(need.on, need.matter, found):
            found.append(need)
    return tuple(found)


def needs_seen(operations: Iterable[Matter], readers: Audience) -> tuple[Need, ...]:
    """The like of all operations that these readers may know."""
    return tuple(need for row in operations if may_see(row, readers) for need in needs_of(row, readers))


def _kept(operation: Matter, readers: Audience) -> Facts:
    """What these readers have for themselves, where they are one nation."""
    found: Facts = operation.kept.get(readers[0], {}).get(INSIDE, {}) if len(readers) == 1 else {}
    return found


def _rows(facts: Facts) -> tuple[Need, ...]:
    return tuple(Need(*row) for row in facts.get(NEEDS, ()))


def way(start: str, goal: str, needs: Iterable[Need]) -> tuple[str, ...]:
    """By what `start` waits for `goal`, both named: the shortest way along the needs; empty where there is none."""
    rows = tuple(needs)
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    reached = [start]
    for at in reached:  # which grows meanwhile
        for need in rows:
            if need.matter == at and need.on not in ways:
                ways[need.on] = (*ways[at], need.on)
                reached.append(need.on)
    return ways.get(goal, ())


def with_member(operation: Matter, member: str, readers: Audience) -> Matter:
    """With this matter linked, for these readers: for all who know of the operation, or for one nation."""
    if readers == operation.audience:
        operation = _changed_inside(operation, lambda facts: _less(facts, MEMBERS, lambda row: row == member))
    return _put(operation, readers, lambda facts: {**facts, MEMBERS: [*facts.get(MEMBERS, ()), member]})


def with_need(operation: Matter, need: Need, readers: Audience) -> Matter:
    return _put(operation, readers, lambda facts: {**facts, NEEDS: [*facts.get(NEEDS, ()), [*need]]})


def without(operation: Matter, member: str, readers: Audience) -> Matter:
    """Without this matter, and without what waits for what by it: for all, or for these readers alone."""

    def less(facts: Facts) -> Facts:
        return _less(_less(facts, MEMBERS, lambda row: row == member), NEEDS, lambda row: member in row)

    return _taken_back(operation, readers, less)


def without_need(operation: Matter, need: Need, readers: Audience) -> Matter:
    def less(facts: Facts) -> Facts:
        return _less(facts, NEEDS, lambda row: Need(*row) == need)

    return _taken_back(operation, readers, less)


def _taken_back(operation: Matter, readers: Audience, less: Callable[[Facts], Facts]) -> Matter:
    """Who else has linked it, inside another nation, is left what is theirs."""
    changed = _put(operation, readers, less)
    return _changed_inside(changed, less) if readers == operation.audience else changed


def _put(operation: Matter, readers: Audience, change: Callable[[Facts], Facts]) -> Matter:
    if readers == operation.audience:
        return operation.with_facts(**change(operation.facts))
    nation = readers[0]
    return operation.with_kept(nation, **{INSIDE: change(_kept(operation, (nation,)))})


def _changed_inside(operation: Matter, change: Callable[[Facts], Facts]) -> Matter:
    """With what each nation has for itself changed."""
    for nation, facts in operation.kept.items():
        if INSIDE in facts:
            operation = operation.with_kept(nation, **{INSIDE: change(facts[INSIDE])})
    return operation


def _less(facts: Facts, name: str, is_gone: Callable[[Any], bool]) -> Facts:
    return {**facts, name: [row for row in facts[name] if not is_gone(row)]} if name in facts else facts
