"""What Slack does badly: what goes wrong there is made good later, and nothing is lost or told twice."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.bot.office import BOTH, JOINT, OPEN, Office, channel_of, is_card, opened, user_of, words_of
from tests.play import at_once
from tests.slackd import Cut, RateLimited, Status


@BOTH
@pytest.mark.parametrize(
    "fault",
    [RateLimited(3), Status(500), Status(503), Cut(), Cut(accepted=True), Status(500, accepted=True)],
    ids=str,
)
def test_a_post_that_goes_wrong_is_made_later_and_once(office: Office, fault: Any) -> None:
    office.slackd.fault("chat.postMessage", fault, channel=channel_of("us-usfj"))
    office.do("us-usfj-watch", OPEN)
    office.settle()
    assert office.waiting() == 2
    office.clock.forward(timedelta(seconds=4))
    office.settle()
    assert office.waiting() == 0
    assert sum(is_card(row) for row in office.messages("us-usfj")) == 1
    assert len(office.messages("us-usfj")) == 2
    assert "disclose" in json.dumps(office.card("us-usfj").blocks)


def test_the_other_channels_are_told_meanwhile(office: Office) -> None:
    opened(office)
    office.settle()
    office.slackd.fault("*", RateLimited(60), channel=channel_of("jp-jjoc"), times=None)
    before = len(office.messages("us-usfj"))
    office.do("us-usfj-watch", f"ack {JOINT}")
    office.settle()
    assert len(office.messages("us-usfj")) > before
    assert {row["lane"] for row in office.rows("outbox") if row["state"] != "sent"} == {"jp-jjoc"}


def test_while_another_process_holds_the_database_each_way_in_says_so_and_keeps_what_was_filled_in(
    office: Office,
) -> None:
    office.do("us-usfj-watch", OPEN)
    watch, officer = user_of("us-usfj-watch"), user_of("us-usfj-fdo")
    card = office.card("us-usfj")
    office.type("us-usfj-watch", "open")
    form, asked = office.slackd.view_of(watch), {"title": "x", "to": ["jp-jjoc"], "urgency": "routine"}
    with office.nothing_written(), office.house.database._turn:
        typed, sent, pressed = at_once(
            [
                lambda: office.type("us-usfj-watch", OPEN),
                lambda: office.slackd.submit(watch, form.id, asked),
                lambda: office.slackd.press(officer, channel_of("us-usfj"), card.ts, "move:disclose"),
            ]
        )
    assert [(ack.in_time, ack.error) for ack in (typed, sent, pressed)] == [(True, None)] * 3
    assert "try again" in words_of(typed)
    assert "try again" in sent.json["errors"]["title"]
    assert "try again" in json.dumps(office.slackd.view_of(officer).blocks)
    assert office.slackd.submit(watch, form.id, asked).body == ""
    assert len(office.rows("matter")) == 2
