"""A tasking that would cross to another nation: refused, on record, and asked instead in one press."""

import json

import pytest

from bot.inward.instead import ACTION, MOST
from tests.bot.office import BOTH, Office, channel_of, user_of, words_of

TASK = 'task "Repair the runway" {to} detail:"Two crews"'


def buttons(answer: str) -> list[dict[str, str]]:
    blocks = json.loads(answer).get("blocks", [])
    return [act for block in blocks for act in block.get("elements", ()) if act.get("action_id") == ACTION]


def press(office: Office, value: str) -> None:
    """The button under the newest answer that the commander alone sees."""
    user = user_of("us-usfj-cdr")
    answer = office.slackd.ephemerals(user)[-1]
    office.slackd.press(user, channel_of("us-usfj"), answer.ts, ACTION, value=value)


@BOTH
@pytest.mark.parametrize("to", ["jp-jjoc", "bocc"])
def test_it_is_asked_in_one_press(office: Office, to: str) -> None:
    ack = office.type("us-usfj-cdr", TASK.format(to=to))
    assert "stays inside one nation" in words_of(ack)
    assert not office.rows("matter")
    (attempt,) = [row for row in office.rows("log_content") if b"tasking-crosses" in row["content"]]
    content = json.loads(attempt["content"])
    assert (content["verb"], content["seat"], content["target"]) == ("task", "us-usfj-cdr", to)
    assert "runway" not in str(content)
    (pressed,) = buttons(ack.body)
    press(office, pressed["value"])
    asked = office.matter("CR-26-US-0001")
    assert (asked.text.title, asked.text.detail, asked.to, asked.urgency) == (
        "Repair the runway",
        "Two crews",
        (to,),
        "priority",
    )


def test_a_time_that_something_is_left_of_is_looked_at_before_it_counts(office: Office) -> None:
    ack = office.type("us-usfj-cdr", TASK.format(to="jp-jjoc") + " by:+8h")
    (pressed,) = buttons(ack.body)
    press(office, pressed["value"])
    assert not office.rows("matter")
    form = office.slackd.view_of(user_of("us-usfj-cdr"))
    office.slackd.submit(user_of("us-usfj-cdr"), form.id, {})
    assert office.matter("CR-26-US-0001").to == ("jp-jjoc",)


def test_what_a_button_can_t_carry_is_said_without_one(office: Office) -> None:
    line = f'task "Repair the runway" jp-jjoc detail:"{"x" * MOST}"'
    ack = office.type("us-usfj-cdr", line)
    assert "/acm open" in words_of(ack)
    assert not buttons(ack.body)
