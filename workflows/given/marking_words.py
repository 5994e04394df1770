"""The words that mark a document, as they are written on it: levels, controls and handling, English and Japanese."""

from collections.abc import Iterable


def spelt(words: Iterable[str]) -> str:
    """A pattern for any of `words`, which may be spaced out as on old cables: S E C R E T."""
    return "|".join(f"{word.replace(' ', '[ -]?')}|{spaced_out(word)}" for word in words)


def spaced_out(word: str) -> str:
    return " ".join(word.replace(" ", ""))


# Longer words come before those that they contain.
LEVELS = ("TOP SECRET", "SECRET", "CONFIDENTIAL")
CONTROLS = ("NOFORN", "ORCON", "PROPIN", "RELIDO", "ATOMAL", "RESTRICTED DATA", "NATO RESTRICTED", "SCI")
CUI = ("CONTROLLED UNCLASSIFIED INFORMATION", "CUI", "FOR OFFICIAL USE ONLY", "FOUO", "LIMDIS")
NO_WORDS = {"NOFORN", "ORCON", "PROPIN", "RELIDO", "ATOMAL", "FOUO", "LIMDIS"}  # nothing else, in small letters too
GRADES = ("特別防衛秘密", "特定秘密", "防衛秘密", "特防秘", "極秘", "省秘", "秘")
_HANDLING = ("取り扱い厳重注意", "取扱い厳重注意", "取扱厳重注意", "部内限り", "部内限")
JAPANESE = (*GRADES, "重要経済安保情報", "機密", *_HANDLING)
# Everyday words, which mark a document only where they stand alone on a line.
ALONE = ("取り扱い注意", "取扱い注意", "取扱注意", "部外秘", "社外秘", "関係者限り", "秘密")
