"""A field's audience by hand: the owner's side tightens it, the releasing seat widens it (DOMAIN 7, rule 2)."""

import msgspec

from workflows.act import Act, Effect, Outcome, Record, not_now
from workflows.effects import useful
from workflows.fields import Given
from workflows.matter import Mark, Matter
from workflows.procedure import Move
from workflows.release import FIELDS, is_open, is_shared, readers_of, releaser
from workflows.vocabulary import Refused, Said
from workflows.who import Who, Whoever

SPILL = "spill"
"""The act of withholding what others have read."""
FIELD = (
    Given("field", "field", "Which of your nation's fields", most=40),
    Given("because", "text", "Reason, for your own record", most=500),
)


def by_hand(stages: tuple[str, ...], who: tuple[Whoever, ...], releaser: Who = Who.RELEASES) -> tuple[Move, Move]:
    """The rows by which `who` keeps a field back at these stages, and the releasing seat widens it."""
    return (
        Move("withhold", stages, who, withhold, FIELD, useful=useful.can_keep_back, beside=True),
        Move("release", stages, (releaser,), release, FIELD, useful=useful.can_widen, beside=True),
    )


def withhold(act: Act) -> Outcome:
    """The field is the nation's own from now on. Where others have read it they are told of a possible spill.

    The reason is for the nation's own log. The joint one says which field it was: all there have had its words.
    """
    matter, nation, name = act.about, act.nation, act.given["field"]
    row = FIELDS[name]
    if row.is_text and matter.draft is not None:  # which of the two texts would be meant?
        return not_now(matter, act.command.verb)
    words = row.words(matter, nation)
    if row.is_text and not words:
        return Refused("field-empty", {"part": name}, field="field")
    if not is_shared(name, matter, nation):
        return Refused("withheld-already", {"part": name}, field="field")
    was_read = bool(words) and readers_of(name, matter, nation) != (nation,)
    matter = _marked(matter, nation, name, Mark((nation,), words if row.is_text else None))
    own = dict(act.given)
    if was_read:
        spill = Record(SPILL, own=own, joint={"field": name, "nation": nation}, seat=act.seat.id)
        return Effect(matter, (), (spill,), Said("withheld-spill", {"part": name}))
    return Effect(matter, (), (Record("withhold", own=own, seat=act.seat.id),), Said("withheld", {"part": name}))


def release(act: Act) -> Outcome:
    """All who know of the matter may read the field: its words go to the joint log as a new entry."""
    matter, nation, name = act.about, act.nation, act.given["field"]
    row = FIELDS[name]
    words, is_told = row.words(matter, nation), is_open(name, matter)
    if not words:
        return Refused("field-empty", {"part": name}, field="field")
    if is_shared(name, matter, nation):
        return Refused("released-already", {"part": name}, field="field")
    if not is_told and not row.is_joint:
        return Refused("field-too-early", {"part": name}, field="field")
    seat = releaser(name, matter, nation, act.registry)
    if seat != act.seat.id:
        could = (seat,) if seat else ()
        return Refused("not-your-move", {"verb": act.command.verb, "could": could})
    matter = _marked(matter, nation, name, None if row.is_joint else Mark(matter.audience, words))
    joint = {"field": name, "nation": nation, "text": "\n".join(words)} if is_told else None
    record = Record("release", own={**act.given, "text": "\n".join(words)}, joint=joint, seat=act.seat.id)
    return Effect(matter, (), (record,), Said("field-released", {"part": name}))


def _marked(matter: Matter, nation: str, name: str, mark: Mark | None) -> Matter:
    marks = {**matter.marks.get(nation, {}), name: mark}
    kept = {name: mark for name, mark in marks.items() if mark is not None}
    return msgspec.structs.replace(matter, marks={**matter.marks, nation: kept})
