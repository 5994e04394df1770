"""TOML files read with their lines: tomllib reads the values, tree-sitter says where each one stands."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Place = tuple[str | int, ...]
"""The way to a value: keys and list positions, as ("body", 3, "seats", 1)."""

_PAIR = "pair"
_TABLES = {"table", "table_array_element"}


class Finding(NamedTuple):
    """Something that is wrong: the sentence, and the file and line where, as far as these are known."""

    text: str
    file: Path | None = None
    line: int | None = None

    def __str__(self) -> str:
        """`FILE:LINE: what is wrong`."""
        where = [str(self.file)] if self.file else []
        where += [str(self.line)] if self.line else []
        return f"{':'.join(where)}: {self.text}" if where else self.text


class TomlFile(NamedTuple):
    path: Path
    source: str
    document: dict[str, Any]

    def finding(self, place: Place, text: str) -> Finding:
        """What is wrong at `place` of this file, or at the nearest value around it."""
        return Finding(text, self.path, line_of(self.source, place))


def read_toml(path: Path, what: str, hint: str = "") -> TomlFile | Finding:
    """The file at `path`, or why it can't be read; `what` names it for people ("the registry").

    `hint` is what to do about a file that can't be opened.
    """
    try:
        source = path.read_bytes().decode()
    except OSError as error:
        return Finding(f"{what} cannot be read: {error.strerror}" + (f"; {hint}" if hint else ""), path)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return Finding(f"{what} is not UTF-8", path, line)
    try:
        return TomlFile(path, source, tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        # tomllib says the line and the column at the end of its sentence, or "(at end of document)".
        _, _, place = str(error).partition("at line ")
        return Finding(f"{what} is not TOML: {error}", path, int(place.partition(",")[0]) if place else None)


def line_of(source: str, place: Place) -> int | None:
    """The line, counted from 1, of the value at `place`, or of the nearest one around it; None where there is none."""
    lines = _lines(source)
    around = (place[:end] for end in range(len(place), 0, -1))
    return next((lines[part] for part in around if part in lines), None)


@lru_cache(maxsize=8)
def _lines(source: str) -> dict[Place, int]:
    """The line at which each value begins. For a key given in several places (a table and its parts) the first one."""
    tree = Parser(Language(tree_sitter_toml.language())).parse(source.encode())
    counts: dict[Place, int] = {}
    lines: dict[Place, int] = {}
    for node in tree.root_node.named_children:
        for place, line in _places(node, counts):
            lines.setdefault(place, line)
    return lines


def _places(node: Node, counts: dict[Place, int]) -> Iterator[tuple[Place, int]]:
    """Every value of one part of the document. `counts` has how many elements each array of tables has so far."""
    if node.type == _PAIR:
        yield from _pair(node, ())
    elif node.type in _TABLES:
        place = _header(node, counts)
        yield place, _line(node)
        for child in node.named_children[1:]:
            if child.type == _PAIR:
                yield from _pair(child, place)


def _header(node: Node, counts: dict[Place, int]) -> Place:
    """What `[a.b]` or `[[a.b]]` names: an array of tables on the way stands for its latest element."""
    place: Place = ()
    for key in _keys(node.named_children[0]):
        place = (*place, key)
        if place in counts:
            place = (*place, counts[place] - 1)
    if node.type == "table":
        return place
    array = place[:-1] if isinstance(place[-1], int) else place
    counts[array] = counts.get(array, 0) + 1
    return (*array, counts[array] - 1)


def _pair(node: Node, above: Place) -> Iterator[tuple[Place, int]]:
    """A key and all that its value holds."""
    place = above
    for key in _keys(node.named_children[0]):
        place = (*place, key)
        yield place, _line(node)
    yield from _inside(node.named_children[-1], place)


def _inside(node: Node, place: Place) -> Iterator[tuple[Place, int]]:
    """The values inside an inline table or an array."""
    children = [child for child in node.named_children if child.type != "comment"]
    if node.type == "inline_table":
        for child in children:
            yield from _pair(child, place)
    elif node.type == "array":
        for at, child in enumerate(children):
            yield (*place, at), _line(child)
            yield from _inside(child, (*place, at))


def _keys(node: Node) -> Sequence[str]:
    """The parts of a key: `a."b c".d` is three."""
    if node.type == "dotted_key":
        return [part for child in node.named_children for part in _keys(child)]
    text = (node.text or b"").decode()
    # A quoted key is a string like any other; tomllib knows its escapes.
    return [text] if node.type == "bare_key" else list(tomllib.loads(f"{text} = 0"))


def _line(node: Node) -> int:
    return node.start_point.row + 1
