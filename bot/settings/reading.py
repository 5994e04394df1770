"""The settings of an installation, read once: tokens and addresses from the environment, the rest from a TOML file."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from bot.settings.fields import READERS, Faults, is_web_address
from bot.settings.tokens import (
    KINDS,
    Environment,
    Secret,
    Tokens,
    WorkspaceRow,
    of_workspaces,
    read_token,
    tokens_for,
    unfit,
)
from bot.settings.toml_lines import Finding, TomlFile, read_toml
from workflows.matter import Actor

SETTINGS = "kakehashi.toml"
DATABASE = "sqlite:///kakehashi.db"
SLACK_API = "https://slack.com/api/"
HINT = "copy deploy/settings.example.toml there, or name another file in KAKEHASHI_SETTINGS"

DATABASES = re.compile(
    r"sqlite:///(?!:memory:).+"
    r"|postgresql(?:\+psycopg)?://(?:[^@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^/:?\[\]]*)(?::[0-9]+)?(?:[/?].*)?"
)
"""A SQLite file, or a PostgreSQL server. Each process has a memory of its own, so a database in memory is none."""


Findings = tuple[Finding, ...]


class Settings(msgspec.Struct, frozen=True):
    environment: Environment
    file: TomlFile
    """For the lines of what is wrong between it and the registry."""
    registry: Path
    calendars: tuple[Path, ...]
    own_days: Path | None
    """The installation's own days off and working days, where there are any."""
    rhythm: Path | None
    """The battle rhythm's file, where there is one."""
    ics: Path | None
    """The folder into which the desks' calendar feeds are written, where they are."""
    exercise: bool
    """Whether all of it is an exercise, with a clock of its own."""
    log_origin: str
    """What the logs are called in their checkpoints, as example.org/acm; empty: none are signed."""
    log_keys: Path | None
    """The file of the keys that sign them."""
    log_level: str
    administrators: Mapping[str, tuple[Actor, ...]]
    """By nation: who may say that a person is of it."""
    cui_authority: str
    """Who said in writing that this installation may carry CUI, and where; empty where nobody has."""
    record_emoji: str
    """By which people mark a message for the log."""
    workspaces: tuple[WorkspaceRow, ...]
    """None where there is only one, whose tokens need no names of their own."""
    tokens: tuple[Tokens, ...]


class SettingsFile(msgspec.Struct, frozen=True):
    """As much of the file as could be read: `values` by field, and what is wrong with the others."""

    file: TomlFile | None
    values: Mapping[str, Any]
    findings: Findings


def read_settings(environ: Mapping[str, str], path: Path | None = None) -> tuple[Settings | None, Findings]:
    """The settings, or None with everything that is wrong with them.

    `path` is that of the file; without it KAKEHASHI_SETTINGS, else kakehashi.toml in the working directory.
    """
    environment, findings = read_environment(environ)
    read = read_settings_file(path or settings_path(environ))
    findings += read.findings + workspace_findings(read, environ)
    if findings or read.file is None:
        return None, findings
    tokens = tokens_for(environment, read.values["workspaces"], environ)
    return Settings(environment=environment, file=read.file, tokens=tokens, **read.values), ()


def workspace_findings(read: SettingsFile, environ: Mapping[str, str]) -> Findings:
    """What can't be a token in the variables that the settings name."""
    return tuple(map(Finding, dict.fromkeys(unfit(environ, of_workspaces(read.values.get("workspaces", ()))))))


def settings_path(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("KAKEHASHI_SETTINGS") or SETTINGS)


def read_environment(environ: Mapping[str, str]) -> tuple[Environment, Findings]:
    """What the environment says, and what can't be right in it. A fault never shows a token."""
    environment = Environment(
        bot_token=read_token(environ, "SLACK_BOT_TOKEN"),
        app_token=read_token(environ, "SLACK_APP_TOKEN"),
        signing_secret=Secret(environ.get("SLACK_SIGNING_SECRET", "")),
        setup_token=read_token(environ, "SLACK_SETUP_TOKEN"),
        slack_api=(environ.get("SLACK_API_URL") or SLACK_API).rstrip("/") + "/",
        database_url=Secret(environ.get("KAKEHASHI_DATABASE_URL") or DATABASE),
    )
    wrong = {
        "SLACK_BOT_TOKEN is an app-level token (xapp-…); the bot's own begins with xoxb-": (
            environment.bot_token.reveal().startswith("xapp-")
        ),
        "SLACK_APP_TOKEN is a bot token (xoxb-…); an app-level one begins with xapp-": (
            environment.app_token.reveal().startswith("xoxb-")
        ),
        "SLACK_SETUP_TOKEN is not a person's own token, which begins with xoxp-": (
            bool(environment.setup_token) and not environment.setup_token.reveal().startswith("xoxp-")
        ),
        "SLACK_API_URL is not an address such as https://slack.com/api/": not is_web_address(environment.slack_api),
        f"KAKEHASHI_DATABASE_URL is not an address such as {DATABASE} or postgresql://user:password@host/database": (
            not DATABASES.fullmatch(environment.database_url.reveal())
        ),
    }
    told = (*unfit(environ, KINDS.items()), *(text for text, is_so in wrong.items() if is_so))
    return environment, tuple(map(Finding, told))


def read_settings_file(path: Path) -> SettingsFile:
    """The settings file at `path`, as far as it can be read."""
    file = read_toml(path, "the settings file", HINT)
    if isinstance(file, Finding):
        return SettingsFile(None, {}, (file,))
    faults: Faults = [
        ((name,), f"{name!r} is no setting: there are {', '.join(READERS)}")
        for name in file.document.keys() - READERS.keys()
    ]
    values: dict[str, Any] = {}
    for name, (read, default) in READERS.items():
        value = file.document.get(name, default)
        if value is None:
            faults.append(((name,), f"{name!r} is missing"))
        else:
            count = len(faults)
            found = read(value, (name,), path.parent, faults)
            if len(faults) == count:
                values[name] = found
    return SettingsFile(file, values, tuple(sorted((file.finding(*fault) for fault in faults), key=_by_line)))


def _by_line(finding: Finding) -> int:
    return finding.line or 0
