"""The many spellings of a typed time, in English and Japanese, turned into the one that its forms know."""

import re
import unicodedata
from collections.abc import Callable

LONGEST = 60
"""Characters. A longer text is no time, and no more of it than this is given back in a refusal."""

WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
"""As they stand in the one spelling, Monday first."""
OVERMORROW = "OVERMORROW"
"""The day after tomorrow, as it stands there."""


def _on_24_hours(found: re.Match[str]) -> str:
    """`5pm`, `午後5時` on a clock of 24 hours. The twelfth hour is not read: not all mean the same by it."""
    is_late = found["half"].lower() in ("pm", "午後")
    return f"{int(found['hour']) + 12 * is_late:02}:{int(found['minute'] or 0):02}"


# Order matters: compounds come first.
_SPELLINGS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"[\u2010-\u2015\u2212ー/]", "-"),
    (r"(^| )([0-9]{4}) ?(?:h|hrs|hours)$", r"\1\2"),  # 1200h is twelve hundred hours, not zone H
    (r"(?i)\b(?:the )?day after tomorrow\b", f" {OVERMORROW} "),
    (r"(?i)\b(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?,? (?=[0-9])", r"\1 "),
    (r"(?i)\b(?:at )?(?:12 ?)?noon\b", "12:00"),
    (r"(?i) at (?=[0-9])", " "),
    (r"(?i)\b(?P<hour>1[01]|0?[1-9])(?::(?P<minute>[0-5][0-9]))? ?(?P<half>am|pm)\b", _on_24_hours),
    ("明日|あした|あす", " tomorrow "),
    ("明後日|あさって", f" {OVERMORROW} "),
    ("[今本]日|きょう", " today "),
    *((f"{sign}曜日?", f" {name} ") for sign, name in zip("月火水木金土日", WEEKDAYS, strict=True)),
    ("正午", "12:00"),
    ("時半", "時30分"),
    (r"(?P<half>午前|午後) ?(?P<hour>1[01]|[0-9])(?:時|:)(?:(?P<minute>[0-5]?[0-9])分?)?", _on_24_hours),
    ("([0-9]+) ?営業日後?", r"+\1wd"),
    ("([0-9]+) ?(?:営業|勤務)時間後?", r"+\1wh"),
    ("([0-9]+) ?週間後", r"+\1w"),
    ("([0-9]+) ?日後", r"+\1d"),
    ("([0-9]+) ?時間後", r"+\1h"),
    ("([0-9]+) ?分後", r"+\1m"),
    ("時([0-9])分", r":0\1"),
    ("時([0-9]{2})分", r":\1"),
    ("時", ":00"),
    ("[年月]", "-"),
    ("日", " "),
    ("[のに]|まで", " "),
    (r"\s+", " "),
)
_PATTERNS = tuple((re.compile(pattern), spelling) for pattern, spelling in _SPELLINGS)


def plain_spelling(text: str) -> str:
    """`text` in capitals and the one spelling that the forms know; nothing where it is too long to be a time."""
    if len(text.strip()) > LONGEST:
        return ""
    letters = unicodedata.normalize("NFKC", text)
    plain = "".join(letter for letter in letters if unicodedata.category(letter) != "Cf")
    for pattern, spelling in _PATTERNS:
        plain = pattern.sub(spelling, plain)
    return plain.strip().upper()
