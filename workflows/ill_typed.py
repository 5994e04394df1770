"""What msgspec says of a value that it can't convert, said for whoever wrote it: where it stands, and what would do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import ValidationError, inspect

from workflows.near import did_you_mean

Place = tuple[str | int, ...]

FORMS: Mapping[str, str] = {
    "date": "this is not a day: one is written as 2026-11-24",
    "time": "this is not a time of day: one is written as 08:30:00",
    "datetime": "this is not a day with a time: one is written as 2026-11-24T09:00:00",
}
"""How what msgspec calls an RFC 3339 encoded one is written."""

_WORD = re.compile(r"Invalid enum value '?(.*?)'?")
_FORM = re.compile(r"Invalid RFC3339 encoded (\w+)")
_STEP = re.compile(r"\w+|\.\.\.")
_ANY = "..."  # a key of a table, which msgspec does not tell


def ill_typed(error: ValidationError, kind: Any) -> tuple[Place, str]:
    """The place within the value that was to be of `kind`, a type, and what is wrong there."""
    said, _, where = str(error).partition(" - at `$")
    steps = _STEP.findall(where)
    place = tuple(int(step) if step.isdigit() else step for step in steps if step != _ANY)
    if word := _WORD.fullmatch(said):
        known = tuple(dict.fromkeys(_words(inspect.type_info(kind), steps)))
        return place, f"{word[1]!r} is not one of {', '.join(known)}{did_you_mean(word[1], known)}"
    form = _FORM.fullmatch(said)
    return place, FORMS[form[1]] if form else said


def _words(kind: inspect.Type, steps: Sequence[str]) -> Iterator[str]:
    """The words of the Literal that the steps lead to."""
    if isinstance(kind, inspect.LiteralType):
        yield from map(str, kind.values)
    left = steps if isinstance(kind, inspect.UnionType) else steps[1:]
    for one in _inside(kind, steps):
        yield from _words(one, left)


def _inside(kind: inspect.Type, steps: Sequence[str]) -> Sequence[inspect.Type]:
    match kind:
        case inspect.UnionType():
            return kind.types
        case inspect.StructType() if steps:
            return [field.type for field in kind.fields if field.encode_name == steps[0]]
        case inspect.CollectionType() if steps:
            return [kind.item_type]
        case inspect.DictType() if steps:
            return [kind.value_type]
    return ()
