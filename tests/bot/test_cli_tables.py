"""The command line prints what the procedures say: who may do what, and the diagram of stages."""

from pathlib import Path

import pytest

from bot.cli.authority import PERSONS, WORDS
from bot.verbs.rows import BY_NAME
from tests.bot.command_line import folder, told
from workflows.authority import STANDING
from workflows.catalogue import procedures
from workflows.who import Who

__all__ = ["folder"]  # a fixture that is used by name


# authority


def test_the_authority_table_has_a_row_for_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = told(["authority"], capsys)
    assert status == 0
    verbs = {*BY_NAME, *STANDING, *(move.verb for row in procedures().values() for move in row.moves)}
    assert {line.split("`")[1] for line in out.splitlines() if line.startswith("| `")} == verbs
    assert "| `admit` | at any time | administrators, for their own nation |" in out


def test_the_authority_table_of_one_procedure_leaves_out_the_verbs_of_none(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = told(["authority", "coordination-request"], capsys)
    assert (status, "| `decide` | deciding, decided |" in out, "`admit`" in out) == (0, True, False)


def test_the_authority_table_has_words_for_all_who_may() -> None:
    assert WORDS.keys() == {*Who}
    assert PERSONS.keys() == {move.person for row in procedures().values() for move in row.moves if move.person}


# diagram


def test_a_diagram_shows_the_tracks_of_the_registry(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = told(["diagram", "coordination-request"], capsys)
    assert status == 0
    assert "stateDiagram-v2" in out
    assert "jp" in out
    (folder / "kakehashi.toml").unlink()
    status, out, _ = told(["diagram", "coordination-request"], capsys)
    assert status == 0
    assert "nation-1" in out
