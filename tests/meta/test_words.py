"""Every string that can be shown has its translation, and every code that is answered its sentence; and no others.

Strings are found by reading the code's syntax trees: Babel's own extractor does not look inside an f-string.
"""

import ast
import re
import string
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot import labels
from bot.answers.by_verb import ANSWERS
from bot.catalogue import called, stages_called, words
from bot.inward.modals import HINTS
from bot.sentences.acts import ACTS
from bot.sentences.said_facts import FACTS
from bot.sentences.saids import SAIDS
from bot.told.notices import HOLDS
from bot.told.reminding import REMINDERS
from bot.verbs.fields import given_for
from bot.verbs.rows import VERBS
from bot.words import SOURCE, files, languages
from workflows.catalogue import procedures
from workflows.fields import Given
from workflows.given import fields as given
from workflows.logs.exporting import LANGUAGES
from workflows.release import FIELDS
from workflows.routing import Reason
from workflows.standing import verbs as standing
from workflows.times import suspense

ROOT = Path(__file__).parents[2]
OPERATORS = {ROOT / "bot" / "cli", ROOT / "bot" / "demo"}
SHOWN = sorted(path for path in (ROOT / "bot").rglob("*.py") if OPERATORS.isdisjoint(path.parents))
"""What speaks in channels. The command line and the demo's console are the operator's, in English."""

CODE = [*SHOWN, *sorted((ROOT / "workflows").rglob("*.py"))]
TRANSLATIONS = tuple(language for language in languages() if language != SOURCE)

SAYERS = ("Refused", "Said", "Fault", "NotUnderstood", "Unreadable", "draw_said", "_refuse", "_one_of")
"""What is called with a code first; the last two hand it on to one of the others."""
TOLD_TO_NOBODY = {"nothing-due", "reminded", "dismissed", "recorded"}
"""What the tick and the operator are answered: there is nobody to tell."""

BLOCKS = ("actions", "button", "context", "fields", "header", "mrkdwn", "only_text", "option", "plain", "section")


def nodes(paths: list[Path]) -> Iterator[tuple[ast.AST, ast.Module]]:
    for path in paths:
        module = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(module):
            yield node, module


def calls(paths: list[Path], *names: str) -> Iterator[tuple[ast.Call, ast.Module]]:
    """Every call of these names, as a function or a method, with the module it stands in."""
    for node, module in nodes(paths):
        if (
            isinstance(node, ast.Call)
            and node.args
            and getattr(node.func, "id", getattr(node.func, "attr", "")) in names
        ):
            yield node, module


def literals(node: ast.expr, module: ast.Module) -> Iterator[str]:
    """The texts that `node` may be, as far as they are written out in its module."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body, module)
        yield from literals(node.orelse, module)
    elif isinstance(node, ast.Name):
        for target, value in assignments(module):
            if isinstance(target, ast.Name) and target.id == node.id and not isinstance(value, ast.Name):
                yield from literals(value, module)


def assignments(module: ast.Module) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in filter(lambda node: isinstance(node, ast.Assign), ast.walk(module)):
        assert isinstance(node, ast.Assign)
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from zip(target.elts, node.value.elts, strict=True)
            else:
                yield target, node.value


def first_words(paths: list[Path], *names: str) -> set[str]:
    return {text for call, module in calls(paths, *names) for text in literals(call.args[0], module)}


def codes() -> Iterator[tuple[str, set[str] | None]]:
    """Every code that is answered, with the names of its facts; None where they are not written out beside it."""
    for call, module in calls(CODE, *SAYERS):
        for code in literals(call.args[0], module):
            yield code, names_beside(call)
    for call, module in calls(CODE, "step"):
        for code in literals(call.args[1], module) if len(call.args) > 1 else ():
            yield code, set()
    for node, _ in nodes(CODE):
        match node:
            case ast.Tuple(elts=[_, ast.Constant(value=str(code)), ast.Dict() as facts]):  # a field's fault
                yield code, names_in(facts)
            case ast.Subscript(value=ast.Name(id="SAIDS"), slice=ast.Constant(value=str(code))):
                yield code, None


def keyword(call: ast.Call, name: str) -> set[str]:
    """What is written out for an argument that goes by its name."""
    return {str(row.value.value) for row in call.keywords if row.arg == name and isinstance(row.value, ast.Constant)}


def names_beside(call: ast.Call) -> set[str] | None:
    keywords = {keyword.arg for keyword in call.keywords}
    written = [row for row in call.args[1:2] if isinstance(row, ast.Dict)]
    if None in keywords or len(written) < len(call.args[1:2]) or any(None in row.keys for row in written):
        return None
    return {str(name) for name in keywords}.union(*map(names_in, written), ALWAYS)


def names_in(facts: ast.Dict) -> set[str]:
    return {str(getattr(key, "value", "")) for key in facts.keys}


def rows() -> Iterator[Given]:
    """Everything that can be given with a verb; `workflows/` can't mark its labels, so they are collected here."""
    for procedure in procedures().values():
        for move in (procedure.opening, *procedure.also_opens, *procedure.moves):
            yield from move.given
    for fields in standing.GIVEN.values():
        yield from fields


