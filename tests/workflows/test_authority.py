"""Who may do what: every seat of the registry tries, and exactly those of DOMAIN's tables may."""

import msgspec
import pytest

from tests.workflows.build import (
    DECISION,
    GROUNDS,
    Play,
    person,
    to_combined,
    to_deciding,
    to_received,
    to_reconciling,
    to_staffing,
    to_stage,
)
from workflows.matter import Actor
from workflows.vocabulary import Accepted, Refused

NO = {"reason": "x", **GROUNDS}
YES = {"decision": "approve", **DECISION}
STARTERS = "n-hq-chief n-hq-staff n-hq-watch"
RECEIVERS = "s-hq-chief s-hq-staff s-hq-watch"

# verb, stage, what is given: the seats that may
MAY = [
    ("disclose", "release-check", {}, "n-pol-fdo"),
    ("return", "release-check", {"missing": "x"}, "n-pol-fdo"),
    ("propose", "draft", {"detail": "x"}, STARTERS),
    ("propose", "returned", {"detail": "x"}, STARTERS),
    ("withdraw", "received", {"because": "x"}, STARTERS),
    ("ack", "received", {}, "n-hq-watch s-hq-watch"),
    ("return", "received", {"missing": "x"}, RECEIVERS),
    ("mode", "received", {"mode": "integration"}, "board-n-lead board-s-lead"),
    ("concur", "staffing", GROUNDS, "n-hq-chief s-hq-chief"),
    ("nonconcur", "staffing", NO, "n-hq-chief s-hq-chief"),
    ("notours", "staffing", {"to": "n-ops", "reason": "x"}, "n-hq-chief"),
    ("notours", "staffing", {"to": "s-ops", "reason": "x"}, "s-hq-chief"),
    ("concur", "combined", GROUNDS, "staff-n-lead staff-s-lead"),
    ("propose", "combined", {"detail": "x"}, "staff-n-lead staff-s-lead"),
    ("propose", "reconciling", {"detail": "x"}, "centre-n-lead centre-n-aide centre-s-lead centre-s-aide"),
    ("escalate", "reconciling", {"because": "x"}, "centre-n-lead centre-n-aide centre-s-lead centre-s-aide"),
    ("accept", "reconciling", {}, "n-hq-chief centre-n-lead"),
    ("decide", "deciding", YES, "centre-n-lead centre-s-lead"),
    ("nonconcur", "deciding", NO, "n-hq-chief s-hq-chief"),
    ("extend", "deciding", {"by": "+2d", "because": "x"}, f"{STARTERS} centre-n-lead centre-s-lead"),
    ("implement", "decided", {}, "n-hq-chief n-hq-staff s-hq-chief s-hq-staff"),
    ("close", "implementing", {}, "n-hq-chief n-hq-staff s-hq-chief s-hq-staff"),
]


@pytest.mark.parametrize(("verb", "stage", "given", "may"), MAY)
def test_only_these_seats_may(verb: str, stage: str, given: dict[str, str], may: str) -> None:
    play = Play()
    matter = to_stage(play, stage)
    before, found = play[matter], set()
    for seat in play.registry.seats:
        play.matters[matter] = before
        if isinstance(play.run(play.command(verb, seat, matter, **given)), Accepted):
            found.add(seat)
    assert found == set(may.split())


def test_any_seat_but_read_of_a_body_that_has_the_card_may_note() -> None:
    play = Play()
    matter = to_received(play, info="s-pol")
    noted = {
        seat
        for seat in play.registry.seats
        if isinstance(play.run(play.command("note", seat, matter, text="x")), Accepted)
    }
    centre = {f"centre-{letter}-{role}" for letter in "ns" for role in ("lead", "aide", "watch")}
    assert noted == {*STARTERS.split(), *RECEIVERS.split(), "s-pol-chief", "s-pol-staff", "s-pol-fdo", *centre}


def test_a_supporting_offices_decide_seat_may_answer() -> None:
    play = Play()
    matter = to_received(play)
    play.do("ack", "n-hq-watch", matter, ocr="n-ops")
    play.do("ack", "s-hq-watch", matter)
    play.do("concur", "n-ops-chief", matter, **GROUNDS)
    assert play.refused("concur", "n-ops-staff", matter, **GROUNDS).code == "not-your-move"


