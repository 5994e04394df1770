"""The one decision function: what is refused before anything else, what is recorded where, who is told."""

from datetime import UTC, datetime

import msgspec
import pytest

from tests.workflows.build import GROUNDS, NOW, REQUESTED, Play, person, to_decided, to_received, to_staffing
from workflows.command import Command
from workflows.matter import Actor
from workflows.vocabulary import Accepted, Refused

BANNER = "SECRET//NOFORN"


@pytest.mark.parametrize("field", ["title", "to", "detail", "by", "no-such-field"])
def test_a_marking_is_refused_in_any_field_and_kept_nowhere(field: str) -> None:
    play = Play()
    answer = play.refused("open", "n-hq-staff", **(REQUESTED | {field: BANNER}))
    assert (answer.code, answer.field) == ("marking", field)
    assert [(row.audience, row.act, row.seat) for row in answer.entries] == [
        (("north",), "marking-refused", "n-hq-staff")
    ]
    assert "SECRET" not in repr(answer)


@pytest.mark.parametrize("verb", ["open", "note", "take", "admit", "export", "remind", "decide", "nonsense"])
def test_the_marking_check_comes_before_every_verb(verb: str) -> None:
    assert Play().refused(verb, "n-hq-staff", text=BANNER).code == "marking"


@pytest.mark.parametrize("change", [{"matter": BANNER}, {"seat": BANNER}])
def test_nor_is_a_marking_taken_for_a_serial_or_a_seat(change: dict[str, str]) -> None:
    command = msgspec.structs.replace(Play().command("note", "n-hq-staff", text="x"), **change)
    answer = Play().run(command)
    assert isinstance(answer, Refused)
    assert (answer.code, BANNER in repr(answer)) == ("marking", False)


def test_a_marking_from_somebody_unknown_is_refused_with_nothing_to_record() -> None:
    command = msgspec.structs.replace(Play().command("note", "n-hq-staff", text=BANNER), actor=Actor("T9", "U9"))
    answer = Play().run(command)
    assert isinstance(answer, Refused)
    assert (answer.code, answer.entries) == ("marking", ())


def test_a_word_in_running_prose_asks_the_writer_who_may_say_that_it_is_none() -> None:
    play = Play()
    matter = to_received(play)
    prose = "The report is marked SECRET by the other staff."
    assert play.refused("note", "n-hq-staff", matter, text=prose).code == "marking-asked"
    play.do("note", "n-hq-staff", matter, text=prose, unmarked="yes")
    assert play.refused("note", "n-hq-staff", matter, text=BANNER, unmarked="yes").code == "marking"


def unknown(play: Play, serial: str, desk: str | None = "s-hq", verb: str = "note") -> Refused:
    command = msgspec.structs.replace(play.command(verb, "s-hq-staff", serial, text="x"), desk=desk)
    answer = play.run(command)
    assert isinstance(answer, Refused)
    return answer


@pytest.mark.parametrize("verb", ["note", "ack", "concur", "disclose", "withdraw", "nonsense"])
def test_what_is_not_released_is_answered_exactly_like_what_is_not_there(verb: str) -> None:
    play = Play()
    play.open()
    there, absent = unknown(play, "CR-26-NORTH-0001", verb=verb), unknown(play, "CR-26-NORTH-0002", verb=verb)
    assert there.params.pop("serial") != absent.params.pop("serial")  # type: ignore[attr-defined]  # a dict here
    assert there == absent


def test_a_national_serial_stays_unknown_to_the_others_after_release() -> None:
    play = Play()
    to_received(play)
    assert unknown(play, "CR-26-NORTH-0001").code == "unknown-serial"
    assert unknown(play, "CR-26-NORTH-0001", "centre").code == "unknown-serial"
    play.do("note", "n-hq-staff", "CR-26-NORTH-0001", text="x")
    play.do("note", "s-hq-staff", "CR-26-0001", text="x")


