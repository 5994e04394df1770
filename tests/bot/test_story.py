"""One request from its opening to its closing, by typed lines and by buttons, and who is told what on the way."""

import re
from collections.abc import Callable

from bot.inward.forms import submitted
from state.house import House
from state.logs.audit import audit
from tests.bot.office import (
    BOTH,
    JOINT,
    NATIONAL,
    Office,
    channel_of,
    is_card,
    texts_of,
    user_of,
    vacant,
    words,
)
from tests.bot.story import EVERYONE, OPEN, opened, staffed
from tests.play import GROUNDS, RECORD, Play, person
from tests.slackd import Message
from tests.slackd.state import state_values


def buttons(card: Message) -> set[str]:
    """The verbs that a card offers, on buttons and in its menu."""
    acts = [act for block in card.blocks for act in block.get("elements", ()) if "action_id" in act]
    shown = {act["action_id"].removeprefix("move:") for act in acts if act["action_id"] != "more"}
    return shown | {row["value"].split(":")[0] for act in acts for row in act.get("options", ())}


# The whole of it


@BOTH
def test_a_request_goes_from_open_to_closed_by_typed_lines(office: Office) -> None:
    assert "waits for release by Foreign Disclosure Officer" in office.tell("us-usfj-watch", OPEN)
    office.do("us-usfj-fdo", f"disclose {NATIONAL}")
    for seat in ("us-usfj-watch", "jp-jjoc-watch"):
        office.do(seat, f"ack {JOINT}")
    office.do("us-usfj-cdr", f"concur {JOINT} {words(GROUNDS)}")
    office.do("jp-jjoc-cdr", f'concur {JOINT} if:"by daylight" {words(GROUNDS)}')
    assert office.matter(JOINT).stage_id == "reconciling"
    office.do("us-usfj-cdr", f"accept {JOINT} 1")
    for seat in ("bocc-us-lead", "bocc-jp-lead"):
        office.do(seat, f"decide {JOINT} approve {words(RECORD)}")
    office.do("us-usfj-cos", f"implement {JOINT}")
    for seat in ("us-usfj-cos", "jp-jjoc-cos"):
        office.do(seat, f"close {JOINT}")
    ended(office)


@BOTH
def test_a_request_goes_from_open_to_closed_by_buttons_and_forms(office: Office) -> None:
    ack = office.type("us-usfj-watch", "open")
    assert (ack.body, ack.in_time) == ("", True)
    form = office.slackd.view_of(user_of("us-usfj-watch"))
    asked = {"title": "Runway repair", "to": ["jp-jjoc"], "urgency": "priority", "detail": "Two crews"}
    assert office.slackd.submit(user_of("us-usfj-watch"), form.id, asked).body == ""
    office.press("us-usfj-fdo", "disclose")
    for seat in ("us-usfj-watch", "jp-jjoc-watch"):
        office.fill(seat, "ack")
    for seat in ("us-usfj-cdr", "jp-jjoc-cdr"):
        office.fill(seat, "concur", **GROUNDS)
    for seat in ("bocc-us-lead", "bocc-jp-lead"):
        office.fill(seat, "decide", decision="approve", **RECORD)
    office.fill("us-usfj-cos", "implement")
    for seat in ("us-usfj-cos", "jp-jjoc-cos"):
        office.fill(seat, "close")
    ended(office)
    assert all(view.open is False for view in office.slackd.views)


def ended(office: Office) -> None:
    """It is closed, told to all concerned, and the log agrees with what is so."""
    matter = office.matter(JOINT)
    assert (matter.stage, matter.outcome) == (("closed",), "approved")
    office.settle()
    for body in EVERYONE:
        cards = [row for row in office.messages(body) if is_card(row)]
        assert len(cards) == 1, body
        assert buttons(cards[0]) - {"withhold", "release"} == {"note"}
        assert cards[0].blocks[0]["text"]["text"].startswith(JOINT)
    assert {row["state"] for row in office.rows("outbox")} == {"sent"}
    with office.house.database.reading() as connection:
        assert audit(connection, office.house.registry) == ()


