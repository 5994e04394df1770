"""A procedure that can't be gone through: each fault of each is named at once, and the bot does not start."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from bot import catalogue as spoken
from bot import labels
from bot.check import catalogue as check_catalogue
from bot.check.catalogue import catalogue_findings
from bot.cli import main
from tests.bot.test_check import folder
from tests.play import registry
from workflows.catalogue import procedures
from workflows.catalogue_check import catalogue_faults
from workflows.fields import Given
from workflows.procedure import Edge, Move, Procedure, Stage
from workflows.situation import Category
from workflows.who import Part, Who

__all__ = ["folder"]  # a fixture that is used by name

TASKING = procedures()["tasking"]


def spoilt() -> Procedure:
    """A tasking with a stage that nobody leaves, an unsaid verb, a choice without words, and a part of nobody's."""

    def nothing(*_anything: Any) -> Any:
        raise AssertionError

    choice = Given("kind", "word", "Kind", words=("concur", "unheard-of"))
    odd = Move("mumble", ("stuck",), (Part("tasking.mumbler"), Part("tasking.known")), nothing, (choice,))
    reminders = tuple(replace(rule, only=("issued",)) for rule in TASKING.reminders)
    return replace(
        TASKING,
        stages=(*TASKING.stages, Stage("stuck", mover=Part("tasking.mumbler"), share=Fraction(1))),
        edges=(*TASKING.edges, Edge("get-stuck", ("issued",), "stuck")),
        moves=(*TASKING.moves, odd),
        reminders=reminders,
    )


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Procedure]:
    rows = {"tasking": spoilt()}
    monkeypatch.setattr(check_catalogue, "procedures", lambda: rows)
    return rows


def test_as_delivered_there_is_nothing_wrong() -> None:
    assert catalogue_findings(registry()) == ()


def test_every_fault_is_named_at_once(broken: Mapping[str, Procedure]) -> None:
    assert broken
    categories = {"calm": Category("calm", "jp", "calm", "平穏", bars=("nothing.such",))}
    parts = {"tasking.known": ("us-usfj-cdr",), "nothing.such": ("us-usfj-cdr",)}
    found = [row.text for row in catalogue_findings(replace(registry(), parts=parts, categories=categories))]
    assert sorted(found) == sorted(
        [
            "no edge leaves stage 'stuck', which is no end",
            "stage 'tasked' has a suspense and nobody is reminded of it",
            "stage 'in-work' has a suspense and nobody is reminded of it",
            "stage 'stuck' has a suspense and nobody is reminded of it",
            "verb 'mumble' has no words",
            "the button of 'mumble' has no words",
            "stage 'stuck' has no words",
            "choice 'unheard-of' has no words",
            "the registry gives the part 'tasking.mumbler' to no seat: add it to [parts]",
            "[parts] 'nothing.such' is a part of no procedure",
            "[[category]] 'calm' bars or opens 'nothing.such', which no procedure has",
        ]
    )


def test_words_that_a_language_lacks_are_named_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(labels.STAGES, "in-work", "At work on it")
    found = [str(row) for row in catalogue_findings(registry())]
    (fault,) = found
    assert fault.endswith("stage 'in-work' has no words in 'ja': none of its .po files has 'At work on it'")
    assert "bot/catalogue/tasking.py" in fault


def test_an_id_that_two_procedures_say_in_different_words_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(spoken.words()["strategic-message"].stages, "expired", "Over")
    (fault,) = [row.text for row in catalogue_findings(registry())]
    assert fault == "stages: 'expired' is said in other words too than 'Over', by another procedure"


def test_a_part_that_nobody_has_or_only_one_of_the_nations_that_move_in_it_is_named() -> None:
    parts = {**registry().parts, "facility-use.agree": ("jc-us-rep",), "facility-use.airspace": ()}
    del parts["facility-use.intake"]
    found = [row.text for row in catalogue_findings(replace(registry(), parts=parts))]
    assert found == [
        "the registry gives the part 'facility-use.intake' to no seat: add it to [parts]",
        "the registry gives the part 'facility-use.agree' to no seat of 'jp': each nation has a move in it",
    ]


def test_a_procedure_of_which_no_part_is_given_is_not_in_use_and_no_fault() -> None:
    assert catalogue_findings(replace(registry(), parts={})) == ()


@pytest.mark.usefixtures("broken", "folder")
def test_the_bot_does_not_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run"]) == 1
    said = capsys.readouterr().err
    assert "no edge leaves stage 'stuck'" in said
    assert "verb 'mumble' has no words" in said


def test_who_releases_at_a_stage_has_a_verb_there() -> None:
    row = procedures()["request-for-information"]
    stages = tuple(replace(stage, releaser=Who.CO_LEADS) if stage.releaser else stage for stage in row.stages)
    (fault,) = catalogue_faults(replace(row, stages=stages))
    assert "'answering'" in fault.text