def said() -> set[str]:
    """Every English string that can be shown."""
    on_cards = {shown.label for row in procedures().values() for shown in row.card}
    return first_words(SHOWN, "N_", "say") | {row.label for row in rows()} | on_cards


def catalogue(language: str) -> Catalog:
    found = Catalog(locale=language)
    for path in files(language):
        with path.open("rb") as file:
            read = read_po(file, locale=language)
        assert not read.obsolete, path
        for message in read:
            assert not message.id or message.id not in found, f"{path.name}: {message.id!r} is in another file too"
            found[message.id] = message
    return found


def facts_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


KEPT: dict[str, Callable[[str], Any]] = {
    "facts": facts_in,
    "code": lambda text: sorted(re.findall(r"`[^`]*`", text)),
    "bold": lambda text: len(re.findall(r"\*[^*\n]+\*", text)),
    "signs": lambda text: re.findall(r":[a-z_]+: ", text),
    "lines": lambda text: text.count("\n"),
    "quoted": lambda text: text.startswith("> "),
    "a form follows": lambda text: text.endswith("…"),
}
"""What a translation has as its original does."""


def test_every_language_of_the_registry_has_its_words() -> None:
    document = tomllib.loads((ROOT / "deploy/bodies.toml").read_text(encoding="utf-8"))
    spoken = [row["languages"] for row in (*document["nation"], document["bilateral"])]
    assert {language for row in spoken for language in row} <= set(languages())


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_string_that_can_be_shown_is_translated_and_no_other_is_kept(language: str) -> None:
    entries = {row.id: row for row in catalogue(language) if row.id}
    assert sorted(said() - set(entries)) == [], "not translated"
    assert sorted(set(entries) - said()) == [], "translated and said nowhere"
    assert [row.id for row in entries.values() if row.fuzzy or not row.string] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_keeps_what_is_filled_in_and_how_it_is_marked(language: str) -> None:
    entries = [(str(row.id), str(row.string)) for row in catalogue(language) if row.id]
    lost = [
        (english, name) for english, ours in entries for name, found in KEPT.items() if found(english) != found(ours)
    ]
    assert lost == []


def test_every_table_of_words_is_marked_for_the_catalogues() -> None:
    tables = [value for name, value in vars(labels).items() if name.isupper() and isinstance(value, dict)]
    shown = {text for table in (*tables, SAIDS, ACTS, REMINDERS, HOLDS, HINTS) for text in table.values()}
    assert shown | {verb.help for verb in VERBS} <= first_words(SHOWN, "N_")


def test_no_block_is_drawn_from_words_that_are_not_said_in_the_readers_language() -> None:
    assert sorted(filter(str.strip, first_words(SHOWN, *BLOCKS))) == THE_SAME_EVERYWHERE


