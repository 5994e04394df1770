"""The registry of deploy/ in memory, where everybody sits at their own seat and who sits where follows what is done."""

from collections.abc import Iterable

import msgspec

from tests.play import calendars, person, registry
from tests.workflows.build import Play
from workflows.matter import Actor, Matter
from workflows.roster import Change, Roster
from workflows.vocabulary import Accepted, Command, Refused, World

ALL_SEATED = Roster.of({seat: person(seat) for seat in registry().seats})


class InMemory(Play):
    """As Play, and with the people of the installation on a database: a story names them alike in both."""

    def __init__(self) -> None:
        super().__init__(registry(), calendars())
        self.nations = {person(seat.id): seat.nation for seat in self.registry.seats.values()}
        self.holders = {}  # who sits where is in the roster, which is read once for as long as it holds
        self.roster = ALL_SEATED

    def copied(self) -> "InMemory":
        twin = InMemory()
        twin.now, twin.matters, twin.situation = self.now, dict(self.matters), self.situation
        twin.roster = self.roster
        return twin

    def world(self, actor: Actor | None, linked: Matter | None = None) -> World:
        world = super().world(actor, linked)
        return msgspec.structs.replace(world, holders=self.roster.at(self.now), admitted=self.nations)

    def command(self, verb: str, seat: str, matter: str | None = None, /, **given: str) -> Command:
        return msgspec.structs.replace(super().command(verb, seat, matter, **given), actor=person(seat))

    def run(self, command: Command) -> Accepted | Refused:
        answer = super().run(command)
        if isinstance(answer, Accepted):
            self.sit(answer.seated)
        return answer

    def sit(self, changes: Iterable[Change]) -> None:
        for change in changes:
            others = (row for row in self.roster.rows if (row.seat, row.place) != (change.seat, change.place))
            self.roster = Roster((*others, *([change.holding] if change.holding else [])))
