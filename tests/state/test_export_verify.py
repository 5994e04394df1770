"""Files proved, or found to be changed. Every file here is a real export, or made from one."""

import json
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.exports.read_log import VerifiedLog
from state.exports.remarks import Remark
from state.exports.verify import Tampered, Verified, verify_file
from state.exports.writing_lines import FORMS
from state.proving.brought import Known
from tests.state.exports import JOINT, ROOTS, US, exported, root_of, stored, view
from tests.state.tampered import FILES, TAMPERED

# What verifies


def test_an_export_verifies_and_says_what_is_in_it(tmp_path: Path) -> None:
    assert verify_file(exported(tmp_path)) == Verified(
        (
            VerifiedLog("us", 3, ROOTS["us"], purged=1),
            VerifiedLog("jp", 0, ROOTS["jp"]),
            VerifiedLog("us+jp", 5, ROOTS["us+jp"]),
        ),
        tuple(Remark("nothing-known", log) for log in ROOTS),
    )


def test_lines_are_the_stored_bytes_between_head_and_end(tmp_path: Path) -> None:
    lines = exported(tmp_path, views=[view("us", US)]).read_bytes().split(b"\n")
    head = {"head": {"format": "kakehashi-log-2", "log": "us", "root": ROOTS["us"], "size": 3}}
    assert json.loads(lines[0]) == head
    assert lines[1] == b'{"content":null,"entry":' + US[0][0] + b"}"
    assert lines[2] == b'{"content":' + cast("bytes", US[1][1]) + b',"entry":' + US[1][0] + b"}"
    assert lines[4:] == [b'{"end":{"logs":["us"]}}', b""]


@pytest.mark.parametrize(
    "witnessed",
    [
        ROOTS,
        {"us+jp": ROOTS["us+jp"].upper()},
        {"us+jp": root_of(JOINT[:2])},  # An earlier checkpoint: the log has grown since.
        {"us": root_of([])},
        {},
    ],
)
def test_a_log_that_contains_what_the_witness_saw_verifies(tmp_path: Path, witnessed: dict[str, str]) -> None:
    assert isinstance(verify_file(exported(tmp_path), Known(roots=witnessed)), Verified)


@pytest.mark.parametrize(
    ("witnessed", "fault"),
    [
        ({"us+jp": root_of([*JOINT, stored("us+jp", 6)])}, Tampered(6, "witness", {"log": "us+jp"})),
        ({"us": root_of([stored("us", 1, {"title": "another"})])}, Tampered(1, "witness", {"log": "us"})),
        ({"jp": root_of(JOINT)}, Tampered(5, "witness", {"log": "jp"})),
        ({"kr": root_of([])}, Tampered(12, "witness-log", {"log": "kr"})),
    ],
)
def test_a_log_cut_or_rewritten_since_the_witness_saw_it_is_told(
    tmp_path: Path, witnessed: dict[str, str], fault: Tampered
) -> None:
    assert verify_file(exported(tmp_path), Known(roots=witnessed)) == fault


# What is told


@pytest.mark.parametrize("change", TAMPERED)
def test_a_change_is_told_with_its_line(tmp_path: Path, change: str) -> None:
    apply, line, what, params = TAMPERED[change]
    path = exported(tmp_path)
    path.write_bytes(b"".join(raw + b"\n" for raw in apply(path.read_bytes().split(b"\n")[:-1])))
    assert verify_file(path) == Tampered(line, what, params)


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_not_as_exported_is_told(tmp_path: Path, kind: str) -> None:
    change, line, what = FILES[kind]
    path = exported(tmp_path)
    path.write_bytes(change(path.read_bytes()))
    assert verify_file(path) == Tampered(line, what)


@pytest.mark.parametrize("fmt", sorted(set(FORMS) - {"jsonl"}))
def test_only_jsonl_can_be_verified_and_the_answer_says_so(tmp_path: Path, fmt: str) -> None:
    said = Tampered(1, "page") if fmt == "html" else Tampered(1, "only-jsonl", {"format": fmt})
    assert verify_file(exported(tmp_path, fmt)) == said


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return exported(tmp_path_factory.mktemp("whole")).read_bytes()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that each example of a property writes anew."""
    return tmp_path_factory.mktemp("scratch") / "log.jsonl"


@settings(max_examples=500, deadline=None)  # On busy cores an example may take long.
@given(data=st.data())
def test_any_single_byte_changed_is_told(whole: bytes, scratch: Path, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole) - 1), "at")
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]), "byte")
    scratch.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
    fault = verify_file(scratch)
    assert isinstance(fault, Tampered)
    assert fault.said()


@settings(deadline=None)
@given(data=st.data())
def test_any_bytes_put_in_or_taken_out_are_told(whole: bytes, scratch: Path, data: st.DataObject) -> None:
    start, stop = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    changed = whole[:start] + data.draw(st.binary(max_size=9) | st.just(b"\n")) + whole[stop:]
    scratch.write_bytes(changed)
    assert isinstance(verify_file(scratch), Tampered) is (changed != whole)


@settings(deadline=None)
@given(data=st.data())
def test_a_file_cut_off_anywhere_is_told(whole: bytes, scratch: Path, data: st.DataObject) -> None:
    scratch.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    fault = verify_file(scratch)
    assert isinstance(fault, Tampered)
    assert fault.what in {"empty", "truncated"}


def test_a_missing_file_is_an_error_of_the_system_not_a_finding(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        verify_file(tmp_path / "none.jsonl")
