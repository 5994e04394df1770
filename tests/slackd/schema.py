"""A very small schema language for Block Kit.

Each kind of `Spec` tells what is wrong with a value as Slack tells it: a sentence and a JSON pointer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


class Spec(Protocol):
    def faults(self, value: Any, at: str) -> Iterator[str]: ...


@dataclass(frozen=True)
class Str:
    most: int
    least: int = 1

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"must be a string [json-pointer:{at}]"
        elif len(value) > self.most:
            yield f"must be less than {self.most + 1} characters [json-pointer:{at}]"
        elif len(value) < self.least:
            yield f"must be more than {self.least - 1} characters [json-pointer:{at}]"


@dataclass(frozen=True)
class Int:
    least: int
    most: int

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if type(value) is not int or not self.least <= value <= self.most:
            yield f"must be a number from {self.least} to {self.most} [json-pointer:{at}]"


@dataclass(frozen=True)
class Is:
    """A value of one of these Python types, not looked into."""

    types: tuple[type, ...]

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, self.types):
            yield f"must be a {self.types[0].__name__} [json-pointer:{at}]"


@dataclass(frozen=True)
class Choice:
    values: tuple[str, ...]

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if value not in self.values:
            yield f"must be one of: {', '.join(self.values)} [json-pointer:{at}]"


@dataclass(frozen=True)
class Listed:
    of: Spec
    most: int
    least: int = 1

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"must be an array [json-pointer:{at}]"
            return
        if len(value) > self.most:
            yield f"no more than {self.most} items allowed [json-pointer:{at}]"
        if len(value) < self.least:
            yield f"no less than {self.least} items allowed [json-pointer:{at}]"
        for index, item in enumerate(value):
            yield from self.of.faults(item, f"{at}/{index}")


@dataclass(frozen=True)
class Obj:
    """An object with these fields and no others; `one_of`: at least one of them must be there."""

    fields: Mapping[str, Spec]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()

    def faults(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"must be an object [json-pointer:{at}]"
            return
        for name in self.required:
            if value.get(name) is None:
                yield f"missing required field: {name} [json-pointer:{at}]"
        if self.one_of and not any(value.get(name) is not None for name in self.one_of):
            yield f"must have one of: {', '.join(self.one_of)} [json-pointer:{at}]"
        for name, part in value.items():
            if name not in self.fields:
                yield f"invalid additional property: {name} [json-pointer:{at}]"
            elif part is not None:
                yield from self.fields[name].faults(part, f"{at}/{name}")


@dataclass(frozen=True)
class Typed:
    """An object that says by its `type` which of these it is; their specs leave `type` out."""

    kinds: Mapping[str, Spec] = field(default_factory=dict)

    def faults(self, value: Any, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in self.kinds:
            yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        else:
            rest = {key: part for key, part in value.items() if key != "type"}
            yield from self.kinds[kind].faults(rest, at)


BOOL = Is((bool,))
ANY = Is((dict, list, str, int, float, bool))


def plain(most: int) -> Typed:
    """A `plain_text` object of 1 to `most` characters."""
    return Typed({"plain_text": Obj({"text": Str(most), "emoji": BOOL}, ("text",))})


def text(most: int) -> Typed:
    """A text object of 1 to `most` characters, `plain_text` or `mrkdwn`."""
    mrkdwn = Obj({"text": Str(most), "verbatim": BOOL, "emoji": BOOL}, ("text",))
    return Typed({**plain(most).kinds, "mrkdwn": mrkdwn})
