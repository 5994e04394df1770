"""What Slack says of the installation: tokens, scopes, and the channel of each body; all that is wrong at once."""

from collections.abc import Iterator
from datetime import date
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.scopes import SCOPES
from bot.settings import Environment
from bot.toml_lines import Finding, TomlFile
from workflows.registry import Body, Registry

TIMEOUT = 10  # seconds for one call
PAGE = 200  # channels asked for at a time

ERRORS = {
    "invalid_auth": "Slack does not know it",
    "not_allowed_token_type": "it is a token of another kind",
    "token_revoked": "it was revoked: install the app again",
    "token_expired": "it has expired: install the app again",
    "account_inactive": "it belongs to an app or a workspace that is gone",
    "missing_scope": "it lacks a scope",
    "ratelimited": "Slack asks to wait: try again in a minute",
}
"""Slack's codes for what a token can't do, in English."""


def check_slack(environment: Environment, registry: Registry, file: TomlFile, today: date) -> Iterator[Finding]:
    """Faults of the tokens that are given, and with a bot's token of its scopes and of the bodies' channels."""
    if token := environment.app_token.reveal():
        yield from _app_token(_client(environment, ""), token)
    if environment.bot_token:
        yield from _bot_token(_client(environment, environment.bot_token.reveal()), registry, file, today)


def _client(environment: Environment, token: str) -> WebClient:
    return WebClient(token, base_url=environment.slack_api, timeout=TIMEOUT, retry_handlers=[])


def _app_token(client: WebClient, token: str) -> Iterator[Finding]:
    try:
        client.apps_connections_open(app_token=token)
    except (SlackClientError, OSError, HTTPException) as error:
        yield _refusal("SLACK_APP_TOKEN", "apps.connections.open", error)


def _bot_token(client: WebClient, registry: Registry, file: TomlFile, today: date) -> Iterator[Finding]:
    method = "auth.test"
    try:
        answer = client.auth_test()
        granted = _granted(answer.headers)
        missing = [scope for scope in SCOPES if scope not in granted]
        yield from (_missing_scope(scope) for scope in missing)
        if not {"channels:read", "groups:read"} & set(missing):
            method = "conversations.list"
            yield from _channels(_conversations(client), registry, file, today)
    except (SlackClientError, OSError, HTTPException) as error:
        yield _refusal("SLACK_BOT_TOKEN", method, error)


def _granted(headers: dict[str, Any]) -> set[str]:
    """The scopes of the token, as Slack names them in a header of every answer."""
    named = {str(key).lower(): str(value) for key, value in headers.items()}
    return {scope.strip() for scope in named.get("x-oauth-scopes", "").split(",")}


def _missing_scope(scope: str) -> Finding:
    calls = f", for {', '.join(SCOPES[scope])}" if SCOPES[scope] else ""
    return Finding(f"SLACK_BOT_TOKEN lacks the scope {scope}{calls}: update the app from deploy/manifest.yaml")


def _conversations(client: WebClient) -> dict[str, dict[str, Any]]:
    """Every channel that the bot can see, by name."""
    pages = client.conversations_list(types="public_channel,private_channel", limit=PAGE, exclude_archived=True)
    return {str(row["name"]): row for page in pages for row in page["channels"]}


def _channels(found: dict[str, dict[str, Any]], registry: Registry, file: TomlFile, today: date) -> Iterator[Finding]:
    for at, body in enumerate(registry.bodies.values()):
        if body.is_valid_on(today):
            for text in _channel(found.get(body.channel), body, registry):
                yield file.finding(("body", at, "channel"), text)


def _channel(row: dict[str, Any] | None, body: Body, registry: Registry) -> Iterator[str]:
    if row is None:
        yield f"the bot sees no channel #{body.channel} of {body.id!r}: make it, and invite the bot to it"
        return
    if not row.get("is_member"):
        yield f"the bot is not a member of #{body.channel} of {body.id!r}: invite it"
    if registry.audience_of(body.id) != registry.everyone and not row.get("is_private"):
        yield f"#{body.channel} of {body.id!r} is public: a channel that not every nation reads has to be private"


def _refusal(variable: str, method: str, error: Exception) -> Finding:
    if not isinstance(error, SlackApiError):
        return Finding(f"Slack cannot be reached for {method}: {getattr(error, 'reason', error)}")
    response: Any = error.response
    code = response.get("error") if hasattr(response, "get") else None
    if code in ERRORS:
        return Finding(f"{variable} does not do for {method}: {ERRORS[code]} ({code})")
    status = getattr(response, "status_code", None)
    return Finding(f"Slack refused {method}: {code or f'HTTP status {status}'}")