THE_SAME_EVERYWHERE = ["Kakehashi", "OK"]


def test_every_code_that_is_answered_has_its_sentence_and_every_sentence_its_code() -> None:
    assert set(SAIDS) == {code for code, _ in codes()} - TOLD_TO_NOBODY


def test_a_sentence_asks_only_for_facts_that_can_be_drawn() -> None:
    asked = {name for text in SAIDS.values() for name in facts_in(text)}
    assert asked - {"label"} == set(FACTS)


def test_every_fact_that_a_sentence_needs_is_given_with_its_code() -> None:
    needed = {
        code: {source for name, (source, _) in FACTS.items() if name in facts_in(text)} - MAY_LACK
        for code, text in SAIDS.items()
    }
    given_with = [(code, names) for code, names in codes() if names is not None]
    assert [(code, needed[code] - names) for code, names in given_with if needed.get(code, set()) - names] == []


MAY_LACK = {"near", "successor", "until", "predecessor"}
"""Facts without which a sentence only says less."""
ALWAYS = {"text"}
"""What a typed time's refusal adds by itself."""


def test_every_act_that_is_told_has_its_sentence_and_every_sentence_its_act() -> None:
    verbs = {move.verb for row in procedures().values() for move in (row.opening, *row.also_opens, *row.moves)}
    named = {word for call, _ in calls(CODE, "step") for word in keyword(call, "act")}
    assert set(ACTS) == first_words(CODE, "Record") | verbs - ONLY_SHOW | named


ONLY_SHOW = {"op matrix"}
"""Moves by which nothing changes: there is no record of them."""


def test_what_stands_in_the_tables_of_a_procedure_has_a_name_on_screen() -> None:
    everything = procedures().values()
    stages = [stage for row in everything for stage in row.stages]
    moves = [move for row in everything for move in row.moves]
    assert set(labels.STAGES) == {stage.id for stage in stages}
    assert set(labels.POSITIONS) | set(labels.DECISIONS) == {track for stage in stages for track in stage.tracks}
    assert set(labels.DECISIONS) == set(given.DECISIONS.values())
    assert set(labels.DECISION_WORDS) == set(given.DECISIONS)
    assert set(labels.URGENCIES) == set(suspense.URGENCIES)
    assert set(labels.MODES) == set(given.MODES)
    assert set(labels.REASONS) == set(get_args(Reason))
    assert set(labels.FIELDS) == set(FIELDS)
    assert set(labels.BUTTONS) == {move.verb for move in moves}
    assert set(REMINDERS) == {
        rule.id for row in everything for rule in row.reminders if not rule.levels and not rule.does
    }


def test_three_dots_on_a_button_say_that_a_form_follows() -> None:
    moves = [(labels.verbs_of(row.id)[move.verb], move) for row in procedures().values() for move in row.moves]
    assert [(label, move.verb) for label, move in moves if label.endswith("…") != bool(move.given)] == []


def test_what_a_procedure_calls_otherwise_is_a_verb_of_its_that_others_have_too() -> None:
    for row in procedures().values():
        shared = {move.verb for move in row.moves} - (words()[row.id].buttons.keys() if row.id in words() else set())
        assert called(row.id).keys() <= shared, row.id


def test_what_a_procedure_calls_otherwise_is_a_stage_of_its_that_others_have_too() -> None:
    for row in procedures().values():
        shared = {stage.id for other in procedures().values() if other is not row for stage in other.stages}
        assert stages_called(row.id).keys() <= shared & {stage.id for stage in row.stages}, row.id


def test_a_language_can_be_asked_for_where_there_are_words_for_it() -> None:
    assert languages() == LANGUAGES


def test_every_form_has_a_title() -> None:
    acts = {verb.name for verb in VERBS} - set(ANSWERS)
    assert acts == set(labels.BUTTONS) | set(labels.FORMS)
    assert not set(labels.BUTTONS) & set(labels.FORMS)
    assert all(given_for(verb, None) for verb in labels.FORMS)
