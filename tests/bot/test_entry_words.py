"""Entries of the logs in words: every act that can stand in one has its sentence, and a sentence is plain text."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exports.writing import readers_of
from bot.mrkdwn import escape
from bot.sentences.entry_words import ALONE, NAMES, PURGED, SENTENCES, act_name, in_words, plain, stage_in_words
from bot.sentences.field_words import draw_value
from tests.meta.test_words import calls, literals
from tests.play import registry
from tests.state.exports import stored
from workflows import exercise
from workflows.catalogue import procedures

ROOT = Path(__file__).parents[2]
WRITERS = sorted(path for room in ("workflows", "state") for path in (ROOT / room).rglob("*.py"))
PLACES = {"Record": 0, "Entry": 1}
"""Which argument is the act."""
ENGLISH, JAPANESE = readers_of(registry(), ("us",))


def acts() -> Iterator[str]:
    """The acts that are written out where something is put on record."""
    for call, module in calls(WRITERS, *PLACES, "step"):
        named = [row.value for row in call.keywords if row.arg == "act"]
        place = PLACES.get(call.func.id if isinstance(call.func, ast.Name) else "")
        for node in named if place is None else call.args[place : place + 1]:
            yield from literals(node, module)


def test_every_act_on_record_has_its_sentence() -> None:
    assert len(set(acts())) > 60
    assert sorted(set(acts()) - SENTENCES.keys()) == []
    assert "key" in set(acts())
    assert exercise.ACT in SENTENCES


def test_every_act_on_record_has_a_name_and_no_name_is_of_anything_else() -> None:
    moves = {move.verb for row in procedures().values() for move in (row.opening, *row.also_opens, *row.moves)}
    assert sorted(ALONE.keys() - NAMES.keys()) == [PURGED]
    assert sorted(NAMES.keys() - ALONE.keys() - moves) == sorted(GIVEN_AND_NO_ACT)
    assert [act for act in NAMES if act_name(act, JAPANESE).isascii()] == []
    assert (act_name("ack", ENGLISH), act_name("ack", JAPANESE)) == ("Acknowledge", "受領確認")


GIVEN_AND_NO_ACT = {"remind", "remind cancel", "snooze"}
"""Forms by which nothing is put on record."""


def said(act: str, content: dict[str, Any], **entry: object) -> tuple[str, str]:
    row, text = stored("us", 1, content, act=act, seat="us-usfj-cdr", **entry)
    return tuple(in_words(json.loads(row), json.loads(text or b"null"), each) for each in (ENGLISH, JAPANESE))  # type: ignore[return-value]  # two


def test_an_act_is_said_in_both_languages() -> None:
    assert said("decide", {"decision": "approved"}) == (
        "USFJ (United States) recorded: approved.",
        "USFJ (米国) が決定を記録：承認",
    )
    assert said("take", {"person": {"team": "T1", "user": "U1"}})[0] == (
        "USFJ (United States): U1 took the seat Commander, USFJ (us-usfj-cdr)."
    )


def test_every_place_at_which_a_matter_can_stand_has_its_words() -> None:
    stages = [stage for procedure in procedures().values() for stage in procedure.stages]
    places = {f"{stage.id}/us/{word}" for stage in stages for word in stage.tracks} | {stage.id for stage in stages}
    unsaid = [path for path in places if stage_in_words(path, JAPANESE, "").isascii()]
    assert len(places) > 40
    assert sorted(unsaid) == []
    assert stage_in_words("deciding/us/awaiting", ENGLISH, "") == "Deciding › United States › not decided yet"
    asked = [stage_in_words("asked", JAPANESE, id_) for id_ in ("request-for-information", "asset-protection")]
    assert asked == ["照会中", "要請中"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("decision", "approved", "承認"),
        ("mode", "coordination", "調整モード"),
        ("phase", "steady", "平常"),
        ("door", "slash", "入力行"),
        ("ocr", ["jp-jjoc", "us-usfj"], "JJOC, USFJ"),
        ("agreed", ["us"], "米国"),
        ("in_force", False, "非該当"),
        ("person", {"team": "T1", "user": "U1"}, "<@U1>"),
        ("answers", {"jp": {"answer": "concurred", "reason": ""}}, "日本: 回答: 同意"),
        ("text", "1. *x* <@U1>", "1. \u200b*\u200bx\u200b*\u200b &lt;@U1&gt;"),
        ("version", 1, "1"),
        ("answer", "", ""),
    ],
)
def test_a_field_is_said_in_words_of_the_reader(name: str, value: object, said: str) -> None:
    assert draw_value(name, value, JAPANESE) == said


def test_a_correction_names_the_entry_that_it_corrects() -> None:
    content = {"of": {"log": "us+jp", "seq": 12}, "field": "rationale", "text": "time", "because": "misheard"}
    assert said("amend", content)[0] == "USFJ (United States) put us+jp/12 right: time (misheard)"


def test_a_field_of_that_name_may_hold_something_else() -> None:
    assert said("askextend", {"of": "jp-jjoc", "because": "weather"})[0].startswith(
        "USFJ (United States) asks for time"
    )


def test_an_act_of_a_later_version_goes_by_its_name() -> None:
    assert said("levitate", {"why": "x"})[0] == "USFJ (United States): levitate"


def test_a_purged_entry_says_only_that_it_is_so() -> None:
    row, _ = stored("us", 1, act="note")
    assert in_words(json.loads(row), None, ENGLISH) == "The content of this entry has been purged. Its hash stands."


@given(st.text())
def test_what_was_typed_reads_as_it_was_typed(text: str) -> None:
    assert plain(f"*x* {escape(text)}") == f"x {text}"
