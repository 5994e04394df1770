"""What the other seats type, one file a procedure, found by being here: every module of this folder has a SCRIPT."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

import msgspec

from workflows.catalogue import procedures
from workflows.matter import Matter
from workflows.who import Who, Whoever


class Line(msgspec.Struct, frozen=True):
    """At `stage`, one of `who` types `verb`, the serial, and `rest` with `{nation}` filled in."""

    stage: str
    who: Whoever
    verb: str
    rest: str = ""
    when: Callable[[Matter, str], bool] = lambda _matter, _nation: True


def has_yet_to_move(matter: Matter, nation: str) -> bool:
    """Whether this nation's track has yet to move."""
    return matter.position(nation) in procedures()[matter.procedure].stage(matter.stage_id).waiting


@cache
def scripts() -> Mapping[str, tuple[Line, ...]]:
    """By procedure: its id is the file's name with dashes."""
    names = (module.name for module in iter_modules(__path__))
    return MappingProxyType({name.replace("_", "-"): import_module(f"{__name__}.{name}").SCRIPT for name in names})


MODE = Line("", Who.MODE, "mode", "integration")
"""On any joint matter for which integration is proposed."""
