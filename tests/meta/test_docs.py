"""The documents are true where a program can tell: what is made from code is current, what they point at is there."""

import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from tests.meta.docs import EXAMPLE, MADE, ROOMS, ROOT, Made, renewed

DOCUMENTS = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
CODE = re.compile(r"^ *```\n(.*?)^ *```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?:^|/| )kakehashi ([a-z]+)", re.MULTILINE)
TARGET = re.compile(r"^make ([a-z]+)", re.MULTILINE)
NAMED = re.compile(r"(?<![\w./-])(?:bot|state|workflows|tests|deploy|docs)/[\w/-]+(?:\.[a-z]+)+\b")
TEXTS = {".py", ".js", ".css", ".toml", ".json", ".po", ".yaml"}
WORD = re.compile(r"(?:bot|state|workflows|deploy|tests|docs)/[\w./-]*")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code_in(document: Path) -> str:
    """What stands in a document as code, the diagram left out."""
    return "\n".join(block or span for block, span in CODE.findall(document.read_text(encoding="utf-8")))


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_what_is_made_from_the_code_is_current(made: Made) -> None:
    """Where this fails: `.venv/bin/python -m tests.meta.docs` writes it anew."""
    assert (ROOT / made.file).read_text(encoding="utf-8") == renewed(made)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_to_files_that_are_there(document: Path) -> None:
    found = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in found if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_commands_targets_and_paths_that_a_document_names_are_there(document: Path) -> None:
    code = code_in(document)
    assert {word for word in COMMAND.findall(code) if word not in COMMANDS} == set()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(TARGET.findall(code)) <= targets
    assert [path for path in WORD.findall(code) if not (ROOT / path).exists()] == []


def test_the_files_that_are_named_in_other_files_are_there() -> None:
    files = (path for room in (*ROOMS, "tests", "deploy", "docs") for path in (ROOT / room).rglob("*"))
    named = {word for path in files if path.suffix in TEXTS for word in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert "state/apply.py" in named
    assert sorted(word for word in named if not any((at / word).exists() for at in (ROOT, EXAMPLE))) == []


def test_the_readme_shows_things_in_their_order() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    wanted = (
        "# Kakehashi",
        "](docs/pictures/card-us.png)",
        "make demo",
        "make test",
        "deploy/manifest.yaml",
        "```mermaid",
        "| `workflows/` |",
    )
    places = [text.index(part) for part in wanted]
    assert places == sorted(places)
