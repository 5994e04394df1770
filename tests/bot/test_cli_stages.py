"""`kakehashi stages`: what stands at a stage that this version does not have, and the command that moves it."""

from pathlib import Path

import pytest
from sqlalchemy import text

from state.database import Database
from tests.bot.command_line import folder, told
from tests.play import START, TEAM, Clock, Play, install, person

__all__ = ["folder"]  # a fixture that is used by name

WHO = ("--as", f"{TEAM}/{person('us-usfj-cdr').user}", "--seat", "us-usfj-cdr", "--because", "Version 2")


@pytest.fixture
def lost(manned: Path) -> Path:
    """An installation in which a request stands where no table leads."""
    database = Database(f"sqlite:///{manned}/kakehashi.db")
    Play(install(database, Clock(START))).open_joint()
    with database.writing() as connection:
        change = "UPDATE matter SET data = CAST(replace(CAST(data AS TEXT), '/awaiting', '/dreaming') AS BLOB)"
        connection.execute(text(change))
    database.close()
    return manned


@pytest.mark.usefixtures("lost")
def test_it_is_named_and_moved_and_then_nothing_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = told(["stages", "list"], capsys)
    assert status == 0
    assert "`kakehashi stages move CR-26-0001 STAGE --as TEAM/USER --seat SEAT --because …` moves it to one of" in out
    status, out, err = told(["stages", "move", "CR-26-0001", "received", *WHO], capsys)
    assert (status, out, err) == (0, "CR-26-0001 stands at *Received* now.\n", "")
    _, out, _ = told(["stages", "list"], capsys)
    assert out == "all that is open stands at a stage of this version\n"


@pytest.mark.usefixtures("lost")
def test_the_bot_does_not_start_before(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.setenv(name, f"x{name[6:9].lower()}-1")
    status, _, err = told(["run"], capsys)
    assert status == 1
    assert "kakehashi stages move CR-26-0001 STAGE" in err


@pytest.mark.parametrize(
    ("serial", "stage", "sentence"),
    [
        (
            "CR-26-0001",
            "closed",
            "“closed” is none of the stages to which it can be moved. One of: `received`, `staffing`",
        ),
        ("CR-26-0007", "received", "`CR-26-0007` is no open request of yours at a stage that"),
    ],
)
@pytest.mark.usefixtures("lost")
def test_what_cannot_be_moved_is_told_with_why(
    serial: str, stage: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = told(["stages", "move", serial, stage, *WHO], capsys)
    assert (status, out) == (1, "")
    assert err.startswith(sentence)
