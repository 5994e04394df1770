"""The battle rhythm: its file, an event as its desk is told of it, and what people ask of the next ones."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from bot.blocks import Block, Message, context, only_text, section
from bot.reader import Reader
from bot.rhythm.attendance import buttons_for, draw_attending
from bot.settings.toml_lines import Finding, read_toml
from bot.verbs.typed import Line
from bot.words import N_
from state.attendance import said_of
from state.house import House, Transaction
from workflows.bodies.registry import Registry
from workflows.ill_typed import ill_typed
from workflows.matter import Actor
from workflows.rhythm import Attendance, Event, Occurrence, event_faults, occurrences
from workflows.standing.attendance import attending, known_events, running_or_next
from workflows.times.calendars import Calendar

AHEAD = timedelta(days=14)
MANY = 20  # rows of a list; more would not be read
EVENTS = 15  # of which is shown who attends
LINES = 10  # lines of one block; many more would pass Slack's limit


class Rhythm(NamedTuple):
    events: Mapping[str, Event]
    findings: tuple[Finding, ...]


def load_rhythm(path: Path | None, registry: Registry | None, calendars: Mapping[str, Calendar] | None) -> Rhythm:
    """The events of the file by id, and everything that is wrong in it; none where no file is named.

    Where registry or calendars can't be read, what hangs on them is not looked at.
    """
    if path is None:
        return Rhythm({}, ())
    file = read_toml(path, "the rhythm")
    if isinstance(file, Finding):
        return Rhythm({}, (file,))
    found: dict[str, Event] = {}
    strange = (name for name in file.document if name != "event")
    findings = [file.finding((name,), f"there is no {name!r} here, only [[event]]") for name in strange]
    rows = file.document.get("event", [])
    if not isinstance(rows, list):
        return Rhythm({}, (*findings, file.finding(("event",), "a list of tables is wanted here: [[event]]")))
    for at, row in enumerate(rows):
        try:
            event = msgspec.convert(row, Event)
        except msgspec.ValidationError as error:
            place, text = ill_typed(error, Event)
            findings.append(file.finding(("event", at, *place), text))
            continue
        if event.id in found:
            findings.append(file.finding(("event", at, "id"), f"there is another event {event.id!r}"))
        faults = event_faults(event, registry, calendars)
        findings += (file.finding(("event", at, field), text) for field, text in faults)
        found[event.id] = event
    return Rhythm(found, tuple(findings))


def title_of(event: Event, reader: Reader) -> str:
    return event.title_ja if reader.language == "ja" else event.title


def draw_event(
    event: Event, begins: datetime, now: datetime, agenda: str, reader: Reader, *, said: Sequence[Attendance] = ()
) -> Message:
    """What its desk is told before it begins: when, who is expected or has `said` whether they attend, what is open."""
    say = reader.say
    title, at = title_of(event, reader), reader.time(begins)
    when = say(N_("began {at}"), at=at) if begins < now else say(N_("begins {at}"), at=at)
    length = say(N_("{count} minutes"), count=event.minutes)
    blocks: list[Block] = [section(f":calendar: *{title}* · {reader.body(event.body)}\n{when} · {length}")]
    if said:
        blocks.append(section(draw_attending(attending(event, said), event, reader)))
    elif event.seats:
        blocks.append(section(f"{say(N_('*Expected*'))}\n{reader.seats(event.seats)}"))
    blocks += [section(agenda), buttons_for(event, begins, reader)]
    return Message(f"{title} · {when}", blocks)


def rhythm(_line: Line, connection: Transaction, house: House, reader: Reader, _actor: Actor) -> Message:
    """The next events of the bodies whose channels everybody who reads here may read, and who attends each next one."""
    now = house.clock()
    events = known_events(house.rhythm, house.registry, reader.audience, now)
    found: list[tuple[Occurrence, Event]] = []
    for event in events.values():
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
    blocks = [section("\n".join(lines[at : at + LINES])) for at in range(0, len(lines), LINES)]
    return Message(title, [*blocks, *_attendances(events.values(), connection, house, reader)])


def _attendances(events: Iterable[Event], connection: Transaction, house: House, reader: Reader) -> list[Block]:
    """Of each event who attends the one that is on, else the next one; the first of these first."""
    found = ((running_or_next(row, house.registry, house.calendars, house.clock()), row) for row in events)
    held = sorted(((row, event) for row, event in found if row), key=lambda row: (row[0].begins, row[1].id))
    blocks: list[Block] = []
    for row, event in held[:EVENTS]:
        said = attending(event, said_of(connection, event.id, row.begins))
        title = f"*{title_of(event, reader)}* (`{event.id}`) · {reader.time(row.begins)}"
        blocks.append(section(f"{title}\n{draw_attending(said, event, reader)}"))
    if len(held) > EVENTS:
        blocks.append(context(reader.say(N_("and {count} more"), count=len(held) - EVENTS)))
    blocks.append(
        context(reader.say(N_("`/acm attend EVENT` says that your seat attends, `/acm attend EVENT no` that not.")))
    )
    return blocks


def _line_of(row: Occurrence, event: Event, reader: Reader) -> str:
    moved = reader.say(N_("moved from {day}"), day=row.moved_from.isoformat()) if row.moved_from else ""
    parts = (f"• {reader.time(row.begins)} *{title_of(event, reader)}*", reader.body(event.body), moved)
    return " · ".join(filter(None, parts))
