"""Seats that somebody acts for, or gives up: the authority of who acts, and the gap until somebody holds it again."""

from datetime import timedelta

import pytest

from state.apply import apply
from state.sweep import sweep
from tests.play import Play, person, rows_in
from tests.state.watch import COMMANDER, RELIEF, SEAT, roster, say, with_relief
from workflows.command import Command


@pytest.fixture
def play(staffed: Play) -> Play:
    return with_relief(staffed)


def test_who_acts_has_the_seats_authority_until_the_time_that_was_said(play: Play) -> None:
    said = say(play, person(SEAT), "cover", seat=SEAT, person=RELIEF.user, until="+2h", because="Sick.")
    assert said.code == "acting"
    assert roster(play)[SEAT] == RELIEF
    assert say(play, RELIEF, "open", **play.opening()).code == "waits-for-release"
    play.forward(timedelta(hours=2, minutes=1))
    assert roster(play)[SEAT] == person(SEAT)  # by the clock alone
    assert say(play, RELIEF, "open", **play.opening()).code == "no-seat"
    sweep(play.house)
    assert play.matter(said.matter or "").stage_id == "covered"
    assert not [row for row in rows_in(play.database, "holder") if row["user"] == RELIEF.user]


def test_the_log_says_who_acted(play: Play) -> None:
    say(play, person(SEAT), "cover", seat=SEAT, person=RELIEF.user, until="+2h", because="Sick.")
    said = say(play, RELIEF, "open", **play.opening())
    contents = [row["content"] for row in rows_in(play.database, "log_content") if row["log"] == "us"]
    assert b'"person":{"acting":true,' in contents[-1]
    say(play, person(SEAT), "note", said.matter, text="And now in person.")
    contents = [row["content"] for row in rows_in(play.database, "log_content") if row["log"] == "us"]
    assert b'"person":{"team":' in contents[-1]


def test_acting_can_be_ended_before_its_time(play: Play) -> None:
    said = say(play, person(SEAT), "cover", seat=SEAT, person=RELIEF.user, until="+2h", because="Sick.")
    assert not say(play, person(SEAT), "resume", said.matter).refused
    assert roster(play)[SEAT] == person(SEAT)
    assert roster(play).seats_of(RELIEF) == ()


def test_who_answers_for_a_seat_may_name_who_acts_and_nobody_else(play: Play) -> None:
    given = {"seat": SEAT, "person": RELIEF.user, "until": "+2h", "because": "Sick."}
    assert say(play, person("us-osd-ipsa-dir"), "cover", **given).refused
    assert say(play, person(COMMANDER), "cover", **given).code == "acting"


def test_a_seat_that_must_be_covered_and_is_given_up_is_a_gap_until_somebody_takes_it(play: Play) -> None:
    said = say(play, person(SEAT), "standdown", seat=SEAT, because="Moving on.")
    assert said.code == "stood-down-gap"
    assert SEAT not in roster(play)
    assert play.matter(said.matter or "").stage_id == "gap"
    assert say(play, RELIEF, "take", seat=SEAT).code == "seat-taken"
    assert play.matter(said.matter or "").stage_id == "covered"
    assert roster(play)[SEAT] == RELIEF


def test_a_gap_is_chased_and_goes_up(play: Play) -> None:
    say(play, person(SEAT), "standdown", seat=SEAT)
    play.forward(timedelta(hours=9))
    sweep(play.house)
    kinds = {(row["kind"], row["lane"]) for row in rows_in(play.database, "outbox")}
    assert ("reminder", "us-usfj") in kinds
    assert any(kind == "escalation" and lane != "us-usfj" and lane.startswith("us-") for kind, lane in kinds)


@pytest.mark.parametrize(
    ("verb", "given"),
    [("take", {}), ("standdown", {}), ("cover", {"person": "URELIEF", "until": "+2h", "because": "x"})],
)
def test_by_naming_a_seat_nobody_finds_out_that_the_other_nation_has_a_gap_there(
    play: Play, verb: str, given: dict[str, str]
) -> None:
    def tried() -> tuple[str, object]:
        said = say(play, person("jp-jjoc-watch"), verb, seat=COMMANDER, **given)
        return said.code, said.params

    before = tried()
    assert say(play, person(COMMANDER), "standdown", seat=COMMANDER).code == "stood-down-gap"
    assert tried() == before
    assert before[0] == "unknown-seat"


def test_a_gap_is_closed_from_a_bilateral_channel_too_and_not_named_there(play: Play) -> None:
    gap = say(play, person(SEAT), "standdown", seat=SEAT).matter or ""
    command = Command("take", RELIEF, "bocc", {"seat": SEAT}, key=f"delivery-{next(Play.keys)}")
    said = apply(play.house, command)
    assert said.code == "seat-taken"
    assert play.matter(gap).stage_id == "covered"
    # What others read there as well gets neither card nor word of it.
    told = [row for row in rows_in(play.database, "outbox") if row["lane"] == "bocc"]
    assert all(row["matter_id"] != gap for row in told)
