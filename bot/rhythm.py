"""The battle rhythm: its file, an event as its desk is told of it, and what people ask of the next ones."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from bot.blocks import Block, Message, only_text, section
from bot.reader import Reader
from bot.toml_lines import Finding, read_toml
from bot.typed import Line
from bot.words import N_
from state.house import House, Transaction
from workflows.calendars import Calendar
from workflows.matter import Actor
from workflows.registry import Registry
from workflows.rhythm import Event, Occurrence, event_faults, occurrences

AHEAD = timedelta(days=14)
MANY = 20  # rows of a list; more would not be read
LINES = 10  # lines of one block; many more would pass Slack's limit


class Rhythm(NamedTuple):
    events: Mapping[str, Event]
    findings: tuple[Finding, ...]


def load_rhythm(path: Path | None, registry: Registry, calendars: Mapping[str, Calendar]) -> Rhythm:
    """The events of the file by id, and everything that is wrong in it; none where no file is named."""
    if path is None:
        return Rhythm({}, ())
    file = read_toml(path, "the rhythm")
    if isinstance(file, Finding):
        return Rhythm({}, (file,))
    found: dict[str, Event] = {}
    strange = (name for name in file.document if name != "event")
    findings = [file.finding((name,), f"there is no {name!r} here, only [[event]]") for name in strange]
    for at, row in enumerate(file.document.get("event", [])):
        try:
            event = msgspec.convert(row, Event)
        except msgspec.ValidationError as error:
            findings.append(file.finding(("event", at), str(error)))
            continue
        if event.id in found:
            findings.append(file.finding(("event", at, "id"), f"there is another event {event.id!r}"))
        faults = event_faults(event, registry, calendars)
        findings += (file.finding(("event", at, field), text) for field, text in faults)
        found[event.id] = event
    return Rhythm(found, tuple(findings))


def title_of(event: Event, reader: Reader) -> str:
    return event.title_ja if reader.language == "ja" else event.title


def draw_event(event: Event, begins: datetime, now: datetime, agenda: str, reader: Reader) -> Message:
    """What its desk is told before it begins: when, who is expected, and what is open there."""
    say = reader.say
    title, at = title_of(event, reader), reader.time(begins)
    when = say(N_("began {at}"), at=at) if begins < now else say(N_("begins {at}"), at=at)
    length = say(N_("{count} minutes"), count=event.minutes)
    blocks: list[Block] = [section(f":calendar: *{title}* · {reader.body(event.body)}\n{when} · {length}")]
    if event.seats:
        blocks.append(section(f"{say(N_('*Expected*'))}\n{reader.seats(event.seats)}"))
    blocks.append(section(agenda))
    return Message(f"{title} · {when}", blocks)


def rhythm(_line: Line, _connection: Transaction, house: House, reader: Reader, _actor: Actor) -> Message:
    """The next events of the bodies whose channels everybody who reads here may read."""
    now = house.clock()
    absent = house.registry.absent(now)
    found: list[tuple[Occurrence, Event]] = []
    for event in house.rhythm.values():
        if event.body not in absent and set(reader.audience) <= set(house.registry.audience_of(event.body)):
            rows = occurrences(event, house.registry, house.calendars, now, now + AHEAD)
            found += ((row, event) for row in rows)
    found.sort(key=lambda row: (row[0].begins, row[1].id))
    if not found:
        return only_text(reader.say(N_("Nothing recurs here within 14 days.")))
    lines = [_line_of(row, event, reader) for row, event in found[:MANY]]
    if len(found) > MANY:
        lines.append(reader.say(N_("and {count} more"), count=len(found) - MANY))
    title = reader.say(N_("What comes within 14 days"))
    lines.insert(0, f"*{title}*")
    return Message(title, [section("\n".join(lines[at : at + LINES])) for at in range(0, len(lines), LINES)])


def _line_of(row: Occurrence, event: Event, reader: Reader) -> str:
    moved = reader.say(N_("moved from {day}"), day=row.moved_from.isoformat()) if row.moved_from else ""
    parts = (f"• {reader.time(row.begins)} *{title_of(event, reader)}*", reader.body(event.body), moved)
    return " · ".join(filter(None, parts))
