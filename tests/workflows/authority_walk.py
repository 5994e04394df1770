"""Everybody tries everything: one matter, every verb, a person of every class; what differs from what is expected."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from tests.workflows.build import DECISION, GROUNDS, Play, person
from tests.workflows.seat_classes import TABLE, Cell, as_named, cell_of, expected
from workflows.catalogue import openings
from workflows.decide import decide
from workflows.matter import Actor, Matter
from workflows.procedure import Procedure
from workflows.registry import Registry, Seat
from workflows.standing import view_of
from workflows.view import may_see, offered
from workflows.vocabulary import Accepted, Command, Refused

WORDS: Mapping[str, tuple[dict[str, str], ...]] = {
    "open": ({"title": "x", "to": "board", "urgency": "priority"},),
    "propose": ({"detail": "x"},),
    "disclose": ({},),
    "return": ({"missing": "x"},),
    "ack": ({},),
    "concur": (GROUNDS,),
    "nonconcur": ({"reason": "x", **GROUNDS},),
    "notours": ({"to": "{n}-min", "reason": "x"},),
    "accept": ({},),
    "escalate": ({"because": "x"},),
    "decide": ({"decision": "approve", **DECISION},),
    "implement": ({},),
    "close": ({},),
    "mode": ({"mode": "integration"}, {"mode": "coordination"}),
    "extend": ({"by": "+20d", "because": "x"},),
    "withdraw": ({"because": "x"},),
    "note": ({"text": "x"},),
    "take": ({"seat": "{n}-min-watch"},),
    "admit": ({"people": "U1"},),
    "export": ({},),
    "remind": ({"at": "+2h"},),
}
"""By verb, what must be given; where one can't be accepted as things stand another is tried. {n}: one's own nation."""

FREE = "min-watch"
"""The seat of each nation that nobody holds, so that it can be taken."""

NOT_YOURS = {"not-admitted", "not-administrator", "other-nations-channel", "not-your-seat", "which-seat"}
NOT_YOURS |= {"no-seat", "not-your-move", "other-nation", "unknown-serial"}
"""Refusals that say: not you. Any other says: not now, or not so."""

HOLDING: Mapping[str, Callable[[Play, Seat], Actor]] = {"held": lambda _play, seat: person(seat.id)}
"""The ways in which somebody comes to act from a seat: each has every cell of its seat's class.

