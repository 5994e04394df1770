"""Words to look for: width, case, beginnings of words, phrases, pieces of Japanese; an index misses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.logs.searching import Term, folded, has_all, snippet, terms_of, texts_in, words_of

TEXT = "Two crews for the runway at ＮＡＨＡ; 滑走路の補修にデータリンク班を派遣。ﾃﾞｰﾀ F-35B"


@pytest.mark.parametrize(
    ("needle", "is_there"),
    [
        ("RUNWAY", True),
        ("run", True),  # a word's beginning
        ("way", False),  # and not its end
        ("naha", True),
        ("runway at", True),
        ("runway in", False),
        ("滑走", True),
        ("走路", True),
        ("補", True),
        ("補修に", True),
        ("修補", False),
        ("データ", True),
        ("ﾃﾞｰﾀﾘﾝｸ", True),
        ("f-35b", True),
        ("派遣。", True),
    ],
)
def test_what_is_found(needle: str, is_there: bool) -> None:
    assert has_all([TEXT], [needle]) is is_there


def test_all_that_is_named_has_to_be_there_wherever_it_stands() -> None:
    assert has_all(["two crews", "runway"], ["crews", "runway"])
    assert not has_all(["two crews", "runway"], ["crews runway"])


def test_only_what_people_said_is_looked_through() -> None:
    content = {
        "salt": "ab",
        "person": {"user": "U1"},
        "door": "slash",
        "rationale": "time",
        "answers": [{"if": "by day"}],
    }
    assert list(texts_in(content)) == ["time", "by day"]


def fits(term: Term, words: set[str]) -> bool:
    return any(word.startswith(term.word) if term.is_start else word == term.word for word in words)


LETTERS = st.text(st.sampled_from("ab-7 ＡＢ滑走路ﾃﾞｰタ。ß"), min_size=1, max_size=12)


@given(LETTERS, LETTERS)
def test_what_a_text_has_its_index_has_too(text: str, needle: str) -> None:
    terms = terms_of([needle])
    if terms and has_all([text], [needle]):
        assert all(fits(term, words_of([text])) for term in terms)


def test_a_snippet_shows_the_place_in_the_words_as_typed() -> None:
    assert snippet("x" * 50 + " The  RUNWAY is closed", "runway", 6) == "…x The RUNWAY is cl…"
    assert snippet("短い", "無い", 6) == "短い"
    assert folded(" Ｆ－３５ｂ ") == "f-35b"
