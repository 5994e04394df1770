"""The version in pyproject.toml is the newest in the changelog, and what comes next has its place above it."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
KINDS = {"Added", "Changed", "Fixed", "Removed"}


def test_the_newest_version_of_the_changelog_is_the_projects() -> None:
    heads = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert heads[:2] == ["Unreleased", project["version"]]
    assert version("kakehashi") == project["version"]


def test_the_changelog_sorts_what_changed_into_its_kinds() -> None:
    found = re.findall(r"^### (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(found) <= KINDS
