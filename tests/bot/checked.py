"""An installation to check, and what the check says of it."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.check.everything import Report
from tests.conftest import SqlitePlace
from tests.play import DEPLOY, registry
from tests.slackd import Slackd

NOW = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, sqlite_place: SqlitePlace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation in which all is well, and where we stand in it."""
    example = (DEPLOY / "settings.example.toml").read_text(encoding="utf-8")
    (tmp_path / "kakehashi.toml").write_text(example.replace("T0123ABCD/", "T0001/"), encoding="utf-8")
    shutil.copy(DEPLOY / "bodies.toml", tmp_path)
    shutil.copytree(DEPLOY / "calendars", tmp_path / "calendars")
    sqlite_place.lay("empty", tmp_path / "kakehashi.db")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def slackd() -> Iterator[Slackd]:
    """A Slack with the channel of every body and the administrators, as it has to be."""
    with Slackd() as slackd:
        for user in ("U0123ABCD", "U0456EFGH"):
            slackd.add_user(user)
        bot = slackd.teams["T0001"].bot_user
        for at, body in enumerate(registry().bodies.values()):
            private = body.nation in registry().nations
            slackd.add_channel(f"C{at}", name=body.channel, members=(bot,), is_private=private)
        yield slackd


def environ_of(slackd: Slackd) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slackd.token(),
        "SLACK_APP_TOKEN": slackd.app_token,
        "SLACK_API_URL": slackd.api_url,
    }


def told(report: Report) -> list[str]:
    return [str(finding) for finding in report.findings]
