"""What the files of this folder say of their procedures, by hand from DOMAIN.md and never read off the tables.

[given]                      by verb, what is given with it; "@500" is a text of that length, "@SEAT" who holds it
VERB = { FIELD = "…" }

[[story]]                    one matter from its first word on, in the registry and calendars of deploy/
lines = [
{ seat = "…", verb = "…", at = "STAGE" },           the stage at which it stands after that
{ …, given = { … } }                                given instead; "@other" is the serial of another matter, "@another"
                                                    that of the one begun before it
{ …, desk = "…" }                                   typed at another body's desk than the seat's own
{ …, other = true }                                 begins such a matter; the story goes on with the first
{ …, at = "STAGE", point = "STAGE/NAME" },          what [may] calls one of several ways to stand there
{ after = "8h", at = "STAGE" },                     time passes, and brings about what was said beforehand
]

[may."STAGE STAGE …"]        whom each verb is accepted from there; any other verb and any other seat is refused
VERB = ["SEAT", "BODY: ROLE …", "NATION: ROLE …", "national: ROLE …", "any: ROLE …", "not SEAT"]
[may.opening]                who may begin one
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from tests.play import person
from workflows.bodies.registry import Registry
from workflows.bodies.rows import BILATERAL

HERE = Path(__file__).parent
LONG = "long-text-"
NOT = "not "
OTHERS = ("@other", "@another")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One act of a story, or a time that passes."""

    at: str
    seat: str = ""
    verb: str = ""
    given: dict[str, str] | None = None
    after: str = ""
    desk: str = ""
    other: bool = False
    typed: bool = False
    """Whether it is typed where there is no card to press it on."""
    point: str = ""
    """What [may] calls it where that is not the stage: one of several ways to stand there."""

    @property
    def span(self) -> timedelta:
        return timedelta(**{UNITS[self.after[-1]]: int(self.after[:-1])})


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lines: tuple[Line, ...]


class Walk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    given: dict[str, dict[str, str]]
    story: tuple[Story, ...]
    may: dict[str, dict[str, tuple[str, ...]]]

    def words(self, line: Line, others: Sequence[str] = ()) -> dict[str, str]:
        """What is given with a line, a text of a length written out; `others` are serials, the newest first."""
        given = self.given.get(line.verb, {}) if line.given is None else line.given
        at = {"desk": line.desk} if line.desk else {}
        return {name: _written_out(word) for name, word in people(named(given, others)).items()} | at

    def seats(self, stage: str, verb: str, registry: Registry) -> set[str]:
        """The seats from which a verb is accepted at a stage."""
        rows = [row for stages, verbs in self.may.items() if stage in stages.split() for row in verbs.get(verb, ())]
        but = {row.removeprefix(NOT) for row in rows if row.startswith(NOT)}
        return {seat for row in rows if not row.startswith(NOT) for seat in _seats(row, registry)} - but


def named(given: Mapping[str, str], others: Sequence[str]) -> dict[str, str]:
    """What is given, with the serials of other matters, the newest first, where it names these."""
    serials = dict(zip(OTHERS, others, strict=False))
    return {name: serials.get(word, word) for name, word in given.items()}


def people(given: Mapping[str, str]) -> dict[str, str]:
    """What is given, with people called by their ids."""
    is_one = {name: word.startswith("@") and not word[1:].isdecimal() for name, word in given.items()}
    return {name: person(word[1:]).user if is_one[name] else word for name, word in given.items()}


def _written_out(word: str) -> str:
    if word.startswith("@") and word[1:].isdecimal():
        return (LONG * int(word[1:]))[: int(word[1:])]
    return word


def _seats(row: str, registry: Registry) -> Iterator[str]:
    where, colon, roles = row.partition(":")
    if not colon:
        yield registry.seats[row].id
        return
    for seat in registry.seats.values():
        nation = registry.bodies[seat.body].nation
        here = nation != BILATERAL if where == "national" else where in ("any", seat.body, nation)
        if here and seat.role in roles.split():
            yield seat.id


def _read(path: Path) -> Walk:
    document: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return msgspec.convert(document, Walk)


WALKS: Mapping[str, Walk] = {path.stem: _read(path) for path in sorted(HERE.glob("*.toml"))}
"""By procedure."""
