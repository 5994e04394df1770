"""Signed notes, checkpoints and cosignatures against what other implementations have signed."""

import tomllib
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from state.proving.checkpoints import body, log_of, origin_of, read_checkpoint
from state.proving.notes import COSIGNATURE, Note, NoteError, Signer, cosigned_at, is_signed, read_key, read_note

VECTORS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent.parent / "vectors" / "notes.toml").read_text(encoding="utf-8")
)
NOTES = VECTORS["note"]
CHECKPOINT = next(row for row in NOTES if "size" in row)


@pytest.mark.parametrize("row", NOTES, ids=lambda row: row["of"])
def test_what_others_signed_verifies(row: dict[str, Any]) -> None:
    note = read_note(row["text"])
    assert str(note) == row["text"]
    for text in row["keys"]:
        key = read_key(text)
        assert str(key) == text
        assert is_signed(note, key)
        changed = Note(note.text.replace("e", "a"), note.signatures)
        with pytest.raises(NoteError, match="is not that of the key"):
            is_signed(changed, key)
    assert not is_signed(note, Signer("example.com/foo", bytes(32)).public)


def test_we_sign_as_the_reference_implementation_does() -> None:
    row = next(row for row in NOTES if "seed" in row)
    name, _, key = row["seed"].removeprefix("PRIVATE+KEY+").split("+", 2)
    signer = Signer(name, b64decode(key)[1:])
    note = read_note(row["text"])
    assert str(signer.public) == row["keys"][0]
    assert str(Note(note.text, (signer.sign(note.text),))) == row["text"]


def test_a_public_checkpoint_is_read_with_the_time_of_its_witness() -> None:
    found = read_checkpoint(CHECKPOINT["text"])
    assert (found.origin, found.size, len(found.note.signatures)) == (CHECKPOINT["of"], CHECKPOINT["size"], 6)
    assert cosigned_at(found.note, read_key(CHECKPOINT["keys"][1])) == CHECKPOINT["time"]


def test_our_cosignature_verifies_for_its_time_and_text_alone() -> None:
    witness = Signer("witness.example/w1", bytes([1]) * 32, COSIGNATURE)
    text = body("kakehashi.example/us,jp", 3, bytes(32))
    note = Note(text, (witness.cosign(text, 1_790_000_000),))
    assert is_signed(note, witness.public)
    assert cosigned_at(note, witness.public) == 1_790_000_000
    (one,) = note.signatures
    later = type(one)(one.name, one.id, (1_790_000_001).to_bytes(8, "big") + one.raw[8:])
    with pytest.raises(NoteError):
        is_signed(Note(text, (later,)), witness.public)
    assert Signer("witness.example/w1", bytes([1]) * 32).public.id != witness.public.id


@pytest.mark.parametrize("text", VECTORS["refused"]["keys"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        read_key(text)


GOOD = CHECKPOINT["text"]
BROKEN = {
    "no signatures": (GOOD.partition("\n\n")[0] + "\n", "has no signatures"),
    "the end cut off": (GOOD[:-1], "has no signatures"),
    "Windows line ends": (GOOD.replace("\n", "\r\n"), "control characters"),
    "a hyphen for the dash": (GOOD.replace("— remora", "- remora"), "is not a signature"),
    "no base64": (GOOD.replace("2net5wAAAABq", "2net5wAAAAB!"), "is not base64"),
    "base64 as nobody writes it": (GOOD.replace("DAg==", "DAh=="), "is not base64 as it is written"),
    "too short a signature": (GOOD[: GOOD.index("— remora")] + "— remora 2net\n", "too short"),
    "two lines": ("a\n1\n\n— a 2net5wAAAABqEiEg\n", "three lines"),
    "an empty line": (GOOD.replace("\n1432088532", "\n\n1432088532"), "three lines"),
    "a size with a zero before it": (GOOD.replace("1432088532", "01432088532"), "not the size"),
    "a size of words": (GOOD.replace("1432088532", "many"), "not the size"),
    "a size below nothing": (GOOD.replace("1432088532", "-1"), "not the size"),
    "a short root": (GOOD.replace("U7WM79jr", ""), "not a hash of 32 bytes"),
    "a root of no base64": (GOOD.replace("U7WM79jr", "U7WM79j!"), "not base64"),
    "a whole book": (GOOD * 100, "too long"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_checkpoint_is_refused_with_the_reason(kind: str) -> None:
    text, why = BROKEN[kind]
    with pytest.raises(NoteError, match=why):
        read_checkpoint(text)


def test_a_log_is_named_by_the_last_part_of_its_origin() -> None:
    assert origin_of("kakehashi.example/acm", "us+jp") == "kakehashi.example/acm/us,jp"
    assert origin_of("kakehashi.example", "us", is_exercise=True) == "kakehashi.example/EXERCISE/us"
    assert log_of("kakehashi.example/EXERCISE/us,jp") == "us+jp"
    with pytest.raises(NoteError, match="no name of a key"):
        Signer("us+jp", bytes(32))
