"""A value of a TOML file is found at its line."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings.toml_lines import Finding, Place, TomlFile, line_of, read_toml

ROOT = Path(__file__).parents[2]

SOURCE = """\
# about
top = 1
dotted."key with dot.".deep = { q = 1, r = [1, { z = 2 }] }

[[body]]
id = "one"
seats = [
  { id = "a" },  # the first
  # nobody
  { id = "b", nation = "x" },
]
[body.more]
k = 1

[[body]]
id = "two"
[[body.part]]
p = 1
[[body.part]]
p = 2

[routing.owner]
policy = '''
long'''
"""

PLACES: dict[Place, int | None] = {
    ("top",): 2,
    ("dotted", "key with dot.", "deep", "r", 1, "z"): 3,
    ("body", 0): 5,
    ("body", 0, "id"): 6,
    ("body", 0, "seats", 0): 8,
    ("body", 0, "seats", 1): 10,
    ("body", 0, "seats", 1, "nation"): 10,
    ("body", 0, "more", "k"): 13,
    ("body", 1, "id"): 16,
    ("body", 1, "part", 0, "p"): 18,
    ("body", 1, "part", 1, "p"): 20,
    ("routing", "owner"): 22,
    ("routing", "owner", "policy"): 23,
    # what isn't there: the nearest value around it
    ("body", 1, "parent"): 15,
    ("body", 0, "seats", 7, "id"): 7,
    ("routing", "owner", "legal"): 22,
    ("nation",): None,
    (): None,
}


@pytest.mark.parametrize(("place", "line"), PLACES.items())
def test_a_value_is_found_at_its_line(place: Place, line: int | None) -> None:
    tomllib.loads(SOURCE)
    assert line_of(SOURCE, place) == line


def leaves(value: Any, place: Place = ()) -> Iterator[Place]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*place, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from leaves(inner, (*place, at))
    else:
        yield place


@pytest.mark.parametrize("file", ["deploy/bodies.toml", "deploy/calendars/us-federal.toml", "pyproject.toml"])
def test_every_value_of_a_real_file_stands_on_the_line_found(file: str) -> None:
    source = (ROOT / file).read_text()
    rows = source.splitlines()
    for place in leaves(tomllib.loads(source)):
        line = line_of(source, place)
        key = next(part for part in reversed(place) if isinstance(part, str))
        assert line is not None
        assert key in rows[line - 1] or isinstance(place[-1], int), place


FAULTS = {
    b"a = 1\nb = \n": ("is not TOML: Invalid value (at line 2, column 5)", 2),
    b"a = 1\na = 2\n": ("is not TOML: Cannot overwrite a value (at line 2, column 6)", 2),
    b"a = [1,": ("is not TOML: Invalid value (at end of document)", None),
    b"a = 1\nb = '\xff'\n": ("is not UTF-8", 2),
}


@pytest.mark.parametrize(("source", "told"), FAULTS.items())
def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path, source: bytes, told: tuple[str, int]) -> None:
    path = tmp_path / "some.toml"
    path.write_bytes(source)
    assert read_toml(path, "the thing") == Finding(f"the thing {told[0]}", path, told[1])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    assert str(read_toml(path, "the thing")) == f"{path}: the thing cannot be read: No such file or directory"
    assert str(read_toml(tmp_path, "the thing")) == f"{tmp_path}: the thing cannot be read: Is a directory"


def test_a_fault_at_a_place_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "some.toml"
    path.write_text("a = 1\nb = 2\n")
    file = read_toml(path, "it")
    assert isinstance(file, TomlFile)
    assert str(file.finding(("b",), "b is wrong")) == f"{path}:2: b is wrong"
    assert str(file.finding(("c",), "c is missing")) == f"{path}: c is missing"
    assert str(Finding("nothing is right")) == "nothing is right"
