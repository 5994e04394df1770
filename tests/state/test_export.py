"""How logs are written to files: whole or not at all, and safe to read in a spreadsheet and in Markdown."""

import csv
import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest

from state.exports.writing_lines import FORMS, LogView, Stored, export_log
from tests.state.exports import JOINT, ROOTS, US, amended, exported, logs, root_of, stored, view

# How files are written


@pytest.mark.parametrize("fmt", FORMS)
def test_the_same_logs_give_the_same_bytes(tmp_path: Path, fmt: str) -> None:
    first = exported(tmp_path, fmt).read_bytes()
    assert exported(tmp_path, fmt).read_bytes() == first


def broken() -> Iterator[Stored]:
    yield JOINT[0]
    raise ConnectionError("the database went away")


@pytest.mark.parametrize("fmt", FORMS)
def test_a_failed_export_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path, fmt: str) -> None:
    out = tmp_path / "log"
    out.write_text("the old one")
    with pytest.raises(ConnectionError):
        export_log([LogView("us+jp", 5, ROOTS["us+jp"], broken())], fmt, out)
    assert [path.name for path in tmp_path.iterdir()] == ["log"]
    assert out.read_text() == "the old one"


def test_nothing_stands_under_the_final_name_while_it_is_written(tmp_path: Path) -> None:
    seen: list[bool] = []

    def entries() -> Iterator[Stored]:
        for entry in JOINT:
            seen.append((tmp_path / "log.jsonl").exists())
            yield entry

    exported(tmp_path, views=[LogView("us+jp", 5, ROOTS["us+jp"], entries())])
    assert seen == [False] * 5
    assert [path.name for path in tmp_path.iterdir()] == ["log.jsonl"]


@pytest.mark.parametrize("fmt", FORMS)
def test_a_disk_that_fills_up_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path, fmt: str) -> None:
    (out := tmp_path / "log").write_text("the old one")
    with full_disk(1_000), pytest.raises(OSError, match="File too large"):
        export_log(logs(), fmt, out)
    assert [path.name for path in tmp_path.iterdir()] == ["log"]
    assert out.read_text() == "the old one"


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file of this process may grow beyond `room` bytes: the kernel refuses as it does where none are left."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_export_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert exported(tmp_path).stat().st_mode & 0o777 == 0o600


