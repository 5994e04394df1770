"""Settings as they are read from a folder, and what is told of a fault in it."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.installation import load_house
from bot.settings.reading import Settings, read_settings

DEPLOY = Path(__file__).parents[2] / "deploy"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working directory set up as the example says."""
    shutil.copy(DEPLOY / "settings.example.toml", tmp_path / "kakehashi.toml")
    shutil.copy(DEPLOY / "bodies.toml", tmp_path)
    shutil.copytree(DEPLOY / "calendars", tmp_path / "calendars")
    return tmp_path


def settings_of(folder: Path, environ: dict[str, str] | None = None) -> Settings:
    settings, findings = read_settings(environ or {}, folder / "kakehashi.toml")
    assert settings is not None, findings
    return settings


def told(file: Path, find: str, put: str, environ: dict[str, str] | None = None) -> list[str]:
    """What is told of the whole installation after `find` in `file` has become `put`, by FILE:LINE."""
    before = file.read_text()
    assert find in before
    file.write_text(before.replace(find, put, 1))
    folder = file.parent if file.suffix == ".toml" and file.parent.name != "calendars" else file.parent.parent
    settings, findings = read_settings(environ or {}, folder / "kakehashi.toml")
    if settings is not None:
        house, findings = load_house(settings, lambda: NOON)
        assert (house is None) == bool(findings)
    return [str(finding).removeprefix(f"{folder}/") for finding in findings]
