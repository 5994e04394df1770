"""Block Kit as Slack accepts it: its limits as tables, and the checks that a table can't say.

Source: docs.slack.dev, reference/block-kit and reference/views. `MESSAGE_BUDGET` is not documented; it is
what people measured (slackapi/bolt-js issues 2509 and 2867).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.slackd.model import ApiError, Json
from tests.slackd.schema import ANY, BOOL, Choice, Int, Listed, Obj, Spec, Str, Typed, plain, text

MESSAGE_TEXT = 40_000  # characters
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
MESSAGE_BUDGET = 13_400  # characters of text in a message's blocks, and
BLOCK_COST = 125  # so many more for each block

CONFIRM = Obj(
    {"title": plain(100), "text": text(300), "confirm": plain(30)}
    | {"deny": plain(30), "style": Choice(("primary", "danger"))},
    ("title", "text", "confirm", "deny"),
)
OPTION = Obj({"text": text(75), "value": Str(150), "description": text(75), "url": Str(3000)}, ("text", "value"))
PLAIN_OPTION = Obj({**OPTION.fields, "text": plain(75)}, ("text", "value"))
GROUP = Obj({"label": plain(75), "options": Listed(PLAIN_OPTION, 100)}, required=("label", "options"))
INTERACTIVE: Mapping[str, Spec] = {"action_id": Str(255), "confirm": CONFIRM, "focus_on_load": BOOL}
PLACEHOLDER: Mapping[str, Spec] = {**INTERACTIVE, "placeholder": plain(150)}
STATIC: Mapping[str, Spec] = {"options": Listed(PLAIN_OPTION, 100), "option_groups": Listed(GROUP, 100)}
MULTI = {"max_selected_items": Int(1, 100)}
IMAGE = Obj({"image_url": Str(3000), "alt_text": Str(2000), "slack_file": ANY}, ("alt_text",))
TEXT_INPUT: Mapping[str, Spec] = {**PLACEHOLDER, "dispatch_action_config": ANY}


def _menu(**fields: Spec) -> Obj:
    return Obj({**PLACEHOLDER, **fields})


def _static(**fields: Spec) -> Obj:
    return Obj({**PLACEHOLDER, **STATIC, **fields}, one_of=("options", "option_groups"))


IDS = Listed(Str(255), 100)
ELEMENTS: Mapping[str, Spec] = {
    "button": Obj(
        {**INTERACTIVE, "text": plain(75), "value": Str(2000), "url": Str(3000)}
        | {"style": Choice(("primary", "danger")), "accessibility_label": Str(75)},
        required=("text",),
    ),
    "static_select": _static(initial_option=PLAIN_OPTION),
    "multi_static_select": _static(**MULTI, initial_options=Listed(PLAIN_OPTION, 100)),
    "external_select": _menu(initial_option=PLAIN_OPTION, min_query_length=Int(0, 255)),
    "multi_external_select": _menu(**MULTI, initial_options=Listed(PLAIN_OPTION, 100), min_query_length=Int(0, 255)),
    "users_select": _menu(initial_user=Str(255)),
    "multi_users_select": _menu(**MULTI, initial_users=IDS),
    "conversations_select": _menu(
        initial_conversation=Str(255),
        default_to_current_conversation=BOOL,
        response_url_enabled=BOOL,
        filter=ANY,
    ),
    "multi_conversations_select": _menu(
        **MULTI, initial_conversations=IDS, default_to_current_conversation=BOOL, filter=ANY
    ),
    "channels_select": _menu(initial_channel=Str(255), response_url_enabled=BOOL),
    "multi_channels_select": _menu(**MULTI, initial_channels=IDS),
    "overflow": Obj({**INTERACTIVE, "options": Listed(PLAIN_OPTION, 5)}, ("options",)),
    "radio_buttons": Obj({**INTERACTIVE, "options": Listed(OPTION, 10), "initial_option": OPTION}, ("options",)),
    "checkboxes": Obj(
        {**INTERACTIVE, "options": Listed(OPTION, 10), "initial_options": Listed(OPTION, 10)}, ("options",)
    ),
    "datepicker": _menu(initial_date=Str(10, 10)),
    "timepicker": _menu(initial_time=Str(5, 5), timezone=Str(255)),
    "datetimepicker": Obj({**INTERACTIVE, "initial_date_time": Int(1_000_000_000, 9_999_999_999)}),
    "plain_text_input": Obj(
        {**TEXT_INPUT, "initial_value": Str(3000, 0), "multiline": BOOL}
        | {"min_length": Int(0, 3000), "max_length": Int(1, 3000)}
    ),
    "email_text_input": Obj({**TEXT_INPUT, "initial_value": Str(3000, 0)}),
    "url_text_input": Obj({**TEXT_INPUT, "initial_value": Str(3000, 0)}),
    "number_input": Obj(
        {**TEXT_INPUT, "is_decimal_allowed": BOOL, "initial_value": Str(100)}
        | {"min_value": Str(100), "max_value": Str(100)},
        required=("is_decimal_allowed",),
    ),
    "image": IMAGE,
}
TYPED_BY_HAND = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
ACCESSORIES = Typed({kind: spec for kind, spec in ELEMENTS.items() if kind not in TYPED_BY_HAND})
ACTIONS = Typed({kind: spec for kind, spec in ACCESSORIES.kinds.items() if kind != "image"})
INPUTS = Typed({kind: spec for kind, spec in ELEMENTS.items() if kind not in ("button", "overflow", "image")})
CONTEXT = Typed({"image": IMAGE, **text(2000).kinds})

NOTHING = Obj({})
BLOCKS: Mapping[str, Obj] = {
    "section": Obj(
        {"text": text(3000), "fields": Listed(text(2000), 10), "accessory": ACCESSORIES, "expand": BOOL},
        one_of=("text", "fields"),
    ),
    "header": Obj({"text": plain(150)}, ("text",)),
    "divider": NOTHING,
    "context": Obj({"elements": Listed(CONTEXT, 10)}, ("elements",)),
    "actions": Obj({"elements": Listed(ACTIONS, 25)}, ("elements",)),
    "input": Obj(
        {"label": plain(2000), "element": INPUTS, "hint": plain(2000)} | {"optional": BOOL, "dispatch_action": BOOL},
        required=("label", "element"),
    ),
    "image": Obj({**IMAGE.fields, "title": plain(2000)}, ("alt_text",)),
    "markdown": Obj({"text": Str(12_000)}, ("text",)),
    "rich_text": Obj({"elements": Listed(ANY, 1000)}, ("elements",)),
}
BLOCK = Typed({kind: Obj({**b.fields, "block_id": Str(255)}, b.required, b.one_of) for kind, b in BLOCKS.items()})
MODAL_FIELDS: Mapping[str, Spec] = {
    "title": plain(24),
    "submit": plain(24),
    "close": plain(24),
    "private_metadata": Str(3000, 0),
    "callback_id": Str(255, 0),
    "external_id": Str(255, 0),
    "clear_on_close": BOOL,
    "notify_on_close": BOOL,
    "submit_disabled": BOOL,
}
MODAL = Obj({**MODAL_FIELDS, "blocks": Listed(BLOCK, VIEW_BLOCKS, 0)}, required=("title", "blocks"))


def check_message(text: str | None, blocks: list[Any], *, budget: bool = True) -> None:
    """Raises what Slack would answer to a message of this text and these blocks.

    `budget`: count the characters of all blocks together, as `chat.postMessage` does and answers to
    a `response_url` don't.
    """
    if not text and not blocks:
        raise ApiError("no_text")
    if text and len(text) > MESSAGE_TEXT:
        raise ApiError("msg_too_long")
    found = list(Listed(BLOCK, MESSAGE_BLOCKS, 0).faults(blocks, "/blocks"))
    found = found or list(_relations(blocks, "/blocks"))
    if found:
        raise ApiError("invalid_blocks", *found)
    if budget and sum(map(_characters, blocks)) + BLOCK_COST * len(blocks) > MESSAGE_BUDGET:
        raise ApiError("msg_blocks_too_long")


def check_view(view: Any) -> None:
    """Raises `invalid_arguments` or `view_too_large` for a modal that Slack would not show."""
    found = list(Typed({"modal": MODAL}).faults(view, "/view"))
    if not found:
        found = list(_relations(view["blocks"], "/view/blocks"))
        if any(block["type"] == "input" for block in view["blocks"]) and not view.get("submit"):
            found.append("must define `submit` to use an `input` block in modals [json-pointer:/view]")
    if found:
        raise ApiError("invalid_arguments", *found)
    if len(str(view).encode()) > VIEW_BYTES:
        raise ApiError("view_too_large")


def elements_of(block: Json) -> list[Json]:
    """The interactive elements of a block, in order."""
    found = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
    return [element for element in found if element and element.get("type") in ELEMENTS and element["type"] != "image"]


def options_of(element: Json) -> list[Json]:
    groups = element.get("option_groups") or ()
    return [*(element.get("options") or ()), *(option for group in groups for option in group["options"])]


def _relations(blocks: list[Json], at: str) -> Iterator[str]:
    """What no table can say: ids that must be unique, and initial options that must be offered."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen:
            yield f"`block_id` already exists: {block_id} [json-pointer:{at}/{index}/block_id]"
        seen.update([block_id] if block_id else [])
        elements = elements_of(block)
        actions = [element["action_id"] for element in elements if element.get("action_id")]
        for action_id in sorted({action for action in actions if actions.count(action) > 1}):
            yield f"`action_id` already exists: {action_id} [json-pointer:{at}/{index}]"
        for element in elements:
            yield from _chosen(element, f"{at}/{index}")


def _chosen(element: Json, at: str) -> Iterator[str]:
    initial = [*(element.get("initial_options") or ()), *filter(None, [element.get("initial_option")])]
    offered = options_of(element)
    if element["type"] not in ("external_select", "multi_external_select") and any(
        option not in offered for option in initial
    ):
        yield f"initial option(s) must exist in options [json-pointer:{at}]"
    values = [option["value"] for option in offered]
    if len(values) != len(set(values)):
        yield f"option values must be unique [json-pointer:{at}]"
    if element.get("max_length") is not None and element.get("min_length", 0) > element["max_length"]:
        yield f"min_length must not be above max_length [json-pointer:{at}]"


def _characters(value: Any) -> int:
    """All characters under keys named `text`."""
    if isinstance(value, list):
        return sum(map(_characters, value))
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    rest = sum(_characters(part) for part in value.values())
    return rest + (len(own) if isinstance(own, str) else 0)
