"""Notices: what each kind of outbox row says in a channel. One pure drawing a kind; a card has a file of its own."""

from collections.abc import Callable, Mapping, Sequence
from string import Formatter

from bot import catalogue, labels
from bot.blocks import Message, only_text
from bot.checkpointing import draw_checkpoint
from bot.facts import due_of, plainly
from bot.linking import draw_waits
from bot.purging import draw_purge_ordered, draw_purged
from bot.reader import Reader, escape, mention, shorten
from bot.reminding import Facts, Row, draw_escalation, draw_own_reminder, draw_reminder, draw_reminders, watch
from bot.saids import draw_said
from bot.words import N_
from workflows.progress import Mover
from workflows.view import MatterView

ACTS = {
    "open": N_("{who} asked."),
    "propose": N_("{who} proposed a text (version {version})."),
    "disclose": N_("{who} released it."),
    "return": N_("{who} returned it: {missing}"),
    "withdraw": N_("{who} withdrew it: {because}"),
    "supersede": N_("{who} replaced it by {successor}: {because}"),
    "ack": N_("{who} acknowledged. OPR: {opr}."),
    "concur": N_("{who} answered: {answer}."),
    "nonconcur": N_("{who} answered: {answer}. {reason}"),
    "notours": N_("{who}: not ours. It goes to {opr}."),
    "accept": N_("{who} accepted: {accepted}"),
    "note": N_("{who} noted: {text}"),
    "escalate": N_("{who} took it up from {from_body} to {to_body}: {because}"),
    "raise": N_("{who} took it up one echelon on every side, to {to_bodies}: {because} {called}"),
    "raise-disagreed": N_("Not all concur: it goes up one echelon on every side, to {to_bodies}. {called}"),
    "decide": N_("{who} recorded: {decision}."),
    "implement": N_("{who}: implementation has begun. {remark}"),
    "withhold": N_("{who} withheld: {part}."),
    "spill": N_(
        ":warning: {who} withheld what has been seen here: {part}. Treat it as a possible spill: use it no further, "
        "pass it on to nobody, and follow your spill procedure."
    ),
    "release": N_("{who} released: {part}.\n{text}"),
    "close": N_("{who} closed its side. {remark}"),
    "closed": N_("All sides have closed: the request is closed."),
    "extend": N_("{who} moved the suspense to {to_time}: {because}"),
    "askextend": N_("{who} asks for time until {to_time}: {because} {called}"),
    "seen": N_("{who}: {on_it_person} has seen it."),
    "onit": N_("{who}: {on_it_person} is on it until {until}. {remark}"),
    "mode": N_("{who}: {mode}. {in_force}"),
    "answers": N_("All have answered on version {version}:\n{answers}"),
    "handover": N_("{who}: the watch is offered to {to_person}."),
    "relieve": N_("{to_person} has the watch now; {from_person} is relieved."),
    "question": N_("{who} was asked: {question}"),
    "clarify": N_("{who} replied: {reply}"),
    "refuse": N_("{who}: the relief does not take over: {because}"),
    "cover": N_("{who}: {acting_person} acts until {until}. {because}"),
    "resume": N_("{who}: acting is over."),
    "acting-over": N_("The time has come: {acting_person} acts no longer."),
    "move-stage": N_("{who}: this version does not have the stage at which it stood; it is moved on. {because}"),
    "phase": N_("{who} set its phase: *{setting}* from {since}. {because}"),
    "situation": N_("{who} entered the situation category: *{setting}* from {since} ({source}). {because}"),
    "label": N_("{who} proposed as label: *{setting}*. {because}"),
    "confirm": N_("{who} confirmed the label: *{setting}* from {since}."),
    "decline": N_("{who} declined the label: {because}"),
    "standdown": N_("{who}: {left_person} gave up the seat. {because}"),
    "move-body": N_("{who}: {from_body} has ended. What it was here is {to_body} now."),
    "seat-lost": N_("{left_person} can hold no seat any more: nobody has this one now, or nobody acts for it."),
    "take": N_("{who}: somebody holds the seat again."),
    "take-up": N_("It was deferred and is taken up again: all decide anew."),
    "outcome": N_("All have decided. Joint outcome: *{outcome}*\n{decisions}"),
    **catalogue.table("acts"),
}


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


