"""Places and times that are finer than an area and a day: where these have to stay coarse, they are refused.

Source: DOMAIN 6.7: "anything finer does not belong on this system".
"""

import re
import unicodedata
from collections.abc import Callable

import msgspec

from workflows.act import Act, Outcome
from workflows.procedure import Move
from workflows.vocabulary import Refused

FINE = re.compile(
    r"""
      \d{1,3}\.\d{2,}°?[ ]?[NSEWnsew]?[,、/ ]+-?\d{1,3}\.\d{2,}             # degrees with decimals
    | \d{1,3}[ ]?[°度][ ]?\d{1,2}                                          # degrees and minutes
    | \b\d{4,6}(?:\.\d+)?[NS][ ,/-]*\d{5,7}(?:\.\d+)?[EW]\b
    | \b\d{1,2}[C-HJ-NP-X][ ]?[A-HJ-NP-Z]{2}[ ]?\d{2,5}[ ]?\d{2,5}\b      # the military grid
    | \b\d{6}[A-Z]\b                                                      # a date-time group
    | \b(?:[01]?\d|2[0-3]):[0-5]\d\b
    | \b(?:[01]\d|2[0-3])[0-5]\d[ ]?(?:Z|I|UTC|JST|h|hrs|hours)\b
    | \b\d{1,2}[ ]?(?:am|pm|AM|PM)\b
    | \d{1,2}時(?!間)
    """,
    re.VERBOSE,
)


def finer(text: str) -> str:
    """What in a text is finer than an area or a day; empty where nothing is."""
    found = FINE.search(unicodedata.normalize("NFKC", text))
    return found.group() if found else ""


def coarsely(move: Move) -> Move:
    """The move, refused where what is typed with it names a place or a time too finely."""
    return msgspec.structs.replace(move, effect=_checked(move.effect))


def _checked(effect: Callable[[Act], Outcome]) -> Callable[[Act], Outcome]:
    def check(act: Act) -> Outcome:
        for name, value in act.given.items():
            if isinstance(value, str) and (found := finer(value)):
                return Refused("too-fine", {"text": found}, field=name)
        return effect(act)

    return check
