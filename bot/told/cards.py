"""The card of a matter, drawn for one desk from its release view: whose move, by when, what is asked, the buttons."""

from collections.abc import Iterator

from bot import labels
from bot.blocks import Block, Message, actions, button, context, fields, header, section, select
from bot.mrkdwn import escape, shorten
from bot.reader import Reader
from bot.sentences.facts import draw_facts, due_of, title_of
from bot.told.linking import draw_links, draw_relative
from bot.told.reminding import draw_on_it
from bot.words import N_
from workflows.catalogue import procedures
from workflows.view import MatterView, TrackView

FIELDS = 10  # of one section that Slack takes
CHILDREN = 8  # of these that the card shows
TEXT = 2_400  # characters of the detail that the card shows; the log has all of it


def draw_card(view: MatterView, reader: Reader) -> Message:
    """The whole card. Its plain text is what a notification shows."""
    say = reader.say
    title = " · ".join(filter(None, (view.serial, title_of(view, reader))))
    blocks: list[Block] = [header(title), context(_status_line(view, reader)), section(_move_line(view, reader))]
    blocks += map(context, draw_on_it(view, reader))
    if view.text.detail:
        blocks.append(section(shorten(escape(view.text.detail), TEXT)))
    facts = list(_facts(view, reader))
    blocks += [fields(facts[at : at + FIELDS]) for at in range(0, len(facts), FIELDS)]
    if _has_tracks(view):
        blocks.append(section("\n".join(_track_line(track, reader) for track in view.tracks)))
    if view.parent or view.children:
        blocks.append(section("\n".join(_family(view, reader))))
    blocks += map(section, draw_links(view, reader))
    if view.missing:
        blocks.append(section(say(N_("*Said with it:* {text}"), text=escape(view.missing))))
    if buttons := _buttons(view, reader):
        blocks.append(actions(buttons, block_id="moves"))
    return Message(f"{escape(title)}: {reader.stage(view.stage, view.procedure)}", blocks)


def _status_line(view: MatterView, reader: Reader) -> str:
    say = reader.say
    parts = [f"*{reader.stage(view.stage, view.procedure)}*"]
    if view.to:
        parts.append(say(N_("text v{number}"), number=view.version))
    if view.to and view.urgency:
        parts.append(reader.label(labels.URGENCIES, view.urgency))
    if _has_modes(view):
        parts.append(_mode(view, reader))
    if view.outcome:
        parts.append(say(N_("joint outcome: *{outcome}*"), outcome=reader.label(labels.DECISIONS, view.outcome)))
    return " · ".join(parts)


def _family(view: MatterView, reader: Reader) -> Iterator[str]:
    """What it was begun under, and what was begun under it."""
    say = reader.say
    if view.parent:
        yield say(N_("*Under* {matter}"), matter=draw_relative(view.parent, reader))
    if view.children:
        yield say(N_("*Begun under it*"))
        yield from (f"• {draw_relative(row, reader)}" for row in view.children[:CHILDREN])
    if len(view.children) > CHILDREN:
        yield say(N_("and {count} more"), count=len(view.children) - CHILDREN)


def _has_modes(view: MatterView) -> bool:
    return len(view.tracks) > 1 and any(move.verb == "mode" for move in procedures()[view.procedure].moves)


def _has_tracks(view: MatterView) -> bool:
    """Whether each nation has a track of its own in the procedure: then there is a line for each."""
    return any(stage.tracks for stage in procedures()[view.procedure].stages)


def _mode(view: MatterView, reader: Reader) -> str:
    mode = reader.label(labels.MODES, view.mode)
    if not view.mode_proposed:
        return mode
    agreed = ", ".join(reader.nation(nation) for nation in view.mode_agreed) or "–"
    return reader.say(N_("{mode}; integration proposed, agreed by: {agreed}"), mode=mode, agreed=agreed)


def _move_line(view: MatterView, reader: Reader) -> str:
    """Whose move it is, this desk's own first."""
    say = reader.say
    if not view.movers:
        return say(N_("Nobody's move: nothing is left to do."))
    rows = []
    for mover in sorted(view.movers, key=lambda row: row.body != reader.desk):
        nation = reader.nation(mover.nation)
        if mover.body == reader.desk:
            whose = say(N_(":point_right: *Your move* ({nation})"), nation=nation)
        else:
            whose = say(N_("Move: {whose}"), whose=f"*{reader.body(mover.body)}* ({nation})")
        due = say(N_("due *{at}*"), at=due_of(mover.due, view, reader)) if mover.due else say(N_("no suspense"))
        rows.append(f"{whose} · {due} · {say(N_('since {at}'), at=reader.clock_beside(mover.since, mover.due))}")
    return "\n".join(rows)


def _facts(view: MatterView, reader: Reader) -> Iterator[str]:
    say = reader.say
    if view.to:
        yield say(N_("*From*\n{body}"), body=reader.body_name(view.asker))
        yield say(N_("*To*\n{bodies}"), bodies=reader.bodies(view.to))
        if view.tracks:
            yield say(N_("*Owned by*\n{body}"), body=reader.body_name(view.owner))
        yield say(N_("*Due*\n{at}"), at=due_of(view.due_at, view, reader))
    yield from draw_facts(view, reader)


def _track_line(track: TrackView, reader: Reader) -> str:
    """One nation's side: whose move it is for all, its answer and decision where they may be seen."""
    say = reader.say
    parts = [f"*{reader.nation(track.nation)}* · {reader.body(track.lead)}"]
    if track.ocrs:
        parts.append(say(N_("OCR {bodies}"), bodies=reader.bodies(track.ocrs)))
    if track.answer:
        parts.append(reader.label(labels.POSITIONS, track.answer))
    if track.decision:
        parts.append(say(N_("decision: {decision}"), decision=reader.label(labels.DECISIONS, track.decision)))
    lines = [" · ".join(parts)]
    if track.reason:
        lines.append(say(N_("> reason: {text}"), text=escape(track.reason)))
    for number, row in enumerate(track.conditions, start=1):
        state = say(N_("accepted")) if row.accepted_by else say(N_("not accepted yet"))
        text = escape(row.text)
        lines.append(say(N_("> condition {number} ({state}): {text}"), number=number, state=state, text=text))
    if track.decision_conditions:
        lines.append(say(N_("> decided with: {text}"), text=escape(track.decision_conditions)))
    return "\n".join(lines)


def _buttons(view: MatterView, reader: Reader) -> list[Block]:
    """A button for each move that is made at this stage; the rest in one menu, so that none is missing."""
    value = f"{view.id}:{view.reading}"
    shown = [move for move in view.offered if move.button is not None]
    others = [move for move in view.offered if move.button is None]
    called = labels.verbs_of(view.procedure)
    found = [button(reader.label(called, row.verb), f"move:{row.verb}", value, row.button) for row in shown]
    if others or view.begins:
        verbs = (*(move.verb for move in others), *view.begins)
        options = [(reader.label(called, verb), f"{verb}:{value}") for verb in verbs]
        found.append(select(reader.say(N_("More…")), "more", options))
    return found
