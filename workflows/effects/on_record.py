"""The record of a decision: the same fields for every verb by which a seat decides, and what becomes of them.

They are the deciding nation's own: the others read the decision, and where it was made earlier also when. Source:
DOMAIN 10.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec

from workflows.act import Act, Outcome, Record
from workflows.fields import Given
from workflows.late import LATE_ENTRY, decided_at
from workflows.procedure import Move
from workflows.vocabulary import Params, Refused

GROUNDS = (
    Given("situation", "text", "Situation as understood"),
    Given("considered", "text", "Options considered"),
    Given("rejected", "text", "Options rejected, and why"),
    Given("rationale", "text", "Rationale"),
    Given("dissent", "text", "Dissent, or “none stated”"),
    Given("authority", "line", "Authority relied on", most=300),
)
BESIDE = (
    Given("reopen", "text", "What would reopen it", required=False, most=500),
    Given("review", "time", "To be looked at again at", required=False, most=60, binds=False),
    *LATE_ENTRY,
    Given("links", "links", "Rests on: links of messages, files as sha256:…", required=False),
)
NAMES = frozenset(row.name for row in (*GROUNDS, *BESIDE))


def in_full(move: Move) -> Move:
    """A move that is a decision: its grounds have to be given."""
    return _recorded(move, GROUNDS)


def at_will(move: Move) -> Move:
    """The like where minutes may count, or somebody else's decision is entered: its grounds may be given."""
    return _recorded(move, tuple(msgspec.structs.replace(row, required=False) for row in GROUNDS))


def times_of(at: datetime, now: datetime) -> Params:
    """When it was decided, and when that was put on record."""
    return {"decided": at, "logged": now}


def times_told(at: datetime, now: datetime) -> Params:
    """The like for the others, whose entry is of that very time where it was decided just now."""
    return times_of(at, now) if at != now else {}


def _recorded(move: Move, grounds: tuple[Given, ...]) -> Move:
    effect, given = _kept_apart(move.effect), (*move.given, *grounds, *BESIDE)
    return msgspec.structs.replace(move, effect=effect, given=given)


def _kept_apart(effect: Callable[[Act], Outcome]) -> Callable[[Act], Outcome]:
    """The effect without the record's fields: these go into what the acting nation's own log says of it."""

    def decide(act: Act) -> Outcome:
        at = decided_at(act)
        decided = None if isinstance(at, Refused) else at
        own = {name: value for name, value in act.given.items() if name in NAMES}
        plain = {name: value for name, value in act.given.items() if name not in NAMES}
        outcome = effect(msgspec.structs.replace(act, given=plain, decided=decided))
        if isinstance(outcome, Refused):
            return outcome
        if isinstance(at, Refused):
            return at
        own = {"version": act.about.version, **own, **times_of(at, act.now)}
        records = tuple(_with(row, own, at, act.now) if row.own is not None else row for row in outcome.records)
        return msgspec.structs.replace(outcome, records=records)

    return decide


def _with(record: Record, own: Params, at: datetime, now: datetime) -> Record:
    joint = None if record.joint is None else {**record.joint, **times_told(at, now)}
    return msgspec.structs.replace(record, own={**(record.own or {}), **own}, joint=joint, at=at)