def test_a_place_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        export_log(logs(), "jsonl", tmp_path / "folder")
    with pytest.raises(FileNotFoundError):
        export_log(logs(), "jsonl", tmp_path / "none" / "log.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_an_unknown_form_or_no_log_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="jsonl, csv, md"):
        export_log(logs(), "xlsx", tmp_path / "log")
    with pytest.raises(ValueError, match="no log"):
        export_log([], "jsonl", tmp_path / "log")
    assert list(tmp_path.iterdir()) == []


# CSV and Markdown


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_csv_has_a_row_for_each_entry_and_a_column_for_each_main_field(tmp_path: Path) -> None:
    content = {"title": "港湾", "options": ["wait", "sail"], "to": ["x"], "count": 3}
    first = stored("us", 1, content)
    path = exported(tmp_path, "csv", [view("us", [first, US[1], (US[2][0], None)])])
    assert path.read_bytes().startswith(b"\xef\xbb\xbflog,seq,time,")
    rows = table(path)
    shown = {key: value for key, value in rows[0].items() if value}
    assert shown == {
        "log": "us",
        "seq": "1",
        "time": "2026-03-15T14:30:01.345Z",
        "matter": "CR-26-0001",
        "seat": "us-indopacom-j5/decide",
        "act": "request:open",
        "stage": "staffing/us/working; staffing/jp/working",
        "content_hash": json.loads(first[0])["content"],
        "title": "港湾",
        "options": "wait; sail",
        "rest": '{"count":3,"to":["x"]}',
    }
    assert rows[1]["stage"] == rows[1]["matter"] == rows[1]["seat"] == ""
    assert [row["purged"] for row in rows] == ["", "", "yes"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u3000="])
def test_csv_disarms_a_cell_that_a_spreadsheet_would_run(tmp_path: Path, start: str) -> None:
    rows = table(exported(tmp_path, "csv", [view("us", [stored("us", 1, {"title": start + "1+1"})])]))
    assert rows[0]["title"] == f"'{start}1+1"


CORPUS = (Path(__file__).parent / "formulas.txt").read_text(encoding="utf-8").splitlines()
"""What runs in some spreadsheet (after OWASP's and others' lists), its control characters as escapes."""


@pytest.mark.parametrize("parted", [",", ";", "\t"])
def test_no_cell_of_a_hostile_log_runs_whichever_sign_a_spreadsheet_takes_to_part_cells(
    tmp_path: Path, parted: str
) -> None:
    hostile = [text.encode().decode("unicode_escape").encode("latin-1").decode() for text in CORPUS]
    assert len(hostile) > 40
    contents = [{"title": text, "options": [text, text], "x": {text: text}} for text in hostile]
    path = exported(tmp_path, "csv", [view("us", [stored("us", at, row) for at, row in enumerate(contents, 1)])])
    cells = [cell for row in csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=parted) for cell in row]
    assert [cell for cell in cells if cell.lstrip(' \u3000\xa0"\t\r').startswith(tuple("=+-@＝＋－＠"))] == []


def test_csv_has_the_present_reading_and_beside_it_the_first(tmp_path: Path) -> None:
    rows = table(exported(tmp_path, "csv", [view("us", amended())]))
    assert [json.loads(row["rest"]).get("text") for row in rows] == ["two crews", "no crews", "two crews", FOURTH]
    assert [row["first_entered_as"] for row in rows] == ['{"text":"one crew"}', "", "", ""]


FOURTH = "two crews, by telephone"


def test_markdown_has_the_present_reading_with_the_first_and_what_put_it_right(tmp_path: Path) -> None:
    text = exported(tmp_path, "md", [view("us", amended())]).read_text()
    assert (
        """
- text: two crews
- as first entered:
  - text: one crew
- corrected by us/2 (151430Z MAR 26)
- corrected by us/3 (151430Z MAR 26)
- added to by us/4 (151430Z MAR 26)
"""
        in text
    )


def test_a_purged_correction_corrects_nothing(tmp_path: Path) -> None:
    entries = amended()
    entries[1:3] = [(entry, None) for entry, _ in entries[1:3]]
    rows = table(exported(tmp_path, "csv", [view("us", entries)]))
    assert json.loads(rows[0]["rest"])["text"] == "one crew"
    entries[0] = (entries[0][0], None)
    assert table(exported(tmp_path, "csv", [view("us", entries)]))[0]["rest"] == ""


def test_csv_leaves_harmless_cells_as_they_are(tmp_path: Path) -> None:
    text = 'a=1, "b"\r\nc - d'
    rows = table(exported(tmp_path, "csv", [view("us", [stored("us", 1, {"title": text})])]))
    assert rows[0]["title"] == text


def test_markdown_is_a_readable_record(tmp_path: Path) -> None:
    content = {
        "title": "*Port* <b>access</b>",
        "options": ["wait", {"sail": "at_dawn"}],
        "reason": "one\n# two",
    }
    kept, purged = stored("us", 1, content), (US[1][0], None)
    text = exported(tmp_path, "md", [view("us", [kept, purged])]).read_text()
    assert (
        text
        == f"""# Decision log

## Log us

- size: 2
- root: {root_of([kept, purged])}

### 1. 151430Z MAR 26 · CR-26-0001 · request:open

- time: 2026-03-15T14:30:01.345Z
- seat: us-indopacom-j5/decide
- stage:
  - staffing/us/working
  - staffing/jp/working
- options:
  - wait
  -
    - sail: at\\_dawn
- reason:

      one
      # two
- title: \\*Port\\* \\<b\\>access\\</b\\>

### 2. 151430Z MAR 26 · request:open

- time: 2026-03-15T14:30:02.345Z
- content: purged ({json.loads(purged[0])["content"]})
"""
    )


def test_text_in_markdown_cannot_pass_for_the_record_itself(tmp_path: Path) -> None:
    lines = exported(tmp_path, "md").read_text().split("\n")
    assert [line for line in lines if line.startswith("## Log")] == ["## Log us", "## Log jp", "## Log us+jp"]
    assert "      ## Log us+jp" in lines
