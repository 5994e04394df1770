"""Classified markings in what people type: match markings, not letters (DOMAIN section 7, rule 6)."""

import re
import unicodedata

from workflows.given.marking_forms import Marking, forms
from workflows.given.marking_words import ALONE, CONTROLS, CUI, JAPANESE, LEVELS, spaced_out


def find_marking(text: str, *, allow_cui: bool = False) -> Marking | None:
    """The first marking in `text`, those that refuse before those that ask; None where there is none.

    `allow_cui` is for an installation whose authority has said in writing that it may carry CUI. Full-width
    letters and characters of no width change nothing. The time taken grows with the length of the text alone.
    Source: DOMAIN section 7, rule 6.
    """
    plain = _plain(text)
    if not _may_be_marked(plain):
        return None
    joined = _SLASHES.sub("//", plain)
    return next((found for form in forms(allow_cui=allow_cui) if (found := form.find(joined))), None)


def _plain(text: str) -> str:
    """`text` in one spelling: plain letters, single spaces, lines ended by a newline, nothing of no width."""
    return "\n".join(" ".join(line.split()) for line in _spelt_out(text).splitlines())


def _spelt_out(text: str) -> str:
    shown = text.replace("㊙", "【秘】").replace(":secret:", "【秘】")  # Slack sends the sign by its name
    if shown.isascii():
        return shown
    shown = unicodedata.normalize("NFKC", shown).replace("祕", "秘")  # the older form of the letter
    unseen = {letter for letter in set(shown) if not _has_width(letter)}
    return "".join(letter for letter in shown if letter not in unseen) if unseen else shown


def _has_width(letter: str) -> bool:
    return letter.isascii() or (unicodedata.category(letter) not in _UNSEEN and letter not in _FILLERS)


_UNSEEN = frozenset({"Cf", "Mn", "Me"})  # Unicode categories of what has no width of its own.
_FILLERS = frozenset("\u115f\u1160")
_SLASHES = re.compile(" ?/ ?/ ?")


def _needed() -> tuple[str, ...]:
    """What every form needs, once a text is in capitals. Most texts have none of it, and no form need be tried."""
    words = (max(word.split(), key=len) for word in (*LEVELS, *CONTROLS, *CUI))
    japanese = (*JAPANESE, *ALONE, "注意")
    short = (letter + close for letter in "SC" for close in (")", " )", "]", " ]", "】", " 】"))
    labels = ("CLASSIFICATION", "CLASSIFIED", "MARKING", "DERIVED FROM", "DECL:", "DECL ON", "DECLASSIFY")
    hints = {*words, *_SPACED, *japanese, *map(spaced_out, japanese), *short, *labels, "/", "NF)", "REL)"}
    return tuple(sorted(hint for hint in hints if not any(other in hint for other in hints - {hint})))


_SPACED = (" O ", " E ", " C ", " U ", " M ")  # Every English word has one of them where it is spaced out.
_HINTS = _needed()
# What ends in a bracket is looked for only where there is one.
_CLOSED_BY = {sign: tuple(hint for hint in _HINTS if hint.endswith(sign)) for sign in ")]】"}
_WORDS = tuple(hint for hint in _HINTS if hint.isascii() and hint[-1] not in _CLOSED_BY)
_WORDS_JA = tuple(hint for hint in _HINTS if not hint.isascii() and hint[-1] not in _CLOSED_BY)


def may_be_marked(text: str) -> bool:
    """Whether `find_marking` need be asked about any part of `text`: a quick look at many parts at once.

    Lines are no matter here: a hint that goes over the end of one only has more asked than is needed.
    """
    return _may_be_marked(" ".join(_spelt_out(text).split()))


def _may_be_marked(plain: str) -> bool:
    capitals = plain.upper()
    holds = capitals.__contains__
    if any(map(holds, _WORDS)) or (not capitals.isascii() and any(map(holds, _WORDS_JA))):
        return True
    return any(holds(sign) and any(map(holds, hints)) for sign, hints in _CLOSED_BY.items())
