"""What Slack says of the installation: tokens, scopes, and the channel of each body; all that is wrong at once."""

from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import date
from http.client import HTTPException
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.settings.tokens import Tokens
from bot.settings.toml_lines import Finding, TomlFile
from bot.slack.binding import conversations
from bot.slack.scopes import SCOPES
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Body

T = TypeVar("T")
TIMEOUT = 10  # seconds for one call

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


def check_slack(tokens: Sequence[Tokens], registry: Registry, file: TomlFile, today: date) -> Iterator[Finding]:
    """Faults of the tokens that are given, and with the bot's of its scopes and of the bodies' channels."""
    for row in tokens:
        if row.app:
            yield from _app_token(row)
    found: list[dict[str, Any]] = []
    answers = 0
    for row in tokens:
        try:
            granted = yield from _scopes(row)
            if {"channels:read", "groups:read"} <= granted:
                found += _asked(row, "conversations.list", lambda client: list(conversations(client)))
                answers += 1
        except _RefusedError as refused:
            yield refused.finding
    if answers == len(tokens):
        # Where several workspaces have one of that name, the first counts, as for the bot.
        yield from _channels({str(row["name"]): row for row in reversed(found)}, registry, file, today)


class _RefusedError(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


def _asked(row: Tokens, method: str, ask: Callable[[WebClient], T]) -> T:
    """What Slack answers with the bot's token. Raises _RefusedError."""
    try:
        return ask(WebClient(row.bot.reveal(), base_url=row.api, timeout=TIMEOUT, retry_handlers=[]))
    except (SlackClientError, OSError, HTTPException) as error:
        raise _RefusedError(_refusal(row.bot_name, method, error)) from error


def _app_token(row: Tokens) -> Iterator[Finding]:
    try:
        client = WebClient("", base_url=row.api, timeout=TIMEOUT, retry_handlers=[])
        client.apps_connections_open(app_token=row.app.reveal())
    except (SlackClientError, OSError, HTTPException) as error:
        yield _refusal(row.app_name, "apps.connections.open", error)


def _scopes(row: Tokens) -> Generator[Finding, None, set[str]]:
    """Gives the scopes that the bot's token has; none where there is no token. Raises _RefusedError."""
    if not row.bot:
        return set()
    answer = _asked(row, "auth.test", lambda client: client.auth_test())
    if row.team not in ("", answer["team_id"]):
        yield Finding(f"{row.bot_name} is for workspace {answer['team_id']}, not for {row.team}")
    granted = _granted(answer.headers)
    for scope in SCOPES:
        if scope not in granted:
            yield _missing_scope(row.bot_name, scope)
    return granted


def _granted(headers: dict[str, Any]) -> set[str]:
    """The scopes of the token, as Slack names them in a header of every answer."""
    named = {str(key).lower(): str(value) for key, value in headers.items()}
    return {scope.strip() for scope in named.get("x-oauth-scopes", "").split(",")}


def _missing_scope(name: str, scope: str) -> Finding:
    calls = f", for {', '.join(SCOPES[scope])}" if SCOPES[scope] else ""
    return Finding(f"{name} lacks the scope {scope}{calls}: update the app from deploy/manifest.yaml")


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
