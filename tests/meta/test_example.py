"""The worked example of the guide: a procedure that is added as one file with its words, in a copy of the project."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "example"
FOLDERS = ("bot", "state", "workflows", "deploy", "tests", "docs")
FILES = ("README.md", "CHANGELOG.md", "Makefile", "pyproject.toml")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project with the files of the example in the places that their folders name."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.png"))
    for file in FILES:
        shutil.copy(ROOT / file, tmp_path / file)
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def run(copy: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_example_is_walked_said_in_both_languages_drawn_and_in_order(copy: Path) -> None:
    tests = ("tests/procedures", "tests/meta/test_words.py", "tests/workflows/test_catalogue_check.py")
    said = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, "-k", "site-visit or words or catalogue")
    assert "passed" in said
    for walk in (copy / "tests" / "procedures").glob("*.toml"):  # the others' stories are drawn by their own tests
        if walk.stem != "site-visit":
            walk.unlink()
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/meta/test_drawing.py", "-k", "fits")
    assert "site-visit" in run(copy, "-c", "from bot.cli import main; main(['diagram', 'site-visit'])")
