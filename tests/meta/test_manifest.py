"""The app manifest grants what the code uses: its scopes, its command, its ways in; and no more."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from slack_sdk import WebClient

from bot.inward.listeners import ACCOUNTS, COMINGS_AND_GOINGS, COMMAND, MARKINGS
from bot.slack.scopes import SCOPES, SETUP

ROOT = Path(__file__).parents[2]
FREE = {"auth_test", "views_open", "apps_connections_open"}
"""Methods that need no scope of a bot's."""


def read_yaml(lines: list[tuple[int, str]]) -> Any:
    """As much of YAML as a manifest needs: nested mappings, lists, and plain or quoted values on one line."""
    if lines[0][1].startswith("- "):
        starts = [at for at, (_, text) in enumerate(lines) if text.startswith("- ") and lines[at][0] == lines[0][0]]
        parts = [lines[at:end] for at, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
        return [read_item(part) for part in parts]
    found: dict[str, Any] = {}
    at = 0
    while at < len(lines):
        indent, text = lines[at]
        end = next((row for row in range(at + 1, len(lines)) if lines[row][0] <= indent), len(lines))
        name, _, value = text.partition(":")
        assert name not in found, f"{name} is there twice"
        found[name] = read_value(value.strip()) if value.strip() else read_yaml(lines[at + 1 : end])
        at = end
    return found


def read_item(part: list[tuple[int, str]]) -> Any:
    indent, text = part[0][0] + 2, part[0][1][2:]
    return read_yaml([(indent, text), *part[1:]]) if ": " in text else read_value(text)


def read_value(text: str) -> Any:
    return {"true": True, "false": False}.get(text, text.strip('"') if text.startswith('"') else text)


def manifest(name: str = "manifest.yaml") -> Any:
    rows = [line.rstrip() for line in (ROOT / "deploy" / name).read_text().splitlines()]
    kept = [row for row in rows if row and not row.lstrip().startswith("#")]
    assert not any("\t" in row or " #" in row.replace(' "#', "") for row in kept)
    return read_yaml([(len(row) - len(row.lstrip()), row.lstrip()) for row in kept])


def calls_of_the_code() -> Iterator[str]:
    """Every method of Slack's client that the code names."""
    methods = {name for name in dir(WebClient) if "_" in name and not name.startswith("_")}
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in methods:
                yield node.attr


def ways_in() -> set[str]:
    """What kinds of listener the Bolt app has, as Bolt names them."""
    tree = ast.parse((ROOT / "bot" / "inward" / "listeners.py").read_text())
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "app"
    }


def test_the_manifest_grants_the_scopes_that_the_code_names() -> None:
    assert manifest()["oauth_config"]["scopes"] == {"bot": list(SCOPES)}


def test_what_sets_up_channels_is_another_app_and_grants_nothing_to_a_bot() -> None:
    assert manifest("manifest-setup.yaml")["oauth_config"]["scopes"] == {"user": list(SETUP)}
    assert not {scope for scope in SETUP if scope.endswith(":write")} & set(SCOPES)


def test_every_call_has_its_scope_and_every_scope_a_call() -> None:
    called = set(calls_of_the_code())
    listed = {method for methods in (*SCOPES.values(), *SETUP.values()) for method in methods}
    assert called - FREE == listed


def test_the_manifest_has_the_command_and_the_ways_in_that_the_bot_listens_to() -> None:
    features, settings = manifest()["features"], manifest()["settings"]
    assert [row["command"] for row in features["slash_commands"]] == [COMMAND]
    assert features["slash_commands"][0]["should_escape"] is True
    assert {"command", "action", "view"} <= ways_in()
    assert settings["interactivity"] == {"is_enabled": True}
    assert settings["event_subscriptions"] == {"bot_events": [*COMINGS_AND_GOINGS, *ACCOUNTS, *MARKINGS]}


def test_people_can_type_to_the_bot_in_a_direct_message() -> None:
    home = manifest()["features"]["app_home"]
    assert home["messages_tab_enabled"] is True
    assert home["messages_tab_read_only_enabled"] is False


def test_texts_fit_slacks_limits() -> None:
    found = manifest()
    assert len(found["display_information"]["name"]) <= 35
    assert len(found["display_information"]["description"]) <= 140
    assert found["features"]["bot_user"]["display_name"] == found["display_information"]["name"] == "Kakehashi"
    assert found["settings"]["socket_mode_enabled"] is True
