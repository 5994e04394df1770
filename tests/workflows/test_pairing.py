"""What of two texts a program can compare: names, dates, times, numbers and paragraphs, however they are spelt."""

import pytest

from tests.play import registry
from workflows.pairing import Difference, differences, paragraphs

SAME = {
    "figures and their signs": ("1,200 people", "１２００人"),
    "powers of ten": ("1.5 million dollars", "150万ドル"),
    "a thousand": ("2 thousand", "2千"),
    "words and figures": ("three ships", "3隻"),
    "words and kanji": ("twelve aircraft", "十二機"),
    "kanji with powers": ("320 people", "三百二十人"),
    "a word that Japanese has another way": ("The two nations agree.", "両国は合意した。"),
    "a kanji in a word": ("Misawa", "三沢"),
    "dates": ("on 24 November 2026", "2026年11月24日に"),
    "American dates": ("on November 24, 2026", "令和8年11月24日"),
    "a date without its year": ("24 Nov.", "2026年11月24日"),
    "a group": ("at 241200Z NOV 26", "11月24日21時（日本時間）"),
    "afternoon": ("at 9 p.m.", "午後9時"),
    "noon": ("at noon", "正午に"),
    "clocks of two zones": ("at 12:00 UTC", "21:00 JST"),
    "midnight on the other clock": ("at 2000Z", "午前5時（日本時間）"),
    "a time and a span": ("at 15:30 for 3 hours", "15時30分から3時間"),
    "types": ("an F-35B", "F-35B"),
    "a body by its label": ("JJOC", "JJOC"),
}


@pytest.mark.parametrize("case", SAME)
def test_what_is_the_same_is_no_difference(case: str) -> None:
    assert differences(*SAME[case], registry()) == ()


OTHER = {
    "a number": ("12 aircraft", "21機", Difference("number", ("12",), ("21",))),
    "a number that one leaves out": ("12 aircraft", "航空機", Difference("number", ("12",), ())),
    "a number twice": ("3 and 3", "3", Difference("number", ("3",), ())),
    "words": ("three ships", "四隻", Difference("number", ("3",), ("4",))),
    "a day": ("on 24 November", "11月25日", Difference("date", ("11-24",), ("11-25",))),
    "an hour": ("at 1200Z", "12時（日本時間）", Difference("time", ("12:00Z",), ("03:00Z",))),
    "half a day": ("at 9 a.m.", "午後9時", Difference("time", ("09:00",), ("21:00",))),
    "a type": ("an F-35B", "F-35A", Difference("name", ("F-35B",), ("F-35A",))),
    "a body": ("JJOC and USFJ", "JJOC", Difference("name", ("USFJ",), ())),
    "a paragraph": ("one\ntwo", "一", Difference("paragraph", ("2",), ())),
}


@pytest.mark.parametrize("case", OTHER)
def test_what_stands_in_one_text_alone_is_shown_kind_by_kind(case: str) -> None:
    en, ja, expected = OTHER[case]
    assert expected in differences(en, ja, registry())


def test_a_body_is_known_by_either_of_its_names_and_its_label() -> None:
    body = registry().bodies["jp-jjoc"]
    for en in (body.name, body.abbr):
        for ja in (body.name_ja, body.abbr):
            assert differences(f"The {en} says", f"{ja}は", registry()) == ()


def test_a_text_that_is_missing_is_not_compared() -> None:
    assert differences("12 aircraft", "", registry()) == ()
    assert differences("", "12機", registry()) == ()


def test_each_line_that_is_not_empty_is_a_paragraph() -> None:
    assert paragraphs("one\n\n  two \n") == ("one", "two")