Where persons act for a holder, a second row here makes one of them and gives who it is.
"""


class Walker(NamedTuple):
    """Somebody who tries. `kind` is the class of whoever holds no seat."""

    name: str
    actor: Actor | None
    desk: str | None
    seat: Seat | None = None
    kind: str = ""

    def cell(self, matter: Matter | None, registry: Registry) -> Cell:
        return cell_of(self.seat, matter, registry) if self.seat else Cell(self.kind)


def walkers(play: Play) -> list[Walker]:
    """A person in every seat but the free ones, in every way of holding it; and people without one."""
    found = [
        Walker(f"{seat.id} ({how})", who(play, seat), seat.body, seat)
        for seat in play.registry.seats.values()
        if seat.id in play.holders
        for how, who in HOLDING.items()
    ]
    for nation in play.registry.nations:
        nobody, desk = Actor("T1", f"nobody-{nation}"), f"{nation[0]}-hq"
        play.nations[nobody] = nation
        found.append(Walker(f"nobody of {nation}", nobody, desk, kind="none"))
        found.append(Walker(f"administrator of {nation}", Actor("T1", f"admin-{nation}"), desk, kind="administrator"))
        found.append(Walker(f"stranger at {desk}", Actor("T1", "stranger"), desk, kind="stranger"))
    return [*found, Walker("the tick", None, None, kind="tick")]


class Walk:
    """Of one matter, or of none. `faults` says in a sentence what is not as the table has it.

    `used` has the verbs with the classes that may and were accepted, `unused` those that were told: not now, or not so.
    """

    def __init__(self, play: Play, matter: Matter | None, procedure: Procedure | None) -> None:
        self.play, self.matter, self.procedure = play, matter, procedure
        for letter in (nation[0] for nation in play.registry.nations):
            play.holders.pop(f"{letter}-{FREE}", None)
        self.walkers = walkers(play)
        self.faults: list[str] = []
        self.used: set[str] = set()
        self.unused: set[str] = set()

    def verb(self, verb: str, patterns: list[str] | None) -> None:
        """Everybody tries one verb; `patterns` are the classes that may, None where it doesn't apply at this stage."""
        registry, desks = self.play.registry, set()
        for row in self.walkers:
            cell = as_named(row.cell(self.matter, registry), patterns or ())
            answer = self.tried(verb, row)
            is_accepted = isinstance(answer, Accepted)
            if is_accepted:
                desks.add(row.desk)
            if cell is not None:
                (self.used if is_accepted else self.unused).add(f"{verb}: {cell}")
                if isinstance(answer, Refused) and answer.code in NOT_YOURS:
                    self.fault(verb, row, f"may, and was refused: {answer.code}")
            elif is_accepted:
                self.fault(verb, row, "may not, and was let")
            elif isinstance(answer, Refused):
                self.reason(verb, row, answer, patterns)
            self.form(verb, row, may=cell is not None)
        self.offers(verb, desks)

    def tried(self, verb: str, row: Walker) -> Accepted | Refused:
        """With all that must be given: the first answer that accepts, else the first."""
        answers = [self.answer(verb, row, words) for words in WORDS[verb]]
        return next((answer for answer in answers if isinstance(answer, Accepted)), answers[0])

    def answer(self, verb: str, row: Walker, words: Mapping[str, str]) -> Accepted | Refused:
        nation = self.play.nations.get(row.actor) if row.actor else None
        given = {name: word.replace("{n}", nation[0] if nation else "n") for name, word in words.items()}
        key = self.matter.id if self.matter else None
        command = Command(verb, row.actor, row.desk, given, matter=key)
        return decide(self.matter, command, self.play.world(row.actor), self.play.now)

    def reason(self, verb: str, row: Walker, answer: Refused, patterns: list[str] | None) -> None:
        """A refusal says why; where it is for want of the seat, which seats of one's own nation could."""
        nation = self.play.nations.get(row.actor) if row.actor else None
        could = {
            seat.id
            for seat in self.play.registry.seats.values()
            if seat.nation == nation and as_named(cell_of(seat, self.matter, self.play.registry), patterns or ())
            if verb != "export" or seat.body == row.desk  # which is for the seats of the desk where one stands
        }
        if (code := self.due_code(verb, row, nation, could, applies=patterns is not None)) != answer.code:
            self.fault(verb, row, f"may not, and was refused with {answer.code} where it is {code}")
        elif "could" in answer.params and set(answer.params["could"]) != could:
            self.fault(verb, row, f"may not, and was told that {answer.params['could']} may, where {could} may")

    def due_code(self, verb: str, row: Walker, nation: str | None, could: set[str], *, applies: bool) -> str:
        if verb == "admit":
            return "not-administrator"
        if nation is None:
            return "not-admitted"
        command = Command(verb, row.actor, row.desk)
        if self.matter and not may_see(self.matter, view_of(command, self.play.world(row.actor))):
            return "unknown-serial"
        if not applies:
            return "not-now"
        if row.seat is None:
            return "no-seat"
        return "not-your-move" if could else "other-nation"

    def form(self, verb: str, row: Walker, *, may: bool) -> None:
        """What is_open_to asks: a form opens for those who may, and for nobody else."""
        answer = self.answer(verb, row, {})
        opens = isinstance(answer, Accepted) or "faults" in answer.params
        if opens and not may:
            self.fault(verb, row, "may not, and would be shown a form")
        elif may and isinstance(answer, Refused) and answer.code in NOT_YOURS:
            self.fault(verb, row, f"may, and would be shown no form: {answer.code}")

    def offers(self, verb: str, accepted: set[str | None]) -> None:
        """The card at each desk has the verb where somebody there can use it now, and nowhere else."""
        if self.matter is None or self.procedure is None:
            return
        for desk in self.play.registry.bodies:
            shown = {move.verb for move in offered(self.matter, self.procedure, self.play.registry, desk)}
            if verb in shown and desk not in accepted:
                self.faults.append(f"{verb} is offered at {desk}, where nobody can use it")
            excused = TABLE["unoffered"][self.matter.mode].get(verb, ())
            there = (cell_of(seat, self.matter, self.play.registry) for seat in self.play.registry.seats_at(desk))
            if desk in accepted and verb not in shown and not any(as_named(cell, excused) for cell in there):
                self.faults.append(f"{verb} can be used at {desk}, and is not offered there")

    def fault(self, verb: str, row: Walker, what: str) -> None:
        self.faults.append(f"{verb}: {row.name}, {row.cell(self.matter, self.play.registry)}: {what}")


