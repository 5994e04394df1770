"""What a reader may see: until all have answered, nothing of another nation's track but whose move it is."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.alliance import THREE
from tests.workflows.build import (
    DECISION,
    GROUNDS,
    REQUEST,
    Play,
    decided,
    to_combined,
    to_deciding,
    to_received,
    to_staffing,
    to_stage,
)
from tests.workflows.views import seen, view
from workflows.known import is_name_known, serial_for, stage_seen
from workflows.progress import movers
from workflows.reminding.reminders import reminders_for

JOINT = ("north", "south")


NORTH_ACTS: list[tuple[str, str, dict[str, str]]] = [
    ("note", "n-hq-staff", {"text": "Under way."}),
    ("note", "n-ops-watch", {"text": "Two crews are free."}),
    ("concur", "n-ops-chief", GROUNDS),
    ("nonconcur", "n-ops-chief", {"reason": "No crews.", **GROUNDS}),
    ("concur", "n-hq-chief", GROUNDS),
    ("concur", "n-hq-chief", {"if_": "By day only", **GROUNDS}),
    ("nonconcur", "n-hq-chief", {"reason": "Too soon.", **GROUNDS}),
]


def staffed() -> tuple[Play, str]:
    play = Play()
    matter = to_received(play)
    play.do("ack", "n-hq-watch", matter, ocr="n-ops")
    play.do("ack", "s-hq-watch", matter)
    return play, matter


def all_that_south_gets(play: Play, matter: str) -> list[object]:
    """Its desks' cards and the joint ones, when its own bodies are reminded, and what it is told on a late verb."""
    row, rows = play[matter], play.registry
    cards = [view(play, matter, rows.audience_of(desk), desk) for desk in ("s-hq", "s-pol", "centre", "board")]
    chased = [
        one
        for one in reminders_for(movers(row, REQUEST, rows), row, REQUEST, rows, {})
        if rows.audience_of(one.body) != ("north",)
    ]
    late = msgspec.structs.replace(play.command("ack", "s-hq-watch", matter))
    return [cards, chased, play.run(late).said]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(NORTH_ACTS), max_size=6))
def test_until_all_have_answered_the_others_see_only_whose_move_it_is(acts: list[tuple[str, str, Any]]) -> None:
    play, matter = staffed()
    for number, (verb, seat, words) in enumerate(acts):
        anew = {"rationale": f"Reason {number}."} if "rationale" in words else {}
        answer = play.do(verb, seat, matter, **{**words, **anew})
        assert {entry.audience for entry in answer.entries} == {("north",)}
        heard = [row for row in answer.notices if row.desk and play.registry.audience_of(row.desk) != ("north",)]
        assert all(row.kind == "card" and not row.facts for row in heard), "a card that looks the same is not sent"
    plain, same = staffed()
    if play[matter].position("north") not in ("awaiting", "under-review"):
        plain.do("concur", "n-hq-chief", same, **GROUNDS)
    plain.now = play.now
    assert all_that_south_gets(play, matter) == all_that_south_gets(plain, same)


def test_ones_own_track_is_seen_in_full_on_ones_own_side() -> None:
    play, matter = staffed()
    play.do("nonconcur", "n-hq-chief", matter, reason="Too soon.", **GROUNDS)
    own, other = seen(play, matter, ("north",)), seen(play, matter, ("south",))
    assert (own.tracks[0].answer, own.tracks[0].reason, own.tracks[0].ocrs) == (
        "non-concurred",
        "Too soon.",
        ("n-ops",),
    )
    assert (other.tracks[0].answer, other.tracks[0].reason, other.tracks[0].ocrs) == ("", "", ())
    assert {mover.nation for mover in other.movers} == {"south"}


@pytest.mark.parametrize("audience", [("north",), ("south",), JOINT])
def test_once_all_have_answered_everyone_sees_the_answers_and_the_reasons(audience: tuple[str, ...]) -> None:
    play, matter = staffed()
    play.do("nonconcur", "n-hq-chief", matter, reason="Too soon.", **GROUNDS)
    play.do("concur", "s-hq-chief", matter, if_="By day only", **GROUNDS)
    tracks = seen(play, matter, audience).tracks
    assert [(row.answer, row.reason, [one.text for one in row.conditions]) for row in tracks] == [
        ("non-concurred", "Too soon.", []),
        ("conditions", "", ["By day only"]),
    ]


def test_a_decision_is_its_own_nations_until_all_have_decided() -> None:
    play = Play()
    matter = to_deciding(play)
    answer = play.do("decide", "centre-n-lead", matter, **decided("conditions"))
    assert {entry.audience for entry in answer.entries} == {("north",)}
    assert [row.kind for row in answer.notices if row.desk == "centre"] == ["card"]
    assert seen(play, matter, ("north",)).tracks[0].decision == "conditions"
    for audience in (("south",), JOINT):
        assert [row.decision for row in seen(play, matter, audience).tracks] == ["", ""]
    play.do("decide", "centre-s-lead", matter, **decided("approve"))
    for audience in (("north",), ("south",), JOINT):
        tracks = seen(play, matter, audience).tracks
        assert [(row.decision, row.decision_conditions) for row in tracks] == [
            ("conditions", "By day"),
            ("approved", ""),
        ]


