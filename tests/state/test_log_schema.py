"""The JSON Schema of exported lines (docs/log.schema.json): every line fits it, and nothing that the proof refuses."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from state.exports.lines import FORMATS
from state.exports.writing_lines import export_log
from state.logs.reading import log_views
from tests.play import Play
from tests.state.signing import growth_export, part_export, signed_export

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "log.schema.json").read_text(encoding="utf-8"))
FITS = Draft202012Validator(SCHEMA)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def faults(lines: list[dict[str, Any]]) -> list[str]:
    return [error.message for line in lines for error in FITS.iter_errors(line)]


def test_it_is_a_schema_itself_and_names_the_forms_that_are_read() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$defs"]["format"]["enum"] == list(FORMATS)


def test_a_played_log_fits(staffed: Play, tmp_path: Path) -> None:
    staffed.open_closed()
    with staffed.database.reading() as connection:
        names = staffed.house.registry.logs_read_by(("us",))
        export_log(list(log_views(connection, names)), "jsonl", tmp_path / "us.jsonl")
    lines = rows(tmp_path / "us.jsonl")
    assert len(lines) > 100
    assert faults(lines) == []


def test_checkpoints_parts_and_purged_contents_fit(tmp_path: Path) -> None:
    lines = [*rows(signed_export(tmp_path)), *rows(part_export(tmp_path)), *rows(growth_export(tmp_path))]
    assert {key for line in lines for key in line} == {
        *("head", "part", "growth", "checkpoint", "content", "entry", "proof", "end"),
    }
    assert None in [line.get("content", "") for line in lines]
    assert faults(lines) == []


def spoilt(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The line without each of its fields, with each of another kind, and with one more."""
    for key, part in line.items():
        if key == "proof":
            yield {**line, key: "x"}
            continue
        yield {name: value for name, value in line.items() if name != key}
        for field in part or () if key != "content" else ("salt",):
            for value in (..., 0.5):
                other = copy.deepcopy(line)
                other[key][field] = value
                if value is ...:
                    del other[key][field]
                yield other
        if key != "content":
            yield {**line, key: {**part, "more": 1}}
    yield {**line, "more": 1}


@pytest.mark.parametrize("make", [signed_export, part_export, growth_export])
def test_a_line_with_anything_missing_wrong_or_added_does_not_fit(tmp_path: Path, make: Any) -> None:
    lines = [line for line in rows(make(tmp_path)) if line.get("content", "") is not None]
    assert [bad for line in lines for bad in spoilt(line) if FITS.is_valid(bad)] == []
