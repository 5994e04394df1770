"""Canonical JSON (RFC 8785) for the record: one value, one sequence of bytes."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TypeAlias

import msgspec

#: The largest integer that every reader of JSON keeps exact (RFC 8785, 3.2.2.3).
LARGEST = 2**53 - 1

#: What makes a value of some type into one that can be written.
Others: TypeAlias = Mapping[type, Callable[[Any], Any]]
NONE: Others = MappingProxyType({})

AS_THEY_ARE = (str, bool, type(None))
"""What comes most, and is written without a second look."""

# With the keys in order, msgspec writes what RFC 8785 asks of every value but floats, in a fraction of the time that
# the `rfc8785` package takes; tests/state/test_canonical.py holds the two equal.
_encode = msgspec.json.Encoder().encode


class CanonicalError(ValueError):
    """A value that the record can't hold; give text, whole numbers, truth values, null, lists and objects."""


def canonical(value: Mapping[str, Any], others: Others = NONE) -> bytes:
    """The RFC 8785 bytes of `value`, in UTF-8.

    Takes str, bool, None, int within ±`LARGEST`, and lists, tuples and mappings (keys are str) of these; and what
    `others` makes into such, by its type. Raises CanonicalError for all else: floats, other types, lone surrogates,
    nesting too deep or endless.
    """
    try:
        return _encode(_ordered(value, others))
    except UnicodeEncodeError as error:
        raise CanonicalError("text holds a lone surrogate, which UTF-8 can't write") from error
    except RecursionError as error:
        raise CanonicalError("value is nested too deep") from error


def content_hash(content: bytes) -> str:
    """How an entry names its content: "sha256:" and 64 hex digits, of the content's canonical bytes."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _ordered(value: Any, others: Others) -> Any:
    """A copy of `value` with every object's keys in RFC 8785's order; raises if a part can't be written."""
    kind = type(value)
    if kind in AS_THEY_ARE:
        return value
    if isinstance(value, (list, tuple)):
        return [_ordered(item, others) for item in value]
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise CanonicalError("integer is beyond ±(2^53 - 1)")
        return value
    if isinstance(value, str):
        return value
    if kind in others:
        return _ordered(others[kind](value), others)
    if kind is dict or isinstance(value, Mapping):  # asked last: whether it is some other mapping takes long to find
        return {
            key: item if type(item := value[key]) in AS_THEY_ARE else _ordered(item, others) for key in _sorted(value)
        }
    raise CanonicalError(f"a record holds no values of type {kind.__name__}")


def _sorted(keys: Iterable[str]) -> list[str]:
    """Keys by their UTF-16 code units (RFC 8785, 3.2.3), which for ASCII is Python's own order."""
    try:
        if "".join(keys).isascii():
            return sorted(keys)
    except TypeError as error:
        raise CanonicalError("a key of an object is not text") from error
    return sorted(keys, key=lambda key: key.encode("utf-16-be"))


def timestamp(instant: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as every entry writes its times."""
    utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    rfc3339: str = msgspec.to_builtins(utc)  # with microseconds, where there are any
    return f"{rfc3339[:23]}Z" if utc.microsecond else f"{rfc3339[:-1]}.000Z"
