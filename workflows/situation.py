"""The phase and the situation category: stored as what named seats said, with the time from which each holds.

A phase is the installation's: it changes default suspenses and nothing else. A category is a government's fact with its
source: it is never inferred, and no phase follows from it (DOMAIN 4).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal

import msgspec

PHASES: Mapping[str, str] = MappingProxyType({"steady": "平常", "recovery": "復旧", "watch": "警戒", "crisis": "危機"})
"""From the lowest to the highest, each with the Japanese word that is typed for it.

Source: DOMAIN 4; the place of the second one is ours.
"""

LADDER = tuple(PHASES)


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A situation category of one nation's: a row of the registry."""

    id: str
    nation: str
    name: str
    name_ja: str
    bars: tuple[str, ...] = ()
    """What can't be said yes to while it is in force, as `PROCEDURE.THING`: it makes another path right."""
    opens: tuple[str, ...] = ()
    """What needs it, or another category that opens it too, to be in force."""


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name for a situation that is no category of anybody's law: a row of the registry."""

    id: str
    name: str
    name_ja: str


NO_LABEL = "none"
"""The value by which a label ends."""


class Setting(msgspec.Struct, frozen=True):
    """That one nation's phase, category or label is `value` from then on, as `seat` said. `source` is a category's."""

    what: Literal["phase", "category", "label"]
    nation: str
    value: str
    holds_from: datetime
    seat: str
    source: str = ""


class Situation(msgspec.Struct, frozen=True):
    """Everything that was ever said, in that order: of two that hold from one instant the later one counts."""

    said: tuple[Setting, ...] = ()

    def phase(self, now: datetime) -> str:
        """The highest of what each nation has set: it holds until all have lowered it (DOMAIN 9)."""
        values = (row.value for row in self._holding("phase", now))
        return max(values, key=LADDER.index, default=LADDER[0])

    def categories(self, now: datetime) -> tuple[Setting, ...]:
        """The one in force of each nation that has said any."""
        return self._holding("category", now)

    def labels(self, now: datetime) -> tuple[Setting, ...]:
        """The one of each nation that has confirmed any and not ended it."""
        return tuple(row for row in self._holding("label", now) if row.value != NO_LABEL)

    def _holding(self, what: str, now: datetime) -> tuple[Setting, ...]:
        found: dict[str, Setting] = {}
        for row in self.said:
            if row.what == what and row.holds_from <= now and _is_newer(row, found.get(row.nation)):
                found[row.nation] = row
        return tuple(found.values())


def with_setting(situation: Situation, row: Setting) -> Situation:
    """The situation once that has been said too."""
    return Situation((*situation.said, row))


def has_category(needed: Iterable[str], situation: Situation, now: datetime) -> bool:
    """Whether one of the categories that are needed is in force; also where none is needed."""
    wanted = {*needed}
    return not wanted or any(row.value in wanted for row in situation.categories(now))


def barring(name: str, situation: Situation, categories: Mapping[str, Category], now: datetime) -> tuple[str, ...]:
    """The categories in force that bar `name`."""
    return tuple(row.id for row in _in_force(situation, categories, now) if name in row.bars)


def is_opened(name: str, situation: Situation, categories: Mapping[str, Category], now: datetime) -> bool:
    """Whether a category in force opens `name`."""
    return any(name in row.opens for row in _in_force(situation, categories, now))


def _in_force(situation: Situation, categories: Mapping[str, Category], now: datetime) -> Iterator[Category]:
    """Of those that were said the ones that the registry still has."""
    held = (row.value for row in situation.categories(now))
    return (categories[value] for value in held if value in categories)


def _is_newer(row: Setting, other: Setting | None) -> bool:
    return other is None or row.holds_from >= other.holds_from
