"""What a request gives birth to: under it on the cards of those who may know, and not forgotten when a side closes."""

import pytest

from tests.bot.office import BOTH, JOINT, Office, all_well, is_card, opened, texts_of, words, words_of
from tests.play import GROUNDS, RECORD

TASK = f'task {JOINT} "Count the lift" us-usfj-j3 by:+8h'
OFFER = 'offer "water trucks" jp-jjoc quantity:6 unit:trucks where:Kyushu from:030000Z until:050000Z expires:022000Z'


def card(office: Office, body: str, serial: str) -> str:
    """The card of that matter in a body's channel."""
    office.settle()
    found = [row for row in office.messages(body) if is_card(row) and serial in row.blocks[0]["text"]["text"]]
    return "\n".join(texts_of(found[-1].blocks))


def drawn(office: Office, body: str) -> list[str]:
    """All messages of a channel as they stand, with how often each was edited."""
    office.settle()
    return [str(row) for row in office.messages(body)]


def to_implementing(office: Office) -> None:
    for seat in ("us-usfj-watch", "jp-jjoc-watch"):
        office.do(seat, f"ack {JOINT}")
    for seat in ("us-usfj-cdr", "jp-jjoc-cdr"):
        office.do(seat, f"concur {JOINT} {words(GROUNDS)}")
    for seat in ("bocc-us-lead", "bocc-jp-lead"):
        office.do(seat, f"decide {JOINT} approve {words(RECORD)}")
    office.do("us-usfj-cos", f"implement {JOINT}")


@BOTH
def test_a_tasking_under_a_request_is_shown_to_its_own_nation_and_leaves_no_trace_with_the_other(
    office: Office,
) -> None:
    opened(office)
    others = {
        body: drawn(office, body) for body in ("jp-jjoc", "acm-bocc", "bocc") if body in office.house.registry.bodies
    }
    office.do("us-usfj-cdr", TASK)
    own = card(office, "us-usfj", JOINT)
    assert "TK-26-US-0001 Count the lift" in own
    assert "J3" in own
    assert f"*Under* {JOINT} Runway repair" in card(office, "us-usfj-j3", "TK-26-US-0001")
    office.do("us-usfj-j3-watch", "ack TK-26-US-0001")
    office.do("us-usfj-j3-cuops", "begin TK-26-US-0001")
    assert "In work" in card(office, "us-usfj", JOINT)
    assert {body: drawn(office, body) for body in others} == others
    all_well(office)


@BOTH
def test_each_side_begins_its_own_under_one_request_and_its_card_shows_them_to_it_alone(office: Office) -> None:
    opened(office)
    office.do("us-usfj-cdr", TASK)
    office.do("jp-jjoc-cdr", f'task {JOINT} "Count the crews" jp-jjoc-ops by:+8h')
    office.do("us-usfj-watch", f'rfi {JOINT} "How far is it?" us-usfj-j4 urgency:urgent')
    office.do("jp-jjoc-watch", f'rfi {JOINT} "How deep is it?" jp-jjoc-ops urgency:urgent')
    own = {"us-usfj": ("TK-26-US-0001", "RFI-26-US-0001"), "jp-jjoc": ("TK-26-JP-0001", "RFI-26-JP-0001")}
    for body, other in (("us-usfj", "jp-jjoc"), ("jp-jjoc", "us-usfj")):
        shown = card(office, body, JOINT)
        assert [serial in shown for serial in (*own[body], *own[other])] == [True, True, False, False]
    assert not any(serial in card(office, "bocc", JOINT) for serials in own.values() for serial in serials)
    to_implementing(office)
    for seat, body in (("us-usfj-cos", "us-usfj"), ("jp-jjoc-cos", "jp-jjoc")):
        said = office.tell(seat, f"close {JOINT}")
        assert [serial in said for serials in own.values() for serial in serials] == [
            body == row for row in own for _ in "12"
        ]
    all_well(office)


@BOTH
def test_a_question_under_a_request_is_shown_to_all_once_it_is_released(office: Office) -> None:
    opened(office)
    office.do("us-usfj-watch", f'rfi {JOINT} "How many crews?" jp-jjoc urgency:urgent')
    assert "How many crews?" not in card(office, "jp-jjoc", JOINT)
    office.do("us-usfj-fdo", "disclose RFI-26-US-0001")
    assert "RFI-26-0001 How many crews?" in card(office, "jp-jjoc", JOINT)
    assert "RFI-26-0001 How many crews?" in card(office, "us-usfj", JOINT)


