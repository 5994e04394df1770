"""Operations: what is linked, what waits for what, who is told of a slip, and what leaves no trace with the others."""

from datetime import timedelta

import pytest

from bot.pictures import png as pictures
from tests.bot.office import BOTH, JOINT, NATIONAL, OPEN, Office, all_well, channel_of, is_card, opened
from tests.bot.test_children import card, drawn

BEGIN = 'op open "Typhoon" to:jp-jjoc by:+9d'
OP, OWN_OP = "OP-26-0001", "OP-26-US-0001"
SECOND, TASK = "CR-26-0002", "TK-26-US-0001"
SLIP = ":hourglass:"
OTHERS = ("jp-jjoc", "jp-jjoc-ops", "bocc")


def begun(office: Office) -> None:
    """A joint operation, two joint requests of which the second is due first, and a tasking of the U.S. side's."""
    opened(office)
    office.do("us-usfj-fdo", 'open "Fuel" to:jp-jjoc by:+6h')
    office.do("us-usfj-cdr", 'task "Count the lift" us-usfj-j3 by:+5h')
    office.do("us-usfj-fdo", BEGIN)


def linked(office: Office) -> None:
    """Both requests for all, the tasking inside; the second request waits for the first, the tasking for the second."""
    begun(office)
    for seat, serial in (("us-usfj-watch", JOINT), ("jp-jjoc-watch", SECOND), ("us-usfj-watch", TASK)):
        office.do(seat, f"op add {OP} {serial}")


def told(office: Office, body: str) -> list[str]:
    """What was said in a body's channel, cards apart."""
    office.settle()
    return [row.text for row in office.messages(body) if not is_card(row)]


def times_told(office: Office, words: str) -> int:
    """How often the office that has the tasking was told so."""
    return sum(words in text for text in told(office, "us-usfj-j3"))


@BOTH
def test_what_belongs_to_an_operation_is_shown_to_those_who_may_know(office: Office) -> None:
    linked(office)
    office.do("us-usfj-watch", f"op needs {OP} {TASK} {SECOND}")
    office.do("jp-jjoc-cos", f"op needs {OP} {SECOND} {JOINT}")
    own, theirs = card(office, "us-usfj", OP), card(office, "jp-jjoc", OP)
    for serial in (JOINT, SECOND):
        assert serial in own
        assert serial in theirs
    assert TASK in own
    assert f"{TASK} waits for {SECOND}" in own
    assert TASK not in theirs
    assert f"needed by {SECOND}" in card(office, "us-usfj", JOINT)
    assert f"waits for {SECOND}" in card(office, "us-usfj-j3", TASK)
    all_well(office)


@BOTH
def test_what_a_nation_links_for_itself_leaves_no_trace_with_the_other(office: Office) -> None:
    begun(office)
    office.do("us-usfj-watch", f"op add {OP} {SECOND}")
    others, rows = {body: drawn(office, body) for body in OTHERS}, len(office.rows("outbox"))
    for line in ("add {op} {task}", "needs {op} {task} {second}", "unneed {op} {task} {second}", "drop {op} {task}"):
        office.do("us-usfj-watch", "op " + line.format(op=OP, task=TASK, second=SECOND))
    office.do("us-usfj-watch", 'op open "Ours" by:+9d')
    office.do("us-usfj-watch", f"op add {OWN_OP} {SECOND}")
    assert {body: drawn(office, body) for body in OTHERS} == others
    assert {row["lane"] for row in office.rows("outbox")[rows:]} <= {"us-usfj", "us-usfj-j3"}
    said = [office.tell("jp-jjoc-watch", f"op add {OP} {name}").replace(name, "…") for name in (TASK, "TX-26-US-0001")]
    assert said[0] == said[1]
    said = [office.tell("jp-jjoc-watch", f"op {name}").replace(name, "…") for name in (OWN_OP, "OX-26-US-0001")]
    assert said[0] == said[1]


