"""The facts that a procedure keeps of a matter, as its card shows them: a row of `Procedure.card` each."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from bot import labels
from bot.mrkdwn import escape, mention, shorten
from bot.reader import Reader
from bot.sentences import message_facts
from bot.words import N_
from workflows.catalogue import procedure_of, procedures
from workflows.days_off import sides_of
from workflows.view import MatterView

Facts: TypeAlias = Mapping[str, Any]
"""What a row of the outbox says, as it was queued."""

TEXT = 1_500  # characters of one fact; a card's field takes 2,000
TYPED = 600  # of what is told of an act
ROWS = 8  # of a list; the log has all
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*")
"""A time of what is on record, as it is stored."""
ENDING = {"lines": N_("Holding lines that may be used:"), "offers": N_("Offers about to expire:")}
"""By the name of a list, what of a watch's brief ends by itself."""
ENDING_ROWS = 4
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def title_of(view: MatterView, reader: Reader) -> str:
    """What was typed as title, empty where it is withheld; else what it is, and what or which seat it is about."""
    if "setting" in view.facts:
        return _setting(view.facts["setting"], reader)
    if view.text.title or not view.subject:
        return view.text.title
    named = reader.registry.seats[view.subject]
    what = reader.label(labels.PROCEDURES, view.procedure)
    return f"{what} · {reader.body(named.body)} {reader.seat_name(view.subject)}"


def due_of(at: datetime | str, view: MatterView, reader: Reader) -> str:
    """When a matter is due: for what several nations work on, by the clocks of all who lead, and whose day is off."""
    return reader.suspense(at, sides_of((track.lead for track in view.tracks), reader.registry))


def draw_facts(view: MatterView, reader: Reader) -> Iterator[str]:
    """Each fact that is there, under its name."""
    for row in procedures()[view.procedure].card:
        value = view.subject if row.name == "subject" else view.facts.get(row.name)
        if value:
            yield f"*{reader.say(row.label)}*\n{shorten(KINDS[row.kind](value, reader), TEXT)}"


def _setting(value: Mapping[str, Any], reader: Reader) -> str:
    """What one nation set: "Phase (Japan): crisis"."""
    name, nation = reader.label(labels.SETTINGS, value["what"]), reader.nation(value["nation"])
    said = reader.setting(value["what"], value["value"])
    return reader.say(N_("{name} ({nation}): {value}"), name=name, nation=nation, value=said)


def draw_situation(phase: str, named: Sequence[Mapping[str, Any]], reader: Reader) -> str:
    """The phase in force, and each category and label with the time from which it holds and its source, one a line."""
    rows = [reader.say(N_("Phase in force: *{phase}*"), phase=reader.setting("phase", phase))]
    for row in named:
        since = reader.say(N_("since {at}"), at=reader.clock(row["holds_from"]))
        rows.append(" · ".join(filter(None, (_setting(row, reader), since, escape(row["source"])))))
    return "\n".join(rows)


def _brief(value: Mapping[str, Any], reader: Reader) -> str:
    """Phase and situation, what is open, what of it is due soon or undecided, what ends by itself, and empty seats."""
    say, due = reader.say, {row["serial"] for row in value["due"]}
    undecided = {row["serial"] for row in value["undecided"]}
    lines = [
        _brief_row(row, reader, soon=row["serial"] in due, undecided=row["serial"] in undecided)
        for row in value["open"]
    ]
    # A list of before there were any has no phase, and nothing that ends by itself.
    shown = [draw_situation(value["phase"], value["situation"], reader)] if "phase" in value else []
    for name, heading in ENDING.items():
        ending = [_brief_ending(row, reader) for row in value.get(name, ())]
        shown += [say(heading), *_first(ending, ENDING_ROWS, reader)] if ending else []
    if value["gaps"]:
        shown.append(say(N_("Empty seats: {seats}"), seats=", ".join(f"`{seat}`" for seat in value["gaps"])))
    shown += [say(N_("Open here:")), *_first(lines, ROWS, reader)] if lines else [say(N_("Nothing is open."))]
    return "\n".join(shown)


def _first(lines: Sequence[str], most: int, reader: Reader) -> list[str]:
    """So many of them, and how many more there are."""
    more = len(lines) - most
    return [*lines[:most], *([reader.say(N_("and {count} more"), count=more)] if more > 0 else [])]


def _brief_row(row: Mapping[str, Any], reader: Reader, *, soon: bool, undecided: bool) -> str:
    marks = (":hourglass: " if soon else "") + (":scales: " if undecided else "")
    title = escape(shorten(row["title"], 60)) or "–"
    stage = reader.stage(row["stage"], procedure_of(row["serial"]))
    if row.get("mode") == "integration":
        stage = f"{stage} · {reader.label(labels.MODES, row['mode'])}"
    return f"• {marks}*{row['serial']}* {title} · {stage} · {reader.clock(row['due'])}"


