"""One history twice, differing only in what one nation keeps to itself: the other can't tell them apart by a byte."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from state.logs import finding
from state.proving.keyring import new_key, write_keys
from state.signing import sign_grown
from state.tables.people import holder
from tests.bot.office import BOTH, JOINT, NATIONAL, Office
from tests.bot.test_release_by_chance import QUICK, an_office
from tests.bot.two_runs import (
    AWAY,
    DRAFTED,
    INSIDE,
    LATE,
    LINKS,
    OPERATION,
    PROBES,
    REDRAFTED,
    RETURNED,
    TO_CLOSING,
    Say,
)
from tests.bot.watched import calls_to, exports_for, renamed
from tests.conftest import Databases
from tests.play import START

EXAMPLES = {"sqlite": 3, "postgresql": 1}
DIGEST = 8 * 60 + 30
"""Minutes after the start: half past five in Tokyo, when desks are told what is open; no script is as long."""
VACANT = ("us-usfj-watch", "us-usfj-j3-cuops", "jp-jjoc-ops-plans")
"""Seats that nobody holds at first."""


class Kept(NamedTuple):
    """What one nation keeps to itself in one run."""

    nation: str
    own: str
    """Stands in its own fields."""
    ocr: str
    opened_after: int
    """Minutes before it is released."""
    drafts: list[Say]
    """How it came to the text that it asks with after a return."""
    inside: list[list[int]]
    """By step: which of INSIDE are done before it."""
    settles: bool
    """Whether what is to be told is told in between."""
    links: bool = False
    """Whether it links matters of its own."""


def kept_by(nation: str) -> st.SearchStrategy[Kept]:
    bodies = {"us": ("us-usfj-j3", "us-indopacom"), "jp": ("jp-jjoc-ops", "jp-mod-dp")}[nation]
    acts = st.lists(st.integers(0, len(INSIDE[nation]) - 1), max_size=2)
    return st.builds(
        Kept,
        nation=st.just(nation),
        own=st.sampled_from(["Gannet", "Hoopoe, and what else there is to say of it at some length", "ウミネコ"]),
        ocr=st.sampled_from(bodies),
        opened_after=st.integers(1, 50) if nation == "us" else st.just(5),
        drafts=st.sampled_from([DRAFTED, REDRAFTED]) if nation == "us" else st.just(DRAFTED),
        inside=st.lists(acts, min_size=len(TO_CLOSING), max_size=len(TO_CLOSING)),
        links=st.booleans(),
        settles=st.booleans(),
    )


class Run:
    """One history in one office. `observed` is all that `observer` could see of it, and what it was answered."""

    def __init__(self, office: Office, kept: Kept, observer: str) -> None:
        self.office, self.kept, self.observer = office, kept, observer
        self.answers: list[str] = []
        with office.house.database.writing() as connection:
            connection.execute(delete(holder).where(holder.c.seat.in_(VACANT)))

    def play(self, script: list[Say], due: str) -> "Run":
        self._at(0)
        if script is OPERATION:  # first of all: what is drawn of its id is the same then
            self._say("us-usfj-fdo", f'op open "Typhoon" to:jp-jjoc by:"{LATE}"')
            self.office.settle()
        self._ask(due)
        for number, say in enumerate(script, start=1):
            for minute, act in enumerate(self.kept.inside[number - 1]):
                self._at(30 * number + 11 + minute)
                self._within(*INSIDE[self.kept.nation][act])
            if script is RETURNED and number == 4:
                self._at(30 * number + 14 + (self.kept.opened_after % 10 if self.kept.nation == "us" else 0))
                for draft in self.kept.drafts:
                    self._within(*draft)
            if script is OPERATION and number == 3 and self.kept.links:
                self._at(30 * number + 14)
                for link in LINKS[self.kept.nation]:
                    self._within(*link)
            self._at(30 * number + 30)
            self._say(*say)
            self.office.service.sweep()
            self.office.settle()
        self._at(DIGEST)
        self.office.service.sweep()
        self.office.settle()
        sign_grown(self.office.house)
        self.office.settle()
        finding.index_some(self.office.house.database)  # of what is indexed and of what is not yet
        for say in PROBES[self.observer]:
            self.answers.append(self._say(*say))
        return self

    def observed(self) -> dict[str, Any]:
        """Calls in number and order with all they carried, answers, and the bytes of every export."""
        found = calls_to(self.office, self.observer)
        answers = msgspec.json.decode(renamed(msgspec.json.encode(self.answers).decode()))
        return {"calls": found, "answers": answers, **exports_for(self.office, self.observer)}

    def _ask(self, due: str) -> None:
        """The asking nation's watch is taken, and the request put up; with words of its own first, if it has some."""
        self._at(60 - self.kept.opened_after)
        self._say("us-usfj-watch", "take us-usfj-watch")
        is_own = self.kept.nation == "us" and len(self.kept.drafts) > 1
        title = self.kept.own if is_own else "Runway"
        self._say("us-usfj-cos", f'open "{title}" to:jp-jjoc {due}')
        if is_own:
            self._say("us-usfj-fdo", f'return {NATIONAL} "{self.kept.own}"')
            self._say("us-usfj-cos", f'propose {NATIONAL} title:"Runway" detail:"Two crews"')
        else:
            self._say("us-usfj-fdo", f'return {NATIONAL} "Say more"')
            self._within("us-usfj-cos", f'propose {NATIONAL} "Two crews"')

    def _within(self, seat: str, line: str) -> None:
        """Something inside. What the observer's own nation does in both runs is told at once in both."""
        self._say(seat, line)
        if self.kept.settles or self.office.house.registry.seats[seat].nation == self.observer:
            self.office.settle()

    def _say(self, seat: str, line: str) -> str:
        nation = self.office.house.registry.seats[seat].nation
        own = self.kept.own if nation == self.kept.nation else "Fulmar"
        ocr = {"us": "us-usfj-j3", "jp": "jp-jjoc-ops", self.kept.nation: self.kept.ocr}
        said = line.replace("{own}", own).replace("{serial}", JOINT)
        for one, body in ocr.items():
            said = said.replace(f"{{{one}-ocr}}", body)
        if said.startswith(AWAY):
            return str(self.office.enter(seat, said.removeprefix(AWAY), own, own))
        ack = self.office.type(seat, said)
        assert ack.in_time, ack
        return ack.body

    def _at(self, minute: int) -> None:
        self.office.clock.now = START + timedelta(minutes=minute)


