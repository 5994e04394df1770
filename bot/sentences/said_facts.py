"""How each kind of fact is drawn in an answer to one person."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot import labels
from bot.mrkdwn import escape, mention, shorten
from bot.reader import Reader
from bot.sentences import message_facts
from bot.words import N_

NAMED = 6  # seats that an answer lists
TYPED = 150  # characters of what was typed that an answer gives back

Draw = Callable[[Any, Reader], str]


def _time(value: Any, reader: Reader) -> str:
    return reader.time(value) if value else "–"


def _understood(value: Any, reader: Reader) -> str:
    return reader.understood(value) if value else "–"


def _near(heading: str) -> Callable[[Callable[[str, Reader], str]], Draw]:
    """Suggestions, where there are any: " Did you mean …?"."""

    def make(one: Callable[[str, Reader], str]) -> Draw:
        def draw(values: Any, reader: Reader) -> str:
            rows = ", ".join(one(value, reader) for value in values or ())
            return f" {reader.say(heading, near=rows)}" if rows else ""

        return draw

    return make


DID_YOU_MEAN = N_("Did you mean {near}?")


def _code(value: str, _reader: Reader) -> str:
    return f"`{value}`"


def _words(values: Any, reader: Reader) -> str:
    return ", ".join(_code(value, reader) for value in values or ())


def _successor(value: Any, reader: Reader) -> str:
    return " " + reader.say(N_("Its successor is {body}."), body=_code(value, reader)) if value else ""


def _forerunner(value: Any, reader: Reader) -> str:
    return " " + reader.say(N_("Until then it is {body}."), body=_code(value, reader)) if value else ""


def _ids(heading: str) -> Draw:
    """Bodies by id after a heading, where there are any."""
    return lambda values, reader: f" {reader.say(heading, bodies=_words(values, reader))}" if values else ""


def _without(values: Any, reader: Reader) -> str:
    """Why each of these bodies has no counterpart, in the registry's words."""
    said = (
        reader.say(N_("{body} has none: {reason}"), body=reader.body(row), reason=reader.reason(row))
        for row in values or ()
    )
    return "".join(f" {text}" for text in said)


def _kept_back(values: Any, reader: Reader) -> str:
    """Matters that were not moved, each with why."""
    rows = (f"{serial}: {reader.label(labels.KEPT_BACK, why)}" for serial, why in values or ())
    return "".join(f"\n• {row}" for row in rows)


def _until(value: Any, reader: Reader) -> str:
    return " " + reader.say(N_("(until {day})"), day=value) if value else ""


def _label(table: Mapping[str, str]) -> Draw:
    return lambda value, reader: reader.label(table, str(value or ""))


def _typed(value: Any, _reader: Reader) -> str:
    return escape(shorten(str(value if value is not None else ""), TYPED))


def _body(value: Any, reader: Reader) -> str:
    return reader.body(value) if value else ""


def _people(values: Any, _reader: Reader) -> str:
    return ", ".join(mention(row) for row in values or ())


def _category(value: Any, reader: Reader) -> str:
    return reader.category(value) if value else ""


def _categories(values: Any, reader: Reader) -> str:
    return ", ".join(map(reader.category, values or ())) or "–"


def _known(words: str) -> Draw:
    """Of who has the watch of a seat, where all who read the answer may know who that is."""
    return lambda seat, reader: reader.say(words, holder=who) if seat and (who := reader.holder(seat)) else ""


def _could(values: Any, reader: Reader) -> str:
    """Seats that may: those nearest to the reader's desk on the way up first, and of many only some."""
    upward = tuple(reader.registry.upward(reader.desk)) if reader.desk else ()
    seats = sorted(values or (), key=lambda seat: _steps_up(reader.registry.seats[seat].body, upward))
    shown = reader.seats(seats[:NAMED])
    more = len(seats) - NAMED
    return f"{shown}\n{reader.say(N_('and {count} more'), count=more)}" if more > 0 else shown


