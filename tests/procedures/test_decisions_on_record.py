"""Which verbs are decisions, and that each of them leaves the record of one (DOMAIN 10) wherever its story comes to."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

import pytest

from tests.play import person, registry
from tests.procedures.memory import InMemory
from tests.procedures.test_walks import points
from tests.procedures.walks import WALKS
from workflows.catalogue import procedures
from workflows.effects.on_record import GROUNDS, NAMES
from workflows.procedure import Move
from workflows.vocabulary import Accepted, Entry
from workflows.who import Part, Who, Whoever

DECIDE = {"lead-decide", "ocr-decide", "asker-decide", "addressed-decide", "owner-decide", "co-leads", "subject-opr"}

IN_FULL = {
    "coordination-request decide",
    "asset-protection decide",
    "facility-use decide",
    "scenario-review approve",
}
AT_WILL = {
    "asset-protection refuse",
    "facility-use refuse",
    "facility-use consult",
    "facility-use cabinet",
    "logistic-support grant",
    "logistic-support refuse",
    "offer-of-support takeup",
    "offer-of-support decline",
    "strategic-message clear",
    "strategic-message object",
}
DECISIONS = IN_FULL | AT_WILL
NONE: Mapping[str, str] = {
    **dict.fromkeys(("propose", "submit", "report", "unusual", "findings"), "a text, on which others decide"),
    **dict.fromkeys(("concur", "nonconcur", "advise", "accept"), "an answer before the decision, with its own grounds"),
    **dict.fromkeys(("notours", "reissue", "tasking refuse"), "whose it is, and not what becomes of it"),
    **dict.fromkeys(("basis", "schedule", "minutes", "confirm"), "a part of what another verb decides"),
    **dict.fromkeys(("extend", "askextend", "keepdue"), "until when, with its reason"),
    **dict.fromkeys(("withdraw", "end", "cancel", "retract"), "one's own, taken back at once with its reason"),
    **dict.fromkeys(("return", "reopen", "close"), "staff work, or one's own side alone"),
    **dict.fromkeys(("mode", "situation-setting decline"), "how staffs work, or what a situation is called"),
}
"""Verbs of decide seats that are none, and why."""

MESSAGE = "https://one.slack.com/archives/C01ABCDEF/p1700000000000100"
EARLIER = timedelta(hours=3)
RECORD = {row.name: f"told {row.name} alone" for row in GROUNDS} | {"reopen": "told reopen alone"}


def may_decide(who: Whoever) -> bool:
    if isinstance(who, Part):
        return all(seat.role == "decide" for seat in registry().seats_of_part(who.name))
    return who is Who.MODE or who.value in DECIDE


def moves() -> Iterator[tuple[str, Move]]:
    for id_, procedure in procedures().items():
        yield from ((f"{id_} {move.verb}", move) for move in procedure.moves)


def test_what_a_decide_seat_alone_may_do_is_a_decision_on_record_or_named_as_none() -> None:
    found = {name for name, move in moves() if all(map(may_decide, move.who))}
    assert {name for name in found - DECISIONS if not {name, name.split()[1]} & NONE.keys()} == set()
    assert found >= DECISIONS - {"facility-use refuse"}  # which is also for those who take it in


def test_a_decision_asks_for_all_the_fields_of_its_record() -> None:
    grounds = {row.name for row in GROUNDS}
    for name, move in moves():
        given = {row.name: row for row in move.given}
        assert NAMES & given.keys() == (NAMES if name in DECISIONS else NAMES & RESEMBLING.get(name, set())), name
        if name in DECISIONS:
            assert {row for row in grounds if given[row].required} == (grounds if name in IN_FULL else set()), name


RESEMBLING = {f"coordination-request {verb}": {"authority", "rationale"} for verb in ("concur", "nonconcur")}
"""Fields of others that are called the same."""


class Made(NamedTuple):
    """A decision that can be made now, and with what."""

    verb: str
    seat: str
    play: InMemory
    matter: str
    given: dict[str, str]

    def do(self, **record: str) -> tuple[Entry, tuple[Entry, ...], Accepted]:
        """The entry in the nation's own log, and the others."""
        answer = self.play.do(self.verb, self.seat, self.matter, **{**self.given, **record})
        nation = self.play.registry.seats[self.seat].nation
        (own,) = [row for row in answer.entries if row.audience == (nation,) and row.seat == self.seat]
        return own, tuple(row for row in answer.entries if row is not own), answer


def made(name: str) -> Iterator[Made]:
    """The decision at each stage at which the story makes it, by the first seat that may."""
    id_, verb = name.split()
    given = {field: "x" if word.startswith("@") else word for field, word in WALKS[id_].given[verb].items()}
    for point in points(id_):
        for seat in sorted(WALKS[id_].seats(point.name, verb, registry()))[:1]:
            yield Made(verb, seat, point.play.copied(), point.matter, given)


WITH_THE_OUTCOME = {
    "coordination-request decide",
    "facility-use consult",
    "facility-use decide",
    "scenario-review approve",
}
"""Which the others read once all sides have decided, in an entry that is no seat's."""
PLAYED = [name for name in sorted(DECISIONS) if name.split()[0] in WALKS]


@pytest.mark.parametrize("name", PLAYED)
def test_the_record_is_in_the_nation_s_own_log_and_no_word_of_it_anywhere_else(name: str) -> None:
    found, is_read = list(made(name)), False
    assert found
    for row in found:
        at, version = row.play.now - EARLIER, row.play[row.matter].version
        typed = {"decided": f"{at:%Y-%m-%dT%H:%MZ}", "late": "told late alone", "links": MESSAGE, "review": "+9d"}
        own, others, answer = row.do(**RECORD, **typed)
        assert own.content.items() >= {**RECORD, "late": "told late alone", "links": (MESSAGE,)}.items()
        assert (own.content["decided"], own.content["logged"]) == (at, row.play.now - timedelta(minutes=1))
        assert (own.content["version"], own.content["person"]["user"]) == (version, person(row.seat).user)
        assert own.content["review"] > row.play.now
        desks = row.play.registry.audience_of
        elsewhere = [told for told in answer.notices if told.desk and desks(told.desk) != own.audience]
        told = [*(other.content for other in others), elsewhere, answer.also]
        assert "alone" not in repr(told)
        read = {other.content.get("decided") for other in others if other.seat == row.seat}
        assert read <= {at}
        is_read |= bool(read)
    assert is_read is (name not in WITH_THE_OUTCOME)


@pytest.mark.parametrize("name", PLAYED)
def test_a_decision_that_is_entered_late_says_why(name: str) -> None:
    row = next(made(name))
    given = {**row.given, "decided": f"{row.play.now - EARLIER:%Y-%m-%dT%H:%MZ}"}
    refused = row.play.refused(row.verb, row.seat, row.matter, **given)
    assert (refused.code, refused.field) == ("late-needs-why", "late")
