"""Procedures, one file each, found by being here: every module of this folder has a PROCEDURE."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from workflows.procedure import Move, Procedure


@cache
def procedures() -> MappingProxyType[str, Procedure]:
    """Every procedure by its id, which is its file's name with dashes."""
    rows = [import_module(f"{__name__}.{module.name}").PROCEDURE for module in iter_modules(__path__)]
    return MappingProxyType({row.id: row for row in rows})


@cache
def _ids_by_kind() -> MappingProxyType[str, str]:
    return MappingProxyType({row.kind: row.id for row in procedures().values()})


def procedure_of(serial: str) -> str:
    """The id of the procedure that a serial says; empty where it is not there any more."""
    return _ids_by_kind().get(serial.partition("-")[0], "")


@cache
def beside() -> frozenset[str]:
    """The verbs of moves that do not take their matter on."""
    return frozenset(move.verb for row in procedures().values() for move in row.moves if move.beside)


@cache
def openings() -> MappingProxyType[str, tuple[Procedure, Move]]:
    """The moves that begin a matter, with their procedures, by verb."""
    rows = procedures().values()
    return MappingProxyType({move.verb: (row, move) for row in rows for move in (row.opening, *row.also_opens)})


@cache
def about_subject() -> MappingProxyType[str, tuple[Procedure, ...]]:
    """By verb, the procedures of which it may be about the one that is open for what it names."""
    found: dict[str, tuple[Procedure, ...]] = {}
    for row in procedures().values():
        for verb in dict.fromkeys(move.verb for move in (row.opening, *row.also_opens, *row.moves) if row.subject):
            found[verb] = (*found.get(verb, ()), row)
    return MappingProxyType(found)


@cache
def naming() -> MappingProxyType[str, tuple[str, ...]]:
    """By verb, the fields in which it may name another matter."""
    found: dict[str, tuple[str, ...]] = {}
    for row in procedures().values():
        for move in (row.opening, *row.also_opens, *row.moves):
            if names := tuple(given.name for given in move.given if given.kind == "matter"):
                found[move.verb] = tuple(dict.fromkeys((*found.get(move.verb, ()), *names)))
    return MappingProxyType(found)


@cache
def counting() -> frozenset[str]:
    """The verbs of moves that ask what is still open under their matter."""
    return frozenset(move.verb for row in procedures().values() for move in row.moves if move.counts_children)


@cache
def surveying() -> frozenset[str]:
    """The verbs of moves that look at what is open."""
    moves = (move for row in procedures().values() for move in (row.opening, *row.also_opens, *row.moves))
    return frozenset(move.verb for move in moves if move.surveys)
