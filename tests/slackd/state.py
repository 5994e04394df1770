"""What people choose and type in elements: the `state` of a view or message, and one action."""

from collections.abc import Mapping
from typing import Any

from tests.slackd.blockkit import elements_of, options_of
from tests.slackd.model import Json, SlackdError

#: By type of element: where its choice is written, and where its first choice is read.
OPTION, OPTIONS = ("selected_option", "initial_option"), ("selected_options", "initial_options")
PLACES: Mapping[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": OPTION,
    "external_select": OPTION,
    "radio_buttons": OPTION,
    "overflow": OPTION,
    "multi_static_select": OPTIONS,
    "multi_external_select": OPTIONS,
    "checkboxes": OPTIONS,
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
TEXT_LENGTH = 3000


def state_values(blocks: list[Json], given: Mapping[str, Any], *, forged: bool = False) -> Json:
    """`state.values` of these blocks, where `given` overrides initial values.

    `given` is by block id: a text, an option's value (a list of them where several may be chosen), an id, a
    date; or a dict of these by action id. Raises SlackdError for what the client would not let a person do.
    """
    known = {block.get("block_id") for block in blocks}
    if not forged and not set(given) <= known:
        raise SlackdError(f"no such block: {sorted(set(given) - known)}; there are {sorted(known, key=str)}")
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in PLACES and element["type"] != "overflow":
                choice = _given(given, block["block_id"], element)
                state = element_state(element, choice, forged=forged)
                if block["type"] == "input" and not forged:
                    _check_input(block, element, state)
                values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def element_state(element: Json, choice: Any, *, forged: bool = False) -> Json:
    """The state of one element after `choice`; None leaves it as it was drawn."""
    place, initial = PLACES[element["type"]]
    empty: Any = [] if place.endswith("s") else None
    if choice is None:
        return {"type": element["type"], place: element.get(initial, empty)}
    if place == "selected_option":
        choice = _option(element, choice, forged=forged) if choice else None
    if place == "selected_options":
        choice = [_option(element, one, forged=forged) for one in choice]
    return {"type": element["type"], place: choice if choice != "" else None}


def _given(given: Mapping[str, Any], block_id: str, element: Json) -> Any:
    found = given.get(block_id)
    return found.get(element["action_id"]) if isinstance(found, dict) else found


def _option(element: Json, value: str, *, forged: bool) -> Json:
    for option in options_of(element):
        if option["value"] == value:
            return option
    if forged or element["type"] in ("external_select", "multi_external_select"):
        return {"text": {"type": "plain_text", "text": value}, "value": value}
    offered = [option["value"] for option in options_of(element)]
    raise SlackdError(f"{element['action_id']} offers no {value!r}, only {offered}")


def _check_input(block: Json, element: Json, state: Json) -> None:
    """What Slack's own client refuses before anything is sent."""
    value = state[PLACES[element["type"]][0]]
    if not value and not block.get("optional"):
        raise SlackdError(f"{block['block_id']} must be filled in")
    if element["type"] == "plain_text_input" and value:
        least, most = element.get("min_length", 0), element.get("max_length", TEXT_LENGTH)
        if not least <= len(value) <= most:
            raise SlackdError(f"{block['block_id']} takes {least} to {most} characters, not {len(value)}")
