"""The tokens for each Slack workspace: those of the environment, or for several what the settings name for each."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

NO_TOKEN = re.compile(r"[^!-~]")
"""What no token has: it goes into a header of HTTP."""

KINDS: Mapping[str, str] = {
    "SLACK_BOT_TOKEN": "xoxb-123-456-abc",
    "SLACK_APP_TOKEN": "xapp-1-A123-456-abc",
    "SLACK_SETUP_TOKEN": "xoxp-123-456-abc",
}
"""What the token of each variable looks like."""


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


def read_token(environ: Mapping[str, str], name: str) -> Secret:
    """The token in that variable; none where it can't be one, which `unfit` tells."""
    value = environ.get(name, "")
    return Secret("" if NO_TOKEN.search(value) else value)


def unfit(environ: Mapping[str, str], looks: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Of each variable with what its token `looks` like: why it holds none. The token itself is not shown."""
    for name, example in looks:
        if strange := NO_TOKEN.search(environ.get(name, "")):
            yield f"{name} is no token: there is {strange[0]!r} in it. A token looks like {example}"


def of_workspaces(rows: Iterable[WorkspaceRow]) -> Iterator[tuple[str, str]]:
    """The variables that the settings name for several workspaces, with what the token of each looks like."""
    for row in rows:
        yield row.bot_token, KINDS["SLACK_BOT_TOKEN"]
        yield row.app_token, KINDS["SLACK_APP_TOKEN"]


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
            bot=read_token(environ, row.bot_token),
            bot_name=row.bot_token,
            app=read_token(environ, row.app_token),
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
