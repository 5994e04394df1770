"""What was received of another nation and is not settled yet, by when it is due."""

from bot.blocks import Block, Message, context, section
from bot.mrkdwn import escape
from bot.reader import Reader
from bot.sentences.facts import due_of, title_of
from bot.verbs.typed import Line
from bot.words import N_
from state import reading
from state.house import House, Transaction
from workflows.catalogue import procedures
from workflows.matter import Actor
from workflows.view import MatterView, see

VERB = "settlements"
MANY = 20  # rows of a list; more would not be read


def settlements(_line: Line, connection: Transaction, house: House, reader: Reader, _actor: Actor) -> Message:
    """Those that everybody who reads here may know of, the first that are due first."""
    listed = {(row.id, stage.id) for row in procedures().values() for stage in row.stages if stage.listed == VERB}
    rows = [row for row in reading.open_matters(connection, reader.audience) if (row.procedure, row.stage_id) in listed]
    seen = [see(row, procedures()[row.procedure], house.registry, reader.audience) for row in rows]
    found = sorted(filter(None, seen), key=lambda view: (view.stage_due or view.due_at, view.serial))
    text = reader.say(N_("Open settlements: {count}"), count=len(found))
    blocks: list[Block] = [section(f"*{text}*"), *(section(_row(view, reader)) for view in found[:MANY])]
    if len(found) > MANY:
        blocks.append(context(reader.say(N_("and {count} more"), count=len(found) - MANY)))
    return Message(text, blocks)


def _row(view: MatterView, reader: Reader) -> str:
    due = reader.say(N_("due {at}"), at=due_of(view.stage_due or view.due_at, view, reader))
    who = f"{reader.body(view.to[0])} → {reader.body(view.asker)}"
    what = f"{view.facts['received']} {escape(view.facts['unit'])}"
    parts = (what, who, reader.stage(view.stage, view.procedure), due)
    return f"*{view.serial}* {escape(title_of(view, reader))}\n" + " · ".join(parts)
