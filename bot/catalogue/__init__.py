"""The words that one procedure alone has, a file each, found by being here. What is shared is in the tables of bot/."""

from collections.abc import Iterator, Mapping
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


def called(procedure: str) -> Mapping[str, str]:
    """What verbs that it shares with others are called in one procedure, where it has words of its own for them."""
    row = words().get(procedure)
    return row.called if row else {}


def stages_called(procedure: str) -> Mapping[str, str]:
    """The like of stages."""
    row = words().get(procedure)
    return row.stages_called if row else {}


TABLES = ("stages", "positions", "buttons", "forms", "choices", "acts", "act_names", "reminders", "saids")


def table(name: str) -> dict[str, str]:
    """One table of all procedures together: an id is said in the same words wherever it stands (`said_twice`)."""
    return {id_: text for row in words().values() for id_, text in getattr(row, name).items()}


def said_twice() -> Iterator[tuple[str, str, str]]:
    """Each id that two procedures say in different words: the table, the id, and the later one's words."""
    for name in TABLES:
        said: dict[str, str] = {}
        for row in words().values():
            for id_, text in getattr(row, name).items():
                if said.setdefault(id_, text) != text:
                    yield name, id_, text
