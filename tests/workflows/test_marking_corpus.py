"""The marking check on what people write: some thousand ordinary sentences, and a list of marked ones, disguised."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.given import marking_words, markings
from workflows.given.marking_forms import forms
from workflows.given.markings import find_marking, may_be_marked

WORDS = (*marking_words.LEVELS, *marking_words.CONTROLS, *marking_words.CUI, *marking_words.JAPANESE)
CORPUS = Path(__file__).parent / "corpus"
DEPLOY = Path(__file__).parents[2] / "deploy"
LANGUAGES = ("en", "ja")
BETWEEN = {"en": " ", "ja": ""}
"""What stands between two halves of a sentence."""


def lines(name: str) -> list[str]:
    rows = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    return [row for row in rows if row and not row.startswith("# ")]


@cache
def whole(language: str) -> frozenset[str]:
    """The sentences that were written as they stand."""
    return frozenset(lines(f"ordinary.{language}.txt"))


@cache
def composed(language: str) -> frozenset[str]:
    """The sentences that are put together from halves."""
    halves = lines(f"halves.{language}.txt")
    cut = halves.index("------")
    return frozenset(f"{a}{BETWEEN[language]}{b}" for a in halves[:cut] for b in halves[cut + 1 :])


def strings(value: Any) -> Iterator[str]:
    """Every text in what a TOML file says."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


@cache
def deployed(pattern: str) -> frozenset[str]:
    paths = sorted(DEPLOY.glob(pattern))
    assert paths, pattern
    return frozenset(text for path in paths for text in strings(tomllib.loads(path.read_text(encoding="utf-8"))))


def of_language(texts: frozenset[str], language: str) -> frozenset[str]:
    return frozenset(text for text in texts if bool(re.search("[ぁ-ヺ一-鿿]", text)) == (language == "ja"))


SOURCES: dict[str, Callable[[str], frozenset[str]]] = {
    "whole": whole,
    "composed": composed,
    "registry": lambda language: of_language(deployed("bodies.toml"), language),
    "scenarios": lambda language: of_language(deployed("scenarios/*.toml"), language),
}


