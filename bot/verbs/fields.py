"""The fields of a verb: what must or may be given with it, which of them are times, where bare words go."""

from functools import cache

from bot.verbs.rows import BY_NAME
from workflows.catalogue import openings, procedures
from workflows.fields import Given
from workflows.matter import Matter
from workflows.procedure import Move
from workflows.standing.verbs import GIVEN


def opening_of(verb: str) -> Move | None:
    """The move that opens a matter with this verb, None for any other verb."""
    return openings()[verb][1] if verb in openings() else None


def times_of(verb: str) -> frozenset[str]:
    """The fields of a verb, at whatever stage, that are times."""
    return frozenset(row.name for row in _times(verb))


def _times(verb: str) -> list[Given]:
    moves = (move for row in procedures().values() for move in (row.opening, *row.also_opens, *row.moves))
    rows = [row for move in moves if move.verb == verb for row in move.given]
    return [row for row in (*rows, *GIVEN.get(verb, ())) if row.kind in ("time", "since")]


@cache
def binding_times(verb: str) -> tuple[str, ...]:
    """Those of them that bind others too."""
    return tuple(dict.fromkeys(row.name for row in _times(verb) if row.binds))


def given_for(verb: str, matter: Matter | None) -> tuple[Given, ...]:
    """What must or may be given with a verb, for this matter as it stands; nothing where the verb does not apply."""
    if matter and (move := procedures()[matter.procedure].move(verb, matter.stage_id)):
        return move.given
    if verb in GIVEN:
        return GIVEN[verb]
    opening = opening_of(verb)
    return opening.given if opening else ()


@cache
def on_matter(verb: str) -> tuple[str, ...]:
    """The fields of bare words behind a serial: the serial says already what the matter is about."""
    moves = (move for row in procedures().values() for move in row.moves if move.verb == verb)
    fields = {row.name for move in moves for row in move.given}
    words = BY_NAME[verb].words
    return tuple(word for word in words if word in fields) if fields else words
