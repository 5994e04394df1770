"""What is typed by chance with a verb: a secret in every field that takes words, else one of the things that fit.

What chance decides is asked of `Draw`: an index below so many.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from tests.bot.office import Office
from tests.bot.oracle import Oracle
from tests.play import person
from workflows.bodies.rows import Seat
from workflows.fields import Given
from workflows.given.fields import DECISIONS, MODES
from workflows.matter import Matter
from workflows.release import FIELDS
from workflows.routing import addressable
from workflows.situation import NO_LABEL, PHASES
from workflows.times.dtg import format_dtg
from workflows.times.suspense import URGENCIES

T = TypeVar("T")
Draw = Callable[[int], int]

ACROSS = ("rfi", "offer", "supply")
"""Verbs of which the one body that is named is another nation's."""
HOURS = {"at": (1,), "expires": (5 * 24,), "from": (6 * 24, 7 * 24)}
"""Until times that are not far off, by field."""
FAR = [24 * days for days in range(12, 40)]

NOBODYS = "CR-26-7777"
"""A serial that nothing has."""


class Chance:
    """`draw(n)` gives an index below n, as Hypothesis would have it: the least one is the plainest."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw

    def of(self, rows: Sequence[T]) -> T:
        return rows[self.draw(len(rows))]

    def once_in(self, times: int) -> bool:
        return self.draw(times) == times - 1


class Words:
    """What people know to type of the matters there are; `oracle` keeps what was planted."""

    def __init__(self, office: Office, chance: Chance, oracle: Oracle, matters: Sequence[str]) -> None:
        self.office = office
        self.registry = office.house.registry
        self.chance = chance
        self.oracle = oracle
        self.matters = matters

    def serial(self, matter: Matter, seat: Seat) -> str:
        """What the person's nation calls it; a serial that is nobody's for who may not know of it."""
        own = matter.serials.get(self.registry.log_name(matter.audience))
        return own or "" if seat.nation in matter.audience else NOBODYS

    def given(self, verb: str, rows: Sequence[Given], seat: Seat) -> dict[str, str]:
        """Something for each field: for words a secret, else one of the things that fit."""
        given: dict[str, str] = {}
        for row in rows:
            if row.required or not self.chance.once_in(2):
                word = self._fill(verb, row, seat)
                given |= {row.name: word} if word else {}
        if "urgency" in {row.name for row in rows} and not {"by", "urgency"} & set(given):
            given["urgency"] = "priority"
        return given

    def _fill(self, verb: str, row: Given, seat: Seat) -> str:
        if row.kind in ("line", "text"):
            return self.oracle.plant(seat.nation, verb, row.name)
        own = [body.id for body in self.registry.bodies.values() if body.nation == seat.nation]
        fitting: dict[str, Callable[[], Sequence[str]]] = {
            "time": lambda: [self._at(hours) for hours in HOURS.get(row.name, FAR)],
            "day": lambda: ("+6d",) if row.name == "from" else ("+8d", "+9d"),
            "links": lambda: ("sha256:" + "0" * 64,),
            "since": lambda: ("2026-11-01 09:00", "+1d"),
            "phase": lambda: list(PHASES),
            "category": lambda: [row.id for row in self.registry.categories.values() if row.nation == seat.nation],
            "label": lambda: [*self.registry.situation_labels, NO_LABEL],
            "urgency": lambda: list(URGENCIES),
            "mode": lambda: MODES,
            "decision": lambda: list(DECISIONS),
            "condition": lambda: ("1", "2"),
            "field": lambda: list(FIELDS),
            "body": lambda: addressable(self.registry, seat.body) if verb in ACROSS and row.name == "to" else own,
            "number": lambda: ("1", "2", "6"),
            "seat": lambda: (seat.id,),
            "person": lambda: [
                person(other.id).user for other in self.registry.seats_at(seat.body, nation=seat.nation)
            ],
            "bodies": lambda: addressable(self.registry, seat.body) if row.name == "to" else own,
            "matter": lambda: [self.serial(self.office.matter(key), seat) for key in self.matters] or [NOBODYS],
        }
        return self.chance.of(row.words or fitting[row.kind]())

    def _at(self, hours: int) -> str:
        """A time as it counts at once: anything else is shown in a form before it does."""
        return format_dtg(self.office.clock() + timedelta(hours=hours), "UTC")


def typed(given: dict[str, str]) -> str:
    return " ".join(f'{name}:"{word}"' for name, word in given.items())
