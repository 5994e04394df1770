"""What a person typed after the slash command, taken apart: verb, serial, words, and what was given by name.

Marks and spaces mean the same whatever keyboard made them: full-width letters, smart quotes, Japanese brackets, long
dashes. What stands inside quotes is kept as typed.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

import msgspec

from bot.mrkdwn import unescape, with_entities

SHOWN = 20
"""Characters of a text that a fault gives back."""

TIME_KEYS = ("at", "by", "from", "until", "decided", "review")
"""Keys whose value may hold spaces without quotes: a date-time group does."""


class Line(msgspec.Struct, frozen=True):
    """A line as it was meant. `verb` is in small letters, empty where none was typed; `serial` in capitals."""

    verb: str
    serial: str | None = None
    words: tuple[str, ...] = ()
    """Bare words and quoted texts that no key stands before, in order."""
    given: Mapping[str, str] = {}


class Unreadable(msgspec.Struct, frozen=True):
    """Why a line can't be taken apart. `where`: what follows the quote left open, or the key that is there twice."""

    code: Literal["open-quote", "twice"]
    where: str


class Token(msgspec.Struct, frozen=True):
    kind: Literal["key", "quoted", "word", "bar"]
    text: str


class _OpenQuoteError(Exception):
    """A quote that is never closed; its argument is where."""


_DASHES = "‐‑‒–—―−﹘﹣－ーｰ─━"
_UNSEEN = "\u00ad\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Marks that a keyboard or Slack puts around words and nobody sees."""

# One character for one, so that a place in the shape is the same place in the text. A full-width backslash, < or > is
# only a letter.
_SHAPE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "＼＜＞"}
_SHAPE |= {ord(mark): ord(plain) for mark, plain in zip("｢｣￨", "「」|", strict=True)}
_SHAPE |= dict.fromkeys(map(ord, _UNSEEN), ord(" "))

_OPENING = '"“”„‟〝«「『'
# A link, mention or channel as Slack writes it is of one piece, whatever name stands in it.
_WORD = rf"(?:[^\s<{_OPENING}]++|<(?:[@#!]|[a-z]+:)[^<>]*>|<)++"
# A quote's first mark, a key, or a word. What stands right after a key is its value, even if it looks like another key.
_PART = re.compile(
    rf"\s*(?:(?P<quote>[{_OPENING}])|(?P<key>[A-Za-z][A-Za-z-]*):(?!//)(?P<value>{_WORD})?|(?P<word>{_WORD}))"
)
_BETWEEN = re.compile(rf"(?<=[A-Za-z0-9])[{_DASHES}](?=[A-Za-z0-9])")

_SERIAL = re.compile(r"[A-Z]{2,4}-[0-9]{2}(?:-[A-Z]+)*-[0-9]{4,}")
_SHORT = re.compile(r"([A-Z]{2,4}-[0-9]{2}(?:-[A-Z]+)*)-([0-9]{1,3})")
_LIKE = re.compile(r"[A-Za-z]{2,4}-?[0-9]{2}")
_RUN_TOGETHER = re.compile(r"([A-Z]{2,4})-?([0-9]{2})-?([A-Z]*)-?([0-9]{4})")


class _Quote(NamedTuple):
    """A kind of quote: where it may close, and which pair inside it is only text."""

    upto: re.Pattern[str]
    """Text, and the next mark with the backslashes before it."""
    nested: str
    """An opening mark and its closing one."""


def _quote(closing: str, nested: str = "") -> _Quote:
    # Backslashes count only before a mark. Nothing is given back (`++`): a long run of them is looked at once.
    marks = "".join(sorted({*closing, *nested}))
    text = rf"(?:[^\\{marks}]++|\\++(?![{marks}]))*+"
    return _Quote(re.compile(rf"{text}(\\*+)([{marks}])"), nested)


_QUOTES = {
    '"': _quote('"”', "“”"),
    "“": _quote('”"', "“”"),
    "”": _quote('”“"'),
    "„": _quote('“”"'),
    "‟": _quote('”"'),
    "〝": _quote('〟〞"'),
    "«": _quote("»", "«»"),
    "「": _quote("」", "「」"),
    "『": _quote("』", "『』"),
}


