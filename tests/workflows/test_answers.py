"""Answers of the national tracks (DOMAIN 6.1): what several nations' answers together lead to."""

from collections.abc import Callable
from itertools import product

import msgspec
import pytest

from tests.workflows.alliance import THREE
from tests.workflows.build import (
    GROUNDS,
    Play,
    decided,
    letters,
    to_combined,
    to_deciding,
    to_received,
    to_reconciling,
    to_staffing,
)
from workflows.answers import have_all_answered
from workflows.vocabulary import Accepted, Refused

CONCUR = ("concur", GROUNDS)
CONDITIONS = ("concur", {"if_": "By day only", **GROUNDS})
NONCONCUR = ("nonconcur", {"reason": "No crew.", **GROUNDS})


@pytest.mark.parametrize(
    ("north", "south", "stage"),
    [
        (CONCUR, CONCUR, "deciding"),
        (CONCUR, CONDITIONS, "reconciling"),
        (CONDITIONS, CONCUR, "reconciling"),
        (CONDITIONS, CONDITIONS, "reconciling"),
        (NONCONCUR, CONCUR, "reconciling"),
        (CONCUR, NONCONCUR, "reconciling"),
        (NONCONCUR, CONDITIONS, "reconciling"),
        (CONDITIONS, NONCONCUR, "reconciling"),
        (NONCONCUR, NONCONCUR, "reconciling"),
    ],
)
def test_what_follows_from_two_answers(
    north: tuple[str, dict[str, str]], south: tuple[str, dict[str, str]], stage: str
) -> None:
    play = Play()
    matter = to_staffing(play)
    play.do(north[0], "n-hq-chief", matter, **north[1])
    assert play.stage(matter) == "staffing", "one answer alone decides nothing"
    play.do(south[0], "s-hq-chief", matter, **south[1])
    assert play.stage(matter) == stage


@pytest.mark.parametrize("answer", [CONCUR, CONDITIONS, NONCONCUR], ids=["concur", "with a condition", "not"])
def test_what_was_answered_is_not_answered_again_in_the_same_words(answer: tuple[str, dict[str, str]]) -> None:
    play = Play()
    matter = to_staffing(play)
    verb, given = answer
    play.do(verb, "n-hq-chief", matter, **given)
    said = play.refused(verb, "n-hq-chief", matter, **given)
    assert (said.code, said.params["place"][0]) == ("said-already", "staffing")
    play.do(verb, "n-hq-chief", matter, **{**given, "rationale": "By another order."})  # in others it is changed
    play.do("concur", "s-hq-chief", matter, **GROUNDS)
    if answer is CONDITIONS:
        play.do("accept", "s-hq-chief", matter)
    assert (
        play.refused(verb, "n-hq-chief", matter, **{**given, "rationale": "By another order."}).code == "said-already"
    )


def test_the_same_text_is_no_new_proposal() -> None:
    play = Play()
    matter = to_reconciling(play)
    text = play[matter].text
    for given in ({"detail": text.detail}, {"detail": text.detail, "title": text.title}):
        assert play.refused("propose", "centre-n-lead", matter, **given).code == "nothing-new"
    play.do("propose", "centre-n-lead", matter, detail=text.detail, title="Another title")


def test_nobody_finds_out_by_guessing_what_is_withheld_of_the_text() -> None:
    play = Play()
    matter = to_reconciling(play)
    text = play[matter].text
    play.do("withhold", "n-hq-staff", matter, field="detail", because="Known to few.")
    assert play.refused("propose", "centre-n-lead", matter, detail=text.detail).code == "nothing-new"
    play.do("propose", "centre-s-lead", matter, detail=text.detail)


def test_each_side_accepts_the_others_condition_and_never_its_own() -> None:
    play = Play()
    matter = to_reconciling(play)
    for seat in ("s-hq-chief", "centre-s-lead"):
        assert play.refused("accept", seat, matter).code == "no-open-condition"
    play.do("accept", "centre-n-lead", matter)
    assert play.stage(matter) == "deciding"


def test_conditions_are_accepted_one_by_one_or_all_at_once() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("concur", "n-hq-chief", matter, if_="By day\nTwo weeks\n\nOur fuel", **GROUNDS)
    play.do("concur", "s-hq-chief", matter, **GROUNDS)
    assert play.refused("accept", "s-hq-chief", matter, condition="4").code == "no-such-condition"
    play.do("accept", "s-hq-chief", matter, condition="2")
    answer = play[matter].tracks["north"].answer
    assert answer is not None
    assert [row.accepted_by for row in answer.conditions] == [{}, {"south": "s-hq-chief"}, {}]
    assert play.stage(matter) == "reconciling"
    play.do("accept", "s-hq-chief", matter)
    assert play.stage(matter) == "deciding"


def test_each_of_two_other_nations_has_to_accept_a_condition() -> None:
    play = Play(THREE)
    matter = to_reconciling(play)
    play.do("accept", "n-hq-chief", matter)
    assert play.stage(matter) == "reconciling"
    assert play.refused("accept", "n-hq-chief", matter).code == "no-open-condition"
    assert play.refused("accept", "e-hq-chief", matter).code == "no-open-condition"
    play.do("accept", "s-hq-chief", matter)
    assert play.stage(matter) == "deciding"


