"""`kakehashi op matrix`: the picture in either language, for one nation or for all."""

import json
from pathlib import Path

import pytest

from state.database import Database
from tests.bot.command_line import folder, told
from tests.play import START, Clock, Play, install

__all__ = ["folder"]  # a fixture that is used by name

OP, TASK = "OP-26-0001", "TK-26-US-0001"


@pytest.fixture
def linked(manned: Path) -> Path:
    """An installation with a joint operation, to which a request is linked for all and a tasking inside."""
    database = Database(f"sqlite:///{manned}/kakehashi.db")
    play = Play(install(database, Clock(START)))
    play.do("op open", "us-usfj-fdo", title="Typhoon", to="jp-jjoc", by="+9d")
    play.do("op open", "us-usfj-watch", title="Ours", by="+9d")
    play.open_joint()
    play.do("task", "us-usfj-cdr", title="Count\x1bthe lift", to="us-usfj-j3", by="+8h")
    for serial in ("CR-26-0001", TASK):
        play.do("op add", "us-usfj-watch", OP, member=serial)
    database.close()
    return manned


@pytest.mark.parametrize(("view", "has_task"), [([], False), (["--view", "jp"], False), (["--view", "us"], True)])
def test_the_matrix_has_what_its_view_may_know(
    linked: Path, view: list[str], has_task: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    file = linked / "matrix.svg"
    status, out, _ = told(["op", "matrix", OP, "--picture", str(file), "--language", "ja", *view], capsys)
    assert (status, out) == (0, f"{file} is drawn\n")
    drawing = file.read_text(encoding="utf-8")
    assert "同期マトリックス" in drawing
    assert "CR-26-0001 Runway repair" in drawing
    assert (TASK in drawing) == has_task


def test_a_png_is_drawn_where_the_file_is_one(linked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = told(["op", "matrix", OP, "--view", "us", "--picture", str(linked / "matrix.png")], capsys)
    assert (status, err) == (0, "")
    assert (linked / "matrix.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["OP-26-0009", "--picture", "x.svg"], "there is no operation OP-26-0009 in this view"),
        (["OP-26-US-0001", "--picture", "x.svg", "--view", "jp"], "there is no operation OP-26-US-0001 in this view"),
        (["CR-26-0001", "--picture", "x.svg"], "there is no operation CR-26-0001 in this view"),
        ([OP, "--picture", "x.gif"], "x.gif: a picture is a file of .svg or .png"),
        ([OP, "--picture", "x.svg", "--view", "xx"], "'xx' is no nation of the registry: us, jp"),
    ],
)
@pytest.mark.usefixtures("linked")
def test_what_cannot_be_drawn_is_told_in_a_sentence(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = told(["op", "matrix", *words], capsys)
    assert (status, err) == (1, f"{said}\n")


@pytest.mark.parametrize(
    ("readers", "has_task"), [(["--joint"], False), (["--nation", "jp"], False), (["--nation", "us"], True)]
)
def test_the_part_of_an_operation_has_the_matters_in_it_that_its_readers_know(
    linked: Path, readers: list[str], has_task: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    file = linked / "part.jsonl"
    assert told(["log", "export", *readers, "--op", OP, "--out", str(file)], capsys)[0] == 0
    entries = [row["entry"] for line in file.read_text().splitlines() if "entry" in (row := json.loads(line))]
    assert {row["matter"] for row in entries} >= {OP, "CR-26-0001"}
    assert (TASK in {row["matter"] for row in entries}) is has_task
    assert "OP-26-US-0001" not in {row["matter"] for row in entries}
    assert told(["log", "verify", str(file)], capsys)[0] == 0
    assert "is not an operation" in told(["log", "export", *readers, "--op", "CR-26-0001", "--out", "x"], capsys)[2]
    assert "is not in these logs" in told(["log", "export", *readers, "--op", "OP-26-0009", "--out", "x"], capsys)[2]