def test_a_side_is_closed_over_what_it_began_only_with_a_reason(office: Office) -> None:
    opened(office)
    office.do("us-usfj-cdr", TASK)
    to_implementing(office)
    said = office.tell("us-usfj-cos", f"close {JOINT}")
    assert "TK-26-US-0001" in said
    assert "remark:" in said
    office.do("jp-jjoc-cos", f"close {JOINT}")  # the other side's is none of its business
    office.do("us-usfj-cos", f'close {JOINT} "the count goes on for the next one"')
    assert office.matter(JOINT).stage_id == "closed"


def test_what_has_ended_holds_nothing_open(office: Office) -> None:
    opened(office)
    office.do("us-usfj-cdr", TASK)
    office.do("us-usfj-cdr", 'cancel TK-26-US-0001 "done already"')
    to_implementing(office)
    office.do("us-usfj-cos", f"close {JOINT}")


def test_nothing_is_begun_under_what_one_may_not_know_or_what_is_over_or_by_any_verb(office: Office) -> None:
    opened(office)
    assert "CR-26-0009" in office.tell("us-usfj-cdr", TASK.replace(JOINT, "CR-26-0009"))
    assert "begins nothing under" in office.tell("us-usfj-watch", f'open {JOINT} "x" to:jp-jjoc urgency:priority')
    office.do("us-usfj-watch", f'withdraw {JOINT} "not needed"')
    assert "begins nothing under" in office.tell("us-usfj-cdr", TASK)
    assert not [row for row in office.rows("matter") if row["parent"]]


@BOTH
def test_what_is_taken_up_of_an_offer_is_a_request_under_it(office: Office) -> None:
    office.do("us-usfj-cdr", OFFER)
    office.do("us-usfj-fdo", "disclose OS-26-US-0001")
    office.do("jp-jjoc-watch", "ack OS-26-0001")
    office.do("jp-jjoc-cdr", "takeup OS-26-0001 4 urgency:urgent")
    born = office.matter("CR-26-JP-0001")
    assert (born.text.title, born.to, born.asker) == ("4 trucks: water trucks", ("us-usfj",), "jp-jjoc")
    assert born.parent == office.matter("OS-26-0001").id
    assert "CR-26-JP-0001" in card(office, "jp-jjoc", "OS-26-0001")
    assert "CR-26" not in card(office, "us-usfj", "OS-26-0001")
    office.do("jp-mod-dp-dg", "disclose CR-26-JP-0001")
    assert "CR-26-0001 4 trucks" in card(office, "us-usfj", "OS-26-0001")
    all_well(office)


def test_what_is_taken_up_of_an_offer_with_a_class_is_logistic_support_under_it(office: Office) -> None:
    office.do("jp-jso-j4-chief", OFFER.replace("jp-jjoc", "us-usfj-j4") + " class:fuel")
    office.do("jp-mod-dp-dg", "disclose OS-26-JP-0001")
    office.do("us-usfj-j4-dir", "takeup OS-26-0001 4")
    born = office.matter("LS-26-US-0001")
    assert (born.to, born.asker, born.parent) == (("jp-jso-j4",), "us-usfj-j4", office.matter("OS-26-0001").id)
    asked = {"class": "fuel", "quantity": 4, "unit": "trucks", "where": "Kyushu"}
    assert {name: born.facts[name] for name in asked} == asked
    assert (born.facts["begins"], born.facts["ends"]) == ("2026-11-03", "2026-11-05")


def test_where_the_request_can_t_be_put_nothing_is_taken_up(office: Office) -> None:
    office.do("us-usfj-cdr", OFFER)
    office.do("us-usfj-fdo", "disclose OS-26-US-0001")
    ack = office.type("jp-jjoc-cdr", "takeup OS-26-0001 4")
    assert "urgency" in words_of(ack)
    assert office.matter("OS-26-0001").facts["left"] == 6
    assert len(office.rows("matter")) == 1


def test_it_is_begun_from_the_card_where_a_seat_may(office: Office) -> None:
    opened(office)
    office.settle()
    form = office.fill("us-usfj-cdr", "task", title="Count the lift", to="us-usfj-j3", by="021800I NOV 26")
    assert "is tasked" in form.body
    assert office.matter("TK-26-US-0001").parent == office.matter(JOINT).id
    with pytest.raises(StopIteration):  # a coordinating seat alone sits there: no tasking is offered
        office.press("acg-ao-us-lead", "task", at="bocc")
