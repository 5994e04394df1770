"""The fields of the settings file: what reads each of them, and what it is where it isn't there."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bot.settings.tokens import WorkspaceRow
from bot.settings.toml_lines import Place
from workflows.matter import Actor

LOG_LEVELS = ("INFO", "WARNING", "ERROR")
"""Not DEBUG: at that level Slack's own libraries print what people typed."""

PERSON = re.compile(r"([TE][A-Z0-9]+)/([UW][A-Z0-9]+)")
"""TEAM/USER, by Slack's ids; a team may be a whole Enterprise organisation."""

ORIGIN = re.compile(r"[a-z0-9][a-z0-9.-]*(?:/[a-z0-9._-]+)*")
TEAM = re.compile(r"T[A-Z0-9]+")

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
        if found[-1].api and not is_web_address(found[-1].api):
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


def is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that isn't closed
        return False
