"""Words to look for in the logs: how a text is folded, cut into what an index keeps, and asked.

Latin letters and digits are kept as words, of which the beginning may be asked; Chinese characters and kana, which no
space parts, as pairs, so that any piece of a text is found. Width and case don't count.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

LONGEST = 32
"""Characters of a word that are kept."""

UNSAID = frozenset({"salt", "person", "account", "door", "team", "user", "mode", "phase", "category", "version"})
"""Parts of a content that are no words of anybody's."""

_PAIRED = (
    r"\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"[{_PAIRED}]+|[^\W_{_PAIRED}]+")
_IS_PAIRED = re.compile(rf"[{_PAIRED}]")


class Term(msgspec.Struct, frozen=True, order=True):
    """One thing that an index is asked for: a word whole, or all that begin with it."""

    word: str
    is_start: bool


def folded(text: str) -> str:
    """A text whatever its width, case and spaces."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(plain.casefold().split())


def words_of(texts: Iterable[str]) -> set[str]:
    """What the index keeps of these texts."""
    return {word for text in texts for run in _RUN.findall(folded(text)) for word in _parts(run)}


def terms_of(needles: Iterable[str]) -> set[Term]:
    """What an entry that has all of these needs to have in the index. More may have it: `has_all` looks."""
    return {term for needle in needles for term in _terms(folded(needle))}


def has_all(texts: Iterable[str], needles: Iterable[str]) -> bool:
    """Whether each of the needles, a word's beginning or a phrase, stands in one of the texts."""
    there = [folded(text) for text in texts]
    return all(any(place(text, needle) is not None for text in there) for needle in map(folded, needles))


def place(text: str, needle: str) -> int | None:
    """Where a folded needle stands in a folded text: of Latin letters only where a word begins."""
    return found.start() if (found := _pattern(needle).search(text)) else None


def texts_in(content: Mapping[str, Any]) -> Iterator[str]:
    """The words that people said, in a log entry's content, however deep they lie."""
    for name, value in content.items():
        if name not in UNSAID:
            yield from _said(value)


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from texts_in(value)
    elif isinstance(value, list | tuple):
        for row in value:
            yield from _said(row)


def _parts(run: str) -> Iterator[str]:
    if not _IS_PAIRED.match(run):
        yield run[:LONGEST]
        return
    yield from (run[at : at + 2] for at in range(len(run)))  # the last of them alone, so that each begins something


def _terms(needle: str) -> Iterator[Term]:
    runs = list(_RUN.finditer(needle))
    for run in runs:
        word, is_end = run[0], run.end() == len(needle)
        if not _IS_PAIRED.match(word):
            yield Term(word[:LONGEST], is_start=is_end or len(word) > LONGEST)
        elif len(word) == 1:
            yield Term(word, is_start=True)
        else:
            yield from (Term(word[at : at + 2], is_start=False) for at in range(len(word) - 1))


def _pattern(needle: str) -> re.Pattern[str]:
    is_word = bool(_RUN.match(needle)) and not _IS_PAIRED.match(needle)
    return re.compile((rf"(?<![^\W_{_PAIRED}])" if is_word else "") + re.escape(needle))


def snippet(text: str, needle: str, around: int) -> str:
    """The words about the place where a needle stands, on one line; the beginning of the text where it doesn't."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    shape = folded(text)
    plain = plain if len(plain) == len(shape) else shape  # a few letters are longer in small ones
    at = place(shape, folded(needle)) or 0
    start, end = max(at - around, 0), at + len(needle) + around
    return f"{'…' * (start > 0)}{plain[start:end]}{'…' * (end < len(plain))}"
