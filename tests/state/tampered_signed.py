"""Signed exports and parts changed in one way each, with what is known of their log and what is said of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from state.exports.writing_lines import LogView, export_log
from state.proving.brought import NOTHING, Known
from state.proving.checkpoints import Checkpoint
from state.proving.notes import Note
from tests.state.exports import JOINT, US, stored
from tests.state.signing import (
    carried,
    checkpoint_on,
    growth_export,
    part_export,
    part_view,
    signed_export,
    signed_view,
    signer,
)
from tests.state.tampered import Change, both, edit, insert, remove, row, swap

KEYS = Known(keys=(signer("us").public, signer("us+jp").public))
KEY = f"{signer('us+jp').public.name}+{signer('us+jp').public.id.hex()}"
FOREIGN = signer("us+jp", seed=9)


def written(folder: Path, *views: LogView) -> Path:
    out = folder / "log.jsonl"
    export_log(views, "jsonl", out)
    return out


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