def test_a_channel_that_others_read_is_no_place_to_name_what_they_may_not_know() -> None:
    play = Play()
    matter = play.open()
    command = msgspec.structs.replace(play.command("note", "n-hq-staff", matter, text="x"), desk="centre")
    assert play.run(command).said.code == "unknown-serial"


@pytest.mark.parametrize("verb", ["open", "note", "remind"])
def test_in_another_nations_channel_nothing_is_done(verb: str) -> None:
    play = Play()
    words = {"open": REQUESTED, "note": {"text": "x"}, "remind": {"at": "+2h"}}[verb]
    command = msgspec.structs.replace(play.command(verb, "s-hq-staff", **words), desk="n-hq")
    assert play.run(command).said.code == "other-nations-channel"


def test_times_are_read_in_the_zone_of_the_channel_and_in_a_direct_message_of_the_seat() -> None:
    play = Play()
    command = play.command("remind", "s-hq-staff", at="2026-11-25 12:00")
    noon = {"s-hq": datetime(2026, 11, 25, 3, tzinfo=UTC), "centre": datetime(2026, 11, 25, 12, tzinfo=UTC)}
    for desk, at in (*noon.items(), (None, noon["s-hq"])):
        answer = play.run(msgspec.structs.replace(command, desk=desk))
        assert answer.said.params["at"] == at


def test_a_request_takes_its_time_from_its_urgency_where_the_other_side_works() -> None:
    play = Play()
    matter = play.open(urgency="routine", to="n-ops, s-hq")
    # From Tuesday 24 in Tokyo: Wednesday 25, Friday 27 (26 is off in north), Monday 30; close of business at 17:00.
    assert play[matter].due_at == datetime(2026, 11, 30, 8, tzinfo=UTC)
    matter = play.open(urgency="priority", by="+2h")
    assert (play[matter].due_at - play[matter].opened_at).seconds == 2 * 3600


def test_where_a_calendar_ends_no_suspense_is_computed() -> None:
    play = Play()
    play.now = datetime(2026, 12, 28, 1, tzinfo=UTC)
    for given in ({"urgency": "deliberate"}, {"urgency": "", "by": "+10wd"}):
        assert play.refused("open", "n-hq-staff", **(REQUESTED | given)).code == "no-calendar"


def test_an_act_is_recorded_in_each_log_with_what_its_readers_may_have() -> None:
    play = Play()
    matter = to_received(play)
    answer = play.do("ack", "s-hq-watch", matter, ocr="s-ops")
    own, joint = answer.entries
    assert (own.audience, own.stage) == (("south",), ("received/south/acknowledged",))
    assert (own.content["ocr"], own.content["person"]) == (["s-ops"], {"team": "T1", "user": "s-hq-watch"})
    assert (joint.audience, joint.stage) == (("north", "south"), ("received",))
    assert not {"ocr", "person"} & joint.content.keys()


def test_an_act_at_a_joint_body_is_one_entry_in_the_joint_log() -> None:
    play = Play()
    matter = to_staffing(play)
    answer = play.do("note", "centre-n-lead", matter, text="Agreed to meet at noon.")
    assert [(row.audience, row.act) for row in answer.entries] == [(("north", "south"), "note")]


def test_each_desk_is_told_what_it_may_know_and_a_desk_for_information_only_gets_the_card() -> None:
    play = Play()
    matter = to_received(play, info="s-pol, n-ops")
    answer = play.do("ack", "s-hq-watch", matter, ocr="s-ops")
    told = {row.desk: row.facts["records"][0]["content"] for row in answer.notices if row.kind == "told"}
    assert told == {
        "n-hq": {"opr": "s-hq"},
        "centre": {"opr": "s-hq"},
        "s-hq": {"opr": "s-hq", "ocr": ["s-ops"]},
        "s-ops": {"opr": "s-hq", "ocr": ["s-ops"]},
    }
    assert {row.desk for row in answer.notices if row.kind == "card"} == {*told, "s-pol", "n-ops"}


