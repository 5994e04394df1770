"""Answers, decisions and modes of DOMAIN 2 and 6.1: what several nations' acts together lead to."""

from collections.abc import Callable
from itertools import product

import msgspec
import pytest

from tests.workflows.build import (
    DECISION,
    GROUNDS,
    THREE,
    Play,
    decided,
    letters,
    to_combined,
    to_decided,
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


OUTCOMES = {
    ("approve", "approve"): "approved",
    ("approve", "conditions"): "conditions",
    ("approve", "defer"): "deferred",
    ("approve", "disapprove"): "disapproved",
    ("conditions", "approve"): "conditions",
    ("conditions", "conditions"): "conditions",
    ("conditions", "defer"): "deferred",
    ("conditions", "disapprove"): "disapproved",
    ("defer", "approve"): "deferred",
    ("defer", "conditions"): "deferred",
    ("defer", "defer"): "deferred",
    ("defer", "disapprove"): "disapproved",
    ("disapprove", "approve"): "disapproved",
    ("disapprove", "conditions"): "disapproved",
    ("disapprove", "defer"): "disapproved",
    ("disapprove", "disapprove"): "disapproved",
}


@pytest.mark.parametrize(("north", "south"), OUTCOMES)
def test_the_joint_outcome_is_the_weakest_decision(north: str, south: str) -> None:
    play = Play()
    matter = to_decided(play, north, south)
    assert (play.stage(matter), play[matter].outcome) == ("decided", OUTCOMES[north, south])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({**DECISION, "decision": "conditions"}, "missing"),
        ({**DECISION, "decision": "outcome"}, "unknown-decision"),
        ({"decision": "approve"}, "missing"),
        ({**DECISION, "decision": "approve", "outcome": "approved"}, "unknown-field"),
    ],
)
def test_a_decision_that_lacks_something_is_refused(given: dict[str, str], code: str) -> None:
    play = Play()
    matter = to_deciding(play)
    assert play.refused("decide", "centre-n-lead", matter, **given).code == code


def test_an_approval_to_which_a_condition_is_put_is_one_with_conditions() -> None:
    play = Play()
    matter = to_deciding(play)
    play.do("decide", "centre-n-lead", matter, **decided("approve"), if_="By day")
    decision = play[matter].tracks["north"].decision
    assert decision is not None
    assert (decision.kind, decision.conditions) == ("conditions", "By day")


def test_a_deferred_request_is_decided_again_by_every_nation() -> None:
    play = Play()
    matter = to_decided(play, "approve", "defer")
    assert play.refused("implement", "n-hq-chief", matter).code == "nothing-to-implement"
    play.do("decide", "centre-s-lead", matter, **decided("approve"))
    assert play[matter].stage == ("deciding/north/awaiting", "deciding/south/approved")
    assert play[matter].outcome is None
    play.do("decide", "centre-n-lead", matter, **decided("approve"))
    assert play[matter].outcome == "approved"


@pytest.mark.parametrize("decision", ["defer", "disapprove"])
def test_what_does_not_go_ahead_is_closed_by_each_side(decision: str) -> None:
    play = Play()
    matter = to_decided(play, "approve", decision)
    play.do("close", "n-hq-staff", matter)
    assert play.refused("close", "n-hq-staff", matter).code == "not-now"
    assert play.stage(matter) == "decided"
    play.do("close", "s-hq-staff", matter)
    assert play.stage(matter) == "closed"


def test_where_the_owner_has_no_decide_seat_its_parents_decides() -> None:
    play = Play()
    matter = play.open("n-ops-staff", to="s-ops")
    play.do("disclose", "n-pol-fdo", matter)
    for letter in letters(play):
        play.do("ack", f"{letter}-ops-watch", matter)
    for letter in letters(play):
        play.do("concur", f"{letter}-ops-chief", matter, **GROUNDS)
    assert play[matter].owner == "desk"
    for letter in letters(play):
        play.do("decide", f"centre-{letter}-lead", matter, **decided("approve"))
    assert play.stage(matter) == "decided"


def test_integration_needs_the_mode_seat_of_every_nation_and_either_takes_it_back() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("mode", "board-n-lead", matter, mode="integration")
    assert (play[matter].mode, play[matter].mode_proposed, play.stage(matter)) == (
        "coordination",
        "integration",
        "staffing",
    )
    assert play.refused("mode", "board-n-lead", matter, mode="integration").code == "mode-already"
    play.do("mode", "board-s-lead", matter, mode="integration")
    assert (play[matter].mode, play.stage(matter)) == ("integration", "combined")
    play.do("concur", "staff-n-lead", matter, **GROUNDS)
    play.do("mode", "board-s-lead", matter, mode="coordination")
    assert (play[matter].mode, play[matter].mode_agreed, play.stage(matter)) == ("coordination", (), "staffing")
    assert play[matter].tracks["north"].answer is None
    assert play.refused("mode", "board-s-lead", matter, mode="coordination").code == "mode-already"


