"""Answers that are worked out once: of what never changes while it is loaded."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def kept(question: F) -> F:
    """Keep the answers of a function of a registry, which never changes, and of words that it names."""
    return cast(F, lru_cache(maxsize=4096)(question))
