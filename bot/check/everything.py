"""Everything that can be wrong before the bot runs: settings, registry, catalogue, database and Slack, all at once."""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bot.check.catalogue import catalogue_findings
from bot.check.slack import check_slack
from bot.clock import SystemClock
from bot.installation import (
    absent_calendars,
    administrator_faults,
    load_calendars,
    load_registry,
    own_days_findings,
)
from bot.rhythm.events import load_rhythm
from bot.settings.fields import is_web_address
from bot.settings.reading import (
    DATABASES,
    SettingsFile,
    read_environment,
    read_settings_file,
    settings_path,
    workspace_findings,
)
from bot.settings.tokens import Tokens, tokens_for
from bot.settings.toml_lines import Finding, TomlFile
from bot.slack.channels import in_words
from state.channels import vetting
from state.database import Database, DatabaseError, SchemaError, newest, require_newest
from state.ended import ended_names, recounted_names, unknown_names
from state.exercise import kept, unfit
from state.logs.audit import audit
from state.logs.proved import told
from state.proving.keyring import KeyringError, read_keys
from state.stages import unknown_stages
from workflows.bodies.registry import Registry
from workflows.catalogue import procedures
from workflows.matter import Actor
from workflows.times.calendars import Calendar

LEFT_OUT = (
    "What hangs on the registry is looked at once that is in order: the calendars that it wants, the bodies and seats"
    " of the rhythm, what the database names, the channels in Slack."
)


class Report(NamedTuple):
    """What is wrong, and what there is, in short sentences."""

    findings: tuple[Finding, ...]
    summary: tuple[str, ...]
    left_out: str = ""
    """What was not looked at because of a fault, where anything was."""


def check(environ: Mapping[str, str], now: datetime, path: Path | None = None) -> Report:
    """Look at all that an installation is made of, as far as each part can be reached.

    `path` is that of the settings file, else as read_settings finds it; `now` says which bodies stand.
    """
    environment, environment_faults = read_environment(environ)
    settings = read_settings_file(path or settings_path(environ))
    registry, calendars, findings = _files(settings)
    findings = [*workspace_findings(settings, environ), *findings, *catalogue_findings(registry)]
    findings = [*environment_faults, *settings.findings, *findings]
    tokens = tokens_for(environment, settings.values.get("workspaces", ()), environ)
    stays: tuple[str, ...] = ()
    schema, url = "", environment.database_url.reveal()
    if DATABASES.fullmatch(url):  # else told already, with the environment
        more, schema = _database(url, registry, now, is_exercise=bool(settings.values.get("exercise")))
        findings += more
        if schema and registry and not findings:
            stays = _recounted(url, registry, calendars or {}, now)
    if all(is_web_address(row.api) for row in tokens):  # else told already, as above
        findings += check_slack(tokens, registry, settings, now.date())
    return Report(tuple(findings), (*_summary(tokens, registry, schema), *stays), "" if registry else LEFT_OUT)


def _files(settings: SettingsFile) -> tuple[Registry | None, dict[str, Calendar] | None, list[Finding]]:
    """The registry and the calendars, and what is wrong in them and between them and the settings."""
    named, registry, calendars = settings.values, None, None
    findings: list[Finding] = []
    if "registry" in named:
        registry, more = load_registry(named["registry"])
        findings += more
    if "calendars" in named:
        calendars, more = load_calendars(named["calendars"], named.get("own_days"))
        findings += more
    elif named.get("own_days"):
        findings += own_days_findings(named["own_days"])
    if settings.file and named.get("ics") and not _can_be_written(named["ics"]):
        findings.append(settings.file.finding(("ics",), f"nothing can be written into {named['ics']}"))
    if settings.file and named.get("log_origin"):
        findings += _signing(named.get("log_keys"), registry, settings.file)
    if named.get("rhythm"):
        findings += load_rhythm(named["rhythm"], registry, calendars).findings
    if registry and calendars is not None:
        findings += absent_calendars(registry, calendars, named["registry"])
    if "registry" in named and settings.file:
        people = named.get("administrators", _unread(settings.file))
        findings += administrator_faults(registry, named["registry"], people, settings.file)
    return registry, calendars, findings


def _unread(file: TomlFile) -> dict[str, tuple[Actor, ...]]:
    """The nations of administrators some of whom can't be read."""
    table = file.document.get("administrators")
    return dict.fromkeys(table, ()) if isinstance(table, dict) else {}


def _signing(keys: Path | None, registry: Registry | None, file: TomlFile) -> Iterator[Finding]:
    """What keeps checkpoints from being signed, or from being told."""
    try:
        if keys is None:
            yield file.finding(("log_origin",), "log_keys is missing: the file of the keys that sign checkpoints")
        else:
            read_keys(keys, SystemClock()())
    except KeyringError as error:
        yield file.finding(("log_keys",), str(error))
    for nation in registry.nations.values() if registry else ():
        if not nation.log_desk:
            yield Finding(f"nation {nation.id!r} has no log_desk: its checkpoints are told nowhere")


def _can_be_written(folder: Path) -> bool:
    """Whether files can be made in a folder, or it can itself be made."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def _database(url: str, registry: Registry | None, now: datetime, *, is_exercise: bool) -> tuple[list[Finding], str]:
    """What is wrong with the database, and its schema's version where that is the one needed."""
    database = Database(url)
    file = Path(database.engine.url.database or "")
    try:
        if database.is_sqlite and not file.exists():  # connecting would make one
            return [Finding("there is no database yet: run `kakehashi db upgrade`", file)], ""
        require_newest(database.engine)
        if registry is None:
            return [], newest(database.engine)
        with database.reading() as connection:
            if why := unfit(connection, is_exercise=is_exercise):
                return [Finding(why)], ""
            now = there.at(now) if (there := kept(connection)) else now
            found = [Finding(told(row)) for row in audit(connection, registry)]
            found += map(Finding, unknown_stages(connection))
            found += map(Finding, unknown_names(connection, registry))
            found += map(Finding, ended_names(connection, registry, now))
            for body, causes in vetting.holds(connection).items():
                found.append(Finding(f"nothing is said in the channel of {body!r}: {'; '.join(in_words(causes))}"))
        return found, newest(database.engine)
    except (DatabaseError, SchemaError) as error:
        return [Finding(str(error))], ""
    finally:
        database.close()


def _recounted(url: str, registry: Registry, calendars: Mapping[str, Calendar], now: datetime) -> tuple[str, ...]:
    """Suspenses that stay as they were told, though they would come out otherwise now: no fault, but to be known."""
    database = Database(url)
    try:
        with database.reading() as connection:
            return recounted_names(connection, registry, calendars, now)
    finally:
        database.close()


def _summary(tokens: Sequence[Tokens], registry: Registry | None, schema: str) -> tuple[str, ...]:
    kinds = {"the bot's token": [row.bot for row in tokens], "the app's token": [row.app for row in tokens]}
    asked = [name for name, secrets in kinds.items() if any(secrets)]
    counts = (f"{len(registry.bodies)} bodies", f"{len(registry.seats)} seats") if registry else ()
    return (
        *counts,
        f"{len(procedures())} procedures",
        *((f"schema {schema}",) if schema else ()),
        f"Slack asked with {' and '.join(asked)}" if asked else "Slack not asked: no tokens",
    )
