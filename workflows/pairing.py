"""Whether an English and a Japanese text say the same, as far as a program can tell: names, times, dates and numbers.

Each kind is taken out of both texts, spelt one way, and what stands in one of them alone is a difference. A number in
words (`three`, 三隻) counts only against another number: `two nations` and 両国 are no difference. What the program
can't compare, such as the names of people and places, is for the checker to read.
Source: DOMAIN 6.4.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import msgspec

from workflows.bodies.registry import Registry
from workflows.kept import kept
from workflows.times.dtg import MONTHS, OFFSET_OF

KINDS = ("name", "date", "time", "number", "paragraph")

DAY = 24 * 60
HALF = 12 * 60
POWERS = {
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "億": 8,
    "兆": 12,
}
ENGLISH = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
COUNTED = "名|人|機|隻|両|台|件|回|度|歳|個|発|基|便|日|時間|分間|年|か月|カ月|ヶ月|週間|キロ|メートル|トン|円|ドル"

# ASCII: a Latin word ends where Japanese begins, with no space between.
_MONTH = "|".join(f"{name}[a-z]*\\.?" for name in (month.title() for month in MONTHS))
_ZONE = r"(?P<zone> ?(?:[A-IK-Z]\b|UTC|GMT|JST)| ?[(]?(?:日本時間|協定世界時)[)]?)?"
_DTG = re.compile(
    r"\b(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})(?P<zone>[A-IK-Z])(?: ?(?P<month>[A-Z]{3})(?: \d\d)?)?\b",
    re.ASCII,
)
_DATES = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH})(?:,? (?P<year>\d{{4}}))?",
        rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>\d{{4}}))?",
        r"(?:(?:(?P<year>\d{4})|令和(?P<reiwa>\d+|元))年 ?)?(?P<month>\d{1,2})月 ?(?P<day>\d{1,2})日",
        r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b",
    )
)
_TIMES = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"\b(?P<hour>\d{{1,2}})(?::(?P<minute>\d{{2}}))? ?(?P<half>[AaPp]\.?[Mm]\b\.?){_ZONE}",
        rf"(?P<before>日本時間|協定世界時)?の?(?P<half>午前|午後)?(?P<hour>\d{{1,2}})時(?!間)(?:(?P<minute>\d{{1,2}})分)?{_ZONE}",
        rf"\b(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}}){_ZONE}",
        r"\b(?P<hour>\d{2})(?P<minute>\d{2}) ?(?P<zone>[A-IK-Z]\b|UTC|GMT|JST)",
        r"(?P<noon>\bnoon\b|正午)",
    )
)
_ZONES = {"UTC": "Z", "GMT": "Z", "JST": "I", "日本時間": "I", "協定世界時": "Z"}
_CODE = re.compile(r"\b(?=[A-Za-z-]*\d)(?=[\d-]*[A-Za-z])[A-Za-z]+-?\d+[A-Za-z]*\b|\b[A-Z]{2,}(?:-[A-Z]+)*\b", re.ASCII)
_NUMBER = re.compile(
    r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<power> ?(?:hundred|thousand|million|billion|trillion)\b|[百千万億兆])?",
    re.ASCII,
)
_WORD = re.compile(
    rf"\b({'|'.join(filter(None, ENGLISH))})\b(?P<power> (?:hundred|thousand|million|billion))?",
    re.ASCII | re.IGNORECASE,
)
_KANJI = re.compile(rf"(?P<digits>[〇一二三四五六七八九十百千万億]+)(?=(?:{COUNTED}))")


class Difference(msgspec.Struct, frozen=True):
    """What of one kind stands in one of the texts alone."""

    kind: str
    en: tuple[str, ...]
    ja: tuple[str, ...]


class Found(msgspec.Struct, frozen=True):
    """What a text has: by kind; and the numbers that stand in it in words."""

    fields: dict[str, tuple[str, ...]]
    words: tuple[str, ...]


def differences(en: str, ja: str, registry: Registry) -> tuple[Difference, ...]:
    """What the two texts do not both have, kind by kind; none where one of them is still missing."""
    if not en or not ja:
        return ()
    first, second = _read(en, registry, "en"), _read(ja, registry, "ja")
    rows = []
    for kind in KINDS:
        ours, theirs = _alone(first.fields[kind], second.fields[kind]), _alone(second.fields[kind], first.fields[kind])
        if kind == "number":
            ours, theirs = _with_words(ours, theirs, first.words, second.words)
        if ours or theirs:
            rows.append(Difference(kind, ours, theirs))
    return tuple(rows)


def paragraphs(text: str) -> tuple[str, ...]:
    """The clauses of a text by their numbers: each line that is not empty is one."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _alone(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple((Counter(one) - Counter(other)).elements())


