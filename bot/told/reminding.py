"""Reminders and escalations as they are told: whom they call, how late they are, who is on it already."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from bot import catalogue, labels
from bot.blocks import SECTION, Message, actions, button, only_text, section
from bot.mrkdwn import escape, mention, shorten
from bot.reader import Reader
from bot.sentences.facts import Facts, due_of, title_of
from bot.sentences.watch import called, watch
from bot.words import N_
from workflows.view import MatterView

Row: TypeAlias = tuple[Facts, MatterView]

REMINDERS = {
    "half": N_("Half the time has passed: due {due}."),
    "nine-tenths": N_("Nine tenths of the time have passed: due {due}."),
    "unaccepted": N_(":warning: The watch was offered and nobody has accepted it: {due}. {seats}"),
    "go-or-not": N_(":vertical_traffic_light: Goes out {due}. Go, or hold your own release?"),
    "due": N_(":warning: The suspense has passed: it was due {due}. It stays open and goes up if nothing is done."),
    **catalogue.table("reminders"),
}

OFFERED = ("seen", "onit", "askextend", "hold")
"""Beside a snooze, under a reminder: for those of its desk who may."""

TITLE, ROWS = 60, 5  # characters of a title, and matters in a block: their lines fit it with the longest there may be


def draw_reminder(facts: Facts, view: MatterView, reader: Reader) -> Message:
    due = due_of(facts["due"], view, reader) if facts.get("due") else "–"
    line = f"{watch(facts['body'], reader)} {view.serial}: {_chased(facts, due, reader)}"
    message = only_text("\n".join((line, *draw_on_it(view, reader))))
    value = f"{view.id}:{view.version}"
    offered = ["snooze", *(move.verb for move in view.offered if move.verb in OFFERED)]
    labelled = [(verb, reader.label(labels.verbs_of(view.procedure), verb)) for verb in offered]
    message.blocks.append(actions([button(label, f"move:{verb}", value) for verb, label in labelled]))
    return message


def draw_reminders(rows: Sequence[Row], reader: Reader) -> Message:
    """Several that fell due at one time: the watch is called once, and each matter has a line of its own."""
    head = reader.say(N_("{who} {count} reminders:"), who=watch(reader.desk or "", reader), count=len(rows))
    lines = [_reminder_row(facts, view, reader) for facts, view in rows]
    parts = ["\n".join(lines[at : at + ROWS]) for at in range(0, len(lines), ROWS)]
    return Message(shorten("\n".join([head, *lines]), SECTION), [section(head), *map(section, parts)])


def _reminder_row(facts: Facts, view: MatterView, reader: Reader) -> str:
    nations = dict.fromkeys(row.nation for row in view.movers if row.body == facts["body"])
    whose = f"{reader.body(facts['body'])} ({', '.join(map(reader.nation, nations))})"
    title = escape(shorten(title_of(view, reader), TITLE))
    due = reader.time(facts["due"]) if facts.get("due") else "–"  # the card says whose day is off
    line = " · ".join(filter(None, (f"• *{view.serial}*", title, whose, _chased(facts, due, reader))))
    return "\n".join((line, *draw_on_it(view, reader)))


def _chased(facts: Facts, due: str, reader: Reader) -> str:
    seats = " ".join(called(facts.get("seats") or (), reader))
    return reader.say(REMINDERS[facts["rule"]], due=due, seats=seats).strip() + _late(facts, reader)


def _late(facts: Facts, reader: Reader) -> str:
    """How late it is told, and whether it waited for quiet hours to end; nothing where it is in time."""
    hours, minutes = divmod(facts.get("late", 0), 60)
    waited = " " + reader.say(N_("(waited during quiet hours)")) if facts.get("waited") else ""
    return waited + _lateness(hours, minutes, reader)


def _lateness(hours: int, minutes: int, reader: Reader) -> str:
    if not (hours or minutes):
        return ""
    if not hours:
        return " " + reader.say(N_("(told {minutes} min late)"), minutes=minutes)
    return " " + reader.say(N_("(told {hours} h {minutes} min late)"), hours=hours, minutes=minutes)


MOST_ON_IT = 5
"""People named as being on it; the log has all."""


def draw_on_it(view: MatterView, reader: Reader) -> Iterator[str]:
    """Who of the readers' own nation has seen it, or works on it, a line each; without a mention of who is asleep."""
    for row in view.on_it[-MOST_ON_IT:]:
        body = reader.body(row.body)
        who = body if row.actor in reader.asleep else f"{mention(row.actor)} ({body})"
        if row.until:
            yield reader.say(N_(":raised_hand: {who} is on it until {at}."), who=who, at=reader.time(row.until))
        else:
            yield reader.say(N_(":eyes: {who} has seen it, {at}."), who=who, at=reader.time(row.at))


def draw_escalation(facts: Facts, view: MatterView, reader: Reader) -> Message:
    """At the parent, whose watch is called; at the body itself, told that it went up."""
    say = reader.say
    names = {"body": reader.body(facts["body"]), "to": reader.body(facts["to"]), "due": "–"}
    if facts.get("due"):
        names["due"] = due_of(facts["due"], view, reader)
    if facts.get("unwatched"):
        text = say(
            N_(":rotating_light: Nobody is on watch at {body}, whose move it is (due {due}): it goes to {to}."), **names
        )
    elif facts.get("side", facts["body"]) != facts["body"]:
        text = say(
            N_(
                ":rotating_light: {body} was due {due} and has not moved. All sides are kept at one level: here it "
                "goes to {to}. Silence decides nothing."
            ),
            **names,
        )
    else:
        text = say(
            N_(":rotating_light: {body} was due {due} and has not moved: it goes to {to}. Silence decides nothing."),
            **names,
        )
    who = watch(facts["to"], reader) if facts["to"] == reader.desk else ""
    return only_text(f"{who} {view.serial}: {text}{_late(facts, reader)}".strip())


def draw_own_reminder(facts: Facts, _view: None, reader: Reader) -> Message:
    who = mention(facts["to"]) if facts.get("to") else ""
    text = reader.say(N_("{who} you asked to be reminded: {text}"), who=who, text=escape(facts["text"] or "–"))
    return only_text(text.strip() + _late(facts, reader))