def found_in(texts: frozenset[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in sorted(texts):
        if marking := find_marking(text):
            found.setdefault(marking.kind, []).append(text)
    return found


def test_three_thousand_sentences_are_different_half_of_them_japanese_and_most_written_whole() -> None:
    english, japanese = (whole(language) | composed(language) for language in LANGUAGES)
    assert len(english | japanese) >= 3_000
    assert len(japanese) >= 1_500
    assert len(japanese) >= len(english)
    for language in LANGUAGES:
        assert len(whole(language)) == len(lines(f"ordinary.{language}.txt")) > len(composed(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", SOURCES)
def test_of_ordinary_sentences_none_is_refused_and_at_most_one_in_a_hundred_asked_about(
    source: str, language: str
) -> None:
    texts = SOURCES[source](language)
    found = found_in(texts)
    asked = found.pop("prose", [])
    assert found == {}
    assert len(asked) <= len(texts) / 100, asked


def read_marked() -> list[tuple[str, str]]:
    rows = (row.split("|", 1) for row in lines("marked.txt"))
    return [(kind, re.sub(r"\\(?:[nrt]|u[0-9a-f]{4})", unescaped, text)) for kind, text in rows]


def unescaped(match: re.Match[str]) -> str:
    return match.group().encode().decode("unicode_escape")


MARKED = read_marked()


@pytest.mark.parametrize(("kind", "text"), MARKED)
def test_no_marked_text_is_let_through(kind: str, text: str) -> None:
    found = find_marking(text)
    assert found is not None
    assert found.kind == kind


# In disguise, among ordinary lines


def may_precede(text: str) -> bool:
    """Not the (B) of a list, after which (C) is its next item, nor what is asked about itself."""
    return not re.search(r"\([BR]\)", unicodedata.normalize("NFKC", text)) and find_marking(text) is None


ORDINARY = sorted(filter(may_precede, whole("en") | whole("ja")))
AMONG = st.lists(st.sampled_from(ORDINARY), max_size=4)
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f"
SPACES = " \u00a0\u2003\u3000"

# Said on the same line as other words. (S) stands at the head of a sentence alone: see the file for it.
JOINED = [
    *("SECRET//NOFORN", "TOP SECRET//SI/TK//NF", "CONFIDENTIAL//REL TO USA, JPN", "S//NF", "TS//SI", "C//REL"),
    *("CUI//SP-PRVCY", "U//FOUO", "UNCLASSIFIED//NOFORN", "SECRET/NOFORN", "//JOINT SECRET"),
    *("(S//NF)", "(S/NF)", "(TS//SI)", "（Ｃ／／ＲＥＬ）", "(SECRET//REL TO USA, JPN)", "[s//nf]"),
    *("（秘）", "(極秘)", "【機密】", "〔特定秘密〕", "《特別防衛秘密》", "［部内限り］", "【取扱厳重注意】", "㊙"),
]
ALONE = ["SECRET", "TOP SECRET", "CONFIDENTIAL", "NOFORN", "ORCON", "CUI", "FOUO", "RESTRICTED DATA", "NATO SECRET"]


def widened(draw: st.DrawFn, text: str) -> str:
    """`text` in letters of any width, with what isn't seen between them and any spaces for a space."""
    return "".join(
        draw(st.sampled_from([*shapes(letter)])) + draw(st.sampled_from(["", "", *UNSEEN])) for letter in text
    )


def shapes(letter: str) -> str:
    if letter == " ":
        return SPACES
    return letter + chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter


def recased(draw: st.DrawFn, text: str) -> str:
    return "".join(draw(st.sampled_from([letter.lower(), letter.upper()])) for letter in text)


def spaced(draw: st.DrawFn, text: str) -> str:
    """The words of a marking spaced out, its slashes and brackets set off: what it means is the same."""
    if draw(st.booleans()):
        for word in WORDS:
            text = re.sub(rf"(?<!\w){word}(?!\w)", " ".join(word.replace(" ", "")), text)
    if draw(st.booleans()):
        text = re.sub("//|(?<=[(（【［])|(?=[)）】］])", r" \g<0> ", text)
    return text


@st.composite
def marked_lines(draw: st.DrawFn) -> tuple[str, str]:
    """A row of the list in disguise. Slack's name of a sign is never typed, so it isn't disguised."""
    kind, text = draw(st.sampled_from([row for row in MARKED if ":secret:" not in row[1]]))
    return kind, widened(draw, text)


@st.composite
def joined_markings(draw: st.DrawFn) -> str:
    return widened(draw, recased(draw, spaced(draw, draw(st.sampled_from(JOINED)))))


@st.composite
def lone_markings(draw: st.DrawFn) -> str:
    return widened(draw, recased(draw, spaced(draw, draw(st.sampled_from(ALONE)))))


@given(row=marked_lines(), before=AMONG, after=AMONG)
def test_a_disguised_marking_among_ordinary_lines_is_found(
    row: tuple[str, str], before: list[str], after: list[str]
) -> None:
    kind, text = row
    found = find_marking("\n".join((*before, text, *after)))
    assert found is not None
    assert (found.kind == "prose") == (kind == "prose")


@given(marking=joined_markings(), before=AMONG, after=AMONG)
def test_a_disguised_marking_on_a_line_of_other_words_is_refused(
    marking: str, before: list[str], after: list[str]
) -> None:
    found = find_marking(" ".join((*before, marking, *after)))
    assert found is not None
    assert found.kind != "prose"


@given(marking=lone_markings(), before=AMONG, after=AMONG)
def test_a_disguised_marking_on_a_line_of_its_own_is_found(marking: str, before: list[str], after: list[str]) -> None:
    assert find_marking("\n".join((*before, marking, *after))) is not None


@given(st.lists(st.sampled_from(ORDINARY), max_size=12))
def test_ordinary_lines_stay_ordinary_together(rows: list[str]) -> None:
    assert find_marking("\n".join(rows)) is None


PIECES = st.sampled_from([*"SCTENFO秘密機極注意部内 ()/:-\n", *ALONE, *JOINED, *(text for _, text in MARKED)])


@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_quick_look_never_misses_what_a_closer_one_finds(text: str) -> None:
    plain = markings._SLASHES.sub("//", markings._plain(text))
    if any(form.find(plain) for form in forms(allow_cui=False)):
        assert may_be_marked(text)


def test_every_marking_spaced_out_catches_the_quick_look() -> None:
    words = (*WORDS, *marking_words.ALONE)
    assert [word for word in words if not may_be_marked(" ".join(word.replace(" ", "")))] == []
