"""The help of every verb: its usage line is read as what it shows, and it fits one screen."""

import re
from functools import cache
from typing import Any
from unicodedata import east_asian_width

import pytest

from bot.answers.by_verb import ANSWERS
from bot.answers.help import TOPICS
from bot.blocks import Block, Message
from bot.catalogue import words
from bot.verbs.fields import given_for
from bot.verbs.meant import as_meant
from bot.verbs.rows import BY_NAME, SHARED, VERBS
from bot.verbs.typed import Line, read_line
from tests.meta.screens import LANGUAGES, texts
from tests.meta.stories import reader
from tests.play import person
from tests.slackd.blockkit import check_message
from workflows.catalogue import procedures
from workflows.fields import Given


def any_given(verb: str) -> list[Given]:
    moves = [move for row in procedures().values() for move in (row.opening, *row.moves) if move.verb == verb]
    return [*given_for(verb, None), *(row for move in moves for row in move.given)]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_the_usage_line_of_a_verb_is_read_as_what_it_shows(verb: Any) -> None:
    for alternative in re.split(r" \| ", verb.usage):
        assert isinstance(
            read_line(alternative if alternative.startswith(verb.name) else f"{verb.name} {alternative}"), Line
        )
    read = read_line(verb.usage)
    assert isinstance(read, Line)
    line = as_meant(read)
    assert line.verb == verb.name
    assert line.serial or not verb.needs_matter
    names = {row.name for row in any_given(verb.name)}
    assert set(line.given) <= names
    if verb.kind == "act":
        assert set(verb.words) <= names
        required = {row.name for row in any_given(verb.name) if row.required}
        shown = {*line.given, *verb.words}
        assert required <= shown


WIDE, FIELD = 80, 38  # letters of a line, in a section and in one of its two columns; a full-width one takes two places


def height(block: Block) -> int:
    """Lines on the screen: the fields of a section stand side by side, under its text."""
    columns = [lines(field["text"], FIELD) for field in block.get("fields", ())]
    return (lines(block["text"]["text"], WIDE) if "text" in block else 0) + max(columns, default=0)


def lines(text: str, places: int) -> int:
    return sum(max(1, -(-width(line) // places)) for line in re.sub(r"[`*]", "", text).splitlines())


def width(line: str) -> int:
    return sum(1 + (east_asian_width(letter) in "FW") for letter in line)


@cache
def help_screen(word: str, language: str) -> Message:
    line = Line("help", words=(word,) if word else ())
    unused: Any = None  # help looks at nothing but the reader
    return ANSWERS["help"](line, unused, unused, reader("us-usfj", language), person("us-usfj-watch"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", ["", *BY_NAME, *TOPICS, *words()])
def test_help_fits_one_screen(word: str, language: str) -> None:
    message = help_screen(word, language)
    check_message(message.text, message.blocks)
    shown = "\n".join(texts(message.blocks))
    assert sum(height(block) for block in message.blocks) <= 26
    assert not any(text.endswith("…") for text in texts(message.blocks))  # nothing was cut off
    everything = (*(verb.name for verb in SHARED), *TOPICS, *words())
    for name in TOPICS[word].verbs if word in TOPICS else [word] if word else everything:
        assert name in shown
