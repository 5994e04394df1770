"""Everybody tries everything: one matter, every verb, a person of every class; what differs from what is expected."""

from collections.abc import Iterable, Mapping
from functools import cache

from tests.workflows.authority.classes import APART, TABLE, Cell, as_named, cell_of, expected
from tests.workflows.authority.people import Walker, relief, walkers
from tests.workflows.build import DECISION, GROUNDS, Play
from workflows.authority import STANDING
from workflows.bodies.rows import Seat
from workflows.catalogue import openings
from workflows.command import Command
from workflows.decide import decide
from workflows.effects.internal import plain
from workflows.known import may_see
from workflows.matter import Matter
from workflows.offered import offered
from workflows.procedure import Procedure
from workflows.progress import told_at
from workflows.release import FIELDS
from workflows.vocabulary import Accepted, Refused

WORDS: Mapping[str, tuple[dict[str, str], ...]] = {
    "open": ({"title": "x", "to": "board", "urgency": "priority"},),
    "propose": ({"detail": "x"},),
    "disclose": ({},),
    "return": ({"missing": "x"},),
    "ack": ({},),
    "concur": ({**GROUNDS, "rationale": "By another order."},),
    "nonconcur": ({"reason": "x", **GROUNDS},),
    "notours": ({"to": "{n}-min", "reason": "x"},),
    "accept": ({},),
    "escalate": ({"because": "x"},),
    "decide": ({"decision": "approve", **DECISION},),
    "implement": ({},),
    "close": ({},),
    "mode": ({"mode": "integration"}, {"mode": "coordination"}),
    "extend": ({"by": "+20d", "because": "x"},),
    "askextend": ({"by": "+20d", "because": "x"},),
    "seen": ({},),
    "onit": ({"until": "+2h"},),
    "withdraw": ({"because": "x"},),
    "note": ({"text": "x"},),
    "take": ({"seat": "{n}-min-watch"}, {}),
    "admit": ({"people": "U1"},),
    "move-body": ({"body": "{n}-ops", "to": "{n}-pol"},),
    "move-stage": ({"serial": "CR-26-0001", "stage": "received", "because": "x"},),
    "dismiss": ({"team": "T1", "user": "nobody"},),
    "export": ({},),
    "point-out": ({"ts": "1.1"},),
    "exported": ({"readers": "north", "logs": "north:1", "format": "jsonl"},),
    "verified": ({"logs": "north:1", "found": "whole"},),
    "log-hold": ({"log": "north+south", "because": "x"},),
    "log-hold-end": ({"log": "north+south", "because": "x"},),
    "remind": ({"at": "+2h"},),
    "remind cancel": ({"number": "1"},),
    "snooze": ({"until": "+2h"},),
    "attend": ({"event": "sync"},),
    "amend": ({"entry": "north/1", "field": "title", "text": "x", "because": "x"},),
    "add": ({"entry": "north/1", "text": "x"},),
    "purge": ({"entry": "north/1", "because": "x"},),
    "handover": ({"seat": "{n}-hq-watch", "person": "{relief}"},),
    "relieve": ({},),
    "question": ({"question": "x"},),
    "clarify": ({"reply": "x"},),
    "refuse": ({"because": "x"},),
    "cover": (
        {"person": "{relief}", "until": "+2h", "because": "x"},
        {"seat": "{n}-hq-watch", "person": "{relief}", "until": "+2h", "because": "x"},
    ),
    "resume": ({},),
    "withhold": tuple({"field": name, "because": "x"} for name in FIELDS),
    "release": tuple({"field": name, "because": "x"} for name in FIELDS),
    "standdown": ({}, {"seat": "{n}-hq-watch"}),
    "label": ({"label": "dusk", "because": "x"},),
    "confirm": ({},),
    "decline": ({"because": "x"},),
    "phase": ({"phase": "crisis"},),
    "situation": ({"category": "{n}-alarm", "source": "x"},),
}
"""By verb, what must be given; where one isn't accepted as things stand the next is tried. A matter knows its seat.

{n} stands for one's own nation, {relief} for somebody of it who is named.
"""

NOT_YOU = {"not-admitted", "not-administrator", "other-nations-channel", "not-your-seat", "which-seat"}
NOT_YOU |= {"not-for-you", "no-seat", "not-your-move", "other-nation", "unknown-serial"}
"""Refusals that say: not you. Any other says: not now, or not so."""


ABOUT = {"move-body": "{}-ops-chief"}
"""By verb of no procedure: who decides at the body that WORDS name."""

NAMED = {"to": "relief", "from": "off-going"}
"""Facts of a matter that name a person, and what the table calls that person."""