def _brief_ending(row: Mapping[str, Any], reader: Reader) -> str:
    title = escape(shorten(row["title"], 60)) or "–"
    return f"• *{row['serial']}* {title} · {reader.say(N_('until {at}'), at=reader.clock(row['due']))}"


def _talk(value: Sequence[Mapping[str, str]], _reader: Reader) -> str:
    lines = [f"• {escape(row['question'])}" + (f" → {escape(row['reply'])}" if row["reply"] else "") for row in value]
    return "\n".join(lines)


def _parts(value: Sequence[Mapping[str, str]], reader: Reader) -> str:
    """What came in bit by bit, each with its time."""
    return "\n".join(f"• {reader.clock(row['at'])}: {escape(shorten(row['text'], 300))}" for row in value)


def _matrix(value: Mapping[str, Mapping[str, str]], reader: Reader) -> str:
    """Each office's position, with its reason and the wording that it requires."""
    lines = []
    for body, row in value.items():
        said = [reader.label(labels.CHOICES, row["position"]), escape(row.get("text", ""))]
        if row.get("wording"):
            said.append(reader.say(N_("required: {text}"), text=escape(row["wording"])))
        lines.append(f"• {reader.body(body)}: " + " · ".join(filter(None, said)))
    return "\n".join(lines)


def _findings(value: Mapping[str, Mapping[str, str]], reader: Reader) -> str:
    """What each nation's planners found, the parts in their order."""
    parts = ("assumptions", "relies", "played")
    rows = {nation: [row[part] for part in parts if row.get(part)] for nation, row in value.items()}
    return "\n".join(f"• *{reader.nation(nation)}*: {escape(' · '.join(row))}" for nation, row in rows.items())


def _said(value: Mapping[str, Mapping[str, str]], reader: Reader) -> str:
    """What each nation says: a word of a list, and why."""
    rows = []
    for nation, row in value.items():
        said = (reader.label(labels.CHOICES, row["word"]), escape(shorten(row["text"], TYPED)))
        rows.append(f"• *{reader.nation(nation)}*: {' · '.join(said)}")
    return "\n".join(rows)


def plainly(value: Any, reader: Reader) -> str:
    """A fact by what it is: a time, a body, a seat, or what somebody typed; empty for none."""
    if isinstance(value, list | tuple):
        return ", ".join(plainly(row, reader) for row in value)
    if isinstance(value, date | str) and DAY.fullmatch(str(value)):
        return reader.day(str(value))
    if isinstance(value, datetime) or (isinstance(value, str) and INSTANT.fullmatch(value)):
        return reader.understood(value)
    word = "" if value is None else str(value)
    if word in reader.registry.bodies:
        return reader.body(word)
    if word in reader.registry.seats:
        return reader.seat(word)
    return shorten(escape(word), TYPED)


def _gates(value: Mapping[str, Mapping[str, str]], reader: Reader) -> str:
    """Each gate with its answer, the seat that gave it, and the grounds where these readers have them."""
    return "\n".join(_gate(name, row, reader) for name, row in value.items())


def _gate(name: str, row: Mapping[str, str], reader: Reader) -> str:
    said = [f"*{reader.label(labels.CHOICES, row['answer'])}*", f"`{row['seat']}`"]
    said += [reader.label(labels.CHOICES, row["case"])] if "case" in row else []
    said += [escape(shorten(row["grounds"], 200))] if "grounds" in row else []
    return f"• {reader.label(labels.CHOICES, name)}: " + " · ".join(said)


KINDS: dict[str, Callable[[Any, Reader], str]] = {
    "seat": lambda value, reader: reader.seat(value),
    "person": lambda value, _reader: mention(value),
    "time": lambda value, reader: reader.time(value),
    "text": lambda value, _reader: escape(str(value)),
    "phase": lambda value, reader: reader.setting("phase", value),
    "body": lambda value, reader: reader.body_name(value),
    "bodies": lambda value, reader: reader.bodies(value),
    "seats": lambda value, reader: reader.seats(value),
    "word": lambda value, reader: reader.label(labels.CHOICES, value),
    "day": lambda value, reader: reader.day(value),
    "gates": _gates,
    "parts": _parts,
    "matrix": _matrix,
    "findings": _findings,
    "brief": _brief,
    "talk": _talk,
    "number": lambda value, _reader: str(value),
    "said": _said,
    **message_facts.KINDS,
}