@contextmanager
def run(databases: Databases, kept: Kept, observer: str) -> Iterator[Run]:
    """A run with ids that are counted, salts and a key that are all the same: nothing in it is left to chance."""
    with TemporaryDirectory() as folder, an_office(databases, ids=count(1)) as office:
        keys = Path(folder) / "log-keys.toml"
        write_keys(keys, (new_key(START, bytes),))
        office.house = msgspec.structs.replace(office.house, log_origin="runs.example/acm", log_keys=keys)
        yield Run(office, kept, observer)


def both(databases: Databases, observer: str, script: list[Say], due: str, *kept: Kept) -> list[dict[str, Any]]:
    seen = []
    for one in kept:
        with run(databases, one, observer) as played:
            seen.append(played.play(script, due).observed())
    return seen


def differences(one: Any, other: Any, where: str = "") -> Iterator[str]:
    """Where two observations are not the same, and how."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for name in one:
            yield from differences(one[name], other[name], f"{where}.{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(left, right, f"{where}[{number}]")
    elif one != other:
        yield f"{where}: {one!r} / {other!r}"


DUE = ("urgency:priority", 'by:"030900Z NOV 26"')
OTHER = {"us": "jp", "jp": "us"}


@BOTH
@pytest.mark.parametrize("nation", ["us", "jp"])
@pytest.mark.parametrize("script", [TO_CLOSING, RETURNED, OPERATION], ids=["to closing", "returned", "operation"])
def test_what_a_nation_keeps_to_itself_changes_nothing_that_the_other_can_observe(
    kind: str, databases: Databases, nation: str, script: list[Say]
) -> None:
    @settings(QUICK, max_examples=EXAMPLES[kind])
    @given(kept_by(nation), kept_by(nation), st.sampled_from(DUE))
    def whatever_it_keeps(one: Kept, other: Kept, due: str) -> None:
        first, second = both(databases, OTHER[nation], script, due, one, other)
        assert list(differences(first, second)) == []
        checkpoints = (f"runs.example/acm/{log}\\n" for log in ("us,jp", OTHER[nation]))
        assert all(name in repr(first["calls"]) and name in repr(first) for name in checkpoints)

    whatever_it_keeps()