def test_who_waits_is_told_once_when_it_comes_later_is_overdue_or_is_over(office: Office) -> None:
    linked(office)
    office.do("us-usfj-watch", f"op needs {OP} {TASK} {JOINT}")
    office.do("us-usfj-fdo", f'extend {JOINT} by:"020900Z NOV 26" because:"weather"')
    assert times_told(office, f":hourglass: {JOINT}, for which this waits, is now due") == 1
    office.clock.forward(timedelta(hours=9, minutes=5))
    for _ in range(3):
        office.service.sweep()
        office.clock.forward(timedelta(hours=1))
    assert times_told(office, f"{JOINT}, for which this waits, is overdue") == 1
    office.do("us-usfj-watch", f'withdraw {JOINT} "not needed"')
    assert times_told(office, f"{JOINT}, for which this waited, is over: Withdrawn") == 1
    assert not [text for text in told(office, "jp-jjoc") if f"待っている {JOINT}" in text]
    all_well(office)


def test_a_joint_need_is_told_to_both_and_an_earlier_slip_to_nobody(office: Office) -> None:
    linked(office)
    office.do("jp-jjoc-watch", f"op needs {OP} {JOINT} {SECOND}")
    office.do("us-usfj-fdo", f'extend {SECOND} by:"020700Z NOV 26" because:"weather"')  # still before the other
    assert not [text for body in ("jp-jjoc", "us-usfj") for text in told(office, body) if SLIP in text]
    office.do("us-usfj-fdo", f'extend {SECOND} by:"030000Z NOV 26" because:"weather"')
    assert [text for text in told(office, "us-usfj") if f"{SLIP} {SECOND}" in text]
    assert [text for text in told(office, "jp-jjoc") if f"{SLIP} 待っている {SECOND}" in text]


def test_a_circle_is_refused_and_named_also_through_another_operation(office: Office) -> None:
    linked(office)
    office.do("us-usfj-watch", f"op needs {OP} {SECOND} {JOINT}")
    said = office.tell("us-usfj-watch", f"op needs {OP} {JOINT} {SECOND}")
    assert f"{JOINT} → {SECOND} → {JOINT}" in said
    assert f"{JOINT} → {JOINT}" in office.tell("us-usfj-watch", f"op needs {OP} {JOINT} {JOINT}")
    office.do("us-usfj-fdo", BEGIN.replace("Typhoon", "Second"))
    for serial in (JOINT, SECOND):
        office.do("us-usfj-watch", f"op add OP-26-0002 {serial}")
    assert f"{JOINT} → {SECOND} → {JOINT}" in office.tell("us-usfj-watch", f"op needs OP-26-0002 {JOINT} {SECOND}")


def test_what_both_know_never_waits_for_what_one_alone_knows(office: Office) -> None:
    linked(office)
    assert "can't wait for it" in office.tell("us-usfj-watch", f"op needs {OP} {SECOND} {TASK}")
    office.do("us-usfj-watch", 'op open "Ours" by:+9d')
    for serial in (JOINT, SECOND):
        office.do("us-usfj-watch", f"op add {OWN_OP} {serial}")
    assert "known to others too" in office.tell("us-usfj-watch", f"op needs {OWN_OP} {SECOND} {JOINT}")


def test_a_link_made_inside_stays_inside_until_it_is_made_again_for_all(office: Office) -> None:
    office.do("us-usfj-fdo", BEGIN)
    office.do("us-usfj-watch", OPEN)
    office.do("us-usfj-watch", f"op add {OP} {NATIONAL}")
    assert "already" in office.tell("us-usfj-watch", f"op add {OP} {NATIONAL}")
    office.do("us-usfj-fdo", f"disclose {NATIONAL}")
    assert JOINT not in card(office, "jp-jjoc", OP)
    assert JOINT in card(office, "us-usfj", OP)
    office.do("us-usfj-watch", f"op add {OP} {JOINT}")
    assert JOINT in card(office, "jp-jjoc", OP)
    assert card(office, "us-usfj", OP).count(f"• {JOINT}") == 1
    all_well(office)


