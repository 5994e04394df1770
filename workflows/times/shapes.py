"""What can be told of a typed time from its letters alone, whatever the hour is."""

from collections.abc import Sequence

from workflows.times.forms import FORMS, SPAN, WORKING
from workflows.times.spellings import plain_spelling

LONGEST_IN_WORDS = 6


def is_in_full(text: str) -> bool:
    """Whether nothing is left to be understood: its day, its month and its zone are typed."""
    plain = plain_spelling(text)
    found = next((match for form in FORMS if (match := form.pattern.fullmatch(plain))), None)
    return found is not None and all(found.groupdict().get(part) for part in ("day", "month", "zone"))


def says_whose_clock(text: str) -> bool:
    """Whether it is the same instant whoever reads it: a zone is typed, or it counts from now."""
    plain = plain_spelling(text)
    found = (form.pattern.fullmatch(plain) for form in FORMS)
    return SPAN.fullmatch(plain) is not None or any(match and match.groupdict().get("zone") for match in found)


def counts_working_time(text: str) -> bool:
    """Whether it is a span that only the calendars can tell the end of."""
    return WORKING.fullmatch(plain_spelling(text)) is not None


def leading_time(words: Sequence[str]) -> int:
    """How many of the first words are a time together, as many as can be; none where they are no time.

    A zone letter must stand with its digits: in `1700 a call` it is only a word.
    """
    letter = next((at for at, word in enumerate(words) if len(word) == 1 and word.isalpha() and word.isascii()), None)
    most = min(len(words[:letter]), LONGEST_IN_WORDS)
    return next((length for length in range(most, 0, -1) if _has_form(" ".join(words[:length]))), 0)


def _has_form(text: str) -> bool:
    plain = plain_spelling(text)
    patterns = (WORKING, SPAN, *(form.pattern for form in FORMS))
    return any(pattern.fullmatch(plain) for pattern in patterns)
