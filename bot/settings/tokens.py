"""The tokens for each Slack workspace: those of the environment, or for several what the settings name for each."""

from collections.abc import Mapping, Sequence

import msgspec


class Secret:
    """A text that shows itself only when it is asked to."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret('…')"

    def __bool__(self) -> bool:
        return bool(self._value)

    def reveal(self) -> str:
        return self._value


class Environment(msgspec.Struct, frozen=True):
    """What the environment says. A token that isn't there is empty."""

    bot_token: Secret
    app_token: Secret
    signing_secret: Secret
    setup_token: Secret
    """Of a nation's administrator, for `kakehashi channels apply` alone."""
    slack_api: str
    """The base of the Web API, with a slash at its end."""
    database_url: Secret
    """May hold a password."""


class WorkspaceRow(msgspec.Struct, frozen=True):
    """One workspace of several: its team id, the variables that hold its tokens, its Web API where it has its own."""

    team: str
    bot_token: str
    app_token: str
    api: str = ""


class Tokens(msgspec.Struct, frozen=True):
    """What it takes to speak in one workspace. `team` is empty where the settings name none: then Slack says."""

    team: str
    bot: Secret
    bot_name: str
    """The variable that it comes from, for what is told of it."""
    app: Secret
    app_name: str
    api: str
    """The base of the Web API, with a slash at its end: a nation's workspace may be on another Slack."""


def tokens_for(
    environment: Environment, rows: Sequence[WorkspaceRow], environ: Mapping[str, str]
) -> tuple[Tokens, ...]:
    """The tokens of each workspace, in the settings' order; without rows those of the one that needs none."""
    if not rows:
        names = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
        return (Tokens("", environment.bot_token, names[0], environment.app_token, names[1], environment.slack_api),)
    return tuple(
        Tokens(
            team=row.team,
            bot=Secret(environ.get(row.bot_token, "")),
            bot_name=row.bot_token,
            app=Secret(environ.get(row.app_token, "")),
            app_name=row.app_token,
            api=row.api.rstrip("/") + "/" if row.api else environment.slack_api,
        )
        for row in rows
    )


def missing(tokens: Sequence[Tokens], environment: Environment, *, http: bool) -> tuple[str, ...]:
    """The variables that `kakehashi run` lacks, over HTTP or else Socket Mode."""
    wanted = [(row.bot_name, row.bot) for row in tokens]
    wanted += (
        [("SLACK_SIGNING_SECRET", environment.signing_secret)] if http else [(row.app_name, row.app) for row in tokens]
    )
    return tuple(dict.fromkeys(name for name, secret in wanted if not secret))
