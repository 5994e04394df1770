"""Commands run through `decide` with no database, and the straightest ways to each stage."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from tests.workflows.alliance import CALENDARS, TWO
from workflows.bodies.registry import Registry
from workflows.catalogue import procedures
from workflows.command import Command
from workflows.decide import decide
from workflows.known import stage_seen
from workflows.linked import is_open
from workflows.machine import is_known
from workflows.matter import Actor, Matter
from workflows.needs import OPERATION, Net
from workflows.roster import Roster
from workflows.situation import Situation
from workflows.times.calendars import Calendar
from workflows.vocabulary import Accepted, Entry, Refused, World

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
"""A Tuesday, in New York still Monday evening."""

REQUEST = procedures()["coordination-request"]

GROUNDS = {"authority": "Directive 7", "rationale": "It fits the plan."}
DECISION = {
    "situation": "Known.",
    "considered": "Two options.",
    "rejected": "The second, too slow.",
    "rationale": "The first works.",
    "dissent": "none stated",
    "authority": "Directive 7",
}
REQUESTED = {"title": "Runway repair", "to": "s-hq", "urgency": "priority", "detail": "Two crews for a week."}


def person(seat: str) -> Actor:
    """Whoever holds a seat, where each is held by somebody else."""
    return Actor("T1", seat)


class Play:
    """An installation in memory. Every accepted command is checked for what must hold whatever was done."""

    def __init__(self, rows: Registry = TWO, calendars: Mapping[str, Calendar] = CALENDARS) -> None:
        self.registry = rows
        self.calendars = calendars
        self.holders = {seat: person(seat) for seat in rows.seats}
        self._seated: tuple[Mapping[str, Actor], Roster] = {}, Roster()
        self.nations = {person(seat.id): seat.nation for seat in rows.seats.values()}
        self.now = NOW
        self.matters: dict[str, Matter] = {}
        self.entries: list[tuple[str, Entry]] = []
        self.situation = Situation()

    def world(self, actor: Actor | None, linked: Matter | None = None) -> World:
        return World(
            registry=self.registry,
            nation=self.nations.get(actor) if actor else None,
            administrators={nation: (Actor("T1", f"admin-{nation}"),) for nation in self.registry.nations},
            holders=self.roster(),
            calendars=self.calendars,
            matter_id=f"m{len(self.matters) + 1}",
            linked=linked,
            net=self.net(),
            situation=self.situation,
        )

    def roster(self) -> Roster:
        """Who sits where; read anew only where that has changed, for a walk asks a hundred thousand times."""
        if self._seated[0] != self.holders:
            self._seated = dict(self.holders), Roster.of(self.holders)
        return self._seated[1]

    def net(self) -> Net:
        """All operations and all other matters, as the database has those that belong together."""
        rows = self.matters.values()
        others = {row.id: row for row in rows if row.procedure != OPERATION}
        open_now = frozenset(id_ for id_, row in others.items() if is_open(row))
        return Net(tuple(row for row in rows if row.procedure == OPERATION), others, open_now)

    def command(self, verb: str, seat: str, matter: str | None = None, /, **given: str) -> Command:
        """As typed by the seat's holder in the channel of its body, or at the `desk` that is given.

        A trailing underscore spares a word of Python.
        """
        desk = given.pop("desk", self.registry.seats[seat].body)
        words = {name.rstrip("_"): word for name, word in given.items()}
        return Command(verb, person(seat), desk, words, matter=matter)

    def run(self, command: Command) -> Accepted | Refused:
        before = self.find(command.matter)
        answer = decide(before, command, self.world(command.actor, self.find(command.given.get("successor"))), self.now)
        self.entries += [(before.id if before else "", entry) for entry in answer.entries]
        if isinstance(answer, Accepted):
            self.situation = Situation((*self.situation.said, *answer.settings))
        if isinstance(answer, Accepted) and answer.matter is not None:
            after = self._with_serial(answer.matter)
            self.matters[after.id] = after
            seat = next((entry.seat for entry in answer.entries if entry.seat), None)
            check(self.registry, before, after, self.registry.seats[seat].nation if seat else "", answer)
        self.now += timedelta(minutes=1)
        return answer

    def do(self, verb: str, seat: str, matter: str | None = None, /, **given: str) -> Accepted:
        answer = self.run(self.command(verb, seat, matter, **given))
        assert isinstance(answer, Accepted), answer
        return answer

    def refused(self, verb: str, seat: str, matter: str | None = None, /, **given: str) -> Refused:
        before = dict(self.matters)
        answer = self.run(self.command(verb, seat, matter, **given))
        assert isinstance(answer, Refused), answer
        assert self.matters == before
        return answer

    def open(self, seat: str = "n-hq-staff", **given: str) -> str:
        """A new request; the id by which to go on."""
        return self._opened(self.do("open", seat, **(REQUESTED | given)))

    def find(self, key: str | None) -> Matter | None:
        """The matter as the database finds it, by id or any of its serials."""
        names = (key, key.strip().upper()) if key else ()
        rows = self.matters.values()
        return next((row for row in rows if {row.id, *row.serials.values()} & {*names}), None)

    def __getitem__(self, matter: str) -> Matter:
        return self.matters[matter]

    def stage(self, matter: str) -> str:
        return self.matters[matter].stage_id

    def _opened(self, answer: Accepted) -> str:
        assert answer.matter is not None
        return answer.matter.id

    def _with_serial(self, row: Matter) -> Matter:
        log = self.registry.log_name(row.audience)
        if log in row.serials:
            return row
        number = 1 + sum(log in other.serials for other in self.matters.values())
        whose = "" if len(row.audience) > 1 else f"-{log.upper()}"
        return msgspec.structs.replace(row, serials={**row.serials, log: f"CR-26{whose}-{number:04}"})


def check(rows: Registry, before: Matter | None, after: Matter, nation: str, answer: Accepted) -> None:
    """What holds after every act of a seat of `nation`."""
    assert is_known(procedures()[after.procedure], tuple(after.tracks), after.stage), after.stage
    for other in after.tracks:
        if before is not None and nation and other != nation and other in before.audience:
            _check_not_spoken_for(before, after, other)
    for entry in answer.entries:
        assert set(entry.audience) <= set(after.audience), entry
    joint = [entry.stage for entry in answer.entries if entry.audience == after.audience and entry.stage]
    seen = stage_seen(after.stage, after.audience)
    if joint:
        assert joint[-1] == seen
    else:  # the log that all read must tell where the matter stands without any nation's own
        assert before is not None
        assert seen == stage_seen(before.stage, after.audience)
    told = [row.desk for row in answer.notices if row.desk and row.kind != "card"]
    assert all(set(rows.audience_of(desk)) <= set(after.audience) for desk in told), told


def _check_not_spoken_for(before: Matter, after: Matter, nation: str) -> None:
    """Nobody but `nation` gives its answer or takes its decision; both may fall."""
    was, now = before.tracks[nation], after.tracks[nation]
    assert now.decision in (was.decision, None)
    assert (now.answer is None) or (was.answer is not None and now.answer.kind == was.answer.kind)
    assert now.lead == was.lead
    assert now.ocrs == was.ocrs


def letters(play: Play) -> list[str]:
    """First letters of the nations, as they stand in seats."""
    return [nation[0] for nation in play.registry.nations]


def to_received(play: Play, **given: str) -> str:
    matter = play.open(**given)
    play.do("disclose", "n-pol-fdo", matter)
    return matter


def to_staffing(play: Play, **given: str) -> str:
    matter = to_received(play, **given)
    for letter in letters(play):
        play.do("ack", f"{letter}-hq-watch", matter)
    return matter


def to_combined(play: Play) -> str:
    matter = to_staffing(play, mode="integration")
    for letter in letters(play):
        play.do("mode", f"board-{letter}-lead", matter, mode="integration")
    return matter


def to_reconciling(play: Play) -> str:
    """With one condition of the last nation's open."""
    matter = to_staffing(play)
    *others, last = letters(play)
    for letter in others:
        play.do("concur", f"{letter}-hq-chief", matter, **GROUNDS)
    play.do("concur", f"{last}-hq-chief", matter, if_="By day only", **GROUNDS)
    return matter


