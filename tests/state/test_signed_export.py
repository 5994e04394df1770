"""Exports with checkpoints, and parts with proofs: proved by keys and checkpoints from elsewhere, or found changed."""

from pathlib import Path
from string import Formatter
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.exports.remarks import REMARKS, Remark
from state.exports.verify import FAULTS, Tampered, Verified, verify_file
from state.proving.brought import NOTHING, Known
from state.proving.notes import Note
from tests.state.exports import JOINT, ROOTS, US, stored
from tests.state.signing import (
    WITNESS,
    carried,
    checkpoint_on,
    growth_export,
    note_on,
    part_export,
    part_view,
    signed_export,
    signed_view,
    signer,
)
from tests.state.tampered import FILES, TAMPERED
from tests.state.tampered_signed import CASES, KEY, KEYS, written

NEW = signer("us+jp", seed=2)


def remarks(path: Path, known: Known = NOTHING) -> list[tuple[str, dict[str, Any]]]:
    result = verify_file(path, known)
    assert isinstance(result, Verified), result
    assert all(remark.said() for remark in result.remarks)
    return [(remark.what, dict(remark.params)) for remark in result.remarks if remark.log == "us+jp"]


# How far it is proved


def test_a_key_that_comes_with_the_file_proves_nothing(tmp_path: Path) -> None:
    assert remarks(signed_export(tmp_path)) == [("own-key", {"keys": KEY}), ("nothing-known", {})]


def test_a_key_from_elsewhere_proves_it_but_no_cut_tail(tmp_path: Path) -> None:
    assert remarks(signed_export(tmp_path), KEYS) == [("signed", {"size": 5, "key": KEY}), ("tail", {"size": 5})]


def test_entries_after_the_last_checkpoint_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, signed_view("us+jp", JOINT, carried("us+jp", JOINT[:3])))
    assert ("not-yet", {"first": 4, "size": 5}) in remarks(path, KEYS)


def test_a_checkpoint_that_was_kept_proves_up_to_its_size_with_no_key(tmp_path: Path) -> None:
    known = Known(checkpoints=(checkpoint_on("us+jp", JOINT[:4]),))
    path = written(tmp_path, signed_view("us+jp", JOINT))
    assert remarks(path, known) == [
        ("kept", {"size": 4}),
        ("own-key", {"keys": KEY}),
        ("not-yet", {"first": 5, "size": 5}),
    ]


def test_a_witness_is_named_with_what_it_saw_and_when(tmp_path: Path) -> None:
    note = note_on("us+jp", JOINT[:4])
    cosigned = Note(note.text, (*note.signatures, WITNESS.cosign(note.text, 1_790_000_000)))
    kept = msgspec.structs.replace(checkpoint_on("us+jp", JOINT[:4]), note=cosigned)
    path = written(tmp_path, signed_view("us+jp", JOINT))
    seen = remarks(path, Known(keys=(*KEYS.keys, WITNESS.public), checkpoints=(kept,)))
    assert ("witnessed", {"key": "witness.example/jp", "size": 4, "time": "2026-09-21T14:13:20Z"}) in seen
    assert ("no-witness", {"key": "witness.example/jp"}) in remarks(path, Known(keys=(WITNESS.public,)))


def test_the_old_key_vouches_for_the_new_one_that_the_log_names(tmp_path: Path) -> None:
    turn = stored("us+jp", 4, {"key": str(NEW.public)}, act="key", stage=None, matter=None)
    log = [*JOINT[:3], turn, stored("us+jp", 5), stored("us+jp", 6)]
    notes = carried("us+jp", log[:4], signer("us+jp"), NEW), carried("us+jp", log, NEW)
    path = written(tmp_path, signed_view("us+jp", log, *notes))
    new = f"{NEW.public.name}+{NEW.public.id.hex()}"
    assert remarks(path, KEYS) == [("signed", {"size": 6, "key": new}), ("tail", {"size": 6})]
    # A checkpoint of the new key alone is nothing to the old one, whatever the file says of it.
    alone = written(tmp_path, signed_view("us+jp", log, carried("us+jp", log, NEW)))
    assert verify_file(alone, KEYS) == Tampered(1, "foreign-key", {"log": "us+jp", "key": KEY, "found": new})


def test_a_part_is_proved_entry_by_entry(tmp_path: Path) -> None:
    path = part_export(tmp_path)
    result = verify_file(path, KEYS)
    assert isinstance(result, Verified)
    assert [(log.name, log.size, log.part) for log in result.logs] == [("us+jp", 5, 3)]
    assert remarks(path, KEYS) == [("signed", {"size": 5, "key": KEY}), ("tail", {"size": 5})]
    assert ("kept", {"size": 5}) in remarks(path, Known(checkpoints=(checkpoint_on("us+jp", JOINT),)))


def test_a_growth_is_proved_from_the_checkpoint_that_was_seen_before(tmp_path: Path) -> None:
    path = growth_export(tmp_path)
    seen = remarks(path, Known(KEYS.keys, (checkpoint_on("us+jp", JOINT[:3]),)))
    assert seen == [("signed", {"size": 5, "key": KEY}), ("kept", {"size": 3})]
    assert ("nothing-known", {}) in remarks(path)


def test_a_part_does_not_show_whether_an_empty_content_was_purged(tmp_path: Path) -> None:
    path = written(tmp_path, part_view("us", US, 1))
    result = verify_file(path)
    assert isinstance(result, Verified)
    assert Remark("emptied", "us", {"seq": 1}) in result.remarks


def test_a_clock_that_went_backwards_is_told(tmp_path: Path) -> None:
    log = [*JOINT[:3], stored("us+jp", 4, time="2026-03-15T14:29:00.000Z"), stored("us+jp", 5)]
    assert ("back", {"seq": 4}) in remarks(written(tmp_path, signed_view("us+jp", log)))


# What is told


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_told_with_its_place(tmp_path: Path, case: str) -> None:
    make, known, line, what, params = CASES[case]
    fault = verify_file(make(tmp_path), known)
    assert fault == Tampered(line, what, params)
    assert fault.said()


@pytest.fixture(scope="module")
def wholes(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("signed")
    return [make(folder).read_bytes() for make in (signed_export, part_export)]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "log.jsonl"


@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_any_single_byte_changed_is_told_with_no_key_at_all(
    wholes: list[bytes], scratch: Path, data: st.DataObject
) -> None:
    whole = data.draw(st.sampled_from(wholes))
    at = data.draw(st.integers(0, len(whole) - 1), "at")
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]), "byte")
    scratch.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
    fault = verify_file(scratch)
    assert isinstance(fault, Tampered)
    assert fault.said()


def test_every_fault_is_met_and_has_a_sentence_that_its_facts_fill() -> None:
    seen = {what: params for _, _, what, params in TAMPERED.values()} | {what: {} for _, _, what in FILES.values()}
    seen |= {what: params for _, _, _, what, params in CASES.values()}
    seen |= {"only-jsonl": {"format": "csv"}, "page": {}, "witness": {"log": "us"}, "witness-log": {"log": "us"}}
    assert seen.keys() == FAULTS.keys()
    for what, params in seen.items():
        asked = {name for _, name, _, _ in Formatter().parse(FAULTS[what]) if name}
        assert asked - {"at", "place"} <= params.keys(), what


def test_every_remark_is_one_of_the_tests_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{what}"' in text for what in REMARKS)


def test_a_root_that_was_kept_is_met(tmp_path: Path) -> None:
    path = written(tmp_path, signed_view("us+jp", JOINT))
    assert ("root", {}) in remarks(path, Known(roots={"us+jp": ROOTS["us+jp"]}))
