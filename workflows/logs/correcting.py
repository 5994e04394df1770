"""Corrections and additions: new entries that name an old one, by the seat that made it. Source: DOMAIN 7, rule 7.

An entry may name one of its own log or of a wider one, never one of a narrower log. What others read is put right by
the seat that said it to them, or by the one that releases for its body: what it says crosses as it stands.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from workflows.authority import choose_seat, view_of
from workflows.bodies.registry import Registry
from workflows.bodies.rows import ACTIVE, Audience, Seat
from workflows.catalogue import procedures
from workflows.command import Command
from workflows.entries import Recorded
from workflows.fields import Given
from workflows.given.fields import read_given
from workflows.given.reading import Reading
from workflows.vocabulary import Accepted, Entry, Refused, Said, World

AMEND, ADD = "amend", "add"

ENTRY = Given("entry", "line", "Entry, as the log shows it", most=100)
TEXT = Given("text", "text", "How it should read")
AMENDING = (
    ENTRY,
    Given("field", "line", "Field", most=40),
    TEXT,
    Given("because", "text", "Reason", most=500),
)
ADDING = (
    ENTRY,
    Given("text", "text", "What is added"),
    Given("log", "line", "Log (empty: that of the entry)", required=False, most=80),
    Given("links", "links", "Rests on: links of messages, files as sha256:…", required=False),
)


class _Note(NamedTuple):
    """What is to be entered, beside which entry and in which log."""

    act: str
    said: Mapping[str, Any]
    seat: Seat
    entry: Recorded
    log: str


def present(content: Mapping[str, Any], amendments: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """How a content reads once these, in order of time, have put other words into its fields."""
    return {**content, **{str(row["field"]): row["text"] for row in amendments}}


def fields_of(entry: Recorded) -> tuple[str, ...]:
    """The fields in which somebody's own words stand: those that can be put otherwise."""
    return tuple(name for name, word in (entry.content or {}).items() if name in worded() and isinstance(word, str))


def amend(command: Command, world: World, now: datetime) -> Accepted | Refused:
    """Other words in one field of an entry; the earlier ones stay readable."""
    read = _read(AMENDING, command, world, now)
    if isinstance(read, Refused):
        return read
    given, entry = read
    if entry.act == AMEND:  # else an entry would read otherwise by what nobody finds beside it
        return Refused("corrects-another", {"word": entry.name}, field="entry")
    field = given["field"].lower()
    if field not in (known := fields_of(entry)):
        return Refused("not-a-field", {"word": field, "known": known}, field="field")
    seat = choose_seat(command, world, _may(entry, world.registry))
    if isinstance(seat, Refused):
        return seat
    said = {"field": field, "text": given["text"], "because": given["because"]}
    return _entered(_Note(AMEND, said, seat, entry, entry.log), command, world)


def add(command: Command, world: World, now: datetime) -> Accepted | Refused:
    """Words beside an entry: in its own log, or in a narrower one for fewer to read."""
    read = _read(ADDING, command, world, now)
    if isinstance(read, Refused):
        return read
    given, entry = read
    log = given.get("log", entry.log).lower()
    narrower = [row for row in world.registry.logs_read_by((world.nation or "",)) if _is_within(row, entry.log)]
    if log not in narrower:
        return Refused("not-narrower", {"word": log, "known": tuple(narrower)}, field="log")
    own = {seat.id: seat for seat in world.registry.seats.values() if seat.role in ACTIVE}
    seat = choose_seat(command, world, own if log == world.nation else _may(entry, world.registry))
    if isinstance(seat, Refused):
        return seat
    said = {"text": given["text"], **({"links": given["links"]} if given.get("links") else {})}
    return _entered(_Note(ADD, said, seat, entry, log), command, world)


def _read(
    rows: tuple[Given, ...], command: Command, world: World, now: datetime
) -> tuple[dict[str, Any], Recorded] | Refused:
    """The words, and the entry: one that may not be known is answered like one that isn't there."""
    given = read_given(rows, command.said, Reading(world.registry, now, "UTC", ()))
    if isinstance(given, Refused):
        return given
    entry = world.entry
    if entry is None or entry.log not in world.registry.logs_read_by(view_of(command, world)):
        return Refused("unknown-entry", {"word": given["entry"]}, field="entry")
    if entry.content is None:
        return Refused("entry-purged", {"word": entry.name}, field="entry")
    if entry.seat not in world.registry.seats:
        return Refused("nobodys-entry", {"word": entry.name}, field="entry")
    return given, entry


def _may(entry: Recorded, registry: Registry) -> Mapping[str, Seat]:
    """The seat that made it; inside its nation and where all sit also who decides there, else who releases for it."""
    made = registry.seats[entry.seat or ""]
    if entry.log == made.nation or registry.is_bilateral(made.body):
        besides = registry.seats_at(made.body, "decide", nation=made.nation)
    else:
        releases = registry.disclosure_seat(made.body)
        besides = (releases,) if releases else ()
    return {seat.id: seat for seat in (made, *besides)}


def _entered(note: _Note, command: Command, world: World) -> Accepted | Refused:
    registry, person, (act, said, seat, entry, log) = world.registry, command.person, note
    readers: Audience = tuple(nation for nation in registry.nations if nation in log.split("+"))
    content = {"of": {"log": entry.log, "seq": entry.seq}, **said, "body": seat.body, "door": command.door}
    if readers == (seat.nation,) or registry.is_bilateral(seat.body):
        content["person"] = {"team": person.team, "user": person.user}
    row = Entry(readers, act, content, seat.id, names=(entry.log, entry.seq), serial=entry.serial)
    answer = Said("entry-amended" if act == AMEND else "entry-added-to", {"text": entry.name})
    return Accepted(answer, entries=(row,))


def _is_within(log: str, wider: str) -> bool:
    return set(log.split("+")) <= set(wider.split("+"))


@cache
def worded() -> frozenset[str]:
    """Fields of any verb that take words."""
    moves = (move for row in procedures().values() for move in (row.opening, *row.also_opens, *row.moves))
    return frozenset(row.name for move in moves for row in (*move.given, TEXT) if row.kind in ("line", "text"))
