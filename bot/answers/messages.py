"""The calendar of messages: what goes out when, what is out and watched, which holding lines may be used."""

from datetime import datetime

from bot.blocks import Block, Message, context, section
from bot.mrkdwn import escape, shorten
from bot.reader import Reader
from bot.sentences.facts import title_of
from bot.verbs.typed import Line
from bot.words import N_
from state import reading
from state.house import House, Transaction
from workflows.catalogue import procedures
from workflows.matter import Actor, Matter
from workflows.view import MatterView, see

PROCEDURE = "strategic-message"
MANY = 20  # rows of a list; more would not be read

TIMES = {
    "scheduled": N_("goes out {at}"),
    "releasing": N_("going out since {at}"),
    "watching": N_("out since {at}"),
    "holding": N_("may be used until {at}"),
}
"""By stage: what the time of a message says."""


def messages(_line: Line, connection: Transaction, house: House, reader: Reader, _actor: Actor) -> Message:
    """Those that everybody who reads here may know of, in order of their time."""
    open_now = reading.open_matters(connection, reader.audience)
    found = [(_when(row), row) for row in open_now if row.procedure == PROCEDURE and row.stage_id in TIMES]
    found.sort(key=lambda pair: (pair[0], pair[1].id))
    text = reader.say(N_("What is said when: {count}"), count=len(found))
    blocks: list[Block] = [section(f"*{text}*")]
    for at, row in found[:MANY]:
        view = see(row, procedures()[PROCEDURE], house.registry, reader.audience)
        if view is not None:
            blocks.append(section(_row(view, at, reader)))
    if len(found) > MANY:
        blocks.append(context(reader.say(N_("and {count} more"), count=len(found) - MANY)))
    return Message(text, blocks)


def _when(matter: Matter) -> datetime:
    """The time by which it stands in the calendar: its instant; of a holding line, the end of its use."""
    name = "expires" if matter.stage_id == "holding" else "instant"
    return datetime.fromisoformat(matter.facts[name])


def _row(view: MatterView, at: datetime, reader: Reader) -> str:
    when = reader.say(TIMES[view.stage], at=reader.time(at))
    voice = reader.say(N_("lead voice {body}"), body=reader.body(view.facts["voice"]))
    readers = escape(shorten(view.facts["readers"], 100))
    held = [nation for nation, row in view.facts["releases"].items() if row["state"] == "held"]
    hold = reader.say(N_(":octagonal_sign: held by {nations}"), nations=", ".join(map(reader.nation, held)))
    parts = [f"*{when}*", reader.stage(view.stage, view.procedure), voice, readers, *([hold] if held else [])]
    return f"*{view.serial}* {escape(title_of(view, reader))}\n" + " · ".join(parts)
