"""People of all nations who do what comes to hand, a secret in every field that takes words.

Verbs, fields and who may are read from the catalogue, so that a procedure that is added is played too.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.verbs.rows import BY_NAME
from state.logs import finding
from state.logs.reading import since
from state.tables.deliveries import inbox
from state.tables.logs import log_head
from tests.bot.office import Office
from tests.bot.oracle import Oracle
from tests.bot.words_by_chance import Chance, Words, typed
from tests.play import START
from workflows.bodies.rows import Seat
from workflows.catalogue import openings, procedures
from workflows.entries import Recorded
from workflows.logs.correcting import ENTRY, fields_of
from workflows.matter import Matter
from workflows.named_seats import seats_about, seats_for
from workflows.needs import OPERATION
from workflows.procedure import Move
from workflows.routing import addressable
from workflows.standing.verbs import GIVEN, REMIND

FINDING = ("find plover", "find standing order", "find plover page:2", "log today", "log us/1")
"""Lines that look through the logs; all secrets that are planted begin alike."""

LINKS = ("op add", "op needs")
OF_ENTRIES = {verb: rows for verb, rows in GIVEN.items() if ENTRY in rows}
"""What is given with each verb that is about an entry of a log."""
LATEST = 20
LIKELY = 6  # so many times likelier than another is a move that a stage waits for


class Players:
    """Everybody in an office. `step` lets somebody do something; `oracle` keeps what was planted.

    They play every procedure, or `only` one.
    """

    def __init__(self, office: Office, chance: Chance, only: str = "") -> None:
        self.office = office
        self.procedures = [row for row in procedures().values() if only in ("", row.id)]
        self.registry = office.house.registry
        self.chance = chance
        self.oracle = Oracle(self.registry)
        self.matters: list[str] = []
        self.words = Words(office, chance, self.oracle, self.matters)
        self.steps = {
            "move": self.move,
            "open": self.open,
            "stray": self.stray,
            "form": self.form,
            "ask": self.ask,
            "find": self.find,
            "remind": self.remind,
            "export": self.export,
            "correct": self.correct,
            "enter": self.enter,
            "later": self.later,
            "mark": self.mark,
            "link": self.link,
        }

    def step(self) -> None:
        """One thing that somebody does; most often a move."""
        if not self.matters:
            self.open()
            return
        self.steps[self.chance.of([*["move"] * 9, *["mark"] * 3, *["link"] * 4, *self.steps])]()
        self._settle()

    def forward(self) -> None:
        """The move that the newest matter waits for."""
        if self.matters:
            self._one_of(self._waited_for(self.office.matter(self.matters[-1])))
        else:
            self.open()
        self._settle()

    # What they do

    def open(self) -> None:
        procedure, move = self.chance.of([row for row in openings().values() if row[0] in self.procedures])
        seats = self.registry.seats if procedure.subject else seats_about(move.who, self.registry, "")
        fitting = [seat for seat in seats.values() if addressable(self.registry, seat.body)] or [*seats.values()]
        seat = self.chance.of(fitting)
        self._say(move, seat, None, at=self._desk(move, seat))

    def _desk(self, move: Move, seat: Seat) -> str:
        """Where it is typed: what is for the readers of its channel alone, where others read too as well."""
        joint = [body for body in self.registry.bodies if seat.nation in self.registry.audience_of(body)]
        joint = [body for body in joint if self.registry.is_bilateral(body)] if move.verb == "nominate" else []
        return self.chance.of([seat.body, *joint[:3]])

    def move(self) -> None:
        matter = self.office.matter(self.chance.of(self.matters))
        self._one_of([*self._waited_for(matter) * LIKELY, *self._possible(matter)])

    def mark(self) -> None:
        """Somebody changes by hand who may read a field."""
        matter = self.office.matter(self.chance.of(self.matters))
        rows = [row for row in self._possible(matter) if "field" in {given.kind for given in row[0].given}]
        self._one_of(rows)

    def link(self) -> None:
        """Somebody says what belongs to an operation, or what waits for what; one is begun where there is none."""
        rows = [row for row in map(self.office.matter, self.matters) if row.procedure == OPERATION]
        moves = [move for row in rows for move in self._possible(row) if move[0].verb in LINKS]
        if moves:
            self._one_of(moves)
        elif not rows and OPERATION in {row.id for row in self.procedures}:
            move = procedures()[OPERATION].opening
            self._say(move, self.chance.of([*seats_about(move.who, self.registry, "").values()]), None)

    def stray(self) -> None:
        """Any verb of any procedure from any seat, at any body's desk that the person can be in."""
        matter = self.office.matter(self.chance.of(self.matters))
        seat = self.chance.of(list(self.registry.seats.values()))
        moves = [move for row in self.procedures for move in row.moves]
        desks = [body for body in self.registry.bodies if seat.nation in self.registry.audience_of(body)]
        self._say(self.chance.of(moves), seat, matter, at=self.chance.of(desks))

    def form(self) -> None:
        """A verb alone: its form comes, with what it is about; one that asks for nothing is done at once."""
        matter = self.office.matter(self.chance.of(self.matters))
        if rows := self._possible(matter):
            move, seat, _ = self.chance.of(rows)
            self._send(f"{move.verb} {self.words.serial(matter, seat)}", {}, seat, matter)

    def ask(self) -> None:
        matter = self.office.matter(self.chance.of(self.matters))
        seat = self.chance.of(list(self.registry.seats.values()))
        asked = [verb.name for verb in BY_NAME.values() if verb.kind == "read"]
        serial = self.words.serial(matter, seat)
        self.office.type(seat.id, f"{self.chance.of(asked)} {serial}")

    def find(self) -> None:
        """Words that stand in the logs, of what is indexed by then and of what is not."""
        seat = self.chance.of(list(self.registry.seats.values()))
        if self.chance.once_in(2):
            finding.index_some(self.office.house.database)
        self.office.type(seat.id, self.chance.of(FINDING))

    def remind(self) -> None:
        matter = self.office.matter(self.chance.of(self.matters))
        seat = self.chance.of(list(self.registry.seats.values()))
        given = self.words.given("remind", REMIND, seat)
        self.office.type(seat.id, f"remind {self.words.serial(matter, seat)} {typed(given)}")
        self.office.type(seat.id, self.chance.of((f"snooze {self.words.serial(matter, seat)} +2h", "remind cancel 1")))

    def export(self) -> None:
        seat = self.chance.of(list(self.registry.seats.values()))
        serial = self.words.serial(self.office.matter(self.chance.of(self.matters)), seat)
        part = self.chance.of(("", serial, "from:2026-11-02T00:30Z"))
        self.office.type(seat.id, f"export {part} {self.chance.of(('jsonl', 'csv', 'md', 'html'))}")

    def correct(self) -> None:
        """Whatever is done to an entry of a log, by the seat that made it or another: put right, added to, purged."""
        verb = self.chance.of(list(OF_ENTRIES))
        rows = {row.name: row for row in OF_ENTRIES[verb]}
        entries = [row for row in self._entries() if row.serial and row.seat in self.registry.seats]
        fitting = [row for row in entries if "field" not in rows or fields_of(row)] or entries
        if not fitting:
            return
        entry = self.chance.of(fitting)
        made_by = self.registry.seats[entry.seat or ""]
        others = (
            self.registry.seats_at(made_by.body, "decide") if self.chance.once_in(2) else self.registry.seats.values()
        )
        seat = self.chance.of([*others]) if others and self.chance.once_in(3) else made_by
        known: dict[str, Sequence[str]] = {
            "entry": (entry.name,),
            "field": [*fields_of(entry)] or ("text",),
            "log": (entry.log, seat.nation),
        }
        given = {name: self.chance.of(known[name]) for name in known.keys() & rows.keys()}
        given |= self.words.given(verb, [row for name, row in rows.items() if name not in given], seat)
        ack = self.office.type(seat.id, f"{verb} {typed(given)} as:{seat.id}")
        if self._answer(ack.delivery.payload["trigger_id"]):
            self.oracle.entered(verb, given, given.get("log", entry.log))

    def enter(self) -> None:
        """A move that was made away from Slack, with who said so and why it is entered late."""
        before = self.office.matter(self.chance.of(self.matters))
        if not (rows := self._possible(before)):
            return
        move, seat, _ = self.chance.of(rows)
        given = self.words.given(move.verb, move.given, seat)
        by, late = (self.oracle.plant(seat.nation, "enter", name) for name in ("by", "late"))
        line = f"{move.verb} {self.words.serial(before, seat)} {typed(given)} as:{seat.id}"
        if self.office.enter(seat.id, line, by, late):
            self.oracle.done(move.verb, seat, {**given, "": f"{by} {late}"}, before, self.office.matter(before.id))

    def later(self) -> None:
        self.office.clock.forward(timedelta(hours=1 + self.chance.draw(30)))
        self.office.service.sweep()

    # How

    def _one_of(self, rows: Sequence[tuple[Move, Seat, Matter]]) -> None:
        """One of these moves; nothing where what is over has none."""
        if rows:
            self._say(*self.chance.of(rows))

    def _settle(self) -> None:
        """Most often what there is to tell is told before the next thing is done."""
        if not self.chance.once_in(3):
            self.office.settle()

    def _possible(self, matter: Matter) -> list[tuple[Move, Seat, Matter]]:
        moves = procedures()[matter.procedure].moves_at(matter.stage_id)
        found = [
            (move, seat, matter)
            for move in moves
            for seat in seats_for(move.who, matter, procedures()[matter.procedure], self.registry)
        ]
        return [row for row in found if row[1].nation in matter.audience]

    def _waited_for(self, matter: Matter) -> list[tuple[Move, Seat, Matter]]:
        """What takes it on: the first button of a side that has yet to move."""
        stage = procedures()[matter.procedure].stage(matter.stage_id)
        rows = self._possible(matter)
        found = [
            row
            for row in rows
            if row[0].button == "primary"
            and (not stage.tracks or matter.position(row[1].nation) in stage.waiting)
            and (matter.draft is None or row[0].verb == "disclose")
        ]
        return found or rows

    def _say(self, move: Move, seat: Seat, matter: Matter | None, at: str | None = None) -> None:
        """A typed line with all that the verb asks for."""
        before = self.office.matter(matter.id) if matter else None
        given = self.words.given(move.verb, move.given, seat)
        name = self.words.serial(before, seat) if before else ""
        self._send(f"{move.verb} {name} {typed(given)} as:{seat.id}", given, seat, before, at or seat.body)

    def _send(self, line: str, given: dict[str, str], seat: Seat, before: Matter | None, at: str = "") -> None:
        """The line, at the desk `at` or the person's own; the oracle hears of it where it is accepted."""
        ack = self.office.type(seat.id, line, at or seat.body)
        assert ack.in_time, ack
        found = self._accepted(ack.delivery.payload["trigger_id"])
        if found is None:
            return
        if before is None:
            self.matters.append(found)
        self.oracle.done(as_verb(line), seat, given, before, self.office.matter(found))

    def _entries(self) -> list[Recorded]:
        """The latest of every log, whoever reads it."""
        with self.office.house.database.reading() as connection:
            logs = connection.execute(select(log_head.c.log)).scalars().all()
            return [row for log in sorted(logs) for row in since(connection, log, START, LATEST)]

    def _accepted(self, trigger: str) -> str | None:
        """The matter's id, None where it was refused or led to a form."""
        answer = self._answer(trigger)
        return str(answer["matter"]) if answer else None

    def _answer(self, trigger: str) -> dict[str, Any] | None:
        """What was answered, None where it was refused or led to a form."""
        query = select(inbox.c.answer).where(inbox.c.key == f"trigger:{trigger}")
        with self.office.house.database.reading() as connection:
            answer: dict[str, Any] = json.loads(connection.execute(query).scalar_one_or_none() or '{"refused": true}')
        return None if answer.get("refused") else answer


def as_verb(line: str) -> str:
    """The verb that a line begins with, of one word or two."""
    first, second = (*line.split(maxsplit=2), "", "")[:2]
    return f"{first} {second}" if f"{first} {second}" in BY_NAME else first