@pytest.mark.parametrize(
    ("come_to", "verb", "seat", "given"),
    [
        (to_staffing, "concur", "n-hq-chief", GROUNDS),
        (to_staffing, "nonconcur", "n-hq-chief", NONCONCUR[1]),
        (to_combined, "concur", "staff-n-lead", GROUNDS),
        (to_combined, "propose", "staff-n-lead", {"detail": "x"}),
        (to_reconciling, "propose", "centre-n-lead", {"detail": "x"}),
        (to_reconciling, "accept", "n-hq-chief", {}),
        (to_deciding, "decide", "centre-n-lead", decided("approve")),
    ],
)
def test_who_had_another_version_of_the_text_before_them_is_told_so(
    come_to: Callable[[Play], str], verb: str, seat: str, given: dict[str, str]
) -> None:
    play = Play()
    command = play.command(verb, seat, come_to(play), **given)
    for seen in (0, 2):
        answer = play.run(msgspec.structs.replace(command, seen=seen))
        assert isinstance(answer, Refused)
        assert (answer.code, answer.params["version"]) == ("text-changed", 1)
    assert isinstance(play.run(msgspec.structs.replace(command, seen=1)), Accepted)


def test_on_a_new_text_all_answer_again() -> None:
    play = Play()
    matter = to_reconciling(play)
    play.do("propose", "centre-n-lead", matter, detail="One crew.")
    play.do("concur", "n-hq-chief", matter, **GROUNDS)
    assert play.stage(matter) == "staffing", "the other side's answer on the old text does not count"


def test_an_answer_counts_on_its_own_version_alone() -> None:
    play = Play()
    row = play[to_deciding(play)]
    assert have_all_answered(row)
    assert not have_all_answered(msgspec.structs.replace(row, texts=(*row.texts, row.text)))


def test_not_ours_goes_round_by_the_body_named_and_keeps_the_other_sides_answer() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("concur", "s-hq-chief", matter, **GROUNDS)
    play.do("notours", "n-hq-chief", matter, to="n-ops", reason="Theirs.")
    assert play[matter].stage == ("received/north/awaiting", "received/south/acknowledged")
    assert play.refused("ack", "n-hq-watch", matter).code == "not-your-move"
    play.do("ack", "n-ops-watch", matter)
    assert play[matter].stage == ("staffing/north/awaiting", "staffing/south/concurred")
    play.do("concur", "n-ops-chief", matter, **GROUNDS)
    assert play.stage(matter) == "deciding"


def test_not_ours_names_another_body_of_ones_own_nation() -> None:
    play = Play()
    matter = to_staffing(play)
    for body, code in {"n-hq": "already-lead", "s-ops": "other-nations-body", "centre": "other-nations-body"}.items():
        assert play.refused("notours", "n-hq-chief", matter, to=body, reason="x").code == code


def test_an_answer_may_be_changed_until_the_decision_falls() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("nonconcur", "n-hq-chief", matter, **NONCONCUR[1])
    play.do("concur", "n-hq-chief", matter, **GROUNDS)
    assert play[matter].position("north") == "concurred"
    play.do("concur", "s-hq-chief", matter, **GROUNDS)
    play.do("nonconcur", "n-hq-chief", matter, **NONCONCUR[1])
    assert play.stage(matter) == "reconciling"
    play.do("concur", "n-hq-chief", matter, **GROUNDS)
    assert play.stage(matter) == "deciding"
    for letter in letters(play):
        play.do("decide", f"centre-{letter}-lead", matter, **decided("approve"))
    assert play.refused("nonconcur", "n-hq-chief", matter, **NONCONCUR[1]).code == "not-now"


def test_a_decision_falls_where_an_answer_changes_under_it_and_can_be_taken_again() -> None:
    play = Play()
    matter = to_deciding(play)
    play.do("decide", "centre-n-lead", matter, **decided("approve"))
    assert play.refused("decide", "centre-n-lead", matter, **decided("defer")).code == "already-recorded"
    play.do("nonconcur", "s-hq-chief", matter, **NONCONCUR[1])
    play.do("concur", "s-hq-chief", matter, **GROUNDS)
    assert play.stage(matter) == "deciding"
    assert play[matter].tracks["north"].decision is None
    play.do("decide", "centre-n-lead", matter, **decided("disapprove"))
    play.do("decide", "centre-s-lead", matter, **decided("approve"))
    assert play[matter].outcome == "disapproved"


def test_a_supporting_office_answers_its_lead_and_does_not_speak_for_the_nation() -> None:
    play = Play()
    matter = to_received(play)
    play.do("ack", "n-hq-watch", matter, ocr="n-ops")
    play.do("ack", "s-hq-watch", matter)
    play.do("nonconcur", "n-ops-chief", matter, **NONCONCUR[1])
    assert play[matter].position("north") == "under-review"
    assert play[matter].tracks["north"].answer is None
    assert play[matter].tracks["north"].ocr_answers["n-ops"].kind == "non-concurred"


@pytest.mark.parametrize("answers", list(product([True, False], repeat=3)))
def test_three_nations_are_decided_on_only_where_all_concur(answers: tuple[bool, ...]) -> None:
    play = Play(THREE)
    matter = to_staffing(play)
    for letter, agrees in zip(letters(play), answers, strict=True):
        verb, given = CONCUR if agrees else NONCONCUR
        play.do(verb, f"{letter}-hq-chief", matter, **given)
    assert play.stage(matter) == ("deciding" if answers == (True, True, True) else "reconciling")
