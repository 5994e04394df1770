"""Everybody tries everything: one matter, every verb, a person of every class; what differs from what is expected."""

from collections.abc import Iterable, Mapping
from functools import cache

from tests.workflows.authority.classes import TABLE, Cell, as_named, cell_of, expected
from tests.workflows.authority.people import Walker, walkers
from tests.workflows.build import DECISION, GROUNDS, Play
from workflows.catalogue import openings
from workflows.decide import decide
from workflows.matter import Matter
from workflows.procedure import Procedure
from workflows.registry import Seat
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

NOT_YOU = {"not-admitted", "not-administrator", "other-nations-channel", "not-your-seat", "which-seat"}
NOT_YOU |= {"no-seat", "not-your-move", "other-nation", "unknown-serial"}
"""Refusals that say: not you. Any other says: not now, or not so."""


class Walk:
    """Of one matter, or of none. `faults` says in a sentence what is not as the table has it.

    `used` has the verbs with the classes that may and were accepted, `unused` those that were told: not now, or not so.
    """

    def __init__(self, play: Play, matter: Matter | None = None, procedure: Procedure | None = None) -> None:
        self.play, self.matter, self.procedure = play, matter, procedure
        self.walkers = walkers(play)
        self.cells = {seat: cell_of(seat, matter, play.registry) for seat in play.registry.seats.values()}
        self.faults: list[str] = []
        self.used: set[str] = set()
        self.unused: set[str] = set()

    def verb(self, verb: str, patterns: Iterable[str] | None) -> None:
        """Everybody tries one verb; `patterns` are the classes that may, None where it doesn't apply at this stage."""
        named = cache(lambda cell: as_named(cell, patterns or ()))
        may = {seat for seat, cell in self.cells.items() if named(cell)}
        desks = set()
        for row in self.walkers:
            cell, answer = named(self.cell(row)), self.tried(verb, row)
            if isinstance(answer, Accepted):
                desks.add(row.desk)
            if cell is not None:
                (self.used if isinstance(answer, Accepted) else self.unused).add(f"{verb}: {cell}")
                if isinstance(answer, Refused) and answer.code in NOT_YOU:
                    self.fault(verb, row, f"may, and was refused: {answer.code}")
            elif isinstance(answer, Accepted):
                self.fault(verb, row, "may not, and was let")
            else:
                self.reason(verb, row, answer, may, applies=patterns is not None)
            self.form(verb, row, may=cell is not None)
        self.offers(verb, desks)

    def cell(self, row: Walker) -> Cell:
        return self.cells[row.seat] if row.seat else Cell(row.kind)

    def tried(self, verb: str, row: Walker) -> Accepted | Refused:
        """With all that must be given: the first answer that accepts, else the first."""
        answers = [self.answer(verb, row, words) for words in WORDS[verb]]
        return next((answer for answer in answers if isinstance(answer, Accepted)), answers[0])

    def answer(self, verb: str, row: Walker, words: Mapping[str, str]) -> Accepted | Refused:
        letter = (row.nation or self.play.registry.everyone[0])[0]
        given = {name: word.replace("{n}", letter) for name, word in words.items()}
        key = self.matter.id if self.matter else None
        return decide(self.matter, Command(verb, row.actor, row.desk, given, matter=key), row.world, self.play.now)

    def reason(self, verb: str, row: Walker, answer: Refused, may: set[Seat], *, applies: bool) -> None:
        """A refusal says why; where it is for want of the seat, which seats of one's own nation could."""
        could = {seat.id for seat in may if seat.nation == row.nation}
        if verb == "export":  # which is for the seats of the desk where one stands
            could &= {seat.id for seat in self.play.registry.seats_at(row.desk or "")} if row.desk else set()
        if (code := self.due_code(verb, row, could, applies=applies)) != answer.code:
            self.fault(verb, row, f"may not, and was refused with {answer.code} where it is {code}")
        elif "could" in answer.params and set(answer.params["could"]) != could:
            self.fault(verb, row, f"may not, and was told that {answer.params['could']} may, where {could} may")

    def due_code(self, verb: str, row: Walker, could: set[str], *, applies: bool) -> str:
        if verb == "admit":
            return "not-administrator"
        if row.nation is None:
            return "not-admitted"
        if self.matter and not may_see(self.matter, view_of(Command(verb, row.actor, row.desk), row.world)):
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
        elif may and isinstance(answer, Refused) and answer.code in NOT_YOU:
            self.fault(verb, row, f"may, and would be shown no form: {answer.code}")

    def offers(self, verb: str, accepted: set[str | None]) -> None:
        """The card at each desk has the verb where somebody there can use it now, and nowhere else."""
        if self.matter is None or self.procedure is None:
            return
        excused = TABLE["unoffered"][self.matter.mode].get(verb, ())
        for desk in self.play.registry.bodies:
            shown = {move.verb for move in offered(self.matter, self.procedure, self.play.registry, desk)}
            there = [cell for seat, cell in self.cells.items() if seat.body == desk]
            if verb in shown and desk not in accepted:
                self.faults.append(f"{verb} is offered at {desk}, where nobody can use it")
            if verb not in shown and desk in accepted and not any(as_named(cell, excused) for cell in there):
                self.faults.append(f"{verb} can be used at {desk}, and is not offered there")

    def fault(self, verb: str, row: Walker, what: str) -> None:
        self.faults.append(f"{verb}: {row.name}, {self.cell(row)}: {what}")


def walk(play: Play, matter: Matter, procedure: Procedure) -> Walk:
    """Every verb of its procedure but the one that opens, on this matter."""
    rows = expected(procedure.id)
    found = Walk(play, matter, procedure)
    for verb in sorted({verb for verb, _ in rows} - {*openings()}):
        found.verb(verb, rows.get((verb, matter.stage_id)))
    return found
