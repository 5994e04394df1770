"""What a desk is told by the clock, drawn from what is so when it is told: its digest, and its events."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta

from bot.blocks import Block, Message, context, section
from bot.mrkdwn import escape, shorten
from bot.reader import Reader
from bot.rhythm.events import draw_event
from bot.sentences.facts import title_of
from bot.words import N_
from state import reading
from state.attendance import said_of
from state.house import House, Transaction
from state.outbox import Row, came_since, is_overtaken
from workflows.catalogue import procedures
from workflows.digest import AHEAD, EVENING, MORNING, Digest, Item, digest_of
from workflows.times.dtg import as_instant
from workflows.view import MatterView, see

ROWS = 8  # of a list; /acm status has all
TITLE = 80  # characters of a title in a list

LATE = timedelta(minutes=5)
"""What is told so much later than it was due says so: the bot was stopped, or the channel was held."""

DIGEST_TITLES = {MORNING: N_("Morning digest"), EVENING: N_("Evening digest")}


def digest_for(row: Row, connection: Transaction, house: House, reader: Reader) -> Message | None:
    """The digest of a desk as things stand now; None where a later one already waits for the same desk."""
    if is_overtaken(connection, row):
        return None
    now, came = house.clock(), came_since(connection, row, AHEAD)
    found = digest_of(_views(connection, house, reader, came), came, row.lane, now)
    return draw_digest(found, row.facts["rule"], as_instant(row.facts["due"]), now, reader)


def event_for(row: Row, connection: Transaction, house: House, reader: Reader) -> Message | None:
    """An event with its agenda; None where it is over by now, or was taken out of the rhythm."""
    now, event = house.clock(), house.rhythm.get(row.facts["event"])
    if event is None or now >= as_instant(row.facts["ends"]):
        return None
    found = digest_of(_views(connection, house, reader), (), row.lane, now).open
    agenda = "\n".join(_list(N_("*Agenda: what is open here* ({count})"), found, reader))
    begins = as_instant(row.facts["begins"])
    return draw_event(event, begins, now, agenda, reader, said=said_of(connection, event.id, begins))


def _views(connection: Transaction, house: House, reader: Reader, also: Collection[str] = ()) -> list[MatterView]:
    """What is open, with what is in `also`, as the reader may see it."""
    found = reading.matters(connection, reader.audience, also=also)
    views = (see(row, procedures()[row.procedure], house.registry, reader.audience) for row in found)
    return [view for view in views if view]


def draw_digest(found: Digest, rule: str, due: datetime, now: datetime, reader: Reader) -> Message:
    """What is overdue, due and new at the reader's desk, and who has its watch. `due`: when it should have come."""
    say = reader.say
    title = f"*{say(DIGEST_TITLES[rule])}* · {reader.body(reader.desk or '')} · {reader.time(due)}"
    blocks: list[Block] = [section(title)]
    if now - due > LATE:
        blocks.append(
            context(say(N_(":clock3: It comes late; it shows how things stand at {now}."), now=reader.time(now)))
        )
    new = {item.view.id for item in found.came}
    pressing = {item.view.id for item in (*found.overdue, *found.due)}
    lists = [
        (N_(":warning: *Overdue* ({count})"), found.overdue),
        (N_("*Due within 24 hours* ({count})"), found.due),
        (N_("*New since the last digest* ({count})"), [item for item in found.came if item.view.id not in pressing]),
    ]
    blocks += [section("\n".join(_list(heading, rows, reader, new & pressing))) for heading, rows in lists if rows]
    if not any(rows for _, rows in lists):
        blocks.append(section(say(N_("Nothing is overdue, due within 24 hours, or new."))))
    watch = reader.seats(seat.id for seat in reader.registry.watch_of(reader.desk or ""))
    blocks.append(section(f"{say(N_('*On watch*'))}\n{watch}"))
    blocks.append(context(say(N_("Open here: {count}. `/acm status` lists what is open."), count=len(found.open))))
    return Message(f"{say(DIGEST_TITLES[rule])} · {reader.body(reader.desk or '')}", blocks)


BY_CLOCK: dict[str, Callable[[Row, Transaction, House, Reader], Message | None]] = {
    "digest": digest_for,
    "event": event_for,
}
"""Kinds of notice that are about no one matter but about all that a desk has a part in."""


def _list(heading: str, rows: Sequence[Item], reader: Reader, new: Collection[str] = ()) -> Iterator[str]:
    """A heading and a line each; `new` are the ids of those that are marked as new where they stand."""
    yield reader.say(heading, count=len(rows))
    for item in rows[:ROWS]:
        view = item.view
        mark = (":point_right: " if item.is_ours else "") + (":new: " if view.id in new else "")
        title = escape(shorten(title_of(view, reader), TITLE)) or "–"
        parts = [f"• {mark}*{view.serial}* {title}", reader.stage(view.stage, view.procedure)]
        if item.due is not None:
            parts.append(reader.say(N_("due {at}"), at=reader.clock(item.due)))
        yield " · ".join(parts)
    if len(rows) > ROWS:
        yield reader.say(N_("and {count} more"), count=len(rows) - ROWS)
