"""Coordination and integration, modes of every joint procedure: one staff, and still each nation for itself."""

import pytest

from tests.play import calendars, registry
from tests.workflows.build import Play
from workflows.answers import COMBINED
from workflows.catalogue import procedures
from workflows.named_seats import seats_for
from workflows.routing import combined
from workflows.who import Who

ONE_NATIONS = {"tasking", "seat-coverage", "watch-handover", "situation-setting", "operation", "entry-proposal"}
"""Procedures that stay inside one nation, or are about what a nation says for itself; an operation groups matters, each
of which has its own mode; and on words that are put up for a log no nation has a side of its own."""
JOINT = sorted(procedures().keys() - ONE_NATIONS)
STAFF = "acm-combined"
AGREE = ("acg-dg-us-lead", "acg-dg-jp-lead")


@pytest.mark.parametrize("id_", JOINT)
def test_every_joint_procedure_has_both_modes(id_: str) -> None:
    procedure = procedures()[id_]
    rows = [move for move in procedure.moves if move.verb == "mode"]
    assert rows, f"{id_} is joint: give it modes.switch(STAGES)"
    assert all(move.who == (Who.MODE,) for move in rows)


@pytest.mark.parametrize("id_", JOINT)
def test_a_stage_of_one_draft_is_come_to_and_left_by_the_mode(id_: str) -> None:
    procedure = procedures()[id_]
    edges = {edge.trigger: edge for edge in procedure.edges if edge.trigger in ("combine", "part")}
    if COMBINED in {stage.id for stage in procedure.stages}:
        assert (edges["combine"].target, edges["part"].sources) == (COMBINED, (COMBINED,))
    else:
        assert not edges


def asked(play: Play) -> str:
    answer = play.do("rfi", "us-usfj-watch", title="How many?", to="jp-jjoc", urgency="priority")
    assert answer.matter is not None
    play.do("disclose", "us-usfj-fdo", answer.matter.id)
    return answer.matter.id


def integrated(play: Play, matter: str) -> str:
    for seat in AGREE:
        play.do("mode", seat, matter, mode="integration")
    return matter


def desks(play: Play, matter: str) -> set[str]:
    row = play[matter]
    return {route.body for route in procedures()[row.procedure].addressees(row, play.registry)}


def test_it_holds_once_all_mode_seats_agree_and_either_takes_it_back_each_time_on_record() -> None:
    play = Play(registry(), calendars())
    matter = asked(play)
    assert STAFF not in desks(play, matter)
    play.do("mode", AGREE[0], matter, mode="integration")
    assert (play[matter].mode, play[matter].mode_agreed) == ("coordination", ("us",))
    assert STAFF in desks(play, matter)  # it is asked there too
    play.do("mode", AGREE[1], matter, mode="integration")
    assert play[matter].mode == "integration"
    play.do("mode", AGREE[0], matter, mode="coordination")
    assert (play[matter].mode, play[matter].mode_agreed) == ("coordination", ())
    assert STAFF not in desks(play, matter)
    said = [entry.content["in_force"] for _, entry in play.entries if entry.act == "mode" and len(entry.audience) > 1]
    assert said == [False, True, True]


def test_the_combined_staff_speaks_for_its_own_nation_alone() -> None:
    play = Play(registry(), calendars())
    matter = integrated(play, asked(play))
    play.do("ack", "jp-jjoc-watch", matter)
    full = {"answer": "full", "text": "Three."}
    assert play.refused("answer", f"{STAFF}-us-lead", matter, **full).code in ("not-your-move", "other-nation")
    play.do("answer", f"{STAFF}-jp-ao", matter, **full)
    assert play.stage(matter) == "answering"  # what crosses is still decided by who releases it
    assert play.refused("disclose", f"{STAFF}-jp-lead", matter).code == "not-your-move"
    play.do("disclose", "jp-mod-dp-dg", matter)
    assert play.refused("close", f"{STAFF}-jp-lead", matter).code in ("not-your-move", "other-nation")
    play.do("close", f"{STAFF}-us-ao", matter)
    assert play.stage(matter) == "closed"


def test_without_integration_that_staff_has_no_part() -> None:
    play = Play(registry(), calendars())
    matter = asked(play)
    play.do("ack", "jp-jjoc-watch", matter)
    assert play.refused("answer", f"{STAFF}-jp-ao", matter, answer="no-information").code == "not-your-move"


def test_a_question_inside_one_nation_has_one_staff_and_no_mode() -> None:
    play = Play(registry(), calendars())
    answer = play.do("rfi", "us-usfj-cdr", title="How many?", to="us-usfj-j4")
    assert answer.matter is not None
    procedure = procedures()["request-for-information"]
    assert seats_for((Who.MODE,), play[answer.matter.id], procedure, play.registry) == ()


def test_the_combined_staff_is_the_registrys_where_nobody_else_reads() -> None:
    play = Play(registry(), calendars())
    assert combined(play[asked(play)], play.registry) == STAFF