def test_whoever_is_to_move_next_is_told_so_once() -> None:
    play = Play()
    matter = play.open()
    answer = play.do("disclose", "n-pol-fdo", matter)
    moves = {row.desk for row in answer.notices if row.kind == "told" and row.facts["move"]}
    assert moves == {"n-hq", "s-hq"}
    assert {row.desk for row in answer.notices if row.kind == "routing"} == {"n-hq", "s-hq", "centre"}
    answer = play.do("note", "n-hq-staff", matter, text="x")
    assert not [row.desk for row in answer.notices if row.kind == "told" and row.facts["move"]]


def test_a_desk_that_has_the_card_no_longer_gets_it_once_more() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("ack", "n-hq-watch", to_received(play), opr="n-ops")
    answer = play.do("notours", "s-hq-chief", matter, to="s-ops", reason="Theirs.")
    desks = [row.desk for row in answer.notices if row.kind == "card"]
    assert {"s-hq", "s-ops"} <= set(desks)
    assert len(desks) == len(set(desks))


def test_the_joint_log_tells_that_a_deferred_request_is_open_again_and_not_by_whose_decision() -> None:
    play = Play()
    matter = to_decided(play, "approve", "defer")
    answer = play.do("decide", "centre-s-lead", matter, decision="approve", **{**_grounds(), "rationale": "Hidden."})
    joint = [row for row in answer.entries if row.audience == ("north", "south")]
    assert [(row.act, row.seat, row.stage) for row in joint] == [("take-up", None, ("deciding",))]
    assert "Hidden" not in repr(joint)


def _grounds() -> dict[str, str]:
    return dict.fromkeys(("situation", "considered", "rejected", "dissent", "authority"), "x")


def test_an_opening_gets_the_id_that_was_drawn_for_it_and_names_who_opened_it() -> None:
    play = Play()
    answer = play.run(Command("open", person("n-hq-watch"), "n-hq", REQUESTED))
    assert isinstance(answer, Accepted)
    assert answer.matter is not None
    row = answer.matter
    assert (row.id, row.asker, row.opened_at) == ("m1", "n-hq", NOW)
    opener = person("n-hq-watch")
    assert answer.entries[0].content["person"] == {"team": opener.team, "user": opener.user}
    assert (answer.said.code, answer.said.params["seat"]) == ("waits-for-release", "n-pol-fdo")


def test_a_verb_that_no_procedure_has_is_not_for_now() -> None:
    play = Play()
    matter = to_staffing(play)
    assert play.refused("nonsense", "n-hq-staff", matter).code == "not-now"


def test_every_fault_of_an_answer_is_told_together() -> None:
    play = Play()
    matter = to_staffing(play)
    answer = play.refused("nonconcur", "n-hq-chief", matter, authority="x" * 301)
    faults = [(field, code) for field, code, _ in answer.params["faults"]]
    assert faults == [("reason", "missing"), ("authority", "too-long"), ("rationale", "missing")]
    assert GROUNDS.keys() == {"authority", "rationale"}


@pytest.mark.parametrize(
    ("verb", "seat", "why"),
    [("ack", "n-hq-chief", "not-your-move"), ("return", "n-hq-staff", "other-nation")],
)
def test_what_was_tried_without_authority_is_logged_for_the_actors_nation_alone(verb: str, seat: str, why: str) -> None:
    play = Play()
    refused = play.refused(verb, seat, to_received(play))
    assert refused.code == why
    (entry,) = refused.entries
    assert (entry.audience, entry.act, entry.stage) == (("north",), "attempt-refused", None)
    assert entry.content["verb"] == verb


def test_a_withheld_serial_is_refused_as_an_unknown_one_is_and_neither_is_logged() -> None:
    play = Play()
    matter = play.open()
    withheld, unknown = (play.run(play.command("ack", "s-hq-watch", name)) for name in (matter, "CR-26-NORTH-0009"))
    assert isinstance(withheld, Refused)
    assert isinstance(unknown, Refused)
    assert (withheld.code, withheld.entries) == (unknown.code, unknown.entries) == ("unknown-serial", ())