def walk(play: Play, matter: Matter, procedure: Procedure) -> Walk:
    """Every verb of every procedure that is no opening, on this matter."""
    rows = expected(procedure.id)
    found = Walk(play, matter, procedure)
    for verb in sorted({verb for verb, _ in rows} - {*openings()}):
        found.verb(verb, rows.get((verb, matter.stage_id)))
    return found


def variants(play: Play, matter: Matter) -> Iterator[Matter]:
    """The matter as it stands, with other bodies in its parts, and as it may stand otherwise at the same stage."""
    for change in (_as_it_is, _handed_on, _owned_low, _owned_high):
        changed = change(play, matter)
        yield changed
        if (other := _otherwise(changed)) != changed:
            yield other


def _as_it_is(_play: Play, matter: Matter) -> Matter:
    return matter


def _handed_on(play: Play, matter: Matter) -> Matter:
    """Another body leads the asking side; others support it, are informed, or have the card from above."""
    info = tuple(f"{nation[0]}-pol" for nation in play.registry.nations)
    above = ("s-min", "top") if len(matter.audience) > 1 else ()
    matter = msgspec.structs.replace(matter, info=info, escalated=above)
    for nation in matter.tracks:
        ocrs = (f"{nation[0]}-ops",) if nation != matter.nation else (f"{nation[0]}-min",)
        matter = matter.with_track(nation, ocrs=ocrs)
    return matter.with_track(matter.nation, lead=f"{matter.nation[0]}-ops")


def _owned_low(_play: Play, matter: Matter) -> Matter:
    """By a body in which no seat decides; the asking nation's own suspense has passed."""
    return msgspec.structs.replace(matter, to=("desk",), owner="desk", escalated=(f"{matter.nation[0]}-min",))


def _owned_high(play: Play, matter: Matter) -> Matter:
    """By the body of the seats that agree to integration; the other side's lead has no watch seat."""
    for nation in play.registry.nations:
        if nation != matter.nation:
            matter = matter.with_track(nation, lead=f"{nation[0]}-pol")
    return msgspec.structs.replace(matter, to=("board",), owner="board")


def _otherwise(matter: Matter) -> Matter:
    """The other way to stand at a stage where one seat or another has something to do only as the matter stands."""
    if matter.stage_id == "returned":
        return msgspec.structs.replace(matter, draft=matter.text)
    if matter.stage_id == "decided":
        return msgspec.structs.replace(matter, outcome="deferred")
    if matter.stage_id == "reconciling":
        first, last = (*matter.tracks,)[0], (*matter.tracks,)[-1]
        answers = {first: matter.tracks[last].answer, last: matter.tracks[first].answer}
        for nation, answer in answers.items():
            matter = matter.with_track(nation, answer=answer)
    return matter
