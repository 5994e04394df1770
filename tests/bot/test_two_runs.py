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

from state import finding
from state.keyring import new_key, write_keys
from state.signing import sign_grown
from state.tables.people import holder
from tests.bot.office import BOTH, JOINT, NATIONAL, Office, words
from tests.bot.test_release_by_chance import QUICK, an_office
from tests.bot.watched import calls_to, exports_for, renamed
from tests.conftest import Databases
from tests.play import START

EXAMPLES = {"sqlite": 3, "postgresql": 1}
DIGEST = 8 * 60 + 30
"""Minutes after the start: half past five in Tokyo, when desks are told what is open; no script is as long."""
LATE = "102300Z NOV 26"
VACANT = ("us-usfj-watch", "us-usfj-j3-cuops", "jp-jjoc-ops-plans")
"""Seats that nobody holds at first."""

AWAY = "by telephone "
"""Before a line: it is entered at the command line, of what was done away from Slack."""

Say = tuple[str, str]
"""The seat whose person it is, and the line. `{own}` is what the run has in its place, `{serial}` the joint serial."""

OWN = dict.fromkeys(("authority", "rationale", "situation", "considered", "rejected", "dissent"), "{own}")
GROUNDS = words({name: OWN[name] for name in ("authority", "rationale")})
RECORD = words(OWN)

TO_CLOSING: list[Say] = [
    ("us-usfj-fdo", f"disclose {NATIONAL}"),
    ("us-usfj-watch", "ack {serial} ocr:{us-ocr}"),
    ("jp-jjoc-watch", "ack {serial} ocr:{jp-ocr}"),
    ("us-usfj-cdr", f'concur {{serial}} if:"by daylight" {GROUNDS}'),
    ("jp-jjoc-cdr", f"concur {{serial}} {GROUNDS}"),
    ("jp-jjoc-cdr", "accept {serial} 1"),
    ("bocc-us-lead", f"decide {{serial}} approve {RECORD}"),
    ("bocc-jp-lead", f'decide {{serial}} approve {RECORD} if:"with care"'),
    ("us-usfj-cos", "implement {serial}"),
    ("us-usfj-cos", "close {serial}"),
    ("jp-jjoc-cos", "close {serial}"),
]
RETURNED: list[Say] = [
    ("us-usfj-fdo", f"disclose {NATIONAL}"),
    ("us-usfj-watch", "ack {serial}"),
    ("jp-jjoc-watch", 'return {serial} "say how many"'),
    ("us-usfj-fdo", "disclose {serial}"),
    ("jp-jjoc-watch", "ack {serial} ocr:{jp-ocr}"),
    ("us-usfj-watch", 'withdraw {serial} "done otherwise"'),
]
OPERATION: list[Say] = [
    ("us-usfj-fdo", f"disclose {NATIONAL}"),
    ("jp-jjoc-cos", "op add OP-26-0001 {serial}"),
    ("us-usfj-watch", "ack {serial}"),
    ("us-usfj-cos", f'extend {{serial}} by:"{LATE}" because:"weather"'),
    ("jp-jjoc-watch", "ack {serial}"),
    ("bocc-us-lead", "op matrix OP-26-0001"),
    ("us-usfj-watch", 'withdraw {serial} "done otherwise"'),
    ("us-usfj-fdo", 'op close OP-26-0001 "over"'),
]
"""What both runs have in common, half an hour between any two: the other nation sees these, and when they were done."""

DRAFTED: list[Say] = [("us-usfj-cos", 'propose {serial} "Two crews" title:"Runway"')]
REDRAFTED: list[Say] = [
    ("us-usfj-watch", 'propose {serial} "{own}" title:"{own}"'),
    ("us-usfj-fdo", 'return {serial} "{own}"'),
    *DRAFTED,
]
"""Ways to the text that is released before line 3 of RETURNED: what was sent back on the way never crossed."""

