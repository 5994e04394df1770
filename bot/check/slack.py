"""What Slack says of the installation: tokens, scopes, administrators and the bodies' channels; all at once."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from datetime import date
from http.client import HTTPException
from typing import Any, NamedTuple, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.settings.reading import SettingsFile
from bot.settings.tokens import Tokens
from bot.settings.toml_lines import Finding, TomlFile, read_toml
from bot.slack.accounts import ask_account, kind_of
from bot.slack.binding import conversations
from bot.slack.scopes import SCOPES
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Body
from workflows.matter import Actor
from workflows.membership import Kind

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


NOBODY: Mapping[Kind, str] = {
    "outsider": "has no such account",
    "bot": "says that it is a bot",
    "deactivated": "has deactivated the account",
}
"""What an account is that can't administer: what its workspace, named before, has."""


class _Place(NamedTuple):
    """A workspace that knows the bot's token: its id, that of its organisation, and the scopes."""

    row: Tokens
    team: str
    organisation: str
    granted: set[str]


def check_slack(
    tokens: Sequence[Tokens], registry: Registry | None, settings: SettingsFile, today: date
) -> Iterator[Finding]:
    """Faults of the tokens that are given, and with the bot's of its scopes, the administrators, the bodies' channels.

    `registry` is None where it has faults of its own; the channels are then not looked at.
    """
    for row in tokens:
        if row.app:
            yield from _app_token(row)
    found: list[dict[str, Any]] = []
    places: list[_Place] = []
    answers = 0
    for row in filter(lambda row: row.bot, tokens):
        try:
            places.append((yield from _place(row)))
            if {"channels:read", "groups:read"} <= places[-1].granted:
                found += _asked(row, "conversations.list", lambda client: list(conversations(client)))
                answers += 1
        except _RefusedError as refused:
            yield refused.finding
    if len(places) == len(tokens) and settings.file:
        yield from _administrators(places, settings.values.get("administrators", {}), settings.file)
    file = read_toml(settings.values["registry"], "the registry") if registry else None
    if registry and isinstance(file, TomlFile) and answers == len(tokens):
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


def _place(row: Tokens) -> Generator[Finding, None, _Place]:
    """The workspace of the bot's token, and what is wrong with its scopes. Raises _RefusedError."""
    answer = _asked(row, "auth.test", lambda client: client.auth_test())
    if row.team not in ("", answer["team_id"]):
        yield Finding(f"{row.bot_name} is for workspace {answer['team_id']}, not for {row.team}")
    granted = _granted(answer.headers)
    for scope in SCOPES:
        if scope not in granted:
            yield _missing_scope(row.bot_name, scope)
    return _Place(row, str(answer["team_id"]), str(answer.get("enterprise_id") or ""), granted)


def _granted(headers: dict[str, Any]) -> set[str]:
    """The scopes of the token, as Slack names them in a header of every answer."""
    named = {str(key).lower(): str(value) for key, value in headers.items()}
    return {scope.strip() for scope in named.get("x-oauth-scopes", "").split(",")}


def _missing_scope(name: str, scope: str) -> Finding:
    calls = f", for {', '.join(SCOPES[scope])}" if SCOPES[scope] else ""
    return Finding(f"{name} lacks the scope {scope}{calls}: update the app from deploy/manifest.yaml")


def _administrators(
    places: Sequence[_Place], administrators: Mapping[str, Sequence[Actor]], file: TomlFile
) -> Iterator[Finding]:
    """Those who aren't there to admit anybody."""
    for nation, people in administrators.items():
        for at, person in enumerate(people):
            try:
                if text := _amiss(person, places):
                    yield file.finding(("administrators", nation, at), text)
            except _RefusedError as refused:
                yield refused.finding


def _amiss(person: Actor, places: Sequence[_Place]) -> str:
    """What keeps an administrator from acting, as far as the scopes let it be seen. Raises _RefusedError."""
    place = next((row for row in places if person.team in (row.team, row.organisation)), None)
    if place is None:
        known = ", ".join(row.team for row in places)
        return f"{person.team}/{person.user} can admit nobody: the tokens are for {known}, not for {person.team}"
    if "users:read" not in place.granted:
        return ""
    user = _asked(place.row, "users.info", lambda client: ask_account(client, person.user))
    why = NOBODY.get(kind_of(user, place.team))
    return f"{person.team}/{person.user} can admit nobody: the workspace {why}" if why else ""


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
