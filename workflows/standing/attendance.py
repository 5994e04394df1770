"""Who will be, or was, at an event of the battle rhythm: said by a seat, of one time that it is held."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from workflows.authority import choose_seat, view_of
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience, Seat
from workflows.command import Command
from workflows.fields import Given
from workflows.given.fields import read_given
from workflows.given.reading import Reading
from workflows.matter import Actor
from workflows.near import nearest
from workflows.rhythm import HORIZONS, Attendance, Event, Occurrence, occurrences
from workflows.times.calendars import Calendar
from workflows.vocabulary import Accepted, Entry, Notice, Refused, Said, World

ATTEND = (
    Given("event", "line", "Event", most=40),
    Given("answer", "line", "`yes` or `no`", required=False, most=10),
    Given("which", "line", "`next` or `last`", required=False, most=40),
)
YES = ("yes", "はい", "出席")
NO = ("no", "いいえ", "欠席")
WHICH = ("next", "last")


class Attending(msgspec.Struct, frozen=True):
    """What was said of one time that an event is held: by seat, with the people who said it, the expected ones first.

    A seat attends where anybody of it does.
    """

    yes: Mapping[str, tuple[Actor, ...]]
    no: Mapping[str, tuple[Actor, ...]]
    unsaid: tuple[str, ...]
    """Expected, and not heard of."""


def attending(event: Event, said: Sequence[Attendance]) -> Attending:
    found: dict[bool, dict[str, tuple[Actor, ...]]] = {True: {}, False: {}}
    seats = dict.fromkeys((*event.seats, *(row.seat for row in said)))
    for seat in seats:
        rows = [row for row in said if row.seat == seat]
        if rows:
            is_there = any(row.is_there for row in rows)
            found[is_there][seat] = tuple(row.actor for row in rows if row.is_there is is_there)
    heard = {row.seat for row in said}
    return Attending(found[True], found[False], tuple(seat for seat in event.seats if seat not in heard))


def running_or_next(
    event: Event, registry: Registry, calendars: Mapping[str, Calendar], now: datetime
) -> Occurrence | None:
    """The one that is on, else the next one; None: none is foreseen."""
    start = now - timedelta(minutes=event.minutes)
    found = (row for span in HORIZONS for row in occurrences(event, registry, calendars, start, start + span))
    return next((row for row in found if row.ends > now), None)


def last(event: Event, registry: Registry, calendars: Mapping[str, Calendar], now: datetime) -> Occurrence | None:
    """The latest one that is over."""
    spans = (occurrences(event, registry, calendars, now - span, now) for span in HORIZONS)
    return next((row for rows in spans for row in reversed(rows) if row.ends <= now), None)


def known_events(
    rhythm: Mapping[str, Event], registry: Registry, audience: Audience, now: datetime
) -> dict[str, Event]:
    """By id the events that all of these readers may know of: of bodies in force whose channel each of them reads."""
    absent, readers = registry.absent(now), set(audience)
    return {
        id_: row
        for id_, row in rhythm.items()
        if row.body not in absent and readers <= set(registry.audience_of(row.body))
    }


def attend(command: Command, world: World, now: datetime) -> Accepted | Refused:
    """A seat of somebody who may know of an event says whether it will be, or was, there; what it said before goes."""
    given = read_given(ATTEND, command.given, Reading(world.registry, now, "UTC", ()))
    if isinstance(given, Refused):
        return given
    known = known_events(world.rhythm, world.registry, view_of(command, world), now)
    wanted = _folded(given["event"])
    if wanted not in known:
        return Refused("unknown-event", {"word": wanted, "near": nearest(wanted, tuple(known))}, field="event")
    event, answer = known[wanted], _folded(given.get("answer", "yes"))
    if answer not in (*YES, *NO):
        return Refused("unknown-answer", {"word": answer, "known": ("yes", "no")}, field="answer")
    row = _meant(event, given.get("which", "next"), world, now)
    if isinstance(row, Refused):
        return row
    seat = _seat(event, command, world)
    if isinstance(seat, Refused):
        return seat
    return _said(
        Attendance(event.id, row.begins, seat.id, command.person, is_there=answer in YES), event, command, world
    )


def _meant(event: Event, word: str, world: World, now: datetime) -> Occurrence | Refused:
    """Of the times that it is held the one that is meant: on or next, the last, or the one that begins then."""
    facts = (event, world.registry, world.calendars)
    which = _folded(word)
    if which in WHICH:
        row = last(*facts, now) if which == "last" else running_or_next(*facts, now)
    else:
        at = _instant(word)
        if at is None:
            return Refused("unknown-which", {"word": word, "known": WHICH}, field="which")
        is_near = abs(at - now) < HORIZONS[-1]
        row = next(iter(occurrences(*facts, at, at + timedelta(seconds=1))), None) if is_near else None
    return row or Refused("not-held", {"event": _title(event)}, field="which")


def _instant(word: str) -> datetime | None:
    """What a button carries: when it begins, as RFC 3339."""
    try:
        at = datetime.fromisoformat(word)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _seat(event: Event, command: Command, world: World) -> Seat | Refused:
    """The seat for which it is said: one that is expected, else one of the event's body, else any that knows of it."""
    seats, registry = world.registry.seats, world.registry
    readers = registry.audience_of(event.body)
    ways = (
        {id_: seats[id_] for id_ in event.seats},
        {seat.id: seat for seat in registry.seats_at(event.body)},
        {id_: seat for id_, seat in seats.items() if seat.nation in readers},
    )
    held = {command.seat} if command.seat else set(world.seats_of(command.person))
    fitting = next((way for way in ways if held & way.keys()), None)
    return choose_seat(command, world, ways[0] | ways[1] if fitting is None else fitting)


def _said(row: Attendance, event: Event, command: Command, world: World) -> Accepted:
    """In the log of who reads there; with the person in it where these may know who sits on that seat."""
    registry = world.registry
    seat, readers = registry.seats[row.seat], registry.audience_of(event.body)
    said = {"event": event.id, "begins": row.begins, "answer": "yes" if row.is_there else "no", "door": command.door}
    whole = {**said, "person": {"team": row.actor.team, "user": row.actor.user}}
    is_known = set(readers) <= set(registry.audience_of(seat.body))
    entries = [Entry(readers, "attend", whole if is_known else said, row.seat)]
    if not is_known:
        entries.append(Entry((seat.nation,), "attend", whole, row.seat))
    code = "attends" if row.is_there else "attends-not"
    facts = {"seat": row.seat, "event": _title(event), "at": row.begins, "body": event.body}
    pressed = command.door == "button"  # which has no answer of its own
    told = (Notice("answer", command.desk, {"code": code, "params": facts}, command.actor),) if pressed else ()
    return Accepted(Said(code, facts), entries=tuple(entries), notices=told, attending=(row,))


def _title(event: Event) -> dict[str, str]:
    """By language."""
    return {"en": event.title, "ja": event.title_ja}


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip().lower()
