"""A field's audience by hand: tightening is free for the owner, widening is the releasing seat's decision."""

import pytest

from tests.workflows.build import GROUNDS, REQUEST, Play, decided, to_deciding, to_received, to_reconciling, to_staffing
from workflows.release import FIELDS
from workflows.view import TrackView, see
from workflows.vocabulary import Accepted

WHY = {"because": "Known to few."}
SOUTH = ("south",)
JOINT = ("north", "south")


def side(play: Play, matter: str, audience: tuple[str, ...]) -> TrackView:
    """The north's side as these readers see it."""
    view = see(play[matter], REQUEST, play.registry, audience)
    assert view is not None
    return view.tracks[0]


def both_decided() -> tuple[Play, str]:
    play = Play()
    matter = to_deciding(play)
    play.do("decide", "centre-n-lead", matter, **{**decided("approve"), "dissent": "The J4 objects."})
    play.do("decide", "centre-s-lead", matter, **decided("approve"))
    return play, matter


def in_log(answer: Accepted, audience: tuple[str, ...]) -> list[dict[str, object]]:
    return [dict(entry.content) for entry in answer.entries if entry.audience == audience]


def test_what_is_released_goes_to_the_joint_log_as_a_new_entry_and_its_reason_does_not() -> None:
    play, matter = both_decided()
    answer = play.do("release", "n-pol-fdo", matter, field="decision-dissent", **WHY)
    (joint,) = in_log(answer, JOINT)
    assert (joint["field"], joint["nation"], joint["text"]) == ("decision-dissent", "north", "The J4 objects.")
    assert "Known to few." not in repr(joint)
    (own,) = in_log(answer, ("north",))
    assert own["because"] == "Known to few."
    told = {row.desk: row.facts["records"] for row in answer.notices if row.kind == "told"}
    assert told["s-hq"][0]["content"]["text"] == "The J4 objects."


def test_only_the_seat_that_releases_for_the_body_that_wrote_it_can_widen_it() -> None:
    play, matter = both_decided()
    for seat in ("n-hq-chief", "centre-n-lead"):
        refused = play.refused("release", seat, matter, field="decision-dissent", **WHY)
        assert (refused.code, "n-pol-fdo" in refused.params["could"]) == ("not-your-move", True)


def test_nobody_widens_or_tightens_what_is_another_nations() -> None:
    play, matter = both_decided()
    assert play.refused("withhold", "s-hq-chief", matter, field="title", **WHY).code == "field-empty"
    assert play.refused("release", "s-pol-fdo", matter, field="title", **WHY).code == "field-empty"


@pytest.mark.parametrize("field", [name for name, row in FIELDS.items() if not row.is_joint and name != "ocr"])
def test_what_stays_inside_is_not_released_before_the_answers_or_decisions_are_known(field: str) -> None:
    play = Play()
    matter = to_deciding(play) if field.startswith("decision") else to_staffing(play)
    if field.startswith("decision"):
        play.do("decide", "centre-n-lead", matter, **decided("approve"))
    else:
        play.do("concur", "n-hq-chief", matter, **GROUNDS)
    assert play.refused("release", "n-pol-fdo", matter, field=field, **WHY).code == "field-too-early"


def test_what_is_withheld_before_it_was_seen_leaves_no_trace_outside() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("nonconcur", "n-hq-chief", matter, reason="Hidden.", **GROUNDS)
    answer = play.do("withhold", "n-hq-staff", matter, field="answer-reason", **WHY)
    assert {entry.audience for entry in answer.entries} == {("north",)}
    assert {play.registry.audience_of(row.desk) for row in answer.notices if row.desk} <= {("north",)}
    joined = play.do("concur", "s-hq-chief", matter, **GROUNDS)
    assert "Hidden." not in repr(in_log(joined, JOINT))
    assert [side(play, matter, audience).reason for audience in (SOUTH, JOINT, ("north",))] == ["", "", "Hidden."]


def test_what_is_withheld_stays_so_for_a_later_answer_until_it_is_released() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("nonconcur", "n-hq-chief", matter, reason="One.", **GROUNDS)
    play.do("withhold", "n-hq-staff", matter, field="answer-reason", **WHY)
    play.do("nonconcur", "n-hq-chief", matter, reason="Two.", **GROUNDS)
    play.do("concur", "s-hq-chief", matter, **GROUNDS)
    assert side(play, matter, SOUTH).reason == ""
    play.do("release", "n-pol-fdo", matter, field="answer-reason", **WHY)
    assert side(play, matter, SOUTH).reason == "Two."


def test_withholding_what_was_seen_is_a_possible_spill_logged_and_told_to_all_without_the_reason() -> None:
    play = Play()
    matter = to_received(play)
    answer = play.do("withhold", "n-hq-staff", matter, field="detail", **WHY)
    (joint,) = in_log(answer, JOINT)
    assert ({entry.act for entry in answer.entries}, joint["field"]) == ({"spill"}, "detail")
    assert "Known to few." not in repr(joint)
    told = [row for row in answer.notices if row.kind == "told" and row.desk == "s-hq"]
    assert [row.facts["records"][0]["act"] for row in told] == ["spill"]
    view = see(play[matter], REQUEST, play.registry, SOUTH)
    assert view is not None
    assert (view.text.title, view.text.detail) == ("Runway repair", "")


def test_a_new_text_is_released_anew_whatever_was_withheld_of_the_one_before() -> None:
    play = Play()
    matter = play.open()
    play.do("withhold", "n-hq-staff", matter, field="detail", **WHY)
    play.do("return", "n-pol-fdo", matter, missing="Say it otherwise.")
    play.do("propose", "n-hq-staff", matter, detail="For all.")
    answer = play.do("disclose", "n-pol-fdo", matter)
    assert in_log(answer, JOINT)[0]["detail"] == "For all."


def test_a_text_released_with_a_field_withheld_goes_without_it() -> None:
    play = Play()
    matter = play.open(detail="Hidden.")
    play.do("withhold", "n-hq-staff", matter, field="detail", **WHY)
    answer = play.do("disclose", "n-pol-fdo", matter)
    assert "Hidden." not in repr(in_log(answer, JOINT))


def test_a_condition_that_is_withheld_cannot_be_accepted_unread() -> None:
    play = Play()
    matter = to_reconciling(play)
    play.do("withhold", "s-hq-chief", matter, field="answer-conditions", **WHY)
    assert play.refused("accept", "n-hq-chief", matter).code == "no-open-condition"


def test_what_is_withheld_or_released_already_is_said_to_be() -> None:
    play = Play()
    matter = to_received(play)
    assert play.refused("release", "n-pol-fdo", matter, field="title", **WHY).code == "released-already"
    play.do("withhold", "n-hq-staff", matter, field="title", **WHY)
    assert play.refused("withhold", "n-hq-staff", matter, field="title", **WHY).code == "withheld-already"