@pytest.mark.parametrize("words", [{"dissent": "The J4 objects."}, {"rationale": "Hidden reason."}])
def test_what_a_nation_gave_with_its_decision_stays_in_its_own_log(words: dict[str, str]) -> None:
    play = Play()
    matter = to_deciding(play)
    play.do("decide", "centre-n-lead", matter, **{"decision": "approve", **DECISION, **words})
    play.do("decide", "centre-s-lead", matter, **decided("approve"))
    secret = next(iter(words.values()))
    readers = {entry.audience for _, entry in play.entries if secret in repr(entry.content)}
    assert readers == {("north",)}


@pytest.mark.parametrize("stage", ["draft", "release-check"])
@pytest.mark.parametrize("audience", [("south",), JOINT])
def test_what_is_not_released_is_not_there_for_the_others(stage: str, audience: tuple[str, ...]) -> None:
    play = Play()
    assert view(play, to_stage(play, stage), audience) is None


def test_a_new_text_waiting_for_release_shows_to_the_asking_nation_alone() -> None:
    play = Play()
    matter = to_stage(play, "returned")
    before = [view(play, matter, audience, desk) for audience, desk in ((("south",), "s-hq"), (JOINT, "centre"))]
    answer = play.do("propose", "n-hq-staff", matter, title="Hidden", detail="Hidden too.")
    after = [view(play, matter, audience, desk) for audience, desk in ((("south",), "s-hq"), (JOINT, "centre"))]
    assert after == before
    assert all(set(entry.audience) == {"north"} for entry in answer.entries)
    own = seen(play, matter, ("north",), "n-pol")
    assert (own.text.title, own.version, [row.body for row in own.movers]) == ("Hidden", 2, ["n-pol"])
    assert [row.verb for row in own.offered if row.button] == ["disclose", "return"]


def test_each_audience_has_its_own_serial_and_knows_it_by_no_other() -> None:
    play = Play()
    matter = play.open()
    inside = "CR-26-NORTH-0001"
    assert serial_for(play[matter], play.registry, ("north",)) == inside
    play.do("disclose", "n-pol-fdo", matter)
    row = play[matter]
    assert {serial_for(row, play.registry, audience) for audience in (("north",), ("south",), JOINT)} == {"CR-26-0001"}
    known = {
        audience: is_name_known(row, inside, play.registry, audience) for audience in (("north",), ("south",), JOINT)
    }
    assert known == {("north",): True, ("south",): False, JOINT: False}


@pytest.mark.parametrize(
    ("stage", "audience", "seen_as"),
    [
        (("draft",), ("north",), ("draft",)),
        (("staffing/north/awaiting", "staffing/south/concurred"), ("north",), ("staffing/north/awaiting",)),
        (("staffing/north/awaiting", "staffing/south/concurred"), JOINT, ("staffing",)),
        (("closed",), JOINT, ("closed",)),
    ],
)
def test_a_log_has_of_the_tracks_only_its_own_nations(
    stage: tuple[str, ...], audience: tuple[str, ...], seen_as: tuple[str, ...]
) -> None:
    assert stage_seen(stage, audience) == seen_as


def test_each_nation_sees_what_was_routed_on_its_own_side() -> None:
    play = Play()
    matter = to_received(play, info="n-ops, s-pol")
    play.do("ack", "n-hq-watch", matter, ocr="n-pol")
    routed = {
        audience: {row.body for row in seen(play, matter, audience).routes} for audience in (("north",), ("south",))
    }
    assert routed == {
        ("north",): {"n-hq", "s-hq", "centre", "n-pol", "n-ops"},
        ("south",): {"n-hq", "s-hq", "centre", "s-pol"},
    }


def test_with_three_nations_an_answer_waits_for_the_last() -> None:
    play = Play(THREE)
    matter = to_staffing(play)
    for seat in ("n-hq-chief", "s-hq-chief"):
        play.do("concur", seat, matter, **GROUNDS)
    assert [row.answer for row in seen(play, matter, ("east",)).tracks] == ["", "", ""]
    play.do("concur", "e-hq-chief", matter, **GROUNDS)
    assert [row.answer for row in seen(play, matter, ("east",)).tracks] == ["concurred"] * 3


def test_in_integration_all_see_who_has_agreed_to_the_draft() -> None:
    play = Play()
    matter = to_combined(play)
    play.do("concur", "staff-n-lead", matter, **GROUNDS)
    assert [row.answer for row in seen(play, matter, ("south",)).tracks] == ["concurred", ""]