def draw_act(act: str, record: Facts, reader: Reader, sentences: Mapping[str, str] = ACTS) -> str:
    """What an act says, as mrkdwn; `record` has its content and the seat that acted."""
    content = record["content"]
    seat = reader.registry.seats.get(record["seat"])
    who = f"*{reader.body(seat.body)}* ({reader.nation(seat.nation)})" if seat else ""
    sentence = sentences[act]
    named = {name: _fact(name, content, reader) for _, name, _, _ in Formatter().parse(sentence) if name}
    return reader.say(sentence, **{**named, "who": who, **_act_facts(content, reader)}).strip()


def _fact(name: str, content: Facts, reader: Reader) -> str:
    """A fact that the words of a procedure ask for; `position_word` asks for what was chosen as `position`."""
    if name.endswith("_word"):
        chosen = content.get(name.removesuffix("_word"), "")
        rows = chosen if isinstance(chosen, list | tuple) else [chosen]
        return ", ".join(reader.label(labels.CHOICES, str(row)) for row in rows)
    return plainly(content.get(name), reader)


def _act_facts(content: Facts, reader: Reader) -> dict[str, str]:
    """Every fact that a sentence of ACTS may ask for, drawn; empty where this act has none."""
    typed = ("missing", "because", "reason", "text", "remark", "successor", "version", "question", "reply", "source")
    drawn = {name: shorten(escape(str(content.get(name, ""))), 600) for name in typed}
    drawn["opr"] = reader.body(content["opr"]) if isinstance(content.get("opr"), str) else ""
    people = {"from_person": "from", "to_person": "to", "acting_person": "acting"}
    people |= dict.fromkeys(("left_person", "on_it_person"), "person")
    drawn |= {name: _person(content.get(field)) for name, field in people.items()}
    drawn["until"] = reader.time(content["until"]) if _is_time(content.get("until")) else ""
    drawn["since"] = reader.time(content["holds_from"]) if _is_time(content.get("holds_from")) else ""
    drawn["setting"] = reader.setting(content["what"], content["value"]) if "what" in content else ""
    drawn["from_body"] = reader.body(str(content.get("from", "")))
    drawn["to_body"] = reader.body(str(content.get("to", "")))
    drawn["to_time"] = reader.understood(content["to"]) if _is_time(content.get("to")) else ""
    drawn["to_bodies"] = reader.bodies(content.get("bodies", ()))
    is_called = reader.desk in (content.get("of"), *content.get("bodies", ()))
    drawn["called"] = watch(reader.desk, reader) if reader.desk and is_called else ""
    drawn["answer"] = reader.label(labels.POSITIONS, str(content.get("answer", "")))
    drawn["decision"] = reader.label(labels.DECISIONS, str(content.get("decision", "")))
    drawn["outcome"] = reader.label(labels.DECISIONS, str(content.get("outcome", "")))
    drawn["part"] = reader.label(labels.FIELDS, str(content.get("field", "")))
    drawn["mode"] = reader.label(labels.MODES, str(content.get("mode", "")))
    drawn["in_force"] = reader.say(N_("In force.")) if content.get("in_force") else reader.say(N_("Agreed."))
    drawn["accepted"] = "; ".join(escape(text) for text in content.get("accepted", ()))
    drawn["answers"] = _sides(content.get("answers", {}), "answer", labels.POSITIONS, reader)
    drawn["decisions"] = _sides(content.get("decisions", {}), "decision", labels.DECISIONS, reader)
    return drawn


def _person(value: object) -> str:
    return mention(value) if isinstance(value, Mapping) and "user" in value else ""


def _sides(sides: Mapping[str, Facts], key: str, table: Mapping[str, str], reader: Reader) -> str:
    rows = []
    for nation, side in sides.items():
        conditions = side.get("conditions") or ()
        said = [side.get("reason") or "", *([conditions] if isinstance(conditions, str) else conditions)]
        more = "; ".join(escape(text) for text in said if text)
        rows.append(f"• {reader.nation(nation)}: {reader.label(table, side[key])}" + (f" — {more}" if more else ""))
    return "\n".join(rows)


def _your_move(mover: Mover, view: MatterView, reader: Reader) -> str:
    say = reader.say
    due = say(N_("due {at}"), at=due_of(mover.due, view, reader)) if mover.due else ""
    verbs = dict.fromkeys(move.verb for move in view.offered if move.button is not None)
    acts = " / ".join(reader.label(labels.verbs_of(view.procedure), verb).rstrip("…") for verb in verbs)
    what = " · ".join(filter(None, (acts or reader.stage(view.stage, view.procedure), due)))
    return say(N_(":point_right: {who} your move: {what}"), who=watch(mover.body, reader), what=what)


def _is_time(value: object) -> bool:
    return isinstance(value, str) and value[:4].isdigit()
