"""Slack's limits on messages and views: what just fits is taken, one more is refused with its place."""

from typing import Any

import pytest

from tests.slackd.blockkit import check_message, check_view
from tests.slackd.model import ApiError, Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(**fields: Any) -> Json:
    return {"type": "button", "text": plain("Go"), **fields}


def option(number: int, text: str = "o") -> Json:
    return {"text": plain(text), "value": str(number)}


def select(count: int, **fields: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": list(map(option, range(count))), **fields}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def entry(**fields: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "a", **fields}
    return {"type": "input", "label": plain("L"), "element": element}


def modal(*blocks: Json, **fields: Any) -> Json:
    return {"type": "modal", "title": plain("T"), "submit": plain("S"), "blocks": list(blocks), **fields}


DIVIDER = {"type": "divider"}
FITS_OR_NOT: list[tuple[list[Json], list[Json], str]] = [
    ([DIVIDER] * 50, [DIVIDER] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    (
        [{"type": "section", "text": mrkdwn("x" * 3000)}],
        [{"type": "section", "text": mrkdwn("x" * 3001)}],
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        [{"type": "section", "fields": [mrkdwn("x" * 2000)] + [mrkdwn("x")] * 9}],
        [{"type": "section", "fields": [mrkdwn("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        [{"type": "section", "fields": [mrkdwn("x")]}],
        [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    ([{"type": "section", "text": mrkdwn("x")}], [{"type": "section"}], "must have one of: text, fields"),
    (
        [{"type": "header", "text": plain("x" * 150)}],
        [{"type": "header", "text": plain("x" * 151)}],
        "must be less than 151 characters",
    ),
    (
        [{"type": "header", "text": plain("x")}],
        [{"type": "header", "text": mrkdwn("x")}],
        "unsupported type: mrkdwn",
    ),
    (
        [{"type": "header", "text": plain("x")}],
        [{"type": "header", "text": plain("")}],
        "must be more than 0 characters",
    ),
    (
        [{"type": "context", "elements": [mrkdwn("x")] * 10}],
        [{"type": "context", "elements": [mrkdwn("x")] * 11}],
        "no more than 10 items",
    ),
    (
        [{"type": "context", "elements": [mrkdwn("x" * 2000)]}],
        [{"type": "context", "elements": [mrkdwn("x" * 2001)]}],
        "must be less than 2001",
    ),
    ([actions(*[button()] * 25)], [actions(*[button()] * 26)], "no more than 25 items"),
    ([actions(button())], [actions()], "no less than 1 items"),
    ([actions(button(text=plain("x" * 75)))], [actions(button(text=plain("x" * 76)))], "less than 76"),
    ([actions(button(value="x" * 2000))], [actions(button(value="x" * 2001))], "less than 2001"),
    ([actions(button(action_id="x" * 255))], [actions(button(action_id="x" * 256))], "less than 256"),
    ([{**DIVIDER, "block_id": "x" * 255}], [{**DIVIDER, "block_id": "x" * 256}], "less than 256"),
    (
        [{**DIVIDER, "block_id": "a"}, {**DIVIDER, "block_id": "b"}],
        [{**DIVIDER, "block_id": "a"}] * 2,
        "`block_id` already exists: a [json-pointer:/blocks/1/block_id]",
    ),
    (
        [actions(button(action_id="a")), actions(button(action_id="a"))],
        [actions(button(action_id="a"), button(action_id="a"))],
        "`action_id` already exists: a",
    ),
    ([actions(select(100))], [actions(select(101))], "no more than 100 items"),
    ([actions(select(1))], [actions(select(0))], "no less than 1 items"),
    (
        [actions(select(2, initial_option=option(1)))],
        [actions(select(2, initial_option=option(2)))],
        "initial option(s) must exist in options",
    ),
    (
        [actions(select(1, options=[option(1, "x" * 75)]))],
        [actions(select(1, options=[option(1, "x" * 76)]))],
        "less than 76",
    ),
    (
        [actions(select(1, options=[{"text": plain("x"), "value": "x" * 150}]))],
        [actions(select(1, options=[{"text": plain("x"), "value": "x" * 151}]))],
        "less than 151",
    ),
    ([actions(button())], [actions({"type": "lever"})], "unsupported type: lever"),
    ([actions(button())], [actions(entry()["element"])], "unsupported type: plain_text_input"),
    ([DIVIDER], [{"type": "curtain"}], "unsupported type: curtain"),
    ([DIVIDER], [{"type": "divider", "text": "x"}], "invalid additional property: text"),
    ([entry(placeholder=plain("x" * 150))], [entry(placeholder=plain("x" * 151))], "less than 151"),
]


@pytest.mark.parametrize(("fits", "refused", "reason"), FITS_OR_NOT)
def test_a_block_limit(fits: list[Json], refused: list[Json], reason: str) -> None:
    check_message("", fits)
    with pytest.raises(ApiError) as raised:
        check_message("", refused)
    assert raised.value.code == "invalid_blocks"
    assert reason in " ".join(raised.value.body()["response_metadata"]["messages"])


def test_a_message_has_at_most_40000_characters_and_is_not_empty() -> None:
    check_message("x" * 40_000, [])
    with pytest.raises(ApiError, match="msg_too_long"):
        check_message("x" * 40_001, [])
    with pytest.raises(ApiError, match="no_text"):
        check_message("", [])


def test_the_blocks_of_a_posted_message_share_a_budget_that_answers_do_not_have() -> None:
    blocks = [{"type": "section", "text": mrkdwn("x" * 3000)}] * 5
    check_message("", blocks[:4])
    check_message("", blocks, budget=False)
    with pytest.raises(ApiError, match="msg_blocks_too_long"):
        check_message("", blocks)


@pytest.mark.parametrize(
    ("fits", "refused", "reason"),
    [
        (modal(*[DIVIDER] * 100), modal(*[DIVIDER] * 101), "no more than 100 items"),
        (modal(title=plain("x" * 24)), modal(title=plain("x" * 25)), "less than 25"),
        (modal(submit=plain("x" * 24)), modal(submit=plain("x" * 25)), "less than 25"),
        (modal(close=plain("x" * 24)), modal(close=plain("x" * 25)), "less than 25"),
        (modal(private_metadata="x" * 3000), modal(private_metadata="x" * 3001), "less than 3001"),
        (modal(callback_id="x" * 255), modal(callback_id="x" * 256), "less than 256"),
        (
            modal({**entry(), "label": plain("x" * 2000)}),
            modal({**entry(), "label": plain("x" * 2001)}),
            "less than 2001",
        ),
        (modal(entry(max_length=3000)), modal(entry(max_length=3001)), "from 1 to 3000"),
        (modal(entry(initial_value="x" * 3000)), modal(entry(initial_value="x" * 3001)), "less than 3001"),
        (modal(entry(min_length=2, max_length=2)), modal(entry(min_length=3, max_length=2)), "min_length"),
        (modal(entry()), {**modal(entry()), "submit": None}, "must define `submit`"),
        (modal(), {**modal(), "title": None}, "missing required field: title"),
        (modal(), {**modal(), "type": "home"}, "unsupported type: home"),
    ],
)
def test_a_view_limit(fits: Json, refused: Json, reason: str) -> None:
    check_view(fits)
    with pytest.raises(ApiError) as raised:
        check_view(refused)
    assert raised.value.code == "invalid_arguments"
    assert reason in " ".join(raised.value.messages)


def test_a_view_is_no_larger_than_250_kilobytes() -> None:
    block = {"type": "section", "text": mrkdwn("x" * 2900)}
    check_view(modal(*[block] * 80))
    with pytest.raises(ApiError, match="view_too_large"):
        check_view(modal(*[block] * 90))


@pytest.mark.parametrize("blocks", [[None], ["x"], [{"type": ["section"]}], [{}], [actions(button(value=1))]])
def test_rubbish_is_refused_like_the_rest(blocks: list[Any]) -> None:
    with pytest.raises(ApiError, match="invalid_blocks"):
        check_message("x", blocks)
