"""What somebody may have meant by a word that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known words closest to what was typed, best first."""
    return tuple(get_close_matches(word.lower(), tuple(known), n=3, cutoff=0.5))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What a sentence on such a word ends with: which one is nearest; nothing where none is near."""
    return "".join(f"; did you mean {one}?" for one in nearest(word, known)[:1])
