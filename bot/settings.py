"""The settings of an installation, read once: tokens and addresses from the environment, the rest from a TOML file."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bot.tokens import Environment, Secret, Tokens, WorkspaceRow, tokens_for
from bot.toml_lines import Finding, Place, TomlFile, read_toml
from workflows.matter import Actor

SETTINGS = "kakehashi.toml"
DATABASE = "sqlite:///kakehashi.db"
SLACK_API = "https://slack.com/api/"
HINT = "copy deploy/settings.example.toml there, or name another file in KAKEHASHI_SETTINGS"
LOG_LEVELS = ("INFO", "WARNING", "ERROR")
"""Not DEBUG: at that level Slack's own libraries print what people typed."""

DATABASES = re.compile(
    r"sqlite:///(?!:memory:).+"
    r"|postgresql(?:\+psycopg)?://(?:[^@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^/:?\[\]]*)(?::[0-9]+)?(?:[/?].*)?"
)
"""A SQLite file, or a PostgreSQL server. Each process has a memory of its own, so a database in memory is none."""
PERSON = re.compile(r"([TE][A-Z0-9]+)/([UW][A-Z0-9]+)")
"""TEAM/USER, by Slack's ids; a team may be a whole Enterprise organisation."""


ORIGIN = re.compile(r"[a-z0-9][a-z0-9.-]*(?:/[a-z0-9._-]+)*")
TEAM = re.compile(r"T[A-Z0-9]+")


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
    findings: tuple[Finding, ...]


def read_settings(environ: Mapping[str, str], path: Path | None = None) -> tuple[Settings | None, tuple[Finding, ...]]:
    """The settings, or None with everything that is wrong with them.

    `path` is that of the file; without it KAKEHASHI_SETTINGS, else kakehashi.toml in the working directory.
    """
    environment, findings = read_environment(environ)
    read = read_settings_file(path or settings_path(environ))
    findings += read.findings
    if findings or read.file is None:
        return None, findings
    tokens = tokens_for(environment, read.values["workspaces"], environ)
    return Settings(environment=environment, file=read.file, tokens=tokens, **read.values), ()


def settings_path(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("KAKEHASHI_SETTINGS") or SETTINGS)


def read_environment(environ: Mapping[str, str]) -> tuple[Environment, tuple[Finding, ...]]:
    """What the environment says, and what can't be right in it. A fault never shows a token."""
    environment = Environment(
        bot_token=Secret(environ.get("SLACK_BOT_TOKEN", "")),
        app_token=Secret(environ.get("SLACK_APP_TOKEN", "")),
        signing_secret=Secret(environ.get("SLACK_SIGNING_SECRET", "")),
        setup_token=Secret(environ.get("SLACK_SETUP_TOKEN", "")),
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
        "SLACK_API_URL is not an address such as https://slack.com/api/": not _is_web_address(environment.slack_api),
        f"KAKEHASHI_DATABASE_URL is not an address such as {DATABASE} or postgresql://user:password@host/database": (
            not DATABASES.fullmatch(environment.database_url.reveal())
        ),
    }
    return environment, tuple(Finding(text) for text, is_so in wrong.items() if is_so)


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


Faults = list[tuple[Place, str]]
"""What a reader of a field adds to: the place in the file, and the sentence."""


def _path(value: Any, place: Place, folder: Path, faults: Faults) -> Path:
    if isinstance(value, str) and value:
        return folder / value
    faults.append((place, "the name of a file is wanted here"))
    return folder


def _path_if_any(value: Any, place: Place, folder: Path, faults: Faults) -> Path | None:
    return _path(value, place, folder, faults) if value != "" else None


def _paths(value: Any, place: Place, folder: Path, faults: Faults) -> tuple[Path, ...]:
    if isinstance(value, list):
        return tuple(_path(item, (*place, at), folder, faults) for at, item in enumerate(value))
    faults.append((place, "a list of files is wanted here"))
    return ()


def _truth(value: Any, place: Place, _folder: Path, faults: Faults) -> bool:
    if not isinstance(value, bool):
        faults.append((place, "true or false is wanted here"))
    return value is True


def _log_level(value: Any, place: Place, _folder: Path, faults: Faults) -> str:
    if value not in LOG_LEVELS:
        why = ": at DEBUG Slack's libraries print what people typed" if value == "DEBUG" else ""
        faults.append((place, f"log_level is one of {', '.join(LOG_LEVELS)}{why}"))
    return str(value)


def _origin(value: Any, place: Place, _folder: Path, faults: Faults) -> str:
    if value != "" and not (isinstance(value, str) and ORIGIN.fullmatch(value)):
        faults.append((place, "log_origin is an address without https://, as example.org/acm"))
    return str(value)


def _line(value: Any, place: Place, _folder: Path, faults: Faults) -> str:
    if not isinstance(value, str):
        faults.append((place, "a text is wanted here"))
    return str(value).strip()


def _administrators(value: Any, place: Place, _folder: Path, faults: Faults) -> dict[str, tuple[Actor, ...]]:
    if isinstance(value, dict):
        return {nation: _people(people, (*place, nation), faults) for nation, people in value.items()}
    faults.append((place, 'a table is wanted here: [administrators], then nation = ["TEAM/USER"]'))
    return {}


def _people(value: Any, place: Place, faults: Faults) -> tuple[Actor, ...]:
    if not isinstance(value, list) or not value:
        faults.append((place, 'a list of people is wanted here: ["TEAM/USER"]'))
        return ()
    found = [PERSON.fullmatch(item) if isinstance(item, str) else None for item in value]
    faults += (
        ((*place, at), f"{value[at]!r} is not TEAM/USER by Slack's ids, as T0123ABCD/U0123ABCD")
        for at, person in enumerate(found)
        if person is None
    )
    return tuple(Actor(person[1], person[2]) for person in found if person)


def _workspaces(value: Any, place: Place, _folder: Path, faults: Faults) -> tuple[WorkspaceRow, ...]:
    if not isinstance(value, dict):
        faults.append((place, 'tables are wanted here: [workspaces.T0123ABCD], then bot_token = "NAME OF A VARIABLE"'))
        return ()
    found: list[WorkspaceRow] = []
    for team, row in value.items():
        try:
            found.append(msgspec.convert({"team": team, **row}, WorkspaceRow, strict=True))
        except (msgspec.ValidationError, TypeError):
            faults.append(((*place, team), "bot_token and app_token are wanted here, and api if it has its own"))
            continue
        if not TEAM.fullmatch(team):
            faults.append(((*place, team), f"{team!r} is not the id of a workspace, as T0123ABCD"))
        if found[-1].api and not _is_web_address(found[-1].api):
            faults.append(((*place, team, "api"), "api is not an address such as https://slack.com/api/"))
    return tuple(found)


READERS: Mapping[str, tuple[Callable[[Any, Place, Path, Faults], Any], Any]] = {
    "registry": (_path, None),
    "calendars": (_paths, None),
    "own_days": (_path_if_any, ""),
    "log_level": (_log_level, LOG_LEVELS[0]),
    "administrators": (_administrators, None),
    "cui_authority": (_line, ""),
    "record_emoji": (_line, "memo"),
    "rhythm": (_path_if_any, ""),
    "ics": (_path_if_any, ""),
    "log_origin": (_origin, ""),
    "log_keys": (_path_if_any, ""),
    "exercise": (_truth, False),
    "workspaces": (_workspaces, {}),
}
"""Every field of the file: what reads it, and what it is where it isn't there (None: it has to be)."""


def _by_line(finding: Finding) -> int:
    return finding.line or 0


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that isn't closed
        return False