class Walk:
    """Of one matter, or of none. `faults` says in a sentence what is not as the table has it.

    `used` has the verbs with the classes that may and were accepted, `unused` those that were told: not now, or not so.
    """

    def __init__(
        self, play: Play, matter: Matter | None = None, procedure: Procedure | None = None, about: str = ""
    ) -> None:
        self.play, self.matter, self.procedure = play, matter, procedure
        self.walkers = walkers(play)
        self.about = about = "{}-hq-watch" if procedure and procedure.subject else about
        self.cells = {
            seat: cell_of(seat, matter, play.registry, about.format(seat.nation[0]))
            for seat in play.registry.seats.values()
        }
        self.faults: list[str] = []
        self.used: set[str] = set()
        self.unused: set[str] = set()

    def verb(self, verb: str, patterns: Iterable[str] | None) -> None:
        """Everybody tries one verb; `patterns` are the classes that may, None where it doesn't apply at this stage."""
        named = cache(lambda cell: as_named(cell, patterns or ()))
        may = {seat for seat, cell in self.cells.items() if named(cell)}
        desks: set[str] = set()
        for row in self.walkers:
            if self.is_withheld(row) and verb in openings():
                continue  # for them there is no such matter: what they say begins another, which is tried on its own
            cell, answer = named(self.cell(row)), self.tried(verb, row)
            if isinstance(answer, Accepted) and self.matter:
                desks.add(self.told_at(row, verb, self.matter))
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

    def told_at(self, row: Walker, verb: str, matter: Matter) -> str:
        """Where the card is from which they do it: at their seat's desk, or at that of the seat that it is about."""
        in_seat = row.seat is not None and not self.is_by_person(verb)
        return told_at(row.seat.body, matter, self.play.registry) if row.seat and in_seat else matter.asker

    def cell(self, row: Walker) -> Cell:
        cell = self.cells[row.seat] if row.seat else Cell(APART if self.is_withheld(row) else row.kind)
        facts = self.matter.facts if self.matter and row.actor else {}
        named = {word for name, word in NAMED.items() if row.actor and facts.get(name) == plain(row.actor)}
        return Cell(cell.relation, cell.roles | named) if named else cell

    def tried(self, verb: str, row: Walker) -> Accepted | Refused:
        """With all that must be given: the first answer that accepts, else one that does not find fault with that."""
        fitting = [words for words in WORDS[verb] if ("seat" in words) is (self.matter is None)]
        refused: list[Refused] = []
        for words in fitting or WORDS[verb]:
            answer = self.answer(verb, row, words)
            if isinstance(answer, Accepted):
                return answer
            refused.append(answer)
        return next((answer for answer in refused if "faults" not in answer.params), refused[0])

    def answer(self, verb: str, row: Walker, words: Mapping[str, str]) -> Accepted | Refused:
        nation = row.nation or self.play.registry.everyone[0]
        given = {name: word.format(n=nation[0], relief=relief(nation).user) for name, word in words.items()}
        key = self.matter.id if self.matter else None
        door = {"tick": "tick", "operator": "command-line"}.get(row.kind, "slash")
        command = Command(verb, row.actor, self.desk(row), given, matter=key, door=door)
        return decide(self.matter, command, row.world, self.play.now)

    def desk(self, row: Walker) -> str | None:
        """Where they say it: at their desk, or in a direct message where others read at it who may not know of it."""
        if self.matter and row.desk and not may_see(self.matter, self.play.registry.audience_of(row.desk)):
            return None
        return row.desk

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
        """The reason that is due to somebody who may not; the first of these that holds."""
        reasons = {
            "not-administrator": verb == "admit",
            "unknown-verb": verb in ("dismiss", "exported", "verified"),
            "not-admitted": row.nation is None,
            "unknown-serial": self.is_withheld(row),
            "not-now": not applies,
            "not-for-you": self.is_by_person(verb),
            "no-seat": row.seat is None,
            "not-your-move": bool(could),
        }
        return next((code for code, holds in reasons.items() if holds), "other-nation")

    def is_withheld(self, row: Walker) -> bool:
        return self.matter is not None and row.nation is not None and not may_see(self.matter, (row.nation,))

    def is_by_person(self, verb: str) -> bool:
        """Whether the verb's move here is somebody's in person, whatever seat they have."""
        move = self.procedure.move(verb, self.matter.stage_id) if self.procedure and self.matter else None
        return move is not None and move.person is not None

    def form(self, verb: str, row: Walker, *, may: bool) -> None:
        """What is_open_to asks: a form opens for those who may, and for nobody else."""
        if row.actor is None or (self.matter is None and self.about):
            return  # time fills in no forms; and where it is about a seat, it has still to be said which
        answer = self.answer(verb, row, {})
        opens = isinstance(answer, Accepted) or answer.asks_for_words
        if opens and not may:
            self.fault(verb, row, "may not, and would be shown a form")
        elif may and isinstance(answer, Refused) and answer.code in NOT_YOU:
            self.fault(verb, row, f"may, and would be shown no form: {answer.code}")

    def offers(self, verb: str, accepted: set[str]) -> None:
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


def walk(play: Play, matter: Matter, procedure: Procedure, only: str = "") -> Walk:
    """Every verb of its procedure on this matter, or that one."""
    rows = expected(procedure.id)
    found = Walk(play, matter, procedure)
    for verb in sorted({verb for verb, stage in rows if stage != "opening" and only in ("", verb)}):
        patterns = rows.get((verb, matter.stage_id))
        if patterns is not None or verb not in STANDING:  # a verb that has a meaning of its own has that one elsewhere
            found.verb(verb, patterns)
    return found
