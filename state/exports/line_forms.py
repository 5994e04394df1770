"""What the parts of an exported line have to hold, field by field (see `state.exports.lines`)."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from state.exports.lines import FORMATS, FaultError, is_time

_Check: TypeAlias = Callable[[Any], bool]


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _count(value: Any) -> bool:
    return type(value) is int and value >= 0  # JSON's true is no count.


def _name(value: Any) -> bool:
    """A log's name is shown to people: one short line."""
    return isinstance(value, str) and 0 < len(value) <= 200 and value.isprintable()  # noqa: PLR2004  "Short".


def _matches(pattern: str) -> _Check:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


_HASH = _matches("[0-9a-f]{64}")
HEAD: Mapping[str, _Check] = {
    "format": lambda value: value in FORMATS,
    "log": _name,
    "root": _HASH,
    "size": _count,
}
PROOF: Mapping[str, _Check] = {"proof": lambda value: isinstance(value, list) and all(map(_HASH, value))}
PART: Mapping[str, _Check] = {"entries": _count, **HEAD}
GROWTH: Mapping[str, _Check] = {"since": _count, "proof": PROOF["proof"], **HEAD}
CHECKPOINT: Mapping[str, _Check] = {"keys": _texts, "log": _name, "note": lambda value: isinstance(value, str)}
ENTRY: Mapping[str, _Check] = {
    "act": lambda value: isinstance(value, str),
    "content": _matches("sha256:[0-9a-f]{64}"),
    "log": lambda value: isinstance(value, str),
    "matter": lambda value: value is None or isinstance(value, str),
    "seat": lambda value: value is None or isinstance(value, str),
    "seq": _count,
    "stage": lambda value: value is None or _texts(value),
    "time": is_time,
}


def check_form(part: str, value: dict[str, Any], form: Mapping[str, _Check]) -> None:
    for name, check in form.items():
        if name not in value or not check(value[name]):
            raise FaultError("form", part=part, field=name)
    if len(value) > len(form):
        raise FaultError("form-more", part=part)
