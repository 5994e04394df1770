"""The registry of deploy/ in memory, where everybody sits at their own seat and who sits where follows what is done."""

from collections.abc import Iterable

import msgspec

from tests.play import calendars, person, registry
from tests.workflows.build import Play
from workflows.command import Command
from workflows.matter import Actor, Matter
from workflows.roster import Change, Roster
from workflows.vocabulary import Accepted, Refused, World

ALL_SEATED = Roster.of({seat: person(seat) for seat in registry().seats})


class InMemory(Play):
    """As Play, and with the people of the installation on a database: a story names them alike in both."""

    def __init__(self) -> None:
        super().__init__(registry(), calendars())
        self.nations = {person(seat.id): seat.nation for seat in self.registry.seats.values()}
        self.sitting = ALL_SEATED

    def copied(self) -> "InMemory":
        twin = InMemory()
        twin.now, twin.matters, twin.situation = self.now, dict(self.matters), self.situation
        twin.sitting = self.sitting
        return twin

    def world(self, actor: Actor | None, linked: Matter | None = None) -> World:
        return msgspec.structs.replace(super().world(actor, linked), admitted=self.nations)

    def roster(self) -> Roster:
        return self.sitting.at(self.now)

    def command(self, verb: str, seat: str, matter: str | None = None, /, **given: str) -> Command:
        return msgspec.structs.replace(super().command(verb, seat, matter, **given), actor=person(seat))

    def run(self, command: Command) -> Accepted | Refused:
        answer = super().run(command)
        if isinstance(answer, Accepted):
            self.sit(answer.seated)
        return answer

    def sit(self, changes: Iterable[Change]) -> None:
        for change in changes:
            others = (row for row in self.sitting.rows if (row.seat, row.place) != (change.seat, change.place))
            self.sitting = Roster((*others, *([change.holding] if change.holding else [])))
