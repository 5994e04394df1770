"""The words of procedures, one file each, found by being here: every module of this folder has WORDS."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from bot.spoken import Verb, Words


@cache
def words() -> Mapping[str, Words]:
    """By procedure: its id is the file's name with dashes."""
    names = (module.name for module in iter_modules(__path__))
    return MappingProxyType({name.replace("_", "-"): import_module(f"{__name__}.{name}").WORDS for name in names})


def verbs() -> tuple[Verb, ...]:
    return tuple(verb for row in words().values() for verb in row.verbs)


def titles() -> dict[str, str]:
    return {name: row.title for name, row in words().items()}


def table(name: str) -> dict[str, str]:
    """One table of all procedures together: each id stands in one of them."""
    return {id_: text for row in words().values() for id_, text in getattr(row, name).items()}
