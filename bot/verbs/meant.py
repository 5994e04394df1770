"""A typed line as it is meant: verbs of two words, and a time that is said without its name."""

import msgspec

from bot.verbs.rows import BY_NAME
from bot.verbs.typed import Line
from workflows.times.shapes import leading_time

FILLERS = ("me", "until", "by", "for", "about", "to", "that", "に", "まで", "について")
"""Words that may stand before such a time and after it, and mean nothing of their own."""


def as_meant(line: Line) -> Line:
    """The line with its whole verb, and with the time that its words begin with in the verb's field for it."""
    verb = BY_NAME.get(line.verb)
    if verb is None or verb.when in line.given:
        return line
    if line.words and (longer := BY_NAME.get(f"{verb.name} {line.words[0].lower()}")):
        return msgspec.structs.replace(line, verb=longer.name, words=line.words[1:])
    if not verb.when:
        return line
    words = _without_fillers(line.words)
    length = leading_time(words)
    if not length:
        return line
    given = {**line.given, verb.when: " ".join(words[:length])}
    return msgspec.structs.replace(line, words=_without_fillers(words[length:]), given=given)


def _without_fillers(words: tuple[str, ...]) -> tuple[str, ...]:
    at = 0
    while at < len(words) and words[at].lower() in FILLERS:
        at += 1
    return words[at:]