def read_line(text: str) -> Line | Unreadable:
    r"""Take apart what was typed after the slash command.

    A key is letters and dashes before a colon; its value a word, a quoted text, or for a time all words up to the next
    key, quote, bar or serial. Inside quotes `\"` is a quote. Slack's `&lt; &gt; &amp;` are what they stand for.
    """
    verb, serial = "", None
    words: list[str] = []
    given: dict[str, str] = {}
    try:
        tokens = list(_tokens(text))
    except _OpenQuoteError as fault:
        return Unreadable("open-quote", str(fault))
    at = 0
    while at < len(tokens):
        kind, word = tokens[at].kind, tokens[at].text
        at += 1
        if kind == "key":
            if word in given:
                return Unreadable("twice", word)
            count = _value_length(word, tokens, at)
            given[word] = " ".join([token.text for token in tokens[at : at + count]])
            at += count
        elif kind == "word" and serial is None and (found := _serial(word, is_second=bool(verb) and not words)):
            serial = found
        elif kind == "word" and not verb:
            verb = word.lower()
        elif kind != "bar":
            words.append(word)
    return Line(verb, serial, tuple(words), given)


def quote(text: str) -> str:
    """`text` in quotes, as it has to be typed for `read_line` to give it back."""
    escaped = re.sub(r'(?<!\\)(\\*)(["＂“”])', r"\1\1\\\2", text)
    escaped = re.sub(r"(?<!\\)(\\+)\Z", r"\1\1", escaped)
    return f'"{with_entities(escaped)}"'


def _tokens(text: str) -> Iterator[Token]:
    """The parts of `text` from left to right."""
    is_ascii = text.isascii()
    shape = text if is_ascii else text.translate(_SHAPE)
    is_plain = is_ascii and "&" not in text
    at = 0
    while part := _PART.match(shape, at):
        kind, at = part.lastgroup, part.end()
        if kind == "quote":
            inside, at = _quoted(text, shape, at - 1)
            yield Token("quoted", inside)
        elif kind == "word":
            word = part[kind] if is_plain else _plain(text[part.start(kind) : at])
            yield Token("bar" if part[kind] == "|" else "word", word)
        else:
            yield Token("key", part["key"].lower())
            if kind == "value":
                yield Token("word", part[kind] if is_plain else _plain(text[part.start(kind) : at]))


def _quoted(text: str, shape: str, start: int) -> tuple[str, int]:
    """The text inside the quote that opens at `start`, and the place after it. Raises _OpenQuoteError."""
    rule = _QUOTES[shape[start]]
    if shape is text:  # in ASCII nothing but its own sign closes a quote
        end = text.find('"', start + 1)
        if end > 0 and "\\" not in text[start + 1 : end]:
            return unescape(text[start + 1 : end]), end + 1
    parts: list[str] = []
    at, depth = start + 1, 0
    while mark := rule.upto.match(shape, at):
        slashes, sign = len(mark[1]), mark[2]
        is_text = slashes % 2 == 1
        parts += (text[at : mark.start(1)], "\\" * (slashes // 2))
        at = mark.end()
        if not is_text and rule.nested and sign == rule.nested[0]:
            depth, is_text = depth + 1, True
        elif not is_text and depth and sign == rule.nested[1]:
            depth, is_text = depth - 1, True
        if not is_text:
            return unescape("".join(parts)), at
        parts.append(text[at - 1])
    raise _OpenQuoteError(unescape(text[start + 1 :])[:SHOWN])


def _value_length(key: str, tokens: list[Token], at: int) -> int:
    """How many of the tokens from `at` on are the value of `key`."""
    if at == len(tokens) or tokens[at].kind in ("key", "bar"):
        return 0
    if tokens[at].kind == "quoted" or key not in TIME_KEYS:
        return 1
    end = at + 1
    while end < len(tokens) and tokens[end].kind == "word" and not _serial(tokens[end].text, is_second=False):
        end += 1
    return end - at


def _serial(word: str, *, is_second: bool) -> str | None:
    """The serial that `word` is, in capitals and whole: `cr-26-3` is CR-26-0003.

    Short, or without dashes, it is known only right after the verb (`is_second`).
    """
    bare = word.rstrip("、。").strip("#()[].,;:")
    bare = bare.upper() if bare.isascii() else ""
    if _SERIAL.fullmatch(bare):
        return bare
    if not is_second:
        return None
    if short := _SHORT.fullmatch(bare):
        return f"{short[1]}-{short[2]:0>4}"
    parts = _RUN_TOGETHER.fullmatch(bare)
    return "-".join(filter(None, parts.groups())) if parts else None


def is_like_serial(line: Line) -> bool:
    """Whether the first bare word of a line without a serial was meant as one."""
    return bool(line.words and _LIKE.match(line.words[0]))


def _plain(raw: str) -> str:
    """A bare word with its letters and digits in their plain form; a link or mention as Slack wrote it."""
    word = unescape(raw)
    if raw.startswith("<") or word.isascii():
        return word
    return _BETWEEN.sub("-", unicodedata.normalize("NFKC", word))
