"""What a person types is read as what was meant, whatever keyboard it came from."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mrkdwn import unescape
from bot.verbs.typed import SHOWN, Line, Unreadable, quote, read_line

LINES = {
    # A whole line
    'open "Runway repair" to:jp-jjoc,bocc info:us-osd by:241200Z | urgency:priority': Line(
        "open",
        words=("Runway repair",),
        given={"to": "jp-jjoc,bocc", "info": "us-osd", "by": "241200Z", "urgency": "priority"},
    ),
    "": Line(""),
    "  \n\t　": Line(""),
    "HELP": Line("help"),
    "ª": Line("a"),  # one letter of Latin-1 alone, of which Python keeps one copy
    "help\nconcur": Line("help", words=("concur",)),
    # Serials
    "ack cr-26-0001": Line("ack", "CR-26-0001"),
    "ack tk-26-us-0001": Line("ack", "TK-26-US-0001"),
    "ＡＣＫ　ＣＲ－２６－０００１": Line("ack", "CR-26-0001"),
    "ack CRー26ー0001": Line("ack", "CR-26-0001"),
    "ack CR–26—0001": Line("ack", "CR-26-0001"),
    "ack CR‑26‑0001": Line("ack", "CR-26-0001"),
    "ack #CR-26-0001.": Line("ack", "CR-26-0001"),
    "ack CR-26-0001、": Line("ack", "CR-26-0001"),
    "ack CR-26-12345": Line("ack", "CR-26-12345"),
    "ack CR260001": Line("ack", "CR-26-0001"),
    "ack CR-26-US-JP-0001": Line("ack", "CR-26-US-JP-0001"),
    "ack TK26US0001": Line("ack", "TK-26-US-0001"),
    "ack cr26-0001": Line("ack", "CR-26-0001"),
    "CR-26-0001": Line("", "CR-26-0001"),
    "CR-26-0001 ack": Line("ack", "CR-26-0001"),
    'note "see" CR-26-0001': Line("note", "CR-26-0001", ("see",)),
    "note text CR260001": Line("note", words=("text", "CR260001")),
    "ack cr-26-1": Line("ack", "CR-26-0001"),
    "ack CR-26-US-001": Line("ack", "CR-26-US-0001"),
    "note CR-26-0001 cr-26-2 too": Line("note", "CR-26-0001", ("cr-26-2", "too")),
    "ack CR-26-0O01": Line("ack", words=("CR-26-0O01",)),
    "log CR-26-0001 CR-26-0002": Line("log", "CR-26-0001", ("CR-26-0002",)),
    'note "CR-26-0001"': Line("note", words=("CR-26-0001",)),
    "withdraw CR-26-0001 successor:cr-26-0002": Line("withdraw", "CR-26-0001", given={"successor": "cr-26-0002"}),
    # Keys
    'concur CR-26-0001 if:"in daytime"': Line("concur", "CR-26-0001", given={"if": "in daytime"}),
    'concur CR-26-0001 if: "in daytime"': Line("concur", "CR-26-0001", given={"if": "in daytime"}),
    "open to: jp-jjoc": Line("open", given={"to": "jp-jjoc"}),
    "open ｔｏ：ｊｐ－ｊｊｏｃ": Line("open", given={"to": "jp-jjoc"}),
    "open TO:jp–jjoc": Line("open", given={"to": "jp-jjoc"}),
    "open to: by:1200": Line("open", given={"to": "", "by": "1200"}),
    "open to:": Line("open", given={"to": ""}),
    "open to: | by:1200": Line("open", given={"to": "", "by": "1200"}),
    "open to:by:1200": Line("open", given={"to": "by:1200"}),
    "open two-words:x": Line("open", given={"two-words": "x"}),
    "note see https://example.org/a:b": Line("note", words=("see", "https://example.org/a:b")),
    "remind 12:00": Line("remind", words=("12:00",)),
    "decide approve|conditions": Line("decide", words=("approve|conditions",)),
    "decide ａｐｐｒｏｖｅ ｜ x": Line("decide", words=("approve", "x")),
    # Times: their spaces belong to them
    'open by:021200Z NOV 26 "Title"': Line("open", words=("Title",), given={"by": "021200Z NOV 26"}),
    "open by:tomorrow 0900 to:bocc": Line("open", given={"by": "tomorrow 0900", "to": "bocc"}),
    "open by:12:00": Line("open", given={"by": "12:00"}),
    "open by: 2026-11-24 17:00": Line("open", given={"by": "2026-11-24 17:00"}),
    "open by:１１月２４日　１７：００": Line("open", given={"by": "11月24日 17:00"}),
    'open by:"021200Z NOV 26" word': Line("open", words=("word",), given={"by": "021200Z NOV 26"}),
    "extend by:021200Z NOV 26 CR-26-0001": Line("extend", "CR-26-0001", given={"by": "021200Z NOV 26"}),
    "open by:1200 | urgent": Line("open", words=("urgent",), given={"by": "1200"}),
    'remind CR-26-0001 at:+2h "call"': Line("remind", "CR-26-0001", ("call",), {"at": "+2h"}),
    "open detail:two words": Line("open", words=("words",), given={"detail": "two"}),
    # Quotes
    "open “two words”": Line("open", words=("two words",)),
    'open “two words"': Line("open", words=("two words",)),
    'open "two words”': Line("open", words=("two words",)),
    "open ”two words”": Line("open", words=("two words",)),
    "open „two words“": Line("open", words=("two words",)),
    "open ＂two words＂": Line("open", words=("two words",)),
    "open «two words»": Line("open", words=("two words",)),
    "open 〝two words〟": Line("open", words=("two words",)),
    "open「滑走路の復旧（至急）：第１案」to：jp-jjoc": Line(
        "open", words=("滑走路の復旧（至急）：第１案",), given={"to": "jp-jjoc"}
    ),
    "open 「外『中』と「内」」": Line("open", words=("外『中』と「内」",)),
    "open ｢半角｣": Line("open", words=("半角",)),
    'open "「統合」の件"': Line("open", words=("「統合」の件",)),
    'open "the “grey zone” case"': Line("open", words=("the “grey zone” case",)),
    'open "don\'t | to:me"': Line("open", words=("don't | to:me",)),
    "note don't": Line("note", words=("don't",)),
    r'open "a \"b\" c"': Line("open", words=('a "b" c',)),
    r'open "C:\temp\new"': Line("open", words=(r"C:\temp\new",)),
    r'open "ends in \\" x': Line("open", words=("ends in \\", "x")),
    'open "ＡＢＣ　１２"': Line("open", words=("ＡＢＣ　１２",)),
    'open "two\nlines"': Line("open", words=("two\nlines",)),
    'open ""': Line("open", words=("",)),
    # Slack's own writing
    "note &lt;b&gt; &amp;amp;": Line("note", words=("<b>", "&amp;")),
    'note "a &lt; b"': Line("note", words=("a < b",)),
    "admit <@U123|yamada ＴＡＲＯ> <@U2>": Line("admit", words=("<@U123|yamada ＴＡＲＯ>", "<@U2>")),
    "open to:<#C1|bocc>": Line("open", given={"to": "<#C1|bocc>"}),
    "note <https://example.org/?a=1&amp;b=2|two words>": Line(
        "note", words=("<https://example.org/?a=1&b=2|two words>",)
    ),
    "\ufeffack\u200b CR-26-0001": Line("ack", "CR-26-0001"),
    "admit \u2068<@U1>\u2069": Line("admit", words=("<@U1>",)),
    "note 5 < 6": Line("note", words=("5", "<", "6")),
}

FAULTS = {
    'open "never closed to:jp-jjoc by:1200': Unreadable("open-quote", "never closed to:jp-j"),
    "open 「外「内」": Unreadable("open-quote", "外「内」"),
    'open "a &lt; b': Unreadable("open-quote", "a < b"),
    r'open "a\"': Unreadable("open-quote", r"a\""),
    "open to:a to:b": Unreadable("twice", "to"),
    "open to:a ＴＯ：b": Unreadable("twice", "to"),
}


@pytest.mark.parametrize(("text", "line"), LINES.items())
def test_a_line_is_read_as_it_was_meant(text: str, line: Line) -> None:
    assert read_line(text) == line


@pytest.mark.parametrize(("text", "fault"), FAULTS.items())
def test_what_cannot_be_read_is_told(text: str, fault: Unreadable) -> None:
    assert read_line(text) == fault


@given(st.text())
def test_any_text_comes_back_unchanged_out_of_its_quotes(text: str) -> None:
    assert read_line(f"open {quote(text)} to:x") == Line("open", words=(text,), given={"to": "x"})


@given(st.text(alphabet=r'a"“”\&lt;' + "＂」 "))
def test_marks_and_backslashes_come_back_unchanged_out_of_their_quotes(text: str) -> None:
    assert read_line(f"open detail:{quote(text)}") == Line("open", given={"detail": text})


@given(st.text(alphabet=st.sampled_from('ab:|"“”„「」«»\\<@!># \n1-ＣＲ－&;') | st.characters()))
def test_no_text_raises(text: str) -> None:
    assert isinstance(read_line(text), Line | Unreadable)


def steps_for(text: str) -> int:
    """How many lines of code reading `text` runs through."""
    count = 0

    def step(_frame: FrameType, event: str, _argument: object) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        read_line(text)
    finally:
        sys.settrace(before)
    return count


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet='ab:|"“”「」\\<@> 1-', min_size=1, max_size=6))
def test_a_text_twice_as_long_takes_twice_the_steps(piece: str) -> None:
    assert steps_for(piece * 400) <= 2 * steps_for(piece * 200) + 100


MANY = 100_000
REPEATED: dict[str, Line | Unreadable] = {
    **{piece: Line("open", words=(piece * MANY,)) for piece in ("\\", "<@", "a-", "-", "|", "<a:", "a")},
    "&lt;": Line("open", words=("<" * MANY,)),
    '"': Line("open", words=("",) * (MANY // 2)),
    "a:": Line("open", given={"a": "a:" * (MANY - 1)}),
    " ": Line("open"),
    "「": Unreadable("open-quote", "「" * SHOWN),
    "“": Unreadable("open-quote", "“" * SHOWN),
}


@pytest.mark.parametrize("piece", REPEATED)
@pytest.mark.timeout(20)  # a pattern that tries again at every character takes minutes
def test_a_hundred_thousand_repeats_are_read(piece: str) -> None:
    assert read_line("open " + piece * MANY) == REPEATED[piece]
    left_open = "" if piece == '"' else unescape(piece * MANY)[:SHOWN]
    assert read_line('open "' + piece * MANY) == Unreadable("open-quote", left_open)