# Who gets what


def test_every_body_concerned_gets_the_card_and_those_for_information_get_it_without_buttons(office: Office) -> None:
    opened(office)
    office.settle()
    have = {body for body in office.house.registry.bodies if any(is_card(row) for row in office.messages(body))}
    assert have == {*EVERYONE, "us-osd-ipsa"}
    assert {body: "ack" in buttons(office.card(body)) for body in have} == {
        "us-usfj": True,
        "jp-jjoc": True,
        "bocc": False,
        "us-osd-ipsa": False,
    }
    assert buttons(office.card("us-osd-ipsa")) == set()


def test_until_it_is_released_only_the_asking_body_and_the_one_that_releases_have_it(office: Office) -> None:
    office.do("us-osd-ipsa-desk", 'open "Exercise dates" to:jp-mod-dp urgency:routine')
    office.settle()
    have = {body for body in office.house.registry.bodies if office.messages(body)}
    assert have == {"us-osd-ipsa", "us-usfj"}  # USFJ's officer releases for all below the Office of the Secretary
    assert "disclose" in buttons(office.card("us-usfj"))


def test_each_nation_is_told_in_the_thread_what_went_where_on_its_side(office: Office) -> None:
    opened(office)
    office.do("jp-jjoc-watch", f"ack {JOINT} ocr:jp-jjoc-ops")
    routing = {}
    for body in EVERYONE:
        card = office.card(body)
        replies = [row for row in office.messages(body) if row.thread_ts == card.ts]
        (routing[body],) = [row.text for row in replies if row.text.count("\n• ") > 1]
    assert "Indo-Pacific Security Affairs" in routing["us-usfj"]
    assert "for information" in routing["us-usfj"]
    assert "IPSA" not in routing["jp-jjoc"]
    assert "(JJOC)" in routing["jp-jjoc"]
    assert "(BOCC)" in routing["bocc"]


def test_whoever_holds_the_watch_of_the_body_to_move_is_mentioned(office: Office) -> None:
    opened(office)
    assert any(f"<@{user_of('jp-jjoc-watch')}>" in text for text in office.told("jp-jjoc"))
    assert any(f"<@{user_of('us-usfj-watch')}>" in text for text in office.told("us-usfj"))
    assert not any("<@" in text for text in office.told("bocc"))


def test_an_unchanged_card_is_not_edited(office: Office) -> None:
    serial = staffed(office)
    edits = office.card("jp-jjoc").edits
    office.do("us-usfj-cdr", f'note {serial} "for our own eyes"')
    office.settle()
    assert office.card("jp-jjoc").edits == edits


# Buttons that come too late


def test_a_button_that_no_longer_applies_says_to_that_person_what_is_so(office: Office) -> None:
    opened(office)
    stale = office.card("us-usfj")
    office.do("us-usfj-watch", f"ack {JOINT}")
    office.do("jp-jjoc-watch", f"ack {JOINT}")
    (value,) = {act["value"] for block in stale.blocks for act in block.get("elements", ()) if "value" in act}
    with office.nothing_written("outbox"):
        ack = office.slackd.press(
            user_of("us-usfj-watch"), channel_of("us-usfj"), stale.ts, "move:ack", value=value, forged=True
        )
    assert (ack.in_time, ack.error) == (True, None)
    said = office.whispers("us-usfj-watch")[-1]
    assert "`ack`" in said
    assert "Staffing" in said


def test_an_answer_on_a_text_that_has_changed_meanwhile_is_refused_with_its_new_version(office: Office) -> None:
    serial = staffed(office)
    office.do("us-usfj-cdr", f'concur {serial} if:"by day" {words(GROUNDS)}')
    office.press("jp-jjoc-cdr", "concur")
    form = office.slackd.view_of(user_of("jp-jjoc-cdr"))
    office.do("jp-jjoc-cdr", f'nonconcur {serial} "no crews" {words(GROUNDS)}')
    office.do("bocc-us-lead", f'propose {serial} "One crew"')
    ack = office.slackd.submit(user_of("jp-jjoc-cdr"), form.id, GROUNDS)
    assert ack.json["response_action"] == "update"
    assert office.matter(serial).tracks["jp"].answer is None
    assert office.slackd.view_of(user_of("jp-jjoc-cdr")).payload["callback_id"] == "told"


