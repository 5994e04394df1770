"""What an act says in a channel: a sentence each, and how the facts that it asks for are drawn."""

from collections.abc import Mapping
from string import Formatter

from bot import catalogue, labels
from bot.mrkdwn import escape, mention, shorten
from bot.reader import Reader
from bot.sentences.facts import Facts, plainly
from bot.sentences.watch import watch
from bot.words import N_

ACTS = {
    "open": N_("{who} asked."),
    "propose": N_("{who} proposed a text (version {version}):\n{detail}"),
    "disclose": N_("{who} released it."),
    "return": N_("{who} returned it: {missing}"),
    "withdraw": N_("{who} withdrew it: {because}"),
    "supersede": N_("{who} replaced it by {successor}: {because}"),
    "ack": N_("{who} acknowledged. OPR: {opr}."),
    "concur": N_("{who} answered: {answer}."),
    "nonconcur": N_("{who} answered: {answer}. {reason}"),
    "notours": N_("{who}: not ours. It goes to {opr}. {reason}"),
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
    texts = ("missing", "because", "reason", "text", "detail", "remark", "question", "reply")
    typed = (*texts, "successor", "version", "source")
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


def _is_time(value: object) -> bool:
    return isinstance(value, str) and value[:4].isdigit()
