"""The calendar feed of each desk, an iCalendar file (RFC 5545): what recurs for it, and what it owes by when.

A suspense is an event without a length, not a task: of a feed, the calendars that staffs use show events alone.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur, vText

from bot.desks import reader_at
from bot.exercise import opening_of
from bot.reader import Reader
from bot.rhythm.events import title_of as event_title
from bot.rhythm.vtimezones import vtimezone
from bot.sentences.facts import title_of
from bot.words import N_
from state import reading
from state.house import House, Transaction
from state.whole_file import whole_file
from workflows.bodies.rows import Audience
from workflows.catalogue import procedures
from workflows.feed import Feed, Series, Suspense, feed_of
from workflows.recurring import Clockwork
from workflows.view import MatterView, see

PRODUCT = "-//Kakehashi//Desk feed//EN"
AGAIN = timedelta(minutes=15)
"""How often whoever subscribes is asked to look again."""
MINUTE = timedelta(minutes=1)
EARLY = 2020
"""The year from which a feed says how the clocks go, unless an event began before it."""


def write_feeds(house: House, folder: Path, desks: Collection[str] | None = None) -> tuple[int, int]:
    """Write DESK.ics for each of these bodies, without `desks` for all: how many there are, and how many have changed.

    The folder is made where it isn't there; a file in which nothing has changed is left as it is. Raises OSError.
    """
    changed = 0
    folder.mkdir(parents=True, exist_ok=True)
    drawn = dict(draw_feeds(house, house.registry.bodies if desks is None else desks))
    for desk, data in drawn.items():
        file = folder / f"{desk}.ics"
        if not file.is_file() or file.read_bytes() != data:
            with whole_file(file) as out:
                out.write(data)
            changed += 1
    return len(drawn), changed


def draw_feeds(house: House, desks: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Each desk with its file, drawn from one snapshot, for those who read there."""
    now, clockwork = house.clock(), Clockwork(house.registry, house.rhythm, house.calendars)
    views: dict[Audience, list[MatterView]] = {}
    with house.database.reading() as connection:
        for desk in desks:
            reader = reader_at(house, connection, desk)
            if reader.audience not in views:
                views[reader.audience] = _views(connection, house, reader)
            yield desk, draw_feed(feed_of(desk, clockwork, views[reader.audience], now), reader, opening_of(house))


def draw_feed(feed: Feed, reader: Reader, opening: str = "") -> bytes:
    """The file. It has no names of people, no links, and no time at which it was made: the same gives the same.

    Its titles begin with `opening`.
    """
    say = reader.say
    made = Calendar()
    made.add("PRODID", PRODUCT)
    made.add("VERSION", "2.0")
    name = say(N_("Kakehashi · {body}"), body=reader.body(feed.desk))
    nations = ", ".join(map(reader.nation, reader.audience))
    marking = say(
        N_("Unclassified. For who reads the channel of {body}: {nations}."),
        body=reader.body(feed.desk),
        nations=nations,
    )
    for field, text in (("NAME", name), ("X-WR-CALNAME", name), ("DESCRIPTION", marking), ("X-WR-CALDESC", marking)):
        made.add(field, f"{opening} {text}".strip())
    made.add("REFRESH-INTERVAL", AGAIN, parameters={"VALUE": "DURATION"})
    firsts = {reader.zone: EARLY}  # a calendar without any component would be none
    for series in feed.series:
        firsts[series.zone] = min(series.begins.year, firsts.get(series.zone, EARLY))
    for zone, first in sorted(firsts.items()):
        made.add_component(vtimezone(zone, first))
    for series in feed.series:
        for event in _draw_series(series, reader):
            made.add_component(event)
    for suspense in feed.owed:
        made.add_component(_draw_suspense(feed.desk, suspense, reader))
    for drawn in made.walk("VEVENT") if opening else ():
        drawn["SUMMARY"] = vText(f"{opening} {drawn['SUMMARY']}")
    return bytes(made.to_ical())


def _views(connection: Transaction, house: House, reader: Reader) -> list[MatterView]:
    rows = reading.open_matters(connection, reader.audience)
    found = (see(row, procedures()[row.procedure], house.registry, reader.audience) for row in rows)
    return [view for view in found if view]


def _draw_series(series: Series, reader: Reader) -> Iterator[Event]:
    """The event with its rule, and after it each one that is held at another time, under the time by the rule."""
    zone = ZoneInfo(series.zone)
    whole = _event_at(series, series.begins, reader)
    rule = vRecur.from_ical(series.rule)
    if series.until:
        rule["UNTIL"] = [series.until]
    whole.add("RRULE", rule)
    if series.skipped:
        whole.add("EXDATE", [at.replace(tzinfo=zone) for at in series.skipped])
    yield whole
    for day, to in series.moved:
        one = _event_at(series, to, reader, reader.say(N_("moved from {day}"), day=day.date().isoformat()))
        one.add("RECURRENCE-ID", day.replace(tzinfo=zone))
        yield one


def _event_at(series: Series, begins: datetime, reader: Reader, remark: str = "") -> Event:
    """SEQUENCE counts what departs from the rule: rows are added to what was skipped and moved, not taken away."""
    event, zone = series.event, ZoneInfo(series.zone)
    seats = (f"• {reader.seat_name(seat)} ({reader.body(reader.registry.seats[seat].body)})" for seat in event.seats)
    expected = "\n".join((reader.say(N_("Expected:")), *seats)) if event.seats else ""
    drawn = _component(
        f"{event.id}.{event.body}", event_title(event, reader), "\n".join(filter(None, (remark, expected)))
    )
    drawn.add("DTSTART", begins.replace(tzinfo=zone))
    drawn.add("DURATION", timedelta(minutes=event.minutes))
    drawn.add("LOCATION", _plain(reader.body_name(event.body)))
    _stamp(drawn, event.begins.replace(tzinfo=zone), len(series.skipped) + len(series.moved))
    return drawn


def _draw_suspense(desk: str, row: Suspense, reader: Reader) -> Event:
    """SEQUENCE is the length of its span in minutes: it grows with each extension."""
    view = row.view
    title = " · ".join(filter(None, (view.serial, title_of(view, reader))))
    remark = reader.say(
        N_("{body} is to move: {stage}"), body=reader.body(desk), stage=reader.stage(view.stage, view.procedure)
    )
    drawn = _component(f"{view.id}.{desk}", reader.say(N_("Due: {title}"), title=title), remark)
    drawn.add("DTSTART", row.due.replace(microsecond=0))
    drawn.add("TRANSP", "TRANSPARENT")
    _stamp(drawn, row.since, max((row.due - view.opened_at) // MINUTE, 0))
    return drawn


def _component(uid: str, summary: str, description: str) -> Event:
    drawn = Event()
    drawn.add("UID", f"{uid}@kakehashi")
    drawn.add("SUMMARY", _plain(summary))
    if description:
        drawn.add("DESCRIPTION", _plain(description))
    return drawn


def _stamp(drawn: Event, changed: datetime, sequence: int) -> None:
    at = changed.replace(microsecond=0)
    drawn.DTSTAMP = at
    drawn.LAST_MODIFIED = at
    drawn.add("SEQUENCE", sequence)


def _plain(text: str) -> str:
    """Without what iCalendar's texts have no place for: control characters but for the ends of lines."""
    return "".join(sign for sign in text if sign == "\n" or sign.isprintable())
