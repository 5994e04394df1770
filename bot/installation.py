"""The registry and calendars that the settings name, and the house opened with them; every fault with its line."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.rhythm.events import load_rhythm
from bot.settings.reading import Settings
from bot.settings.toml_lines import Finding, Place, TomlFile, read_toml
from state.database import Database
from state.house import House
from workflows.bodies.reading import read_registry
from workflows.bodies.registry import Registry
from workflows.matter import Actor
from workflows.times.calendars import BadCalendar, Calendar, own_day_faults, read_calendar, with_own_days

Calendars = Mapping[str, Calendar]
Findings = tuple[Finding, ...]

_DAY_FAULT = re.compile(r"day ([0-9]+): ([a-z_]+)?")
_FIELD_FAULT = re.compile(r"([a-z_]+):")


def load_house(
    settings: Settings, clock: Callable[[], datetime], on_commit: Callable[[], None] = lambda: None
) -> tuple[House | None, Findings]:
    """The house, open for work; or None with everything that is wrong in registry, calendars and administrators.

    The database is opened at its first use; its schema is for state.database.require_newest.
    """
    registry, findings = load_registry(settings.registry)
    calendars, more = load_calendars(settings.calendars, settings.own_days)
    findings += more
    findings += absent_calendars(registry, calendars, settings.registry) if registry else ()
    findings += administrator_faults(registry, settings.registry, settings.administrators, settings.file)
    rhythm = load_rhythm(settings.rhythm, registry, calendars) if registry else None
    findings += rhythm.findings if rhythm else ()
    if findings or registry is None or rhythm is None:
        return None, findings
    house = House(
        database=Database(settings.environment.database_url.reveal()),
        registry=registry,
        calendars=calendars,
        rhythm=rhythm.events,
        administrators=settings.administrators,
        log_origin=settings.log_origin,
        log_keys=settings.log_keys if settings.log_origin else None,
        allow_cui=bool(settings.cui_authority),
        record_emoji=settings.record_emoji.strip(":"),
        clock=clock,
        on_commit=on_commit,
    )
    return house, ()


def load_registry(path: Path) -> tuple[Registry | None, Findings]:
    file = read_toml(path, "the registry")
    if isinstance(file, Finding):
        return None, (file,)
    registry, faults = read_registry(file.document)
    return registry, tuple(file.finding(fault.path, fault.text) for fault in faults)


def load_calendars(paths: Sequence[Path], own_days: Path | None = None) -> tuple[dict[str, Calendar], Findings]:
    """The calendars by id, as many as are in order, with the installation's own days."""
    calendars: dict[str, Calendar] = {}
    findings: list[Finding] = []
    for path in paths:
        file = read_toml(path, "the calendar")
        if isinstance(file, Finding):
            findings.append(file)
            continue
        try:
            calendar = read_calendar(file.document)
        except BadCalendar as error:
            findings += (file.finding(_place(text), text) for text in error.faults)
            continue
        if calendar.id in calendars:
            findings.append(file.finding(("id",), f"there is another calendar {calendar.id!r}"))
        calendars[calendar.id] = calendar
    if own_days is None:
        return calendars, tuple(findings)
    if findings:  # of days for a calendar that could not be read only their shape can be told
        return calendars, (*findings, *own_days_findings(own_days))
    return _with_own_days(calendars, own_days)


def own_days_findings(path: Path) -> Findings:
    """What is wrong in the installation's own days, whatever calendars they are for."""
    file = read_toml(path, "the file of own days")
    if isinstance(file, Finding):
        return (file,)
    return tuple(file.finding(_place(text), text) for text in own_day_faults(file.document))


def _with_own_days(calendars: dict[str, Calendar], path: Path) -> tuple[dict[str, Calendar], Findings]:
    file = read_toml(path, "the file of own days")
    if isinstance(file, Finding):
        return calendars, (file,)
    try:
        return with_own_days(calendars, file.document), ()
    except BadCalendar as error:
        return calendars, tuple(file.finding(_place(text), text) for text in error.faults)


def administrator_faults(
    registry: Registry | None,
    registry_path: Path,
    administrators: Mapping[str, tuple[Actor, ...]],
    settings: TomlFile,
) -> Findings:
    """Nations without an administrator, and administrators of no nation or of two.

    `registry` is None where its file has faults of its own; what can be read of its nations then counts.
    """
    file = read_toml(registry_path, "the registry")
    if isinstance(file, Finding):
        return ()
    nations = registry.everyone if registry else _nations(file.document)
    return tuple(_administrator_faults(nations, administrators, settings)) if nations else ()


def _nations(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The nations' ids in a registry that has faults, as far as they can be read."""
    rows = document.get("nation")
    return (
        tuple(str(row["id"]) for row in rows if isinstance(row, dict) and "id" in row) if isinstance(rows, list) else ()
    )


def absent_calendars(registry: Registry, calendars: Calendars, registry_path: Path) -> Findings:
    """The registry's calendars that nobody keeps."""
    file = read_toml(registry_path, "the registry")
    return tuple(_absent(registry, calendars, file)) if isinstance(file, TomlFile) else ()


def _absent(registry: Registry, calendars: Calendars, file: TomlFile) -> Iterator[Finding]:
    kept = ", ".join(calendars) or "none"
    wanted: dict[Place, str] = {("nation", at): row.calendar for at, row in enumerate(registry.nations.values())}
    wanted |= {("body", at): row.calendar for at, row in enumerate(registry.bodies.values()) if row.calendar}
    for place, calendar in wanted.items():
        if calendar not in calendars:
            text = f"calendar {calendar!r} is not one of those that the settings name ({kept})"
            yield file.finding((*place, "calendar"), text)


def _administrator_faults(
    nations: Sequence[str], administrators: Mapping[str, tuple[Actor, ...]], settings: TomlFile
) -> Iterator[Finding]:
    for nation in nations:
        if nation not in administrators:
            yield settings.finding(("administrators",), f"nation {nation!r} has no administrator")
    for nation, people in administrators.items():
        place = ("administrators", nation)
        if nation not in nations:
            yield settings.finding(place, f"{nation!r} is not a nation of the registry")
        for other in nations:
            both = set(people) & set(administrators.get(other, ())) if other != nation else set()
            for person in sorted(both):
                yield settings.finding(
                    place, f"{person.team}/{person.user} is named for {other!r} too: one nation each"
                )


def _place(text: str) -> Place:
    """Where a fault of a calendar stands: its texts begin with the field, or with the day's number, from 1."""
    if day := _DAY_FAULT.match(text):
        return ("day", int(day[1]) - 1, day[2] or "date")
    field = _FIELD_FAULT.match(text)
    return (field[1],) if field else ()
