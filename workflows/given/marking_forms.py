"""The ways in which a marking stands in a text, each with what it looks like there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from workflows.given.marking_words import ALONE, CONTROLS, CUI, GRADES, JAPANESE, LEVELS, NO_WORDS, spaced_out, spelt

Kind = Literal["banner", "portion", "prose"]
Language = Literal["en", "ja"]


@dataclass(frozen=True, slots=True)
class Marking:
    """A classified marking that was found, and how it stands in the text.

    `banner` (a line alone, its head, or words joined by //) and `portion` (in brackets) are refused; `prose` is
    a word in running text that may be a marking: the writer is asked. `matched` is what was read as marking.
    """

    kind: Kind
    matched: str
    language: Language


@dataclass(frozen=True, slots=True)
class Form:
    """A way in which a marking stands in a text. A group in the pattern, where there is one, is the marking itself.

    `counts` drops hits that only look like one.
    """

    kind: Kind
    language: Language
    pattern: re.Pattern[str]
    counts: Callable[[re.Match[str]], bool] = bool  # A match is true.

    def find(self, plain: str) -> Marking | None:
        """The first hit that counts."""
        for match in self.pattern.finditer(plain):
            if self.counts(match):
                return Marking(self.kind, match.group(match.lastindex or 0).strip(), self.language)
        return None


@dataclass(frozen=True, slots=True)
class LineAlone:
    """A marking that has a line to itself: without it and what goes `beside` it, no letter is left on the line."""

    kind: Kind
    language: Language
    pattern: re.Pattern[str]
    beside: re.Pattern[str]

    def find(self, plain: str) -> Marking | None:
        """The first such line's marking."""
        for line in plain.split("\n"):
            match = self.pattern.search(line)
            if match and not _LETTER.search(self.beside.sub("", line)):
                return Marking(self.kind, match.group(), self.language)
        return None


_LETTER = re.compile(r"[^\W\d_]")

_SHORT = "T ?S|S|C"
_AFTER_SLASH = "NF|NOFORN|REL|OC|ORCON|SI|TK|HCS|SCI|FGI|RD|FRD"
_WHOSE = "JOINT|NATO|[A-Z]{3}"
_DOCUMENT = "取?扱い?|文書|資料|指定"
_BESIDE = (
    r"REL TO [A-Z, ]{2,60}|//[A-Z]{2,12}|NATO|COSMIC|JOINT|USA?|JPN|DRAFT|FORMERLY|EXERCISE|PAGE|OF|"
    rf":[a-z0-9_+-]{{1,40}}:|訓練用?|{_DOCUMENT}"
)

# A word of its own: no letter beside it, even across an underscore, as in CLIENT_SECRET; _SECRET_ is in italics.
_START, _END = "(?<![A-Za-z0-9])(?<![A-Za-z0-9]_)", "(?![A-Za-z0-9]|_[A-Za-z0-9])"
# A Japanese word has no spaces: in a compound (極秘裏, 機密性, 神秘), in a verb (秘めた), an adverb (秘かに) and in the
# name of a law (特定秘密の保護に関する法律) the letters are no marking.
_JOINED = "㐀-䶿一-鿿々〆ァ-ヺー"
_START_JA, _END_JA = f"(?<![{_JOINED}])", f"(?![{_JOINED}めしすせさ]|か[にな]|やか|の保護)"

_OPEN, _CLOSE = r"[(\[{<【〔〖〈《≪«]", r"[)\]}>】〕〗〉》≫»]"
_HEAD = r"^(?:[^\w\n]|_){0,10}"
_SUBJECT = "(?:(?i:subj(?:ect)?|re|fwd?|title)|件名|題名?|表題) ?: ?"
_AFTER_HEAD = "(?: ?:| ?[-–—|] )"
_LABEL = "(?i:classification|classified(?: as)?|marking) ?[:=] ?"
_LABEL_OF = "(?i:classification|classified|marking) [^\\n:=]{1,30}[:=] ?"  # ... of this paper:
_LABEL_JA = "(?:区分|等級|秘密指定|取扱い?)(?: ?[:=] ?| )"
# Who marked a text, and until when.
_MARKED_BY = "CLASSIFIED BY|DERIVED FROM|DECL(?: ON)?|(?i:declassify on)"
# Where a portion mark stands: at the head of a line, after its number if it has one, or where a sentence begins.
_PORTION_PLACE = _HEAD + r"(?:\w{1,3}[.)](?:[^\w\n]|_){0,5})?|[.:;!?][ *_]{0,3}|。"
_NO_YEAR = r"(?! ?(?:19|20)[0-9]{2})"  # (C) 2026 claims a copyright.


def _is_no_list_item(match: re.Match[str]) -> bool:
    """Whether a letter in brackets stands alone: (C) comes after (B) in a list, and is no marking there."""
    left, letter, right = match.group(1)[0], match.group(1)[1:-1].strip(), match.group(1)[-1]
    return len(letter) > 1 or f"{left}{chr(ord(letter) - 1)}{right}" not in match.string


@cache
def forms(*, allow_cui: bool) -> tuple[Form | LineAlone, ...]:
    """All forms in the order in which they are looked for: what refuses comes before what asks."""
    cui = () if allow_cui else CUI
    rows: tuple[Form | LineAlone, ...] = (
        *_english((*CONTROLS, *cui)),
        *_japanese(),
        *_lines_alone(cui),
    )
    return tuple(sorted(rows, key=lambda form: form.kind == "prose"))


def _english(controls: tuple[str, ...]) -> tuple[Form, ...]:
    words, no_words = spelt((*LEVELS, *controls)), spelt(word for word in controls if word in NO_WORDS)
    word, level = f"{_START}(?:{words}){_END}", f"{_START}(?:{spelt(LEVELS)}){_END}"
    short, end_short = f"{_START}(?:{_SHORT})", f"(?:{_AFTER_SLASH}|{spelt(controls)}){_END}"
    # SCI in brackets is a spinal cord injury too.
    rows: tuple[tuple[Kind, str], ...] = (
        ("portion", rf"{_OPEN} ?(?!SCI ?{_CLOSE})(?:{words})(?: ?[/,:・-][^\n]{{0,60}}?)? ?{_CLOSE}"),
        ("portion", rf"{_OPEN} ?(?:(?:{_SHORT})//[A-Z]|(?i:(?:{_SHORT}) ?//? ?{end_short}))"),
        ("portion", rf"\( ?(?:{_SHORT}) ?[-,] ?(?:NF|NOFORN|REL)\)"),
        ("banner", f"(?i:{word})//|(?i:{_START}(?:{spelt(LEVELS)}) ?[/_-] ?{end_short})"),
        ("banner", f"{short}//[A-Z]|(?i:{short}//{end_short})"),
        ("banner", f"(?<!:)//(?:FGI )?(?:(?i:(?:{_WHOSE}) {level})|(?:{_WHOSE}) (?:{_SHORT}){_END})"),
        ("banner", f"(?<!:)//(?:NF|{spelt(controls)}|(?i:{no_words})){_END}"),
        ("banner", f"{_HEAD}(?:{_SUBJECT})?({word}){_AFTER_HEAD}|{_HEAD}{_SUBJECT}({word})$"),
        ("banner", f"(?:{_LABEL}|{_LABEL_JA})((?i:{word}))|{_LABEL_OF}({word}|(?i:{word})$)"),
        ("banner", f"{_HEAD}({_MARKED_BY})(?: ?:| [0-9])"),
        ("banner", f"{_START}(?:{'|'.join(map(spaced_out, LEVELS))}){_END}"),
        ("prose", f"{word}|(?i:{_START}(?:TOP[ -]?SECRET|{no_words}){_END})"),
        ("prose", f"{short}(?:/{end_short}|//)|{_START}SI ?/ ?TK{_END}"),
        ("prose", f"(?:{_LABEL}|{_LABEL_OF})({_SHORT}){_END}"),
        ("prose", f"{_HEAD}(?:{_SUBJECT})?((?i:{word})){_AFTER_HEAD}|{_HEAD}{_SUBJECT}((?i:{word}))$"),
        ("prose", rf"(?i:{_OPEN} ?(?:{words}) ?{_CLOSE})"),
        ("prose", rf"(?i:(?:marked|classified|stamped|labell?ed)(?: as| at)?[ *_\"“'‘]{{1,3}}({level}))"),
        ("prose", f"(?i:({level})[ -](?:level|clearance){_END})"),
        ("prose", f"{_HEAD}((?i:classified by)) ?:"),
    )
    lettered: tuple[tuple[Kind, str], ...] = (
        ("portion", rf"(?:{_PORTION_PLACE})(\( ?(?:{_SHORT}) ?\)){_NO_YEAR}"),
        ("prose", rf"(?<![A-Za-z0-9_])([(【] ?(?:{_SHORT}|ts) ?[)】]){_NO_YEAR}"),
        ("prose", rf"{_HEAD}(\[ ?(?:{_SHORT}) ?\])"),
    )
    return (
        *(Form(kind, "en", re.compile(pattern, re.MULTILINE)) for kind, pattern in rows),
        *(Form(kind, "en", re.compile(pattern, re.MULTILINE), _is_no_list_item) for kind, pattern in lettered),
    )


def _japanese() -> tuple[Form, ...]:
    words = spelt(JAPANESE)
    word = f"{_START_JA}(?:{words}){_END_JA}"
    rows: tuple[tuple[Kind, str], ...] = (
        ("portion", rf"{_OPEN} ?(?:{words})(?:{_DOCUMENT})?(?: ?[/,:・-][^\n]{{0,60}}?)? ?{_CLOSE}"),
        ("banner", f"{word} ?//"),
        ("banner", f"{_HEAD}(?:{_SUBJECT})?({word})[ :|–—―-]|{_HEAD}{_SUBJECT}({word})$"),
        ("banner", f"(?:{_LABEL}|{_LABEL_JA})({word})"),
        ("prose", word),
        ("prose", f"{_START_JA}(?:{spelt(GRADES)})(?:{_DOCUMENT}|情報|事項)"),
        ("prose", "極 ?秘(?!裏)|[マま][ルる]秘|丸秘"),
        ("prose", rf"{_OPEN} ?(?:{spelt(ALONE)}) ?{_CLOSE}"),
        ("prose", "^ ?注 ?意 ?$"),
    )
    return tuple(Form(kind, "ja", re.compile(pattern, re.MULTILINE)) for kind, pattern in rows)


def _lines_alone(cui: tuple[str, ...]) -> tuple[LineAlone, ...]:
    """In capitals a line alone is a banner; a marking in other letters ("Secret" as a title) is asked about."""
    words, japanese, everyday = spelt((*LEVELS, *CONTROLS, *cui)), spelt(JAPANESE), spelt(ALONE)
    beside = f"{spelt((*LEVELS, *CONTROLS, *CUI))}|{japanese}|{_BESIDE}"
    rows: tuple[tuple[Kind, Language, str, str, int], ...] = (
        ("banner", "en", f"{_START}(?:{words}){_END}", beside, 0),
        ("banner", "ja", japanese, beside, 0),
        ("prose", "en", f"{_START}(?:{words}){_END}", beside, re.IGNORECASE),
        ("prose", "ja", everyday, f"{everyday}|{beside}", 0),
    )
    return tuple(
        LineAlone(kind, language, re.compile(pattern, flags), re.compile(around, flags))
        for kind, language, pattern, around, flags in rows
    )
