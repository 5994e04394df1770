"""Purging a spill: an entry of a log is emptied when a decide seat of every nation that reads it has ordered it.

Each order is on record; the last one is the entry `purge`, which names what is emptied. Source: DESIGN, "The decision
log". What else than the log kept the words is emptied too, as far as nobody beyond the log's readers may read them.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from workflows.authority import view_of
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience, Seat
from workflows.command import Command
from workflows.entries import Recorded
from workflows.fields import Given
from workflows.given.fields import read_given
from workflows.given.reading import Reading
from workflows.logs.correcting import ENTRY, worded
from workflows.logs.searching import UNSAID
from workflows.vocabulary import Accepted, Entry, Notice, Params, PurgeOrder, Refused, Said, World

PURGE, ORDER = "purge", "purge-order"
PROVES = ("key", PURGE)
"""Acts whose contents a log is proved by: without these it would no longer verify."""

PURGING = (ENTRY, Given("because", "text", "Reason, for your own nation", most=500))
CUT = "█████"
"""What stands where words were."""
LONG = 8
"""Bytes from which words are cut out of a longer text too: shorter ones stand in others by chance."""

_ID = re.compile(r"[\w.:@/+-]*", re.ASCII)
_TEXTS = frozenset({"text", "words", "missing"})
"""Keys of a matter that hold words, beside the names of what is given with a verb."""


def purge(command: Command, world: World, now: datetime) -> Accepted | Refused:
    """One nation's order. It empties what that nation alone reads; else it waits for those of the others."""
    given = read_given(PURGING, command.said, Reading(world.registry, now, "UTC", ()))
    if isinstance(given, Refused):
        return given
    entry, seat = world.entry, world.registry.seats[command.seat or ""]
    if entry is None or entry.log not in world.registry.logs_read_by(view_of(command, world)):
        return Refused("unknown-entry", {"word": given["entry"]}, field="entry")
    if entry.content is None:
        return Refused("purged-before", {"word": entry.name}, field="entry")
    if entry.act in PROVES:
        return Refused("proves-the-log", {"word": entry.name}, field="entry")
    if seat.nation in world.ordered:
        return Refused("purge-ordered-before", {"word": entry.name}, field="entry")
    return _ordered(entry, seat, given["because"], command, world)


def _ordered(entry: Recorded, seat: Seat, because: str, command: Command, world: World) -> Accepted:
    """Why it is ordered is the nation's own: what the others read says by which seat."""
    registry, person = world.registry, command.person
    readers = tuple(nation for nation in registry.nations if nation in entry.log.split("+"))
    by = {**world.ordered, seat.nation: seat.id}
    missing = tuple(nation for nation in readers if nation not in by)
    of = {"of": {"log": entry.log, "seq": entry.seq}}
    inside = {"because": because, "person": {"team": person.team, "user": person.user}, "door": command.door}
    said = {**of, "by": by, **({} if missing else {"purged": entry.seq})}
    act = ORDER if missing else PURGE

    def entered(audience: Audience, act: str, content: Mapping[str, Any]) -> Entry:
        return Entry(audience, act, content, seat.id, names=(entry.log, entry.seq), serial=entry.serial)

    own = (seat.nation,)
    entries = (
        (entered(own, act, {**said, **inside}),)
        if readers == own
        else (entered(own, ORDER, {**of, **inside}), entered(readers, act, said))
    )
    facts = {"entry": entry.name, "by": by, "missing": missing}
    desks = ((nation, _desk(nation, by, registry)) for nation in readers)
    return Accepted(
        Said("purge-ordered" if missing else "purged", {"text": entry.name, "nations": missing}),
        entries=entries,
        notices=tuple(_told(desk, {**facts, "nation": nation}) for nation, desk in desks if desk),
        ordered=(PurgeOrder(entry.log, entry.seq, seat.nation, seat.id, is_last=not missing),),
    )


def _told(desk: str, facts: Params) -> Notice:
    return Notice("purge-ordered", desk, facts) if facts["missing"] else Notice("purged", desk, facts)


def _desk(nation: str, by: Mapping[str, str], registry: Registry) -> str | None:
    """Where a nation is told: in its log channel, without one at the body whose seat has ordered it."""
    seat = registry.seats.get(by.get(nation, ""))
    return registry.nations[nation].log_desk or (seat.body if seat else None)


def words_of(content: Mapping[str, Any], registry: Registry) -> frozenset[str]:
    """The words that people said in a content; no ids, names of choices or times."""
    ids = {*registry.nations, *registry.bodies, *registry.seats}
    return frozenset(text for text, is_named in _texts(content) if text not in ids and (is_named or not is_id(text)))


def is_id(text: str) -> bool:
    """Whether it may be an id, a number or a time as well as a word."""
    return _ID.fullmatch(text) is not None


def _texts(value: Any, *, is_named: bool = False) -> Iterator[tuple[str, bool]]:
    """Each text, and whether it stands where words do."""
    if isinstance(value, str):
        if value:
            yield value, is_named
    elif isinstance(value, Mapping):
        for name, row in value.items():
            if name not in UNSAID:
                yield from _texts(row, is_named=name in worded())
    elif isinstance(value, list | tuple):
        for row in value:
            yield from _texts(row, is_named=is_named)


def holds(value: Any, words: Collection[str]) -> bool:
    """Whether any of these words stands in plain data."""
    return bool(without(value, words) != value)


def without(value: Any, words: Collection[str]) -> Any:
    """Plain data with the words cut out of it; one that may be an id too only where words stand."""
    phrases = frozenset(word for word in words if not is_id(word))
    return _mapped(value, lambda text, named: _cut(text, words if named else phrases), is_named=False)


def _mapped(value: Any, make: Callable[[str, bool], str], *, is_named: bool) -> Any:
    if isinstance(value, str):
        return make(value, is_named)
    if isinstance(value, dict):
        named = worded() | _TEXTS
        return {name: _mapped(row, make, is_named=name in named) for name, row in value.items()}
    if isinstance(value, list):
        return [_mapped(row, make, is_named=is_named) for row in value]
    return value


def _cut(text: str, words: Collection[str]) -> str:
    if text in words:
        return CUT
    for word in sorted(words, key=len, reverse=True):
        if len(word.encode()) >= LONG:
            text = text.replace(word, CUT)
    return text
