"""Who sits where now: the people of each seat, who of them has the watch, and who acts for a seat until when."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

import msgspec

from workflows.matter import Actor

ACTING = -1
"""The place of who acts for a seat; its own holders sit at 0 and up, as many as the registry lets it have."""


class Holding(msgspec.Struct, frozen=True):
    """One person at one place of a seat."""

    seat: str
    place: int
    actor: Actor
    on_watch: bool = True
    """Who is called, and whose the move is: one of a seat's people at a time."""
    until: datetime | None = None
    """When acting ends; None for a holder."""

    @property
    def is_acting(self) -> bool:
        return self.place == ACTING


class Change(msgspec.Struct, frozen=True):
    """A place of a seat after a decision: who sits there, None for nobody."""

    seat: str
    place: int
    holding: Holding | None
    was: Actor | None = None
    """Who sat there when it was decided: it holds only while that is so."""


class Roster(Mapping[str, Actor]):
    """By seat, who has the watch there; with `people` and `seats_of` also those who hold it without."""

    def __init__(self, rows: Iterable[Holding] = ()) -> None:
        self.rows = tuple(rows)

    @staticmethod
    def of(holders: Mapping[str, Actor]) -> "Roster":
        """One holder a seat, who has the watch."""
        return Roster(Holding(seat, 0, actor) for seat, actor in holders.items())

    def at(self, now: datetime) -> "Roster":
        """The same without those whose acting has ended."""
        if not self._ends or all(end > now for end in self._ends):
            return self
        return Roster(row for row in self.rows if row.until is None or row.until > now)

    def people(self, seat: str) -> tuple[Holding, ...]:
        """Everybody of a seat, who acts for it first."""
        return self._by_seat.get(seat, ())

    def seats_of(self, actor: Actor) -> tuple[str, ...]:
        """Seats that a person may act from."""
        return self._by_actor.get(actor, ())

    def change(self, seat: str, place: int, holding: Holding | None) -> Change:
        """From who sits there now to `holding`."""
        was = next((row.actor for row in self.people(seat) if row.place == place), None)
        return Change(seat, place, holding, was)

    def holding(self, seat: str, actor: Actor) -> Holding | None:
        return next((row for row in self.people(seat) if row.actor == actor), None)

    @cached_property
    def _ends(self) -> tuple[datetime, ...]:
        return tuple(row.until for row in self.rows if row.until is not None)

    @cached_property
    def _by_seat(self) -> dict[str, tuple[Holding, ...]]:
        found: dict[str, tuple[Holding, ...]] = {}
        for row in sorted(self.rows, key=lambda row: row.place):
            found[row.seat] = (*found.get(row.seat, ()), row)
        return found

    @cached_property
    def _by_actor(self) -> dict[Actor, tuple[str, ...]]:
        found: dict[Actor, tuple[str, ...]] = {}
        for row in self.rows:
            found[row.actor] = (*found.get(row.actor, ()), row.seat)
        return found

    @cached_property
    def _watch(self) -> dict[str, Actor]:
        """Who acts for a seat has its watch before its holder."""
        return {seat: row.actor for seat, rows in self._by_seat.items() for row in reversed(rows) if row.on_watch}

    def __contains__(self, seat: object) -> bool:
        return seat in self._watch

    def __getitem__(self, seat: str) -> Actor:
        return self._watch[seat]

    def __iter__(self) -> Iterator[str]:
        return iter(self._watch)

    def __len__(self) -> int:
        return len(self._watch)


NOBODY = Roster()
