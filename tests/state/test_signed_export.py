"""Exports with checkpoints, and parts with proofs: proved by keys and checkpoints from elsewhere, or found changed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.checkpoints import Checkpoint
from state.export import LogView, export_log
from state.known import NOTHING, Known
from state.notes import Note
from state.remarks import REMARKS, Remark
from state.verify import FAULTS, Tampered, Verified, verify_file
from tests.state.exports import JOINT, ROOTS, US, root_of, stored
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
from tests.state.test_export_verify import FILES, TAMPERED, Change, both, edit, insert, remove, row, swap

KEYS = Known(keys=(signer("us").public, signer("us+jp").public))
KEY = f"{signer('us+jp').public.name}+{signer('us+jp').public.id.hex()}"
FOREIGN = signer("us+jp", seed=9)
NEW = signer("us+jp", seed=2)


def written(folder: Path, *views: LogView) -> Path:
    out = folder / "log.jsonl"
    export_log(views, "jsonl", out)
    return out


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

Case = tuple[Callable[[Path], Path], Known, int, str, dict[str, Any]]


def changed(make: Callable[[Path], Path], change: Change) -> Callable[[Path], Path]:
    def file(folder: Path) -> Path:
        path = make(folder)
        path.write_bytes(b"".join(raw + b"\n" for raw in change(path.read_bytes().split(b"\n")[:-1])))
        return path

    return file


def joint(*views: LogView) -> Callable[[Path], Path]:
    return lambda folder: written(folder, *views)


def again(**fields: Any) -> list[tuple[bytes, bytes | None]]:
    """The joint log as somebody rewrites it, from its second entry on."""
    return [JOINT[0], stored("us+jp", 2, {"title": "never said"}, **fields), *JOINT[2:]]


def forged() -> Checkpoint:
    good = checkpoint_on("us+jp", JOINT)
    (one,) = good.note.signatures
    bad = msgspec.structs.replace(one, raw=one.raw[:-1] + b"\x00")
    return msgspec.structs.replace(good, note=Note(good.note.text, (bad,)))


LOG = {"log": "us+jp"}
PROOF = root_of(JOINT[:1])
CASES: dict[str, Case] = {
    "the tail dropped, and the head's size": (
        changed(joint(signed_view("us+jp", JOINT)), both(remove(7), edit(1, '"size":5', '"size":4'))),
        NOTHING,
        1,
        "checkpoint-cut",
        {**LOG, "found": 4, "size": 5},
    ),
    "the tail dropped with its checkpoint, where one was kept": (
        lambda folder: written(folder, signed_view("us+jp", JOINT[:4])),
        Known(checkpoints=(checkpoint_on("us+jp", JOINT),)),
        1,
        "kept-cut",
        {**LOG, "found": 4, "size": 5},
    ),
    "called by the older form, which had no checkpoints": (
        changed(joint(signed_view("us+jp", JOINT)), edit(1, "kakehashi-log-2", "kakehashi-log-1")),
        NOTHING,
        1,
        "form",
        {"part": "head", "field": "format"},
    ),
    "rewritten under its old checkpoint": (
        lambda folder: written(folder, signed_view("us+jp", again(), carried("us+jp", JOINT))),
        KEYS,
        1,
        "checkpoint-root",
        {**LOG, "size": 5},
    ),
    "rewritten, with an old checkpoint reused from before the change": (
        lambda folder: written(folder, signed_view("us+jp", again(), carried("us+jp", JOINT[:1]))),
        Known(checkpoints=(checkpoint_on("us+jp", JOINT[:3]),)),
        1,
        "kept-root",
        {**LOG, "size": 3},
    ),
    "the whole tree rebuilt with another key": (
        lambda folder: written(folder, signed_view("us+jp", again(), carried("us+jp", again(), FOREIGN))),
        KEYS,
        1,
        "foreign-key",
        {**LOG, "key": KEY, "found": f"{FOREIGN.public.name}+{FOREIGN.public.id.hex()}"},
    ),
    "the checkpoint taken out": (changed(part_export, remove(2)), KEYS, 1, "unsigned", {**LOG, "key": KEY}),
    "a checkpoint with another size": (
        changed(signed_export, edit(8, "us,jp\\n5", "us,jp\\n4")),
        NOTHING,
        8,
        "checkpoint",
        {"why": f"the signature of {KEY[:-9]} is not that of the key {KEY[-8:]} on this text"},
    ),
    "a checkpoint of another log": (
        changed(signed_export, lambda lines: [*lines[:6], lines[1], *lines[7:]]),
        NOTHING,
        7,
        "checkpoint-log",
        {"origin": "kakehashi.example/acm/us", "log": "us+jp"},
    ),
    "checkpoints changed about": (changed(signed_export, swap(7, 8)), NOTHING, 8, "checkpoint-place", {}),
    "a checkpoint among the entries": (changed(signed_export, swap(8, 9)), NOTHING, 9, "checkpoint-place", {}),
    "a signature in the name of a key that is brought": (
        lambda folder: written(folder, signed_view("us+jp", JOINT)),
        Known(KEYS.keys, (forged(),)),
        1,
        "signature",
        {**LOG, "why": f"the signature of {KEY[:-9]} is not that of the key {KEY[-8:]} on this text"},
    ),
    "a log left out of which a checkpoint was kept": (
        lambda folder: written(folder, signed_view("us", US)),
        Known(checkpoints=(checkpoint_on("us+jp", JOINT),)),
        6,
        "kept-log",
        LOG,
    ),
    "a content swapped with another": (
        changed(part_export, lambda lines: swap_contents(lines, 3, 4)),
        NOTHING,
        3,
        "content",
        {"seq": 1},
    ),
    "an entry of a part swapped": (changed(part_export, swap(3, 4)), NOTHING, 4, "seq-order", {"seq": 1}),
    "an entry of a part dropped": (
        changed(part_export, remove(4)),
        NOTHING,
        5,
        "size",
        {**LOG, "expected": 3, "found": 2},
    ),
    "the time of an entry of a part": (
        changed(part_export, edit(4, "14:30:03", "14:30:30")),
        NOTHING,
        4,
        "proof",
        {"seq": 3},
    ),
    "the number of an entry of a part": (
        changed(part_export, edit(4, '"seq":3', '"seq":2')),
        NOTHING,
        4,
        "proof",
        {"seq": 2},
    ),
    "a proof of another entry": (
        changed(part_export, lambda lines: swap_proofs(lines, 3, 4)),
        NOTHING,
        3,
        "proof",
        {"seq": 1},
    ),
    "an entry added to a part": (
        changed(part_export, lambda lines: insert(6, grown(lines[4]))(lines)),
        NOTHING,
        6,
        "proof",
        {"seq": 5},
    ),
    "an entry without its proof in a part": (
        changed(part_export, lambda lines: [*lines[:3], row(JOINT[2]), *lines[4:]]),
        NOTHING,
        4,
        "form",
        {"part": "entry", "field": "proof"},
    ),
    "the last entry of a part dropped": (
        changed(part_export, remove(5)),
        NOTHING,
        5,
        "size",
        {**LOG, "expected": 3, "found": 2},
    ),
    "a part of a tree rebuilt with another key": (
        lambda folder: written(
            folder, replace(part_view("us+jp", again(), 2), checkpoints=(carried("us+jp", again(), FOREIGN),))
        ),
        KEYS,
        1,
        "foreign-key",
        {**LOG, "key": KEY, "found": f"{FOREIGN.public.name}+{FOREIGN.public.id.hex()}"},
    ),
    "a part of a rewritten log under its old checkpoint": (
        lambda folder: written(folder, replace(part_view("us+jp", again(), 2), checkpoints=(carried("us+jp", JOINT),))),
        KEYS,
        1,
        "checkpoint-root",
        {**LOG, "size": 5},
    ),
    "a part against another checkpoint": (
        part_export,
        Known(checkpoints=(checkpoint_on("us+jp", JOINT[:4]),)),
        1,
        "kept-other",
        {**LOG, "found": 5, "size": 4},
    ),
    "a growth whose proof was changed": (
        changed(growth_export, edit(1, '"since":3', '"since":2')),
        Known(checkpoints=(checkpoint_on("us+jp", JOINT[:2]),)),
        1,
        "growth",
        {**LOG, "size": 5, "since": 2},
    ),
    "a growth of a log that was rewritten": (
        growth_export,
        Known(checkpoints=(checkpoint_on("us+jp", again()[:3]),)),
        1,
        "growth",
        {**LOG, "size": 5, "since": 3},
    ),
    "a matter that stands elsewhere in the narrower log": (
        lambda folder: written(
            folder, signed_view("us", [stored("us", 1, stage=["closed"])]), signed_view("us+jp", JOINT)
        ),
        NOTHING,
        1,
        "replay",
        {"log": "us", "other": "us+jp", "matter": "CR-26-0001", "here": "closed", "there": "staffing"},
    ),
}


def swap_contents(lines: list[bytes], first: int, second: int) -> list[bytes]:
    contents = {number: lines[number - 1].partition(b',"entry"') for number in (first, second)}
    lines[first - 1] = contents[second][0] + b"".join(contents[first][1:])
    lines[second - 1] = contents[first][0] + b"".join(contents[second][1:])
    return lines


def swap_proofs(lines: list[bytes], first: int, second: int) -> list[bytes]:
    parts = {number: lines[number - 1].partition(b',"proof"') for number in (first, second)}
    lines[first - 1] = parts[first][0] + b"".join(parts[second][1:])
    lines[second - 1] = parts[second][0] + b"".join(parts[first][1:])
    return lines


def grown(last: bytes) -> bytes:
    """A fifth entry with the proof of the fourth."""
    return row(stored("us+jp", 5, {"title": "added"}))[:-1] + b"".join(last.partition(b',"proof"')[1:])


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
    seen |= {"only-jsonl": {"format": "csv"}, "witness": {"log": "us"}, "witness-log": {"log": "us"}}
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