def _steps_up(body: str, upward: Sequence[str]) -> int:
    return upward.index(body) if body in upward else len(upward)


FACTS: dict[str, tuple[str, Draw]] = {
    "due": ("due", _understood),
    "at": ("at", _understood),
    "since": ("since", _time),
    "understood": ("understood", _understood),
    "seat": ("seat", lambda value, reader: reader.seat(value) if value else ""),
    "seat_id": ("seat", _typed),
    "seats": ("seats", lambda value, reader: reader.seats(value or ())),
    "could": ("could", _could),
    "holder": ("holder", lambda value, _reader: mention(value) if value else ""),
    "by_holder": ("seat", _known(N_(" by {holder}"))),
    "and_watch": ("seat", _known(N_(" {holder} has the watch."))),
    "people": ("people", _people),
    "opr": ("opr", _body),
    "body": ("body", _body),
    "bodies": ("bodies", lambda values, reader: reader.bodies(values or ())),
    "body_id": ("body", _typed),
    "old_id": ("old", _typed),
    "serials": ("serials", _words),
    "left": ("left", _kept_back),
    "chain": ("chain", lambda values, _reader: " → ".join(values or ())),
    "on": ("on", _typed),
    "asker": ("asker", _body),
    "nation": ("nation", lambda value, reader: reader.nation(value or "")),
    "nations": ("nations", lambda values, reader: ", ".join(map(reader.nation, values or ()))),
    "stage": ("place", lambda value, reader: reader.stage(*value) if value else ""),
    "answer": ("answer", _label(labels.POSITIONS)),
    "decision": ("decision", _label(labels.DECISIONS)),
    "outcome": ("outcome", _label(labels.DECISIONS)),
    "choice": ("choice", _label(labels.CHOICES)),
    "other_choice": ("other", _label(labels.CHOICES)),
    "chosen": ("word", _label(labels.CHOICES)),
    "part": ("part", _label(labels.FIELDS)),
    "mode": ("mode", _label(labels.MODES)),
    "phase": ("phase", _label(labels.PHASES)),
    "holds": ("holds", _label(labels.PHASES)),
    "category": ("category", _category),
    "needed": ("needed", _categories),
    "categories": ("categories", _categories),
    "differences": ("differences", message_facts.draw_differences),
    "state": ("state", _label(labels.POSITIONS)),
    "near_serials": ("near", _near(DID_YOU_MEAN)(_code)),
    "near_verbs": ("near", _near(DID_YOU_MEAN)(_code)),
    "near_bodies": ("near", _near(DID_YOU_MEAN)(_code)),
    "near_seats": ("near", _near(DID_YOU_MEAN)(_code)),
    "near_list": ("near", _words),
    "known_words": ("known", _words),
    "text": ("text", _typed),
    "dtg": ("dtg", _typed),
    "clock": ("clock", _typed),
    "span": ("span", _typed),
    "earlier": ("earlier", _understood),
    "later": ("later", _understood),
    "successor_body": ("successor", _successor),
    "until_day": ("until", _until),
    "from_day": ("from", _typed),
    "forerunner": ("predecessor", _forerunner),
    "yours": ("yours", _ids(N_("Yours there: {bodies}."))),
    "theirs": ("theirs", _ids(N_("It can be asked by {bodies}."))),
    "without": ("without", _without),
    "no_requests": ("body", lambda value, reader: reader.no_requests(value or "")),
    "event": ("event", lambda value, reader: (value or {}).get(reader.language, "")),
    "verb": ("verb", _typed),
    "word": ("word", _typed),
    "where": ("where", _typed),
    "field": ("field", _typed),
    "format": ("format", _typed),
    "serial": ("serial", _typed),
    "calendar": ("calendar", _typed),
    "day": ("day", _typed),
    "count": ("count", _typed),
    "number": ("number", _typed),
    "length": ("length", _typed),
    "most": ("most", _typed),
    "version": ("version", _typed),
}