def test_an_operation_ends_over_what_is_open_only_with_a_reason_and_its_links_are_shown_no_more(office: Office) -> None:
    linked(office)
    said = office.tell("us-usfj-fdo", f"op close {OP}")
    assert all(serial in said for serial in (JOINT, SECOND, TASK))
    assert TASK not in office.tell("us-usfj-fdo", f"op close {OP}", at="bocc")
    assert f"Part of* {OP}" in card(office, "us-usfj", JOINT)
    office.do("us-usfj-fdo", f'op close {OP} "the rest goes on alone"')
    assert OP not in card(office, "us-usfj", JOINT)
    assert "Nothing" not in office.tell("us-usfj-fdo", "op")


def test_only_what_may_belong_to_an_operation_is_linked_and_dropped(office: Office) -> None:
    linked(office)
    assert "CR-26-0009" in office.tell("us-usfj-watch", f"op add {OP} CR-26-0009")
    assert "nothing that belongs" in office.tell("us-usfj-watch", f"op add {OP} {OP}")
    assert "does not wait" in office.tell("us-usfj-watch", f"op unneed {OP} {SECOND} {JOINT}")
    office.do("us-usfj-watch", f"op needs {OP} {TASK} {JOINT}")
    assert "already" in office.tell("us-usfj-watch", f"op needs {OP} {TASK} {JOINT}")
    office.do("jp-jjoc-watch", f"op drop {OP} {JOINT}")
    assert "not linked" in office.tell("us-usfj-watch", f"op needs {OP} {TASK} {JOINT}")
    assert "waits for" not in card(office, "us-usfj", OP)
    assert "waits for" not in card(office, "us-usfj-j3", TASK)


@pytest.mark.parametrize("has_fonts", [True, False])
def test_the_matrix_comes_as_a_picture_for_each_channels_own_readers(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, has_fonts: bool
) -> None:
    monkeypatch.setattr(pictures, "has_fonts", lambda: has_fonts)
    linked(office)
    office.settle()
    office.press("us-usfj-watch", "op matrix", at="us-usfj")
    office.do("bocc-jp-lead", f"op matrix {OP}")
    office.settle()
    own, both = office.slackd.uploads
    assert (own.channels, both.channels) == ([channel_of("us-usfj")], [channel_of("bocc")])
    assert own.title == f"matrix-{OP}"
    start, end = (b"\x89PNG", ".png") if has_fonts else (b"<svg", ".svg")
    for upload in (own, both):
        assert upload.content is not None
        assert upload.content.startswith(start)
        assert upload.filename.endswith(end)
    if not has_fonts:
        assert TASK.encode() in (own.content or b"")
        assert TASK.encode() not in (both.content or b"")


def test_a_picture_that_cannot_be_made_holds_up_nothing_behind_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_drawing: str) -> tuple[bytes, str]:
        raise ValueError("a sign that no picture has")

    monkeypatch.setattr("bot.delivery.sending.as_shown", fails)
    linked(office)
    office.do("us-usfj-watch", f"op matrix {OP}")
    office.do("us-usfj-watch", f'note {JOINT} "behind it"')
    assert any("behind it" in text for text in told(office, "us-usfj"))
    assert {row["state"] for row in office.rows("outbox") if row["kind"] == "matrix"} == {"failed"}


def test_a_link_is_made_in_the_form_of_its_button(office: Office) -> None:
    begun(office)
    office.settle()
    office.fill("us-usfj-watch", "op add", member=JOINT)
    assert office.matter(OP).facts["members"] == [office.matter(JOINT).id]


def test_the_list_of_operations_has_those_that_the_reader_may_know(office: Office) -> None:
    office.do("us-usfj-watch", 'op open "Ours" by:+9d')
    office.do("us-usfj-fdo", BEGIN)
    own, theirs = office.tell("us-usfj-watch", "op"), office.tell("jp-jjoc-watch", "op")
    assert OWN_OP in own
    assert OP in own
    assert OWN_OP not in theirs
    assert OP in theirs
