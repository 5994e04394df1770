"""What is linked in an operation, on its card and on the cards of what belongs to it, and the news of what waits."""

from collections.abc import Iterator, Mapping

from bot import labels
from bot.blocks import Message, only_text
from bot.mrkdwn import escape, shorten
from bot.reader import Reader
from bot.words import N_
from state.house import Transaction
from state.matters import family_of
from state.operations import net_of
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.catalogue import procedure_of
from workflows.family import with_family
from workflows.linked import with_links
from workflows.matter import Matter
from workflows.view import Linked, MatterView, Relative

ROWS = 12  # of these that a card shows; the matrix has all of them
TITLE = 60  # characters of another matter's title

NEWS: Mapping[str, str] = {
    "late": N_(":hourglass: {serial}, for which this waits, is now due {due}: later than this is itself."),
    "overdue": N_(":hourglass: {serial}, for which this waits, is overdue: it was due {due}."),
    "ended": N_("{serial}, for which this waited, is over: {stage}."),
}


def with_kin(
    view: MatterView, matter: Matter, connection: Transaction, registry: Registry, at: tuple[Audience, str | None]
) -> MatterView:
    """The view with all that is shown of other matters: parent and children, and what an operation links."""
    view = with_family(view, *family_of(connection, matter), registry, at)
    return with_links(view, matter, net_of(connection, [matter]), registry, at[0])


def draw_relative(row: Relative, reader: Reader) -> str:
    """Serial, title and stage of another matter, and whose move it is."""
    title = escape(shorten(row.title or reader.label(labels.PROCEDURES, row.procedure), TITLE))
    whose = ", ".join(map(reader.body, row.movers))
    stage = reader.stage(row.stage, row.procedure)
    return f"{row.serial} {title} · {stage}" + (f" → {whose}" if row.is_open and whose else "")


def draw_links(view: MatterView, reader: Reader) -> Iterator[str]:
    """Sections: what belongs to an operation and what in it waits for what; or the operations that this belongs to."""
    say, there = reader.say, view.network
    if there.members:
        yield _listed(say(N_("*Belongs to it*")), [draw_member(row, reader) for row in there.members], reader)
    if there.needs:
        serials = {row.id: row.shown.serial for row in there.members}
        pairs = [(serials[first], serials[second]) for first, second in there.needs]
        rows = [say(N_("{matter} waits for {on}"), matter=first, on=second) for first, second in pairs]
        yield _listed(say(N_("*What waits for what*")), rows, reader)
    for part in view.parts:
        title = escape(shorten(part.title, TITLE))
        rows = [say(N_("waits for {matter}"), matter=draw_member(row, reader)) for row in part.waits_for]
        rows += [say(N_("needed by {matter}"), matter=draw_member(row, reader)) for row in part.needed_by]
        yield _listed(say(N_("*Part of* {matter}"), matter=f"{part.serial} {title}"), rows, reader)


def draw_member(row: Linked, reader: Reader) -> str:
    text = draw_relative(row.shown, reader)
    return f"{text} · {reader.say(N_('due {at}'), at=reader.clock(row.due_at))}" if row.shown.is_open else text


def _listed(heading: str, rows: list[str], reader: Reader) -> str:
    more = [reader.say(N_("and {count} more"), count=len(rows) - ROWS)] if len(rows) > ROWS else []
    return "\n".join([heading, *(f"• {row}" for row in rows[:ROWS]), *more])


def draw_waits(facts: Mapping[str, str], _view: MatterView, reader: Reader) -> Message:
    """That what a matter waits for comes later, is overdue, or is over."""
    due = reader.time(facts["due"]) if "due" in facts else ""
    stage = reader.stage(facts.get("stage", ""), procedure_of(facts["serial"]))
    return only_text(reader.say(NEWS[facts["what"]], serial=facts["serial"], due=due, stage=stage))
