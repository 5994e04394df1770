"""What one person asks of time: what is due, and which reminders of their own pend."""

from collections.abc import Sequence

from bot import labels
from bot.blocks import Block, Message, context, refusal, section
from bot.mrkdwn import escape, shorten
from bot.reader import Reader
from bot.sentences.facts import due_of, title_of
from bot.sentences.saids import draw_said
from bot.verbs.typed import Line
from bot.words import N_
from state import reading
from state.house import House, Transaction
from state.loading import nation_of
from state.personal import own_reminders
from workflows.catalogue import procedures
from workflows.matter import Actor
from workflows.owed import WHOSE, Asker, Owed, owed
from workflows.standing.personal import is_shown_to
from workflows.view import see
from workflows.vocabulary import Reminder

MANY = 14  # rows of a group: with their headings and "more" three groups stay within the 50 blocks that Slack takes


def due(line: Line, connection: Transaction, house: House, reader: Reader, actor: Actor) -> Message:
    """By group, each item in the nearest one; or one group alone, whole. What is overdue stands first."""
    word = line.words[0].lower() if line.words else ""
    if word and word not in WHOSE:
        return refusal(draw_said("unknown-group", {"word": word, "known": WHOSE}, reader))
    asker = Asker(reader.holders.seats_of(actor), nation_of(connection, actor) or "", reader.desk, reader.audience)
    matters = reading.open_matters(connection, reader.audience)
    found = owed(((row, procedures()[row.procedure]) for row in matters), house.registry, asker)
    groups = {name: [row for row in found if name in row.whose] for name in WHOSE}
    if not word:
        groups = {name: [row for row in found if min(row.whose, key=WHOSE.index) == name] for name in WHOSE}
    shown = {name: rows for name, rows in groups.items() if name == word or (not word and rows)}
    text = reader.say(N_("Due: {count}"), count=sum(map(len, shown.values())))
    blocks: list[Block] = [section(f"*{text}*")]
    for name, rows in shown.items():
        blocks += _group(name, rows, house, reader)
    return Message(text, blocks)


def own(_line: Line, connection: Transaction, _house: House, reader: Reader, actor: Actor) -> Message:
    """The reminders that this person asked for, the next one first, by the numbers that they are taken back with."""
    rows = [row for row in own_reminders(connection, actor) if is_shown_to(row, reader.audience)]
    text = reader.say(N_("Your reminders: {count}"), count=len(rows))
    lines = [_own_row(row, reader) for row in rows]
    blocks: list[Block] = [section(f"*{text}*")]
    blocks += [section("\n".join(lines[at : at + 5])) for at in range(0, min(len(lines), 5 * MANY), 5)]
    if len(lines) > 5 * MANY:
        blocks.append(context(reader.say(N_("and {count} more"), count=len(lines) - 5 * MANY)))
    return Message(text, blocks)


def _group(name: str, rows: Sequence[Owed], house: House, reader: Reader) -> list[Block]:
    blocks = [section(f"*{reader.label(labels.WHOSE, name)}* ({len(rows)})")]
    blocks += [section(_row(row, house, reader)) for row in rows[:MANY]]
    if len(rows) > MANY:
        blocks.append(context(reader.say(N_("and {count} more"), count=len(rows) - MANY)))
    return blocks


def _row(row: Owed, house: House, reader: Reader) -> str:
    say, mover = reader.say, row.mover
    view = see(row.matter, procedures()[row.matter.procedure], house.registry, reader.audience)
    named = f"*{view.serial}* {escape(title_of(view, reader))}" if view else ""
    at = due_of(mover.due, view, reader) if mover.due and view else ""
    due_at = say(N_("due {at}"), at=at) if at else say(N_("no suspense"))
    if mover.due and mover.due < house.clock():
        due_at = say(N_(":warning: *overdue* since {at}"), at=at)
    whose = f"{reader.body(mover.body)} ({reader.nation(mover.nation)})"
    moving = say(N_("move: {whose}"), whose=whose)
    return f"{named}\n{reader.stage(row.matter.stage_id, row.matter.procedure)} · {moving} · {due_at}"


def _own_row(row: Reminder, reader: Reader) -> str:
    text = escape(shorten(str(row.facts.get("text") or "–"), 200))
    return f"`{row.number}` {reader.time(row.due_at)} · {text}"
