"""What a desk is offered: the moves that a seat there may make now, and no other."""

import pytest

from tests.workflows.build import (
    DECISION,
    GROUNDS,
    Play,
    decided,
    to_deciding,
    to_received,
    to_reconciling,
    to_staffing,
    to_stage,
)
from tests.workflows.views import seen
from workflows.vocabulary import Accepted


def offered(play: Play, matter: str, desk: str) -> list[str]:
    return [row.verb for row in seen(play, matter, play.registry.audience_of(desk), desk).offered]


OFFERED: list[tuple[str, str, list[str]]] = [
    ("release-check", "n-pol", ["disclose", "return", "seen", "onit", "note", "withhold"]),
    ("release-check", "n-hq", ["withdraw", "seen", "onit", "note", "withhold"]),
    ("received", "s-hq", ["ack", "return", "askextend", "escalate", "seen", "onit", "note"]),
    ("staffing", "s-hq", ["concur", "nonconcur", "notours", "return", "askextend", "escalate", "seen", "onit", "note"]),
    ("staffing", "centre", ["extend", "seen", "onit", "note", "withhold"]),
    ("combined", "staff", ["concur", "propose", "seen", "onit", "note"]),
    ("reconciling", "centre", ["propose", "accept", "escalate", "extend", "seen", "onit", "note", "withhold"]),
    ("reconciling", "s-hq", ["concur", "nonconcur", "askextend", "seen", "onit", "note", "withhold"]),
    ("deciding", "centre", ["decide", "extend", "seen", "onit", "note", "withhold"]),
    ("decided", "s-hq", ["implement", "seen", "onit", "note"]),
    ("implementing", "s-hq", ["close", "seen", "onit", "note"]),
    ("returned", "n-hq", ["propose", "withdraw", "seen", "onit", "note", "withhold"]),
    ("closed", "s-hq", ["note"]),
]


@pytest.mark.parametrize(("stage", "desk", "verbs"), OFFERED)
def test_a_desk_is_offered_what_a_seat_there_may_do_now(stage: str, desk: str, verbs: list[str]) -> None:
    play = Play()
    assert sorted(offered(play, to_stage(play, stage), desk)) == sorted(verbs)


def test_what_is_done_is_not_offered_again() -> None:
    play = Play()
    matter = to_received(play)
    play.do("ack", "s-hq-watch", matter)
    assert offered(play, matter, "s-hq") == ["return", "seen", "onit", "note"]


def test_an_answer_given_may_be_changed_from_the_menu() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("concur", "s-hq-chief", matter, **GROUNDS)
    assert offered(play, matter, "s-hq") == [
        "concur",
        "nonconcur",
        "notours",
        "escalate",
        "return",
        "askextend",
        "seen",
        "onit",
        "note",
    ]
    assert not any(move.button for move in seen(play, matter, play.registry.audience_of("s-hq"), "s-hq").offered)


def test_a_nation_is_not_offered_to_accept_its_own_condition() -> None:
    play = Play()
    matter = to_reconciling(play)
    assert "accept" in offered(play, matter, "n-hq")
    assert "accept" not in offered(play, matter, "s-hq")


def test_a_desk_for_information_is_offered_nothing() -> None:
    play = Play()
    assert offered(play, to_received(play, info="s-pol"), "s-pol") == []


def test_a_deferred_decision_is_offered_again_and_an_approved_one_is_not() -> None:
    play = Play()
    for decision, is_offered in (("defer", True), ("approve", False)):
        matter = to_deciding(play)
        for letter in ("n", "s"):
            play.do("decide", f"centre-{letter}-lead", matter, **decided(decision))
        assert ("decide" in offered(play, matter, "centre")) is is_offered


def test_what_is_offered_is_accepted_from_some_seat_there() -> None:
    words: dict[str, dict[str, str]] = {
        "concur": GROUNDS,
        "nonconcur": {"reason": "x", **GROUNDS},
        "notours": {"to": "s-ops", "reason": "x"},
        "propose": {"detail": "x"},
        "return": {"missing": "x"},
        "withdraw": {"because": "x"},
        "escalate": {"because": "x"},
        "extend": {"by": "+2d", "because": "x"},
        "askextend": {"by": "+2d", "because": "x"},
        "seen": {},
        "onit": {"until": "+2h"},
        "note": {"text": "x"},
        "decide": {"decision": "approve", **DECISION},
    }
    for stage, desk, verbs in OFFERED:
        play = Play()
        matter = to_stage(play, stage)
        before = play[matter]
        words["withhold"] = {"field": "answer-conditions" if desk == "s-hq" else "title", "because": "x"}
        for verb in verbs:
            tries = []
            for seat in play.registry.seats_at(desk):
                play.matters[matter] = before
                tries.append(play.run(play.command(verb, seat.id, matter, **words.get(verb, {}))))
            assert any(isinstance(answer, Accepted) for answer in tries), (stage, desk, verb, tries)
