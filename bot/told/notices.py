"""Notices: what each kind of outbox row says in a channel. One pure drawing a kind; a card has a file of its own."""

from collections.abc import Callable, Sequence

from bot import labels
from bot.blocks import Message, only_text
from bot.mrkdwn import mention
from bot.reader import Reader
from bot.sentences.acts import draw_act
from bot.sentences.facts import Facts, due_of
from bot.sentences.saids import draw_said
from bot.sentences.watch import watch
from bot.told.checkpointing import draw_checkpoint
from bot.told.linking import draw_waits
from bot.told.purging import draw_purge_ordered, draw_purged
from bot.told.reminding import Row, draw_escalation, draw_own_reminder, draw_reminder, draw_reminders
from bot.words import N_
from workflows.progress import Mover
from workflows.view import MatterView


def draw_routing(_facts: Facts, view: MatterView, reader: Reader) -> Message:
    """What was routed where on the reader's side, and why."""
    say = reader.say
    rows = [f"• {reader.body_name(route.body)}: {reader.label(labels.REASONS, route.reason)}" for route in view.routes]
    return only_text(say(N_("Routed to:")) + "\n" + "\n".join(rows))


def draw_told(facts: Facts, view: MatterView, reader: Reader) -> Message:
    """What happened, and a mention where it became this desk's move."""
    lines = [draw_act(record["act"], record, reader) for record in facts.get("records", ())]
    mover = next((row for row in view.movers if row.body == reader.desk), None)
    if facts.get("move") and mover is not None:
        lines.append(_your_move(mover, view, reader))
    return only_text("\n".join(lines) or reader.stage(view.stage, view.procedure))


def draw_seat_taken(facts: Facts, _view: None, reader: Reader) -> Message:
    seat = reader.seat(facts["seat"])
    return only_text(reader.say(N_("{holder} took {seat}."), holder=mention(facts["holder"]), seat=seat))


def draw_seat_lost(facts: Facts, _view: None, reader: Reader) -> Message:
    text = N_(":warning: {seat} is vacant: the account of {holder} can hold no seat any more.")
    return only_text(reader.say(text, holder=mention(facts["holder"]), seat=reader.seat(facts["seat"])))


def draw_answer(facts: Facts, _view: None, reader: Reader) -> Message:
    """A refusal of a pressed button, for that person's eyes."""
    return only_text(draw_said(facts["code"], facts["params"], reader))


HOLDS = {
    "open": N_("• The channel is open to the workspace: make it private."),
    "shared": N_("• The channel is shared with another organisation: end that."),
    "unknown": N_("• Not on the list of those who may read it: {people}. Admit them (`/acm admit @…`), or they leave."),
    "guest": N_("• Guests of the workspace: {people}. They leave, or become full members."),
    "outsider": N_("• Of another organisation: {people}. They leave."),
    "bot": N_("• Apps, which would read along: {people}. Take them out."),
    "deactivated": N_("• Deactivated accounts: {people}. Take them out."),
}
MOST_NAMED = 40
"""People named in one line: the others show once these are dealt with."""


def draw_held(facts: Facts, _view: None, reader: Reader) -> Message:
    """For an administrator alone: why nothing is said in a channel. People of another workspace go by their id."""
    say, body = reader.say, reader.registry.bodies.get(facts["body"])
    name = f"`#{body.channel}`" if body else ""
    is_theirs = (facts.get("to") or {}).get("team") == facts["team"]
    lines = [say(N_(":lock: Nothing is said in {channel} until this is put right:"), channel=name)]
    for code, sentence in HOLDS.items():
        users = [row["user"] for row in facts["causes"] if row["code"] == code]
        people = ", ".join(
            mention({"user": user}) if is_theirs else f"{facts['team']}/{user}" for user in users[:MOST_NAMED]
        )
        if users:
            lines.append(say(sentence, people=people + ("…" if len(users) > MOST_NAMED else "")))
    lines.append(say(N_("Then it goes on by itself; what is for that channel waits.")))
    return only_text("\n".join(lines))


def draw_ended(facts: Facts, _view: None, reader: Reader) -> Message:
    """For an administrator alone: what is still open at bodies that are not in force any more."""
    say = reader.say
    lines = [say(N_(":warning: Bodies that are not in force, and what is still open there:"))]
    for row in facts["bodies"][:MOST_BODIES]:
        serials = ", ".join(row["serials"][:MOST_SERIALS]) + ("…" if len(row["serials"]) > MOST_SERIALS else "")
        line = f"/acm move-body {row['body']} {row['successor'] or 'BODY'}"
        lines.append(f"• {reader.body(row['body'])}: {serials} → `{line}`")
    if not all(row.get("others") for row in facts["bodies"]):
        lines.append(say(N_("Who decides there, or at the body in its place, moves it with that line.")))
    if any(row.get("others") for row in facts["bodies"]):
        lines.append(say(N_("At another nation's body: who decides at the body that asks moves it, unseen outside.")))
    return only_text("\n".join(lines))


def draw_recounted(facts: Facts, _view: None, reader: Reader) -> Message:
    """For an administrator alone: suspenses that were shown and stay, though calendar or hours are others now."""
    say = reader.say
    lines = [say(N_(":calendar: Calendars or working hours have changed. These suspenses stay as they were told:"))]
    for row in facts["rows"][:MOST_BODIES]:
        would = reader.time(row["now_due"]) if row["now_due"] else say(N_("past the end of a calendar"))
        names = {"serial": row["serial"], "due": reader.time(row["due"]), "would": would}
        lines.append(say(N_("• {serial}: due {due}; counted anew it would be {would}"), **names))
    if len(facts["rows"]) > MOST_BODIES:
        lines.append(say(N_("and {count} more"), count=len(facts["rows"]) - MOST_BODIES))
    lines.append(say(N_("Who asked, or decides, can give a later one with `/acm extend`.")))
    return only_text("\n".join(lines))


MOST_BODIES, MOST_SERIALS = 15, 8
"""Named in one message; the others show once these are dealt with."""

ABOUT_MATTER: dict[str, Callable[[Facts, MatterView, Reader], Message]] = {
    "routing": draw_routing,
    "told": draw_told,
    "reminder": draw_reminder,
    "escalation": draw_escalation,
    "waits": draw_waits,
}
"""Kinds that go into the thread of a matter's card."""

ABOUT_MATTERS: dict[str, Callable[[Sequence[Row], Reader], Message]] = {"reminders": draw_reminders}
"""Kinds about several matters, each of which has its facts."""

ALONE: dict[str, Callable[[Facts, None, Reader], Message]] = {
    "seat-taken": draw_seat_taken,
    "seat-lost": draw_seat_lost,
    "own-reminder": draw_own_reminder,
    "answer": draw_answer,
    "held": draw_held,
    "ended": draw_ended,
    "recounted": draw_recounted,
    "checkpoint": draw_checkpoint,
    "purge-ordered": draw_purge_ordered,
    "purged": draw_purged,
}


def _your_move(mover: Mover, view: MatterView, reader: Reader) -> str:
    say = reader.say
    due = say(N_("due {at}"), at=due_of(mover.due, view, reader)) if mover.due else ""
    verbs = dict.fromkeys(move.verb for move in view.offered if move.button is not None)
    acts = " / ".join(reader.label(labels.verbs_of(view.procedure), verb).rstrip("…") for verb in verbs)
    what = " · ".join(filter(None, (acts or reader.stage(view.stage, view.procedure), due)))
    names = {"who": watch(mover.body, reader), "body": reader.body(mover.body), "what": what}
    return say(N_(":point_right: {who} the move is {body}'s: {what}"), **names)
