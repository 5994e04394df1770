"""Decisions, modes and what comes after (DOMAIN 2 and 6.1): each nation decides for itself, the outcome is derived."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.workflows.alliance import THREE
from tests.workflows.build import (
    DECISION,
    GROUNDS,
    Play,
    decided,
    letters,
    person,
    to_combined,
    to_decided,
    to_deciding,
    to_received,
    to_reconciling,
    to_staffing,
)
from workflows.vocabulary import Accepted

NONCONCUR = ("nonconcur", {"reason": "No crew.", **GROUNDS})


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


MESSAGE = "https://north.slack.com/archives/C01ABCDEF/p1700000000000100"
FILE = "sha256:" + "0f" * 32
EARLIER = "2026-11-24T01:00Z"


def test_a_late_decision_has_both_times_why_and_what_it_rests_on() -> None:
    play = Play()
    matter = to_deciding(play)
    late = {"decided": EARLIER, "late": "by telephone", "links": f"<{MESSAGE}|a message>, {FILE.upper()}"}
    late |= {"reopen": "if the port opens", "review": "+2d"}
    (decide,) = play.do("decide", "centre-n-lead", matter, **decided("approve"), **late).entries[:1]
    decision = play[matter].tracks["north"].decision
    assert decision is not None
    assert decide.content["decided"] == decision.at == datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert decide.content["logged"] == play.now - timedelta(minutes=1)  # Play's clock goes on with each command
    assert decide.content["links"] == (MESSAGE, FILE)
    assert (decide.content["late"], decide.content["reopen"]) == ("by telephone", "if the port opens")
    assert decide.content["review"] > play.now
    assert decide.content["version"] == 1
    assert (decide.seat, decide.content["person"]["user"]) == ("centre-n-lead", person("centre-n-lead").user)


def test_the_phase_beside_a_late_decision_is_that_of_its_time() -> None:
    play = Play()
    matter = to_deciding(play)
    play.do("phase", "n-hq-chief", phase="crisis")
    late = {"decided": EARLIER, "late": "by telephone"}
    (decide,) = play.do("decide", "centre-n-lead", matter, **decided("approve"), **late).entries[:1]
    assert decide.content["phase"] == "steady"
    (decide,) = play.do("decide", "centre-s-lead", matter, **decided("approve")).entries[:1]
    assert decide.content["phase"] == "crisis"


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"decided": EARLIER}, "late-needs-why", "late"),
        ({"decided": "+1h"}, "still-to-come", "decided"),
        ({"links": f"{MESSAGE} my desk"}, "not-a-link", "links"),
        ({"links": "sha256:0f0f"}, "not-a-link", "links"),
    ],
)
def test_when_and_on_what_it_was_decided_is_looked_at(given: dict[str, str], code: str, field: str) -> None:
    play = Play()
    refused = play.refused("decide", "centre-n-lead", to_deciding(play), **decided("approve"), **given)
    assert (refused.code, refused.field) == (code, field)


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


def test_taking_it_up_makes_the_parent_the_owner_and_keeps_the_former_one_told() -> None:
    play = Play()
    matter = to_reconciling(play)
    before = play[matter].escalated
    play.do("escalate", "centre-n-lead", matter, because="Stuck.")
    assert (play[matter].owner, play[matter].escalated) == ("board", (*before, "centre"))
    play.do("escalate", "board-s-lead", matter, because="Stuck.")
    assert play.refused("escalate", "top-n-lead", matter, because="Stuck.").code == "no-parent"


def test_a_suspense_is_only_ever_put_later() -> None:
    play = Play()
    matter = to_staffing(play)
    assert play.refused("extend", "n-hq-staff", matter, by="+1h", because="x").code == "not-later"
    play.do("extend", "centre-s-lead", matter, by="+2d", because="A holiday.")
    assert (play[matter].due_at - play.now).days == 1
