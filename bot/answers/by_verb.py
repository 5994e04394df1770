"""What people only ask, by its verb: the lists, and what the other files here draw."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from bot.answers.due import due, own
from bot.answers.help import draw_help
from bot.answers.logbook import find, log
from bot.answers.messages import messages
from bot.answers.settlements import settlements
from bot.answers.structure import bodies, who
from bot.answers.unknown import unknown_serial
from bot.blocks import Block, Message, context, section
from bot.mrkdwn import escape
from bot.reader import Reader
from bot.rhythm.events import rhythm
from bot.sentences.facts import draw_situation, title_of
from bot.told.cards import draw_card
from bot.told.linking import with_kin
from bot.verbs.typed import Line
from bot.words import N_
from state import reading
from state.house import House, Transaction
from state.matters import matter_by
from state.situation import situation
from workflows.catalogue import procedures
from workflows.known import is_name_known
from workflows.matter import Actor, Matter
from workflows.needs import OPERATION
from workflows.view import MatterView, see

MANY = 20  # rows of a list; more would not be read, and Slack takes 50 blocks


def status(line: Line, connection: Transaction, house: House, reader: Reader, _actor: Actor) -> Message:
    """One request as its card, without buttons; or the open ones, the most pressing first."""
    if asked := line.serial or " ".join(line.words):
        view = _view(asked, connection, house, reader)
        return draw_card(view, reader) if view else unknown_serial(asked, connection, house, reader)
    matters = reading.open_matters(connection, reader.audience)
    message = _list(N_("Open requests: {count}"), matters, house, reader)
    message.blocks.append(context(_situation(connection, house, reader)))
    return message


def operations(line: Line, connection: Transaction, house: House, reader: Reader, actor: Actor) -> Message:
    """One operation as its card, with all that belongs to it; or those under way."""
    if line.serial or line.words:
        return status(line, connection, house, reader, actor)
    matters = [row for row in reading.open_matters(connection, reader.audience) if row.procedure == OPERATION]
    return _list(N_("Operations under way: {count}"), matters, house, reader)


def mine(_line: Line, connection: Transaction, house: House, reader: Reader, actor: Actor) -> Message:
    seats = reader.holders.seats_of(actor)
    matters = reading.open_matters(connection, reader.audience)
    found = reading.moves_of(matters, house.registry, seats)
    message = _list(N_("Waiting for your seats: {count}"), found, house, reader)
    held = "\n".join(f"• {reader.seat(seat)}" for seat in seats)
    message.blocks.append(section(reader.say(N_("Your seats:")) + "\n" + (held or "–")))
    return message


def help_(line: Line, _connection: Transaction, _house: House, reader: Reader, _actor: Actor) -> Message:
    return draw_help(" ".join(line.words).lower(), reader)


ANSWERS: dict[str, Callable[[Line, Transaction, House, Reader, Actor], Message]] = {
    "status": status,
    "mine": mine,
    "due": due,
    "remind list": own,
    "who": who,
    "bodies": bodies,
    "log": log,
    "find": find,
    "rhythm": rhythm,
    "messages": messages,
    "op": operations,
    "settlements": settlements,
    "help": help_,
}


def _view(serial: str, connection: Transaction, house: House, reader: Reader) -> MatterView | None:
    found = matter_by(connection, serial)
    if found is None or not is_name_known(found[0], serial, house.registry, reader.audience):
        return None
    view = see(found[0], procedures()[found[0].procedure], house.registry, reader.audience)
    return view and with_kin(view, found[0], connection, house.registry, (reader.audience, None))


def _situation(connection: Transaction, house: House, reader: Reader) -> str:
    """Phase, categories and labels, which all may know."""
    now, so = house.clock(), situation(connection)
    named = [msgspec.structs.asdict(row) for row in (*so.categories(now), *so.labels(now))]
    return draw_situation(so.phase(now), named, reader)


def _list(title: str, matters: Sequence[Matter], house: House, reader: Reader) -> Message:
    text = reader.say(title, count=len(matters))
    blocks: list[Block] = [section(f"*{text}*")]
    seen = (see(row, procedures()[row.procedure], house.registry, reader.audience) for row in matters)
    views = sorted(filter(None, seen), key=lambda view: move_due(view) or view.due_at)
    blocks += [section(_list_row(view, reader, house.clock())) for view in views[:MANY]]
    if len(matters) > MANY:
        blocks.append(context(reader.say(N_("and {count} more"), count=len(matters) - MANY)))
    return Message(text, blocks)


def move_due(view: MatterView) -> datetime | None:
    """When the next of those whose move it is has to have moved."""
    return min((mover.due for mover in view.movers if mover.due is not None), default=None)


def _list_row(view: MatterView, reader: Reader, now: datetime) -> str:
    """Whose move it is and by when, as on its card; and by when the whole is due, where that is another time."""
    say, due = reader.say, move_due(view)
    whose = ", ".join(dict.fromkeys(reader.body(mover.body) for mover in view.movers)) or "–"
    parts = [reader.stage(view.stage, view.procedure), say(N_("move: {whose}"), whose=whose)]
    if due is not None:
        parts.append(say(N_("due {at}"), at=reader.time(due)) + (" :warning:" if due < now else ""))
    if view.due_at != due:
        parts.append(say(N_("the whole due {at}"), at=reader.time(view.due_at)))
    return f"*{view.serial}* {escape(title_of(view, reader))}\n" + " · ".join(parts)