def to_deciding(play: Play) -> str:
    matter = to_staffing(play)
    for letter in letters(play):
        play.do("concur", f"{letter}-hq-chief", matter, **GROUNDS)
    return matter


def to_decided(play: Play, *decisions: str) -> str:
    """Each nation's decision in the registry's order; approved by all, where none are given."""
    matter = to_deciding(play)
    for letter, decision in zip(letters(play), decisions or ["approve"] * 3, strict=False):
        play.do("decide", f"centre-{letter}-lead", matter, **decided(decision))
    return matter


def decided(decision: str) -> Mapping[str, str]:
    return {"decision": decision, **DECISION, **({"if_": "By day"} if decision == "conditions" else {})}


def to_stage(play: Play, stage: str) -> str:
    """A request that has come to `stage`, by the straightest way."""
    ways: dict[str, Callable[[Play], str]] = {
        "release-check": Play.open,
        "received": to_received,
        "staffing": to_staffing,
        "combined": to_combined,
        "reconciling": to_reconciling,
        "deciding": to_deciding,
        "decided": to_decided,
    }
    if stage in ways:
        return ways[stage](play)
    before, *acts = FURTHER[stage]
    matter = to_stage(play, str(before))
    for verb, seat, given in acts:
        play.do(verb, seat, matter, **given)
    return matter


FURTHER: dict[str, tuple[Any, ...]] = {
    "draft": ("release-check", ("return", "n-pol-fdo", {"missing": "Dates."})),
    "returned": ("received", ("return", "s-hq-staff", {"missing": "Dates."})),
    "implementing": ("decided", ("implement", "n-hq-chief", {})),
    "closed": ("implementing", ("close", "n-hq-chief", {}), ("close", "s-hq-staff", {})),
    "withdrawn": ("received", ("withdraw", "n-hq-staff", {"because": "Not needed."})),
    "superseded": ("received", ("withdraw", "n-hq-staff", {"because": "A better one.", "successor": "CR-26-0001"})),
}
