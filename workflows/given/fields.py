"""Reading what was given with a verb: one reader for each kind of field, all faults of a command told together."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from workflows.fields import Given
from workflows.given.bodies import read_bodies, read_body
from workflows.given.links import not_a_link, plain_links
from workflows.given.reading import Fault, Reading
from workflows.matter import Actor
from workflows.near import nearest
from workflows.release import FIELDS
from workflows.situation import NO_LABEL, PHASES
from workflows.times.calendars import OutOfRange
from workflows.times.days import read_day
from workflows.times.forms import YEARS_AHEAD
from workflows.times.suspense import URGENCIES, working_days_due, working_hours_due
from workflows.times.typed import NotUnderstood, WorkingDays, WorkingHours, read_time
from workflows.vocabulary import Params, Refused

MODES = ("coordination", "integration")
DECISIONS = {"approve": "approved", "conditions": "conditions", "defer": "deferred", "disapprove": "disapproved"}
"""What is typed, and the position of the track that it leads to."""

USER = re.compile(r"[UW][A-Z0-9]+")


def read_given(rows: tuple[Given, ...], words: Mapping[str, str], reading: Reading) -> dict[str, Any] | Refused:
    """The values of `words` by field name, absent ones left out; or one refusal that carries every fault.

    The refusal's `faults` are (field, code, params) in the rows' order; words that no row asks for are faults too.
    """
    values: dict[str, Any] = {}
    faults: list[tuple[str, str, Params]] = []
    for row in rows:
        word = words.get(row.name, "").strip()
        if not word:
            if row.required:
                faults.append((row.name, "missing", {"field": row.name}))
        elif len(word) > row.most:
            faults.append((row.name, "too-long", {"field": row.name, "length": len(word), "most": row.most}))
        else:
            value = _one_of("not-of-these", row.words)(word, reading) if row.words else READERS[row.kind](word, reading)
            if isinstance(value, Fault):
                faults.append((row.name, value.code, value.params))
            else:
                values[row.name] = value
    names = [row.name for row in rows]
    faults.extend(
        (name, "unknown-field", {"field": name, "known": tuple(names)}) for name in words if name not in names
    )
    if faults:
        field, code, params = faults[0]
        return Refused(code, {**params, "faults": tuple(faults)}, field=field)
    return values


def _line(word: str, _reading: Reading) -> str:
    return " ".join(word.split())


def _text(word: str, _reading: Reading) -> str:
    return word


def _time(word: str, reading: Reading) -> datetime | Fault:
    """An instant; working days and hours are counted by zone and hours of whoever typed them."""
    read = read_time(word, now=reading.now, zone=reading.zone)
    if isinstance(read, NotUnderstood):
        return Fault(read.code, read.params)
    if not isinstance(read, WorkingDays | WorkingHours):
        return read
    try:
        due = _counted(read, reading)
    except OutOfRange as error:
        return Fault("no-calendar", {"calendar": error.calendar, "day": error.day})
    if due.year > reading.now.year + YEARS_AHEAD:
        return Fault("far-time", {"text": word, "understood": due})
    return due


def _counted(read: WorkingDays | WorkingHours, reading: Reading) -> datetime:
    now, zone, calendars, hours = reading.now, reading.zone, reading.calendars, reading.hours
    if isinstance(read, WorkingDays):
        return working_days_due(read.days, now, zone, calendars, hours)
    return working_hours_due(read.hours, now, zone, calendars, hours)


def _one_of(code: str, known: tuple[str, ...]) -> Callable[[str, Reading], str | Fault]:
    def read(word: str, _reading: Reading) -> str | Fault:
        plain = unicodedata.normalize("NFKC", word).strip().lower()
        return plain if plain in known else Fault(code, {"word": word, "known": known})

    return read


def _decision(word: str, reading: Reading) -> str | Fault:
    plain = _one_of("unknown-decision", tuple(DECISIONS))(word, reading)
    return plain if isinstance(plain, Fault) else DECISIONS[plain]


def _number(word: str, _reading: Reading) -> int | Fault:
    plain = unicodedata.normalize("NFKC", word).strip().lstrip("#")
    return int(plain) if plain.isdecimal() else Fault("not-a-number", {"word": word})


def read_people(word: str, team: str) -> tuple[Actor, ...]:
    """The people of a workspace that were named: `<@U123|name>`, `@U123` or `U123`."""
    users = (part.strip("<>@").split("|")[0] for part in word.replace(",", " ").split())
    return tuple(dict.fromkeys(Actor(team, user) for user in users if user))


def is_somebody(person: Actor) -> bool:
    """Whether this is an id that somebody could have: words beside the mention of a person are read as people too."""
    return USER.fullmatch(person.user) is not None


def _person(word: str, reading: Reading) -> Actor | Fault:
    people = read_people(word, reading.team)
    return people[0] if len(people) == 1 and is_somebody(people[0]) else Fault("not-a-person", {"word": word})


def _seat(word: str, reading: Reading) -> str | Fault:
    """A seat of one's own nation; any other is answered like one that isn't there."""
    plain = unicodedata.normalize("NFKC", word).strip().lower()
    seat = reading.registry.seats.get(plain)
    if seat is not None and seat.nation == reading.nation:
        return plain
    own = tuple(row.id for row in reading.registry.seats.values() if row.nation == reading.nation)
    return Fault("unknown-seat", {"seat": word, "near": nearest(plain, own)})


def _day(word: str, reading: Reading) -> date | Fault:
    read = read_day(word, now=reading.now, zone=reading.zone)
    return Fault(read.code, read.params) if isinstance(read, NotUnderstood) else read


def _since(word: str, reading: Reading) -> datetime | Fault:
    """An instant, which may have passed: that one is typed with its whole date, for what is left out is still ahead."""
    found = _time(word, reading)
    if isinstance(found, Fault) and found.code == "past-time":
        passed: datetime = found.params["understood"]
        return passed
    return found


def read_links(word: str, _reading: Reading) -> tuple[str, ...] | Fault:
    links = plain_links(word)
    wrong = next((row for row in links if not_a_link(row)), None)
    return Fault("not-a-link", {"word": wrong}) if wrong else links


def _phase(word: str, _reading: Reading) -> str | Fault:
    plain = _folded(word)
    found = next((phase for phase, said in PHASES.items() if plain in (phase, _folded(said))), None)
    return found or Fault("unknown-phase", {"word": word, "known": tuple(PHASES)})


def _category(word: str, reading: Reading) -> str | Fault:
    """A category of one's own nation, by its id or its name in either language."""
    plain = _folded(word)
    own = [row for row in reading.registry.categories.values() if row.nation == reading.nation]
    found = next((row.id for row in own if plain in map(_folded, (row.id, row.name, row.name_ja))), None)
    return found or Fault("unknown-category", {"word": word, "known": tuple(row.id for row in own)})


