"""Logistic support: its basis against the category in force, what comes in parts, and its settlement (DOMAIN 6.8)."""

from datetime import timedelta

import pytest

from tests.workflows.build import NOW, Play
from workflows.catalogue import procedures
from workflows.progress import due_of_stage
from workflows.situation import Setting, Situation

SUPPORT = procedures()["logistic-support"]
ASKED = {"title": "Fuel", "to": "jp-jso-j4", "class": "fuel", "quantity": "200", "unit": "tons", "where": "Sasebo"}
DAYS = {"from": "+3d", "until": "+5d"}
RECEIVER, OPR, PROVIDER = "us-usfj-j4-acsa", "jp-jso-j4-chief", "jp-jso-j4-ao"
LAW = {"law": "SDF Law Article 100-6"}


def to_asked(play: Play, **given: str) -> str:
    answer = play.do("supply", RECEIVER, **(ASKED | DAYS | given))
    assert answer.matter is not None
    play.do("disclose", "us-usfj-fdo", answer.matter.id)
    return answer.matter.id


def to_ordered(play: Play) -> str:
    matter = to_asked(play)
    play.do("basis", OPR, matter, basis="exercise", **LAW)
    play.do("grant", OPR, matter)
    play.do("order", RECEIVER, matter, order="Order 1")
    return matter


def to_settle(play: Play) -> str:
    matter = to_ordered(play)
    play.do("deliver", PROVIDER, matter, receipt="Note 1")
    play.do("receive", RECEIVER, matter, receipt="Receipt 1")
    return matter


@pytest.mark.parametrize(("phase", "hours"), [("steady", 8), ("crisis", 2)])
def test_it_is_due_in_eight_hours_and_in_a_crisis_in_two(play: Play, phase: str, hours: int) -> None:
    play.situation = Situation((Setting("phase", "us", phase, NOW, "us-usfj-cdr"),))
    row = play[to_asked(play)]
    assert row.due_at - row.opened_at == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"class": "weapons"}, "weapons-outside", "class"),
        ({"class": "tanks"}, "not-of-these", "class"),
        ({"quantity": "0"}, "nothing-asked", "quantity"),
        ({"from": "+6d"}, "days-backwards", "until"),
        ({"to": "us-usfj-j3"}, "stays-inside", "to"),
        ({"to": "bocc"}, "one-provides", "to"),
    ],
)
def test_what_is_outside_the_agreement_or_asks_nothing_is_refused(
    play: Play, given: dict[str, str], code: str, field: str
) -> None:
    refused = play.refused("supply", RECEIVER, **(ASKED | DAYS | given))
    assert (refused.code, refused.field) == (code, field)


def test_ammunition_is_inside(play: Play) -> None:
    assert play.stage(to_asked(play, **{"class": "ammunition"})) == "asked"


FREE = ("exercise", "disaster", "peace-support", "other")


@pytest.mark.parametrize(
    ("category", "open_"),
    [
        ("", FREE),
        ("peacetime", FREE),
        ("important-influence", (*FREE, "important-influence")),
        ("anticipated-armed-attack", (*FREE, "armed-attack")),
        ("armed-attack", (*FREE, "armed-attack")),
        ("survival-threatening", (*FREE, "armed-attack")),
    ],
)
def test_a_basis_is_checked_against_the_category_in_force(play: Play, category: str, open_: tuple[str, ...]) -> None:
    if category:
        play.do("situation", "jp-nss-sg", category=category, source="Cabinet decision")
    for basis in (*FREE, "important-influence", "armed-attack"):
        matter = to_asked(play)
        if basis in open_:
            play.do("basis", OPR, matter, basis=basis, **LAW)
            assert play.stage(matter) == "based"
        else:
            refused = play.refused("basis", OPR, matter, basis=basis, **LAW)
            assert (refused.code, refused.params["word"], refused.field) == ("basis-not-open", basis, "basis")
            assert refused.params["categories"] == ((category,) if category else ())
            assert refused.params["needed"]


def test_a_basis_that_no_longer_holds_is_not_approved(play: Play) -> None:
    play.do("situation", "jp-nss-sg", category="important-influence", source="Cabinet decision")
    matter = to_asked(play)
    play.do("basis", OPR, matter, basis="important-influence", **LAW)
    play.do("situation", "jp-nss-sg", category="peacetime", source="Cabinet decision")
    assert play.refused("grant", OPR, matter).code == "basis-not-open"
    play.do("basis", OPR, matter, basis="other", **LAW)
    play.do("grant", OPR, matter)


def test_what_comes_in_parts_is_received_in_parts_each_with_its_receipt(play: Play) -> None:
    matter = to_ordered(play)
    assert play.refused("deliver", PROVIDER, matter, quantity="201", receipt="x").code == "not-so-much-ordered"
    play.do("deliver", PROVIDER, matter, quantity="120", receipt="Note 1")
    assert play.refused("receive", RECEIVER, matter, quantity="121", receipt="x").code == "not-so-much-delivered"
    refused = play.refused("receive", RECEIVER, matter, receipt="Receipt 1")
    assert (refused.code, refused.params["count"]) == ("what-of-the-rest", 80)
    play.do("receive", RECEIVER, matter, receipt="Receipt 1", rest="awaited")
    assert play.stage(matter) == "ordered"
    assert play.refused("withdraw", RECEIVER, matter, because="x").code == "settle-first"
    play.do("deliver", PROVIDER, matter, receipt="Note 2")
    play.do("receive", RECEIVER, matter, receipt="Receipt 2")
    assert (play.stage(matter), play[matter].facts["received"]) == ("to-settle", 200)
    assert [row["text"].split(" · ")[1].split(" (")[0] for row in play[matter].facts["receipts"]] == [
        "Note 1",
        "Receipt 1",
        "Note 2",
        "Receipt 2",
    ]


def test_a_rest_that_never_comes_can_be_waived(play: Play) -> None:
    matter = to_ordered(play)
    play.do("deliver", PROVIDER, matter, quantity="120", receipt="Note 1")
    play.do("receive", RECEIVER, matter, receipt="Receipt 1", rest="awaited")
    play.do("receive", RECEIVER, matter, receipt="None more", rest="waived")
    assert (play.stage(matter), play[matter].facts["received"]) == ("to-settle", 120)


def test_nothing_received_is_nothing_to_settle(play: Play) -> None:
    matter = to_ordered(play)
    play.do("deliver", PROVIDER, matter, receipt="Note 1")
    play.do("receive", RECEIVER, matter, quantity="0", receipt="Nothing came", rest="waived")
    assert play.stage(matter) == "ordered"
    play.do("withdraw", RECEIVER, matter, because="Nothing came")


def test_it_is_settled_within_ten_working_days_of_both_sides_once_both_have_said_so(play: Play) -> None:
    matter = to_settle(play)
    due = due_of_stage(play[matter], SUPPORT)
    assert due is not None
    assert due.isoformat() == "2026-12-09T08:00:00+00:00"  # without Thanksgiving, a day off for one of them
    play.do("settle", RECEIVER, matter, way="paid", reference="Invoice 1")
    play.do("return", PROVIDER, matter, missing="Nothing has come in")
    assert (play.stage(matter), due_of_stage(play[matter], SUPPORT)) == ("to-settle", due)
    play.do("settle", RECEIVER, matter, way="replaced", reference="Delivery 7")
    play.do("close", PROVIDER, matter)
    assert play.stage(matter) == "settled"
