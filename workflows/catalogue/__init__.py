"""Procedures, one file each, found by being here: every module of this folder has a PROCEDURE."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from workflows.procedure import Procedure


@cache
def procedures() -> MappingProxyType[str, Procedure]:
    """Every procedure by its id, which is its file's name with dashes."""
    rows = [import_module(f"{__name__}.{module.name}").PROCEDURE for module in iter_modules(__path__)]
    return MappingProxyType({row.id: row for row in rows})


@cache
def openings() -> MappingProxyType[str, Procedure]:
    """The procedures by the verb that opens a matter of each."""
    return MappingProxyType({row.opening.verb: row for row in procedures().values()})