INSIDE: dict[str, list[Say]] = {
    "us": [
        ("us-usfj-cos", 'note {serial} "{own}"'),
        ("us-usfj-watch", 'remind {serial} at:+20min "{own}"'),
        ("bocc-us-lead", 'remind {serial} at:+20min "{own}"'),
        ("us-usfj-cos", "seen {serial}"),
        ("us-usfj-watch", 'onit {serial} until:+5h "{own}"'),
        ("us-usfj-watch", "snooze {serial} until:+5h"),
        ("bocc-us-watch", "snooze {serial} until:+5h"),
        ("bocc-us-lead", 'onit {serial} until:+5h "{own}"'),
        ("us-usfj-watch", "export md"),
        ("us-usfj-cos", 'open "{own}" to:jp-jjoc urgency:urgent'),
        ("us-usfj-fdo", 'return CR-26-US-0002 "{own}"'),
        ("us-usfj-watch", 'propose CR-26-US-0002 "{own}"'),
        ("us-usfj-watch", 'withdraw CR-26-US-0002 "{own}"'),
        ("us-usfj-cos", "take us-usfj-j3-cuops"),
        ("us-usfj-j3-dir", f'nonconcur {{serial}} "{{own}}" {GROUNDS}'),
        ("us-usfj-j3-dir", "concur {serial}"),
        ("us-usfj-watch", f"decide {{serial}} approve {RECORD}"),
        ("bocc-us-lead", "take jp-jjoc-ops-plans"),
        ("us-usfj-cos", 'note {serial} "(S) {own}"'),
        ("us-usfj-cos", 'withhold {serial} answer-rationale "{own}"'),
        ("us-usfj-cos", 'withhold {serial} answer-reason "{own}"'),
        ("us-usfj-fdo", 'release {serial} answer-reason "{own}"'),
        ("us-usfj-watch", 'release {serial} decision-dissent "{own}"'),
        ("bocc-us-lead", "status"),
        ("us-usfj-watch", "log {serial}"),
        ("us-usfj-cos", 'amend us/2 detail "{own}" because:"{own}"'),
        ("us-usfj-cos", 'add us/2 "{own}"'),
        ("us-usfj-watch", 'add us+jp/1 "{own}" log:us'),
        ("us-usfj-cos", 'by telephone note {serial} "{own}"'),
        ("us-usfj-watch", "export {serial} html"),
        ("us-usfj-cdr", 'purge us/1 "{own}"'),  # nothing that crosses later: of that, what is purged does not cross
    ],
    "jp": [
        ("jp-jjoc-cos", 'note {serial} "{own}"'),
        ("jp-jjoc-watch", 'remind {serial} at:+20min "{own}"'),
        ("bocc-jp-lead", 'remind at:+20min "{own}"'),
        ("jp-jjoc-watch", 'onit {serial} until:+5h "{own}"'),
        ("bocc-jp-watch", "snooze {serial} until:+5h"),
        ("jp-jjoc-cos", "export csv"),
        ("jp-jjoc-cos", 'add jp/2 "{own}"'),
        ("jp-jjoc-watch", 'add us+jp/1 "{own}" log:jp'),
        ("jp-jjoc-cos", 'by telephone note {serial} "{own}"'),
        ("jp-jjoc-cos", 'open "{own}" to:us-usfj urgency:urgent'),
        ("jp-mod-dp-dg", 'return CR-26-JP-0001 "{own}"'),
        ("jp-jjoc-cos", 'propose CR-26-JP-0001 "{own}"'),
        ("jp-jjoc-ops-watch", "take jp-jjoc-ops-plans"),
        ("jp-jjoc-ops-dir", f'nonconcur {{serial}} "{{own}}" {GROUNDS}'),
        ("jp-jjoc-watch", f"decide {{serial}} approve {RECORD}"),
        ("jp-jjoc-cos", "disclose {serial}"),
        ("bocc-jp-lead", "mine"),
    ],
}
"""What leaves no trace outside the nation, done or refused."""

LINKS: dict[str, list[Say]] = {
    "us": [
        ("us-usfj-watch", f'op open "{{own}}" by:"{LATE}"'),
        ("us-usfj-watch", "op add OP-26-US-0001 {serial}"),
        ("us-usfj-cdr", 'task {serial} "{own}" us-usfj-j3 by:+3h'),
        ("us-usfj-watch", "op add OP-26-0001 TK-26-US-0001"),
        ("us-usfj-watch", "op needs OP-26-0001 TK-26-US-0001 {serial}"),
        ("us-usfj-watch", "op matrix OP-26-0001"),
    ],
    "jp": [
        ("jp-jjoc-cdr", 'task {serial} "{own}" jp-jjoc-ops by:+3h'),
        ("jp-jjoc-watch", "op add OP-26-0001 TK-26-JP-0001"),
        ("jp-jjoc-watch", "op needs OP-26-0001 TK-26-JP-0001 {serial}"),
        ("jp-jjoc-watch", f'op open "{{own}}" by:"{LATE}"'),
        ("jp-jjoc-watch", "op add OP-26-JP-0001 {serial}"),
        ("jp-jjoc-watch", "op add OP-26-JP-0001 TK-26-JP-0001"),
        ("jp-jjoc-watch", "op needs OP-26-JP-0001 TK-26-JP-0001 {serial}"),
    ],
}
"""What a nation may link for itself, and say that it waits, before what it waits for comes late."""

SOUGHT = ("find Gannet", "find Hoopoe", "find ウミネコ", 'find "two crews"', "find runway page:2", "log today")
"""Words that one nation keeps to itself in some runs, and words that both have."""

PROBES: dict[str, list[Say]] = {
    "jp": [("jp-jjoc-watch", line) for line in ("status", "status {serial}", "log {serial}", "mine", "who us-usfj")]
    + [("bocc-jp-lead", line) for line in ("status", "log {serial}", "who bocc", "export jsonl")]
    + [("jp-jjoc-cos", line) for line in ("op", "op OP-26-0001", "op matrix OP-26-0001", "log OP-26-0001")]
    + [("jp-jjoc-cos", line) for line in ("export md", "export {serial} csv", "log us+jp/1")]
    + [(seat, line) for seat in ("jp-jjoc-watch", "bocc-jp-lead") for line in (*SOUGHT, "log us/1")],
    "us": [("us-usfj-watch", line) for line in ("status", "status {serial}", "log {serial}", "mine", "who jp-jjoc")]
    + [("bocc-us-lead", line) for line in ("status", "log {serial}", "who bocc", "export csv")]
    + [("us-usfj-cos", line) for line in ("op", "op OP-26-0001", "op matrix OP-26-0001", "log OP-26-0001")]
    + [("us-usfj-cos", line) for line in ("export jsonl", "export {serial} csv", "log us+jp/1")]
    + [(seat, line) for seat in ("us-usfj-watch", "bocc-us-lead") for line in (*SOUGHT, "log jp/1")],
}
"""What people of a nation ask, to see what there is to see."""


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
