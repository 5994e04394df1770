"""What holds a lane, for any number of nations, and who is told."""

from typing import get_args

import pytest

from tests.workflows.alliance import THREE
from workflows.matter import Actor
from workflows.membership import FULL, Cause, Kind, Member, Place, causes, held

NORTH, SOUTH, EAST, NOBODY = (Member(f"U{nation}", nation or None, FULL) for nation in ("north", "south", "east", ""))


def place(*members: Member, is_private: bool = True, is_shared: bool = False) -> Place:
    return Place(is_private, is_shared, members)


PLACES: tuple[tuple[str, Place, tuple[Cause, ...]], ...] = (
    ("n-hq", place(), ()),
    ("n-hq", place(NORTH), ()),
    ("n-hq", place(NORTH, SOUTH), (Cause("unknown", "Usouth"),)),
    ("n-hq", place(NOBODY, NORTH), (Cause("unknown", "U"),)),
    ("n-hq", place(NORTH, is_private=False), (Cause("open"),)),
    ("n-hq", place(NORTH, is_shared=True), (Cause("shared"),)),
    ("board", place(NORTH, SOUTH, EAST), ()),
    ("board", place(NORTH, is_private=False), ()),
    ("board", place(NORTH, NOBODY, is_shared=True), (Cause("shared"), Cause("unknown", "U"))),
)


@pytest.mark.parametrize(("body", "there", "found"), PLACES)
def test_what_holds_a_lane(body: str, there: Place, found: tuple[Cause, ...]) -> None:
    assert causes(body, there, THREE) == found


@pytest.mark.parametrize("body", ["n-hq", "board"])
@pytest.mark.parametrize("kind", sorted({*get_args(Kind)} - {FULL}))
def test_an_account_that_can_hold_no_seat_holds_the_lane_whoever_admitted_it(body: str, kind: str) -> None:
    assert causes(body, place(NORTH, Member("U1", "north", kind)), THREE) == (Cause(kind, "U1"),)


def test_only_administrators_of_nations_that_sit_there_are_told_each_alone() -> None:
    named = {nation: (Actor("T1", f"A{nation}"), Actor("T1", f"B{nation}")) for nation in THREE.nations}
    found = (Cause("unknown", "U1"), Cause("open"))
    inside = held("n-hq", "T1", found, THREE, named)
    assert [notice.to for notice in inside] == list(named["north"])
    assert {notice.desk for notice in inside} == {None}
    assert inside[0].facts["causes"] == [{"code": "open", "user": ""}, {"code": "unknown", "user": "U1"}]
    assert len(held("board", "T1", found, THREE, named)) == 2 * len(THREE.nations)
    assert held("n-hq", "T1", found, THREE, {"south": named["south"]}) == ()