def test_integration_agreed_before_all_have_acknowledged_begins_with_one_draft() -> None:
    play = Play()
    matter = to_received(play, mode="integration")
    for letter in letters(play):
        play.do("mode", f"board-{letter}-lead", matter, mode="integration")
    assert play.stage(matter) == "received"
    for letter in letters(play):
        play.do("ack", f"{letter}-hq-watch", matter)
    assert play.stage(matter) == "combined"


def test_a_new_draft_in_integration_is_agreed_anew_by_both_co_leads() -> None:
    play = Play()
    matter = to_combined(play)
    assert play.refused("concur", "staff-n-lead", matter, if_="By day", **GROUNDS).code == "change-the-draft"
    play.do("concur", "staff-n-lead", matter, **GROUNDS)
    play.do("propose", "staff-s-lead", matter, detail="One crew.")
    assert play[matter].stage == ("combined/north/drafting", "combined/south/drafting")
    for letter in letters(play):
        play.do("concur", f"staff-{letter}-lead", matter, **GROUNDS)
    assert play.stage(matter) == "deciding"


def test_a_text_proposed_while_reconciling_in_integration_is_the_one_draft_again() -> None:
    play = Play()
    matter = to_combined(play)
    for letter in letters(play):
        play.do("concur", f"staff-{letter}-lead", matter, **GROUNDS)
    play.do("nonconcur", "n-hq-chief", matter, **NONCONCUR[1])
    play.do("propose", "centre-n-lead", matter, detail="One crew.")
    assert play.stage(matter) == "combined"


@pytest.mark.parametrize("mode", ["coordination", "integration"])
def test_no_seat_records_another_nations_decision_in_any_mode(mode: str) -> None:
    play = Play(THREE)
    if mode == "coordination":
        matter = to_deciding(play)
    else:
        matter = to_combined(play)
        for letter in letters(play):
            play.do("concur", f"staff-{letter}-lead", matter, **GROUNDS)
    assert (play.stage(matter), play[matter].mode) == ("deciding", mode)
    before = play[matter]
    recorded = set()
    for seat in play.registry.seats.values():
        play.matters[matter] = before
        answer = play.run(play.command("decide", seat.id, matter, **decided("approve")))
        tracks = play[matter].tracks
        if isinstance(answer, Accepted):
            recorded.add(seat.id)
            assert {nation for nation, track in tracks.items() if track.decision} == {seat.nation}
    assert recorded == {"centre-n-lead", "centre-s-lead", "centre-e-lead"}


def test_three_nations_go_the_whole_way_each_on_its_own_track() -> None:
    play = Play(THREE)
    matter = to_decided(play, "approve", "conditions", "approve")
    assert (play.stage(matter), play[matter].outcome) == ("decided", "conditions")
    play.do("implement", "e-hq-chief", matter)
    for letter in ("s", "e"):
        play.do("close", f"{letter}-hq-staff", matter)
        assert play.stage(matter) == "implementing"
    play.do("close", "n-hq-staff", matter)
    assert play.stage(matter) == "closed"


@pytest.mark.parametrize("answers", list(product([True, False], repeat=3)))
def test_three_nations_are_decided_on_only_where_all_concur(answers: tuple[bool, ...]) -> None:
    play = Play(THREE)
    matter = to_staffing(play)
    for letter, agrees in zip(letters(play), answers, strict=True):
        verb, given = CONCUR if agrees else NONCONCUR
        play.do(verb, f"{letter}-hq-chief", matter, **given)
    assert play.stage(matter) == ("deciding" if answers == (True, True, True) else "reconciling")


def test_taking_it_up_makes_the_parent_the_owner_and_keeps_the_former_one_told() -> None:
    play = Play()
    matter = to_reconciling(play)
    play.do("escalate", "centre-n-lead", matter, because="Stuck.")
    assert (play[matter].owner, play[matter].escalated) == ("board", ("centre",))
    play.do("escalate", "board-s-lead", matter, because="Stuck.")
    assert play.refused("escalate", "top-n-lead", matter, because="Stuck.").code == "no-parent"


def test_a_suspense_is_only_ever_put_later() -> None:
    play = Play()
    matter = to_staffing(play)
    assert play.refused("extend", "n-hq-staff", matter, by="+1h", because="x").code == "not-later"
    play.do("extend", "centre-s-lead", matter, by="+2d", because="A holiday.")
    assert (play[matter].due_at - play.now).days == 1