def _label(word: str, reading: Reading) -> str | Fault:
    """A label by its id or its name in either language, or the word by which one ends."""
    plain, rows = _folded(word), reading.registry.situation_labels.values()
    found = next((row.id for row in rows if plain in map(_folded, (row.id, row.name, row.name_ja))), None)
    if plain in (NO_LABEL, "なし"):
        return NO_LABEL
    return found or Fault("unknown-label", {"word": word, "known": (*(row.id for row in rows), NO_LABEL)})


def _folded(word: str) -> str:
    """A word whatever its case, width and spaces."""
    return " ".join(unicodedata.normalize("NFKC", word).lower().split())


READERS: dict[str, Callable[[str, Reading], Any]] = {
    "line": _line,
    "text": _text,
    "time": _time,
    "body": read_body,
    "bodies": read_bodies,
    "urgency": _one_of("unknown-urgency", tuple(URGENCIES)),
    "mode": _one_of("unknown-mode", MODES),
    "decision": _decision,
    "matter": lambda word, _reading: unicodedata.normalize("NFKC", word).strip().upper(),
    "condition": _number,
    "number": _number,
    "person": _person,
    "seat": _seat,
    "field": _one_of("unknown-part", tuple(FIELDS)),
    "phase": _phase,
    "category": _category,
    "label": _label,
    "since": _since,
    "day": _day,
    "links": read_links,
}