def refused(play: Play, who: Actor, matter: str, desk: str, seat: str | None = None) -> Refused:
    """What becomes of a concurrence from this person, there."""
    command = play.command("concur", "n-hq-chief", matter, **GROUNDS)
    answer = play.run(msgspec.structs.replace(command, actor=who, desk=desk, seat=seat))
    assert isinstance(answer, Refused)
    return answer


def test_a_person_without_a_nation_has_no_part() -> None:
    play = Play()
    assert refused(play, Actor("T1", "nobody"), to_staffing(play), "centre").code == "not-admitted"


def test_the_tick_has_no_part_in_what_people_do() -> None:
    play = Play()
    command = msgspec.structs.replace(play.command("concur", "n-hq-chief", to_staffing(play)), actor=None)
    assert play.run(command).said.code == "not-admitted"


def test_a_refusal_names_the_seats_of_the_readers_own_nation_alone() -> None:
    play = Play()
    matter = to_staffing(play)
    answer = refused(play, person("n-hq-staff"), matter, "n-hq")
    assert (answer.code, answer.params["could"]) == ("not-your-move", ("n-hq-chief",))
    play.nations[Actor("T1", "new")] = "south"
    answer = refused(play, Actor("T1", "new"), matter, "s-hq")
    assert (answer.code, answer.params["could"]) == ("no-seat", ("s-hq-chief",))


def test_where_no_seat_of_ones_nation_could_it_is_the_others_to_do() -> None:
    play = Play()
    matter = to_received(play)
    assert play.refused("return", "n-hq-chief", matter, missing="x").code == "other-nation"


def test_in_another_nations_channel_nobody_acts() -> None:
    play = Play()
    assert refused(play, person("s-hq-chief"), to_staffing(play), "n-hq").code == "other-nations-channel"


def test_a_person_of_several_seats_acts_from_the_one_at_this_desk_or_names_one() -> None:
    play = Play()
    matter = to_reconciling(play)
    play.holders["centre-n-lead"] = play.holders["n-hq-chief"] = both = Actor("T1", "both")
    play.nations[both] = "north"
    accept = msgspec.structs.replace(play.command("accept", "n-hq-chief", matter), actor=both)
    unsaid = play.run(msgspec.structs.replace(accept, desk=None))
    assert isinstance(unsaid, Refused)
    assert (unsaid.code, set(unsaid.params["seats"])) == ("which-seat", {"n-hq-chief", "centre-n-lead"})
    for change, seat in (({"desk": "n-hq"}, "n-hq-chief"), ({"desk": None, "seat": "centre-n-lead"}, "centre-n-lead")):
        before = play[matter]
        answer = play.run(msgspec.structs.replace(accept, **change))
        assert next(row.seat for row in answer.entries if row.act == "accept") == seat
        play.matters[matter] = before


def test_a_seat_that_one_does_not_hold_cannot_be_named() -> None:
    play = Play()
    matter = to_staffing(play)
    answer = refused(play, person("n-hq-staff"), matter, "n-hq", "n-hq-chief")
    assert (answer.code, answer.field) == ("not-your-seat", "as")


def test_a_seat_of_another_nation_counts_for_nothing_even_where_one_is_said_to_hold_it() -> None:
    play = Play()
    play.holders["centre-s-lead"] = person("centre-n-lead")
    matter = to_deciding(play)
    play.do("decide", "centre-n-lead", matter, **YES)
    assert play[matter].tracks["south"].decision is None
    command = msgspec.structs.replace(play.command("decide", "centre-n-lead", matter, **YES), seat="centre-s-lead")
    assert play.run(command).said.code == "not-your-seat"


def test_co_leads_agree_each_for_their_own_nation() -> None:
    play = Play()
    matter = to_combined(play)
    play.do("concur", "staff-s-lead", matter, **GROUNDS)
    assert play[matter].stage == ("combined/north/drafting", "combined/south/agreed")
