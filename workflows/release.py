"""The audience of each field: who may read it by default, and by hand where somebody has withheld or released it.

Source: DOMAIN 7, rule 2; the second words are the nation's whose field it is.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from workflows.answers import are_answers_shared, open_conditions
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience, Seat
from workflows.matter import Answer, Decision, Mark, Matter, Text

Words = tuple[str, ...]


class Field(msgspec.Struct, frozen=True):
    """`words` of a nation's in this field, `seat` that wrote them. Before it `opens` it is that nation's alone.

    From then on `is_joint` says whether it goes to all who know of the matter, or stays the nation's own.
    """

    words: Callable[[Matter, str], Words]
    seat: Callable[[Matter, str], str | None]
    opens: Callable[[Matter], bool]
    is_joint: bool = False
    is_text: bool = False
    """Of the text that is asked about: each version is released by a decision, so what is withheld is this one's."""


def _text(name: str) -> Field:
    def words(matter: Matter, nation: str) -> Words:
        word = getattr(matter.text, name)
        return (word,) if word and (matter.text.nation or matter.nation) == nation else ()

    return Field(words, lambda matter, _nation: matter.text.seat, lambda _matter: True, is_joint=True, is_text=True)


def _answer(read: Callable[[Answer], Words], *, is_joint: bool = False) -> Field:
    def given(matter: Matter, nation: str) -> Answer | None:
        return matter.tracks[nation].answer

    return Field(
        lambda matter, nation: read(row) if (row := given(matter, nation)) else (),
        lambda matter, nation: row.seat if (row := given(matter, nation)) else None,
        are_answers_shared,
        is_joint,
    )


def _decision(name: str, *, is_joint: bool = False) -> Field:
    def made(matter: Matter, nation: str) -> Decision | None:
        return matter.tracks[nation].decision

    return Field(
        lambda matter, nation: _some(getattr(row, name)) if (row := made(matter, nation)) else (),
        lambda matter, nation: row.seat if (row := made(matter, nation)) else None,
        lambda matter: matter.outcome is not None,
        is_joint,
    )


def _some(word: str) -> Words:
    return (word,) if word else ()


FIELDS: Mapping[str, Field] = {
    "title": _text("title"),
    "detail": _text("detail"),
    "reply": Field(
        lambda matter, nation: _some(matter.facts.get("reply", "")) if matter.facts.get("replied_by") == nation else (),
        lambda matter, _nation: matter.facts.get("reply_seat"),
        lambda _matter: True,
        is_joint=True,
    ),
    "ocr": Field(
        lambda matter, nation: matter.tracks[nation].ocrs, lambda *_: None, lambda matter: len(matter.audience) > 1
    ),
    "answer-conditions": _answer(lambda row: tuple(one.text for one in row.conditions), is_joint=True),
    "answer-reason": _answer(lambda row: _some(row.reason), is_joint=True),
    "answer-authority": _answer(lambda row: _some(row.authority)),
    "answer-rationale": _answer(lambda row: _some(row.rationale)),
    "decision-conditions": _decision("conditions", is_joint=True),
    "decision-situation": _decision("situation"),
    "decision-considered": _decision("considered"),
    "decision-rejected": _decision("rejected"),
    "decision-rationale": _decision("rationale"),
    "decision-dissent": _decision("dissent"),
    "decision-authority": _decision("authority"),
}
"""Every field whose audience can be changed by hand. What is in none is as its procedure has it."""


def mark_of(name: str, matter: Matter, nation: str) -> Mark | None:
    """What was decided by hand, where it still holds for what is written there now."""
    mark = matter.marks.get(nation, {}).get(name)
    return mark if mark and mark.words in (None, FIELDS[name].words(matter, nation)) else None


def readers_of(name: str, matter: Matter, nation: str) -> Audience:
    """The nations that may read this field of a nation's now."""
    row = FIELDS[name]
    if not row.opens(matter):
        return (nation,)
    if mark := mark_of(name, matter, nation):
        return mark.readers
    return matter.audience if row.is_joint else (nation,)


def may_read(name: str, matter: Matter, nation: str, readers: Audience) -> bool:
    return readers == (nation,) or set(readers) <= set(readers_of(name, matter, nation))


def text_for(matter: Matter, readers: Audience) -> Text:
    """The text that is asked about, with what is withheld from these readers left empty."""
    owner = matter.text.nation or matter.nation
    if owner not in matter.marks:
        return matter.text
    hidden = {name: "" for name in ("title", "detail") if not may_read(name, matter, owner, readers)}
    return msgspec.structs.replace(matter.text, **hidden)


def acceptable(matter: Matter, nation: str) -> tuple[tuple[str, str], ...]:
    """Of the open conditions those that `nation` may read: what it doesn't know it can't accept."""
    found = open_conditions(matter, nation)
    return tuple(row for row in found if may_read("answer-conditions", matter, row[0], (nation,)))


def is_shared(name: str, matter: Matter, nation: str) -> bool:
    """Whether others may read the field, now or once it opens."""
    mark = mark_of(name, matter, nation)
    return mark.readers != (nation,) if mark else FIELDS[name].is_joint


def is_open(name: str, matter: Matter) -> bool:
    """Whether there are others by now who could read it."""
    return len(matter.audience) > 1 and FIELDS[name].opens(matter)


def can_withhold(matter: Matter, nation: str) -> bool:
    return any(row.words(matter, nation) and is_shared(name, matter, nation) for name, row in FIELDS.items())


def to_withhold(matter: Matter, nation: str) -> tuple[str, ...]:
    """The fields of a nation's that others may read, now or once they are written; of a text, where it is there."""
    rows = FIELDS.items()
    return tuple(
        name for name, row in rows if is_shared(name, matter, nation) and (row.words(matter, nation) or not row.is_text)
    )


def to_release(matter: Matter, nation: str) -> tuple[str, ...]:
    """The fields of a nation's that are its own and could be widened now."""
    return tuple(
        name
        for name, row in FIELDS.items()
        if row.words(matter, nation) and not is_shared(name, matter, nation) and (row.is_joint or is_open(name, matter))
    )


def can_release(matter: Matter, seat: Seat, registry: Registry) -> bool:
    """Whether there is a field that this seat may widen now."""
    nation = seat.nation
    return any(releaser(name, matter, nation, registry) == seat.id for name in to_release(matter, nation))


def releaser(name: str, matter: Matter, nation: str, registry: Registry) -> str | None:
    """The seat that may widen it: the one that releases for the body that wrote it, or leads where all sit."""
    wrote = registry.seats.get(FIELDS[name].seat(matter, nation) or "")
    body = wrote.body if wrote and not registry.is_bilateral(wrote.body) else matter.tracks[nation].lead
    seat = registry.disclosure_seat(body)
    return seat.id if seat else None


def withheld_words(matter: Matter, readers: Audience) -> frozenset[str]:
    """Words that were withheld by hand and that these readers may not have: also where they already wait to be told."""
    return frozenset(
        word
        for nation, marks in matter.marks.items()
        for name in marks
        if not may_read(name, matter, nation, readers)
        for word in FIELDS[name].words(matter, nation)
    )


def without(facts: Any, words: frozenset[str]) -> Any:
    """Facts with each of these words left empty, however deep it lies."""
    if isinstance(facts, Mapping):
        return {name: without(value, words) for name, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [without(value, words) for value in facts]
    return "" if isinstance(facts, str) and facts in words else facts
