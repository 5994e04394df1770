"""What is given up on its way to Slack and what is not: each fault that Slack may answer, and how long is waited."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError
from sqlalchemy import insert

from bot.slack.faults import (
    FIRST_WAIT,
    LANE_FAULTS,
    LONGEST_WAIT,
    MESSAGE_FAULTS,
    MOST_TRIES,
    asked_to_wait,
    code_of,
    is_lost,
    wait_after,
)
from state.tables import deliveries
from tests.bot.lanes import states
from tests.bot.office import OPEN, Office, channel_of, is_card, opened
from tests.slackd import Error, Slackd


def put_row(office: Office, lane: str, kind: str, facts: bytes) -> None:
    row = {"id": f"{kind}-{lane}", "lane": lane, "kind": kind, "facts": facts, "made_at": office.clock(), "attempts": 0}
    with office.house.database.writing() as connection:
        connection.execute(insert(deliveries.outbox), {**row, "state": "pending"})


def slack_error(code: str, status: int = 200, headers: dict[str, str] | None = None) -> SlackApiError:
    class Response:
        data: dict[str, Any] = {"ok": False, "error": code}  # noqa: RUF012  the shape of slack_sdk's
        status_code = status

    Response.headers = headers or {}  # type: ignore[attr-defined]
    return SlackApiError("refused", Response())  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped


@pytest.mark.parametrize(
    ("error", "at_once", "at_last"),
    [
        *((slack_error(code), False, False) for code in LANE_FAULTS),
        *((slack_error(code), True, True) for code in MESSAGE_FAULTS),
        (slack_error("something_new"), False, True),
        (slack_error("not JSON", 500), False, False),
        (slack_error("invalid_blocks", 200), True, True),
        (SlackRequestError("no answer"), False, False),
        (TimeoutError(), False, False),
    ],
    ids=lambda row: code_of(row) or type(row).__name__ if isinstance(row, Exception) else "",
)
def test_only_what_slack_will_never_take_is_given_up(error: Exception, *, at_once: bool, at_last: bool) -> None:
    assert (is_lost(error, 1), is_lost(error, MOST_TRIES)) == (at_once, at_last)


def test_waits_grow_to_five_minutes_and_slack_s_word_goes_before() -> None:
    assert [wait_after(tries) for tries in (0, 1, 2, 3)] == [FIRST_WAIT, FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert wait_after(1_000) == LONGEST_WAIT
    assert asked_to_wait(slack_error("ratelimited", 429, {"retry-after": "7"})) == timedelta(seconds=7)
    assert asked_to_wait(slack_error("ratelimited", 429, {"Retry-After": "soon"})) == FIRST_WAIT
    assert asked_to_wait(slack_error("internal_error", 500)) is None
    assert asked_to_wait(TimeoutError()) is None


def test_a_message_that_slack_will_never_take_is_given_up_and_the_lane_goes_on(
    office: Office, slackd: Slackd, caplog: pytest.LogCaptureFixture
) -> None:
    slackd.fault("chat.postMessage", Error("invalid_blocks"), channel=channel_of("us-usfj"))
    opened(office)
    office.settle()
    (lost,) = [row for row in office.rows("outbox") if row["state"] == "failed"]
    assert (lost["lane"], lost["kind"], lost["error"]) == ("us-usfj", "card", "invalid_blocks")
    assert any(is_card(row) for row in office.messages("us-usfj"))  # the next card of the lane
    assert "invalid_blocks" in caplog.text
    assert "Runway" not in caplog.text  # the program's own log has no text of people's


def test_facts_that_cannot_be_drawn_are_given_up_and_the_lane_goes_on(office: Office) -> None:
    put_row(office, "us-usfj", "seat-taken", b'{"seat": 1}')
    office.do("us-usfj-watch", OPEN)
    office.settle()
    assert states(office, "us-usfj") == ["failed", "sent", "sent"]
    assert len(office.messages("us-usfj")) == 2