def test_it_is_told_so_too_where_a_workspace_gives_no_ids_to_blocks_without_one(office: Office) -> None:
    serial = staffed(office)
    office.press("jp-jjoc-cdr", "concur")
    view = office.slackd.view_of(user_of("jp-jjoc-cdr"))
    office.do("jp-jjoc-cdr", f"concur {serial} {words(GROUNDS)}")
    office.do("us-usfj-cdr", f"concur {serial} {words(GROUNDS)}")
    others = ("header", "section", "context")
    blocks = [{**block, "block_id": None} if block["type"] in others else block for block in view.blocks]
    sent = {**view.payload, "id": view.id, "blocks": blocks, "state": {"values": state_values(view.blocks, GROUNDS)}}
    told = submitted(office.house, person("jp-jjoc-cdr"), sent)
    assert told is not None
    assert told["response_action"] == "update"
    assert "決定待ち" in "".join(texts_of(told["view"]["blocks"]))


# Integration


def test_integration_comes_into_force_when_the_mode_seats_of_all_agree(office: Office) -> None:
    serial = opened(office, f"{OPEN} mode:integration")
    office.do("us-usfj-watch", f"ack {serial}")
    office.do("jp-jjoc-watch", f"ack {serial}")
    assert office.matter(serial).mode == "coordination"
    office.fill("acg-dg-us-lead", "mode", mode="integration")
    assert office.matter(serial).mode == "coordination"
    office.fill("acg-dg-jp-lead", "mode", mode="integration")
    assert (office.matter(serial).mode, office.matter(serial).stage_id) == ("integration", "combined")
    for seat in ("acm-combined-us-lead", "acm-combined-jp-lead"):
        office.fill(seat, "concur", **GROUNDS)
    assert office.matter(serial).stage_id == "deciding"


# Asking


def test_what_is_asked_is_answered_to_the_one_who_asks(office: Office) -> None:
    staffed(office)
    assert JOINT in office.tell("us-usfj-cdr", "status")
    assert JOINT in office.tell("us-usfj-cdr", "mine")
    assert "Your seats" in office.tell("us-usfj-cdr", "mine")
    assert f"<@{user_of('us-usfj-cos')}>" in office.tell("us-usfj-cdr", "who")
    log = office.tell("us-usfj-cdr", f"log {JOINT}")
    assert re.search(r"`us\+jp/\d+`", log)
    assert " acknowledged. OPR: " in log
    assert all(name in office.tell("us-usfj-cdr", "help") for name in ("open", "concur", "decide", "export"))
    assert "authority" in office.tell("us-usfj-cdr", "help concur")


def test_a_seat_that_is_free_can_be_taken_and_that_is_told(
    staffed: Play, make_office: Callable[[House], Office]
) -> None:
    office = vacant(staffed, make_office)
    assert "You hold Command center watch officer" in office.tell("us-usfj-watch", "take us-usfj-watch")
    assert f"<@{user_of('us-usfj-watch')}>" in office.told("us-usfj")[-1]


def test_whose_move_it_has_become_is_told_by_which_acts_it_is_made(office: Office) -> None:
    opened(office)
    for body, acts in (("us-usfj", "the move is USFJ's: Acknowledge · due "), ("jp-jjoc", "：受領確認 · ")):
        assert acts in [row for row in office.told(body) if ":point_right:" in row][-1]
    for seat in ("us-usfj-watch", "jp-jjoc-watch"):
        office.do(seat, f"ack {JOINT}")
    (*_, told) = [row for row in office.told("us-usfj") if ":point_right:" in row]
    assert "the move is USFJ's: Concur / Non-concur / Not ours · due " in told
