"""A request for information: one owner of a fact, an answer that crosses by a decision alone (DOMAIN 6.3)."""

from datetime import timedelta

import pytest

from tests.workflows.build import NOW, Play
from workflows.bodies.rows import Audience
from workflows.catalogue import procedures
from workflows.firing import fire
from workflows.progress import movers
from workflows.reminding.reminders import reminders_for
from workflows.view import MatterView, see

RFI = procedures()["request-for-information"]
ASKED = {"title": "How many crews?", "to": "s-hq", "urgency": "priority"}
SECRET = "forty two crews"


@pytest.fixture
def play() -> Play:
    return Play()


def ask(play: Play, seat: str = "n-hq-staff", **given: str) -> str:
    answer = play.do("rfi", seat, **(ASKED | given))
    assert answer.matter is not None
    return answer.matter.id


def to_answering(play: Play) -> str:
    matter = ask(play)
    play.do("disclose", "n-pol-fdo", matter)
    play.do("ack", "s-hq-watch", matter)
    return matter


def seen(play: Play, matter: str, readers: Audience, desk: str) -> MatterView | None:
    return see(play[matter], RFI, play.registry, readers, desk)


def test_the_question_crosses_once_it_is_released(play: Play) -> None:
    matter = ask(play)
    assert seen(play, matter, ("south",), "s-hq") is None
    play.do("disclose", "n-pol-fdo", matter)
    assert play[matter].audience == ("north", "south")


def test_an_answer_that_waits_for_release_changes_nothing_for_the_other_side(play: Play) -> None:
    matter = to_answering(play)
    places = [(("north",), "n-hq"), (("north", "south"), "centre")]
    before = [seen(play, matter, *place) for place in places]
    told = len(play.entries)
    answer = play.do("answer", "s-hq-staff", matter, answer="full", text=SECRET)
    assert [seen(play, matter, *place) for place in places] == before
    assert {entry.audience for _, entry in play.entries[told:]} == {("south",)}
    assert {row.desk for row in answer.notices} <= {"s-hq", "s-pol"}
    own = seen(play, matter, ("south",), "s-hq")
    assert own is not None
    assert own.facts["reply"] == SECRET
    assert [row.body for row in own.movers] == ["s-pol"]


def test_what_is_sent_back_never_crosses(play: Play) -> None:
    matter = to_answering(play)
    play.do("answer", "s-hq-staff", matter, answer="full", text=SECRET)
    play.do("return", "s-pol-fdo", matter, missing="not the number")
    asker = seen(play, matter, ("north",), "n-hq")
    assert asker is not None
    assert (asker.facts, asker.missing) == ({}, "")
    play.do("answer", "s-hq-staff", matter, answer="no-information")
    play.do("disclose", "s-pol-fdo", matter)
    assert not any(SECRET in str(entry.content) for _, entry in play.entries if "north" in entry.audience)


def test_while_one_waits_no_other_answer_takes_its_place(play: Play) -> None:
    matter = to_answering(play)
    assert play.refused("disclose", "s-pol-fdo", matter).code == "not-now"
    play.do("answer", "s-hq-staff", matter, answer="full", text="x")
    for verb, given in (("answer", {"answer": "no-information"}), ("redirect", {"to": "s-ops", "because": "x"})):
        assert play.refused(verb, "s-hq-staff", matter, **given).code == "not-now"


def test_who_releases_and_answers_lets_it_go_at_once(play: Play) -> None:
    matter = ask(play, seat="n-pol-staff", to="s-pol")
    play.do("disclose", "n-pol-fdo", matter)
    play.do("ack", "s-pol-staff", matter)
    play.do("answer", "s-pol-fdo", matter, answer="partly", text="ten")
    assert play.stage(matter) == "answered"


@pytest.mark.parametrize("answer", ["full", "partly", "declined"])
def test_an_answer_says_something_or_that_there_is_nothing(play: Play, answer: str) -> None:
    refused = play.refused("answer", "s-hq-staff", to_answering(play), answer=answer)
    assert (refused.code, refused.field) == ("missing", "text")


def test_an_answer_that_was_released_can_be_withheld_as_a_possible_spill(play: Play) -> None:
    matter = to_answering(play)
    play.do("answer", "s-hq-staff", matter, answer="full", text=SECRET)
    play.do("disclose", "s-pol-fdo", matter)
    play.do("withhold", "s-hq-chief", matter, field="reply", because="too much")
    asker, own = (seen(play, matter, (nation,), desk) for nation, desk in (("north", "n-hq"), ("south", "s-hq")))
    assert asker is not None
    assert own is not None
    assert (asker.facts["reply"], own.facts["reply"]) == ("", SECRET)
    assert play.entries[-1][1].act == "spill"


def test_a_fact_has_one_owner(play: Play) -> None:
    refused = play.refused("rfi", "n-hq-staff", **(ASKED | {"to": "centre"}))
    assert (refused.code, refused.params["near"]) == ("facts-have-an-owner", ("s-hq",))
    assert play.refused("rfi", "n-hq-staff", **(ASKED | {"to": "n-hq"})).code == "ask-yourself"
    assert play.refused("rfi", "n-hq-staff", **(ASKED | {"to": "s-ops"})).code == "not-a-counterpart"


def test_inside_one_nation_nothing_waits_for_release(play: Play) -> None:
    matter = ask(play, to="n-ops")
    play.do("ack", "n-ops-watch", matter)
    play.do("answer", "n-ops-staff", matter, answer="full", text="nine")
    assert (play.stage(matter), play[matter].audience) == ("answered", ("north",))


@pytest.mark.parametrize(("phase", "hours"), [("steady", None), ("watch", 8), ("crisis", 2)])
def test_the_phase_says_by_when_where_nobody_did(play: Play, phase: str, hours: int | None) -> None:
    if phase != "steady":
        play.do("phase", "n-hq-chief", phase=phase)
    asked_at = play.now
    matter = play[ask(play, to="n-ops", urgency="")]
    if hours is None:
        assert matter.reckoned is not None
        assert (matter.reckoned.unit, matter.reckoned.count) == ("days", 3)
    else:
        assert matter.due_at - asked_at == timedelta(hours=hours)


def test_an_answer_that_nobody_closes_is_closed_unread_after_three_working_days(play: Play) -> None:
    matter = ask(play, to="n-ops")
    play.do("ack", "n-ops-watch", matter)
    play.do("answer", "n-ops-staff", matter, answer="full", text="nine")
    row, world = play[matter], play.world(None)
    rows = reminders_for(movers(row, RFI, play.registry), row, RFI, play.registry, world.holders)
    assert [reminder.rule for reminder in rows] == ["half", "unread"]
    at = rows[-1].due_at
    assert at == row.stage_due
    assert at > NOW + timedelta(days=2)
    closed = fire(rows[-1], row, RFI, world, at).matter
    assert closed is not None
    assert closed.stage_id == "closed-unread"