def _with_words(
    ours: tuple[str, ...], theirs: tuple[str, ...], our_words: tuple[str, ...], their_words: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Figures may stand in words in the other text; words without a partner differ only from other such words."""
    figures, others = _alone(ours, their_words), _alone(theirs, our_words)
    left, right = _alone(_alone(our_words, theirs), their_words), _alone(_alone(their_words, ours), our_words)
    if (left or figures) and (right or others):
        return (*figures, *left), (*others, *right)
    return figures, others


def _read(text: str, registry: Registry, language: str) -> Found:
    """Kind by kind, each taken out of what the kinds before it left: a date's day is no number of its own."""
    fields = {"paragraph": tuple(f"{at}" for at, _ in enumerate(paragraphs(text), start=1))}
    rest = unicodedata.normalize("NFKC", text)
    fields["name"], rest = _names(rest, registry, language)
    dates, times, rest = _groups(rest)
    for form in _DATES:
        rest = _taken(form, rest, _date, dates)
    for form in _TIMES:
        rest = _taken(form, rest, _time, times)
    codes: list[str] = []
    rest = _taken(_CODE, rest, lambda match: match.group().upper(), codes)
    fields["name"] += tuple(codes)
    fields["date"], fields["time"] = tuple(dates), tuple(times)
    numbers: list[str] = []
    words: list[str] = []
    rest = _taken(_NUMBER, rest, _number, numbers)
    rest = _taken(_WORD, rest, _in_words, words)
    _taken(_KANJI, rest, _in_kanji, words)
    return Found({**fields, "number": tuple(numbers)}, tuple(words))


def _taken(form: re.Pattern[str], text: str, read: Callable[[re.Match[str]], str], into: list[str]) -> str:
    """The text without what fits the form, which is read into the list."""

    def take(match: re.Match[str]) -> str:
        into.append(read(match))
        return " \x00 "

    return form.sub(take, text)


def _groups(text: str) -> tuple[list[str], list[str], str]:
    """Date-time groups: a time each, and a date where the month is there."""
    dates: list[str] = []
    times: list[str] = []

    def take(match: re.Match[str]) -> str:
        times.append(_time(match))
        if match["month"] in MONTHS:
            dates.append(f"{MONTHS.index(match['month']) + 1}-{int(match['day'])}")
        return " \x00 "

    return dates, times, _DTG.sub(take, text)


def _date(match: re.Match[str]) -> str:
    """Month and day: a year that one of the texts leaves out is no difference."""
    name = match["month"]
    month = int(name) if name.isdecimal() else MONTHS.index(name[:3].upper()) + 1
    return f"{month}-{int(match['day'])}"


def _time(match: re.Match[str]) -> str:
    """Hours and minutes, in UTC where the text says on whose clock."""
    parts = match.groupdict()
    if parts.get("noon"):
        return "12:00"
    at = int(parts["hour"]) * 60 + int(parts["minute"] or 0)
    half = (parts.get("half") or "").lower()
    if half:
        at = at % HALF + (HALF if half[0] in "p午" and half != "午前" else 0)
    zone = (parts.get("zone") or parts.get("before") or "").strip(" ()")
    letter = _ZONES.get(zone, zone)
    if letter not in OFFSET_OF and letter != "Z":
        return f"{at // 60 % 24:02}:{at % 60:02}"
    offset = int(OFFSET_OF[letter].total_seconds() // 60) if letter in OFFSET_OF else 0
    at = (at - offset) % DAY
    return f"{at // 60:02}:{at % 60:02}Z"


def _number(match: re.Match[str]) -> str:
    return _plain(Decimal(match["digits"].replace(",", "")), (match["power"] or "").strip())


def _in_words(match: re.Match[str]) -> str:
    return _plain(Decimal(ENGLISH.index(match.group(1).lower())), (match["power"] or "").strip().lower())


def _in_kanji(match: re.Match[str]) -> str:
    """三百二十 as 320; 二〇二六 by its digits."""
    total = section = digit = 0
    for sign in match["digits"]:
        if sign in DIGITS:
            digit = digit * 10 + DIGITS[sign]
        elif POWERS[sign] < POWERS["万"]:
            section, digit = section + max(digit, 1) * 10 ** POWERS[sign], 0
        else:
            total, section, digit = total + max(section + digit, 1) * 10 ** POWERS[sign], 0, 0
    return str(total + section + digit)


def _plain(value: Decimal, power: str) -> str:
    value = value * 10 ** POWERS[power] if power else value
    return f"{value.normalize():f}"


def _names(text: str, registry: Registry, language: str) -> tuple[tuple[str, ...], str]:
    """Bodies of the registry that are named, each once, by their ids: the longest name that fits counts."""
    found: dict[str, None] = {}
    for name, body in _known_names(registry, language):
        pattern = rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name.isascii() else re.escape(name)
        text, count = re.subn(pattern, " \x00 ", text)
        if count:
            found[body] = None
    return tuple(sorted(registry.bodies[body].abbr for body in found)), text


@kept
def _known_names(registry: Registry, language: str) -> tuple[tuple[str, str], ...]:
    """Names in this language and short labels, the longest first."""
    return tuple(sorted(_spelt(registry, language), key=lambda row: (-len(row[0]), row)))


def _spelt(registry: Registry, language: str) -> Iterator[tuple[str, str]]:
    for body in registry.bodies.values():
        names = (body.name_ja if language == "ja" else body.name, body.abbr)
        yield from ((unicodedata.normalize("NFKC", name), body.id) for name in names)
