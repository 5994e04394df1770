"""What one nation alone knows of at a body that has ended: who moves it, and who is told of what is open there."""

import pytest

from tests.workflows.alliance import CALENDARS
from tests.workflows.build import NOW, Play, to_staffing
from tests.workflows.ended import ENDED, FIRST, LAST, accepted, changed, later, moved, named, refused
from workflows.standing.moving import ended

THEIRS = changed(
    s_hq={"valid_to": LAST, "successor": "s-new"},
    s_new={"like": "s-hq", "valid_from": FIRST, "valid_to": None},
)
"""A request to s-new is owned by another body than one to s-hq."""


@pytest.mark.parametrize(
    ("seat", "code"),
    [
        ("n-hq-chief", None),  # decides at the body that asks
        ("n-min-chief", None),  # and next above it
        ("n-hq-staff", "not-your-move"),
        ("n-pol-chief", "not-your-move"),
        ("n-pol-fdo", "not-your-move"),
        ("n-ops-chief", "not-your-move"),
        ("centre-n-lead", "not-your-move"),
        ("s-hq-chief", "nothing-moved"),  # theirs to move, if they knew of anything
        ("s-new-chief", "nothing-moved"),
        ("s-min-chief", "nothing-moved"),
        ("s-ops-chief", "not-your-move"),
        ("s-pol-chief", "not-your-move"),
    ],
)
def test_an_unreleased_request_to_a_body_that_has_ended_is_moved_by_who_decides_for_its_asker(
    seat: str, code: str | None
) -> None:
    before = Play()
    before.open()
    play = later(before, THEIRS)
    answer = moved(play, seat, "s-hq", "s-new")
    assert (refused(answer).code if code else accepted(answer).said.code) == (code or "body-moved")
    nothing = moved(later(Play(), THEIRS), seat, "s-hq", "s-new")
    if seat.startswith("s-"):
        assert answer == nothing, "as if there were none"
    else:
        assert refused(nothing).code == "other-nation", "with no such request it is nobody's here"


def test_what_is_moved_before_its_release_is_seen_inside_alone_and_crosses_as_if_it_had_been_sent_there() -> None:
    before, other = Play(), Play(THEIRS)
    id_ = before.open()
    play = later(before, THEIRS)
    (also,) = accepted(moved(play, "n-hq-chief", "s-hq", "s-new")).also
    (entry,) = also.entries
    assert (entry.audience, entry.content["parts"], entry.content["owner"]) == (("north",), ["to", "lead"], "board")
    assert {THEIRS.audience_of(row.desk) for row in also.notices if row.desk} == {("north",)}
    assert {row.body for row in also.reminders or ()} <= {"n-pol"}
    assert (play[id_].to, play[id_].tracks["south"].lead) == (("s-new",), "s-new")
    straight = other.open(to="s-new")
    play.now = other.now
    released, same = (one.do("disclose", "n-pol-fdo", key) for one, key in ((play, id_), (other, straight)))
    shared = [[entry for entry in one.entries if entry.audience == ("north", "south")] for one in (released, same)]
    assert shared[0] == shared[1] != []
    assert (before[id_].owner, play[id_].owner) == ("centre", "board")
    assert "s-hq" not in str(shared)
    play.do("ack", "s-new-watch", id_)


def test_what_both_know_stays_with_who_decides_at_the_body_itself() -> None:
    before = Play()
    joint, own = to_staffing(before), before.open()
    play = later(before, THEIRS)
    answer = accepted(moved(play, "n-hq-chief", "s-hq", "s-new"))
    assert (answer.said.params["serials"], answer.said.params["left"]) == (
        ("CR-26-NORTH-0002",),
        (("CR-26-0001", "not-yours"),),
    )
    assert (play[joint].tracks["south"].lead, play[own].tracks["south"].lead) == ("s-hq", "s-new")
    assert accepted(moved(play, "s-new-chief", "s-hq", "s-new")).said.params["serials"] == ("CR-26-0001",)
    assert refused(moved(play, "n-hq-chief", "s-hq", "s-new")).code == "other-nation"


# What a procedure's own facts name


def test_administrators_are_told_of_their_own_bodies_and_of_what_they_may_know_alone() -> None:
    before = Play()
    to_staffing(before)
    before.open()  # of north's alone, as yet
    rows = changed(
        n_hq=dict(ENDED),
        n_new={"like": "n-hq", "valid_from": FIRST},
        centre={"valid_to": LAST},
    )
    world = before.world(None)
    found = ended(named(before), rows, world.administrators, NOW)
    told = {row.to.user: row.facts["bodies"] for row in found if row.to}
    assert told == {
        "admin-north": [
            {"body": "centre", "successor": "", "serials": ["CR-26-0001", "CR-26-NORTH-0002"]},
            {"body": "n-hq", "successor": "n-new", "serials": ["CR-26-0001", "CR-26-NORTH-0002"]},
        ],
        "admin-south": [{"body": "centre", "successor": "", "serials": ["CR-26-0001"]}],
    }


def test_of_another_nation_s_body_who_alone_knows_of_it_is_told_and_nobody_else() -> None:
    before = Play()
    to_staffing(before)
    before.open()
    found = ended(named(before), THEIRS, before.world(None).administrators, NOW)
    row = {"body": "s-hq", "successor": "s-new"}
    assert {one.to.user: one.facts["bodies"] for one in found if one.to} == {
        "admin-north": [{**row, "serials": ["CR-26-NORTH-0002"], "others": True}],
        "admin-south": [{**row, "serials": ["CR-26-0001"]}],
    }


def test_of_three_nations_the_third_is_told_nothing_of_what_two_have_together() -> None:
    three = changed("north", "south", "east")
    before = Play(three, CALENDARS)
    matter = before.open(to="s-hq")
    before.do("disclose", "n-pol-fdo", matter)
    assert before[matter].owner == "n-s"
    rows = changed("north", "south", "east", n_s={"valid_to": LAST}, s_hq={"valid_to": LAST}, e_hq={"valid_to": LAST})
    found = ended(named(before), rows, before.world(None).administrators, NOW)
    assert {row.to.user for row in found if row.to} == {"admin-north", "admin-south"}
