"""What is sent twice, forged or garbled: what is seen, and what is so then."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.inward.listeners import COMMAND
from tests.bot.office import (
    BOTH,
    JOINT,
    ON_RECORD,
    OPEN,
    Office,
    all_well,
    channel_of,
    entries,
    forget_what_was_told,
    is_card,
    opened,
    texts_of,
    user_of,
    words,
)
from tests.play import GROUNDS, RECORD, Play, at_once
from tests.slackd import Cut, Error, Message, Slackd, Status

# Sent twice, sent wrongly


@BOTH
def test_the_same_event_twice_is_one_request_with_one_answer(office: Office) -> None:
    first = office.type("us-usfj-watch", OPEN)
    second = office.slackd.send(first.delivery, retry=1)
    assert second.body == first.body
    assert len(office.rows("matter")) == 1
    assert [row["last"] for row in office.rows("counter")] == [1]
    office.settle()
    assert sum(is_card(row) for row in office.messages("us-usfj")) == 1


@BOTH
def test_the_same_event_twice_at_once_is_one_request_with_one_answer(office: Office) -> None:
    delivery = office.slackd.compose.command(user_of("us-usfj-watch"), channel_of("us-usfj"), COMMAND, OPEN)
    first, second = at_once([lambda: office.slackd.send(delivery)] * 2)
    assert first.body == second.body
    assert len(office.rows("matter")) == len(office.rows("serial")) == 1
    all_well(office)


@BOTH
def test_the_same_form_sent_twice_at_once_is_one_request(office: Office) -> None:
    user = user_of("us-usfj-watch")
    office.type("us-usfj-watch", "open")
    asked = {"title": "Runway repair", "to": ["jp-jjoc"], "urgency": "priority"}
    delivery = office.slackd.compose.submit(user, office.slackd.view_of(user).id, asked)
    acks = at_once([lambda: office.slackd.send(delivery)] * 2)
    assert [(ack.body, ack.in_time) for ack in acks] == [("", True)] * 2
    assert office.slackd.send(delivery, retry=1).body == ""
    assert len(office.rows("matter")) == len(office.rows("serial")) == 1
    all_well(office)


def test_a_form_with_faults_keeps_what_was_filled_in_and_can_be_sent_again(office: Office) -> None:
    user = user_of("us-usfj-watch")
    office.type("us-usfj-watch", "open")
    form = office.slackd.view_of(user)
    asked = {"title": "Runway repair", "to": ["jp-jjoc"], "by": "soonish", "urgency": "priority"}
    with office.nothing_written():
        ack = office.slackd.submit(user, form.id, asked)
    assert ack.error is None
    assert list(ack.json["errors"]) == ["by"]
    assert "soonish" in ack.json["errors"]["by"]
    sent = office.slackd.submit(user, form.id, {**asked, "by": "240300Z NOV 26"})
    assert sent.json["response_action"] == "update"  # it says how the time was understood
    assert any("answer due" in text for text in texts_of(sent.json["view"]["blocks"]))
    assert len(office.rows("matter")) == 1


@BOTH
def test_of_two_people_who_press_one_button_at_once_one_acts_and_the_other_is_told_what_is_so(office: Office) -> None:
    opened(office)
    for seat in ("us-usfj-watch", "jp-jjoc-watch"):
        office.do(seat, f"ack {JOINT}")
    for seat in ("us-usfj-cdr", "jp-jjoc-cdr"):
        office.do(seat, f"concur {JOINT} {words(GROUNDS)}")
    office.do("bocc-jp-lead", f"decide {JOINT} approve {words(RECORD)}")
    office.do("bocc-us-lead", f"decide {JOINT} approve {words(RECORD)}")
    for seat in ("us-usfj-cos", "us-usfj-cdr"):
        office.press(seat, "implement")
    forms = [(user_of(seat), office.slackd.view_of(user_of(seat)).id) for seat in ("us-usfj-cos", "us-usfj-cdr")]
    acks = at_once([lambda form=form: office.slackd.submit(*form) for form in forms])  # type: ignore[misc]
    assert sorted(ack.json.get("response_action", "closed") for ack in acks) == ["closed", "update"]
    (late,) = [ack for ack in acks if ack.json]
    assert "Implementing" in json.dumps(late.json["view"]["blocks"])
    assert office.matter(JOINT).stage_id == "implementing"
    assert [row["serial"] for row in entries(office, "implement")] == [JOINT] * 2  # one of the nation, one joint
    all_well(office)


@BOTH
def test_of_two_who_release_at_once_by_button_one_does_and_is_told_so_once(office: Office) -> None:
    office.do("us-usfj-watch", OPEN)
    card = office.card("us-usfj")
    user = user_of("us-usfj-fdo")
    presses = [office.slackd.compose.press(user, channel_of("us-usfj"), card.ts, "move:disclose") for _ in range(2)]
    acks = at_once([lambda press=press: office.slackd.send(press) for press in presses])  # type: ignore[misc]
    assert [(ack.in_time, ack.error) for ack in acks] == [(True, None)] * 2
    assert len(entries(office, "disclose")) == 2  # the nation's own and the joint one
    (said,) = office.whispers("us-usfj-fdo")
    assert "`disclose`" in said
    assert office.matter(JOINT).stage_id == "received"
    all_well(office)


def test_a_wrong_or_old_signature_is_turned_away(staffed: Play, make_office: Callable[..., Office]) -> None:
    forget_what_was_told(staffed.house)
    office = make_office(staffed.house, signing_secret=Slackd.signing_secret)
    delivery = office.slackd.compose.command(user_of("us-usfj-watch"), channel_of("us-usfj"), COMMAND, OPEN)
    with office.nothing_written("inbox"):
        assert office.slackd.send(delivery, wrong_signature=True).status == 401
        assert office.slackd.send(delivery, age=600).status == 401
    assert office.slackd.send(delivery).in_time
    assert len(office.rows("matter")) == 1


# Forged, garbled, too late

VALUES = {
    "nothing": "",
    "garbage": "x" * 1999,
    "another's id": "0" * 32 + ":1",
    "a version that is none": ":-1:abc",
    "many colons": ":" * 100,
    "SQL": "' OR 1=1 --",
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("action", ["move:ack", "move:zzz", "move:", "more"])
def test_a_forged_button_value_does_nothing_and_is_answered(office: Office, action: str, value: str) -> None:
    opened(office)
    card = office.card("us-usfj")
    user = user_of("us-usfj-watch")
    before = len(office.whispers("us-usfj-watch"))
    with office.nothing_written("outbox"):
        if action == "more":
            ack = office.slackd.press(user, channel_of("us-usfj"), card.ts, "more", choose=value or "?", forged=True)
        else:
            ack = office.slackd.press(user, channel_of("us-usfj"), card.ts, action, value=value or "?", forged=True)
    assert (ack.status, ack.error) == (200, None)
    assert len(office.whispers("us-usfj-watch")) == before + 1
    assert office.matter(JOINT).stage_id == "received"


def test_a_button_pressed_by_somebody_who_may_not_is_answered_to_that_person_alone(office: Office) -> None:
    office.do("us-usfj-watch", OPEN)
    with office.nothing_written("outbox", *ON_RECORD):
        office.press("us-usfj-watch", "disclose")
    said = office.whispers("us-usfj-watch")[-1]
    assert f"<@{user_of('us-usfj-fdo')}>" in said
    assert not any("`disclose`" in text for text in office.told("us-usfj"))


GARBLED = {
    "no trigger": {"trigger_id": None},
    "no text": {"text": None},
    "no user": {"user_id": None},
    "a user of no sense": {"user_id": "\u0000'"},
    "a channel of no sense": {"channel_id": "?" * 3000},
    "a trigger of a thousand characters": {"trigger_id": "9" * 1000},
    "half a character": {"text": "open \udcff"},
}


@BOTH
@pytest.mark.parametrize("change", GARBLED.values(), ids=GARBLED)
def test_a_garbled_command_leaves_nothing_half_done_and_no_trace_of_the_program(
    office: Office, change: dict[str, str | None]
) -> None:
    made = office.slackd.compose.command(user_of("us-usfj-watch"), channel_of("us-usfj"), COMMAND, OPEN)
    payload = {name: word for name, word in {**made.payload, **change}.items() if word is not None}
    ack = office.slackd.send(replace(made, body=urlencode(payload, errors="replace")))
    assert ack.status == 200
    assert "Traceback" not in ack.body
    assert ack.body
    assert len(office.rows("matter")) in (0, 1)
    assert len(office.rows("matter")) == len(office.rows("serial"))
    all_well(office)


@pytest.mark.parametrize(
    "metadata", ["", "[]", '{"verb": 1}', '{"verb": "zzz"}', '{"verb": "open", "desk": "nowhere"}']
)
def test_a_garbled_form_is_answered_on_the_form(office: Office, metadata: str) -> None:
    user = user_of("us-usfj-watch")
    office.type("us-usfj-watch", "open")
    with office.slackd.changed:
        office.slackd.all_views[-1].payload["private_metadata"] = metadata
    with office.nothing_written():
        ack = office.slackd.submit(user, office.slackd.view_of(user).id, {"title": "x"}, forged=True)
    assert (ack.status, ack.error) == (200, None)
    assert ack.json["response_action"] in ("errors", "update")


@pytest.mark.parametrize("fault", [Error("expired_trigger_id"), Cut(), Status(500)], ids=str)
def test_a_form_that_slack_does_not_show_is_told_to_who_asked_for_it_and_nothing_is_lost(
    office: Office, caplog: pytest.LogCaptureFixture, fault: Any
) -> None:
    office.do("us-usfj-watch", OPEN)
    card = office.card("us-usfj")
    office.slackd.fault("views.open", fault, times=2)
    with office.nothing_written("outbox"):
        typed = office.type("us-usfj-watch", "open")
        pressed = office.slackd.press(user_of("us-usfj-fdo"), channel_of("us-usfj"), card.ts, "more", choose=menu(card))
    assert [(ack.status, ack.error) for ack in (typed, pressed)] == [(200, None)] * 2
    assert caplog.text.count("a form could not be opened") == 2
    assert office.slackd.views == []
    for seat in ("us-usfj-watch", "us-usfj-fdo"):
        told = [
            text for text in office.whispers(seat) if text.startswith("If no form came up: it reached Slack too late")
        ]
        assert len(told) == 1


def test_one_that_was_asked_for_where_no_body_is_is_told_directly(office: Office) -> None:
    user = user_of("jp-jjoc-watch")
    office.slackd.fault("views.open", Error("expired_trigger_id"))
    direct = office.slackd.dm(user).id
    assert office.slackd.command(user, direct, COMMAND, "open").in_time
    office.settle()
    (told,) = office.slackd.messages(direct)
    assert told.text.startswith("フォームが開かない場合は")


def menu(card: Message) -> str:
    """A row of a card's menu that opens a form."""
    (found,) = [act for block in card.blocks for act in block.get("elements", ()) if act.get("action_id") == "more"]
    return next(value for row in found["options"] if "note" in (value := str(row["value"])))
