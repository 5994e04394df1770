"""A command line in a folder of its own: settings, a database in which something was played, and what is told."""

import shutil
from pathlib import Path

import pytest

from bot.cli import main
from state.database import Database
from tests.play import DEPLOY, START, Clock, Play, install


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with settings, and nothing of Kakehashi's in the environment."""
    for name in ("KAKEHASHI_SETTINGS", "KAKEHASHI_DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL"):
        monkeypatch.delenv(name, raising=False)
    shutil.copy(DEPLOY / "settings.example.toml", tmp_path / "kakehashi.toml")
    shutil.copy(DEPLOY / "bodies.toml", tmp_path)
    shutil.copytree(DEPLOY / "calendars", tmp_path / "calendars")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def played(manned: Path) -> Path:
    """The same, with a database where every seat is held and a request waits for both nations."""
    database = Database(f"sqlite:///{manned}/kakehashi.db")
    Play(install(database, Clock(START))).open_joint(title="Runway repair")
    database.close()
    return manned


def told(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit status, output and complaints of one command line."""
    capsys.readouterr()
    try:
        status = main(words)
    except SystemExit as end:
        status = int(end.code or 0)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return status, out, err
