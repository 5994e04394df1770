"""Entries of the logs by name, as people read and type it: `us+jp/12` is the twelfth one of that log."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

_NAME = re.compile(r"([a-z0-9-]+(?:\+[a-z0-9-]+)*)[/#]([1-9][0-9]{0,8})")


class Recorded(msgspec.Struct, frozen=True):
    """One entry as it can be read. `content` is None where it was purged."""

    log: str
    seq: int
    time: datetime
    act: str
    serial: str | None
    seat: str | None
    content: Mapping[str, Any] | None

    @property
    def name(self) -> str:
        """What it is called where people read it."""
        return f"{self.log}/{self.seq}"


def read_name(word: str) -> tuple[str, int] | None:
    """The log and the number; None where it is no such name."""
    found = _NAME.fullmatch(unicodedata.normalize("NFKC", word).strip().strip("`").lower())
    return (found[1], int(found[2])) if found else None
