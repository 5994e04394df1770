"""What the house asks of every file: short, no nation by name, no whole room imported."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "state", "workflows")
LONGEST = {"bot": 260, "state": 260, "workflows": 260, "tests": 300}
"""Lines of a file, by its room, which is read in one sitting; a test is read one function at a time."""
NOT_CODE = (ROOT / "bot/demo", ROOT / "bot/locale")
"""The demo plays the registry's own nations, and a language's words may name one."""

FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
CODE = [path for path in FILES if not any(path.is_relative_to(folder) for folder in NOT_CODE)]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def trees(paths: list[Path]) -> Iterator[tuple[Path, ast.AST]]:
    for path in paths:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def nations() -> set[str]:
    """Ids and names of the nations of the registry in deploy/, as code might spell them."""
    rows = tomllib.loads((ROOT / "deploy/bodies.toml").read_text(encoding="utf-8"))["nation"]
    return {str(row[field]).lower() for row in rows for field in ("id", "name", "name_ja")}


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string literal that is no docstring, with its line."""
    prose = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def named(tree: ast.AST, words: set[str]) -> list[int]:
    return [line for line, text in strings(tree) if text.strip().lower() in words]


def whole_rooms(tree: ast.AST) -> list[int]:
    """Lines such as `import state`: what is used of a room would not show."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Import) and any(alias.name in ROOMS for alias in node.names)
    ]


@pytest.mark.parametrize("path", [*FILES, *TESTS], ids=name)
def test_no_file_is_too_long_to_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST[path.relative_to(ROOT).parts[0]]


def test_the_code_names_no_nation() -> None:
    theirs = nations()
    found = [f"{name(path)}:{line}" for path, tree in trees(CODE) for line in named(tree, theirs)]
    assert found == []


def test_no_room_is_imported_whole() -> None:
    found = [f"{name(path)}:{line}" for path, tree in trees(FILES) for line in whole_rooms(tree)]
    assert found == []


def test_these_rules_find_what_they_look_for() -> None:
    assert named(ast.parse('"""us"""\nif nation == "US":\n    "jp"\n'), {"us", "jp"}) == [2]
    assert whole_rooms(ast.parse("import state\nimport state.logs.log\nfrom state import apply\n")) == [1]
    assert len(CODE) > len(ROOMS)
    assert {"us", "jp", "japan"} <= nations()
