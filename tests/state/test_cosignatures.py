"""What a witness countersigned, kept beside the logs on both databases: exports carry it, `verify` checks it."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import update

from state import cosignatures
from state.cosignatures import ACT, CosignatureError, keep
from state.exports.verify import Verified, verify_file
from state.exports.writing_lines import export_log
from state.logs.proved import verify_database
from state.logs.reading import log_views
from state.proving import merkle
from state.proving.brought import Known
from state.proving.checkpoints import Checkpoint, read_checkpoint
from state.proving.keyring import new_key, write_keys
from state.proving.notes import COSIGNATURE, Note, Signer
from state.signing import sign_grown, sign_in_passing
from state.tables.checkpoints import cosignature
from tests.play import Play, dump, rows_in
from tests.state.signing import SEEN_AT, WITNESS
from workflows.bodies.rows import Audience

OTHER = Signer("witness.example/us", bytes([8]) * 32, COSIGNATURE)
KNOWN = Known(keys=(WITNESS.public, OTHER.public))


@pytest.fixture
def signing(staffed: Play, tmp_path: Path) -> Play:
    path = tmp_path / "keys.toml"
    write_keys(path, (new_key(staffed.house.clock(), lambda _: bytes([1]) * 32),))
    staffed.house = msgspec.structs.replace(staffed.house, log_origin="kakehashi.example/acm", log_keys=path)
    staffed.open_joint()
    sign_grown(staffed.house)
    return staffed


def last_of(play: Play, log: str) -> Checkpoint:
    """The last one that the log's readers were told."""
    kept = [row["note"] for row in rows_in(play.database, "checkpoint") if row["log"] == log]
    return max(map(read_checkpoint, kept), key=lambda one: one.size)


def cosigned(one: Checkpoint, by: Signer = WITNESS) -> Checkpoint:
    note = Note(one.note.text, (*one.note.signatures, by.cosign(one.note.text, SEEN_AT)))
    return read_checkpoint(str(note))


def keep_of(play: Play, log: str, by: Signer = WITNESS) -> int:
    one = last_of(play, log)
    keep(play.house, cosigned(one, by), by.public, "root")
    return one.size


def proved(play: Play, folder: Path, readers: Audience) -> list[tuple[str, str, object]]:
    """Of an export for these readers: by log what each witness countersigned, and up to where."""
    with play.database.reading() as connection:
        export_log(
            list(log_views(connection, play.house.registry.logs_read_by(readers))), "jsonl", folder / "log.jsonl"
        )
    result = verify_file(folder / "log.jsonl", KNOWN)
    assert isinstance(result, Verified), result
    seen = [row for row in result.remarks if row.what == "witnessed"]
    return sorted((row.log, str(row.params["key"]), row.params["size"]) for row in seen)


def test_what_is_kept_goes_with_every_export_of_that_log_and_with_no_other(signing: Play, tmp_path: Path) -> None:
    joint, own = keep_of(signing, "us+jp"), keep_of(signing, "us", OTHER)
    of_joint, of_us = ("us+jp", "witness.example/jp", joint), ("us", "witness.example/us", own)
    assert proved(signing, tmp_path, ("us",)) == [of_us, of_joint]
    assert proved(signing, tmp_path, ("jp",)) == [of_joint]
    signing.open_joint(title="Pier")
    sign_grown(signing.house)
    newer = keep_of(signing, "us+jp")  # the last one of each witness
    assert newer > joint
    assert proved(signing, tmp_path, ("us", "jp")) == [("us+jp", "witness.example/jp", newer)]


def test_it_is_on_record_in_that_log_and_the_database_proves_by_it(signing: Play) -> None:
    size = keep_of(signing, "us+jp")
    with signing.database.reading() as connection:
        result, faults = verify_database(
            connection, signing.house.registry, Known(keys=(WITNESS.public,), may_lack=True)
        )
    assert faults == ()
    assert result is not None
    assert [row.params["size"] for row in result.remarks if row.what == "witnessed"] == [size]
    entries = [msgspec.json.decode(row["entry"]) for row in rows_in(signing.database, "log_entry")]
    assert [row["log"] for row in entries if row["act"] == ACT] == ["us+jp"]


def test_others_write_while_a_long_log_is_compared(signing: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """To go over a million entries takes longer than a person's click may wait."""
    one = cosigned(last_of(signing, "us+jp"))
    compared: list[str] = []

    def leaf_hash(entry: bytes) -> bytes:
        if not compared:
            compared.append(signing.open_joint(title="Pier"))
        return merkle.leaf_hash(entry)

    monkeypatch.setattr(cosignatures, "leaf_hash", leaf_hash)
    keep(signing.house, one, WITNESS.public, "root")
    assert compared


def test_one_that_was_changed_in_the_database_is_found(signing: Play) -> None:
    keep_of(signing, "us+jp")
    (row,) = rows_in(signing.database, "cosignature")
    note = read_checkpoint(row["note"]).note
    forged = Note(note.text, (note.signatures[0], OTHER.cosign(note.text, SEEN_AT)))
    with signing.database.writing() as connection:
        connection.execute(update(cosignature).values(note=str(forged)))
    with signing.database.reading() as connection:
        _, faults = verify_database(connection, signing.house.registry)
    assert "the checkpoint is not signed by witness.example/jp" in faults[0]


def _not_countersigned(play: Play) -> tuple[Checkpoint, Signer]:
    return last_of(play, "us+jp"), WITNESS


def _by_no_witness(play: Play) -> tuple[Checkpoint, Signer]:
    one = last_of(play, "us+jp")
    return one, Signer("kakehashi.example/acm/us,jp", bytes([1]) * 32)


def _of_another_place(play: Play) -> tuple[Checkpoint, Signer]:
    one = last_of(play, "us+jp")
    text = one.note.text.replace("kakehashi.example", "elsewhere.example", 1)
    return read_checkpoint(str(Note(text, (*one.note.signatures, WITNESS.cosign(text, SEEN_AT))))), WITNESS


def _of_another_log(play: Play) -> tuple[Checkpoint, Signer]:
    """A log of as many entries, rewritten and signed by another key."""
    one = last_of(play, "us+jp")
    lines = one.note.text.splitlines()
    text = f"{lines[0]}\n{lines[1]}\n{'A' * 43}=\n"
    return read_checkpoint(str(Note(text, (WITNESS.cosign(text, SEEN_AT),)))), WITNESS


def _of_more(play: Play) -> tuple[Checkpoint, Signer]:
    one = last_of(play, "us+jp")
    lines = one.note.text.splitlines()
    text = f"{lines[0]}\n{one.size + 1}\n{lines[2]}\n"
    return read_checkpoint(str(Note(text, (WITNESS.cosign(text, SEEN_AT),)))), WITNESS


def _unsigned(play: Play) -> tuple[Checkpoint, Signer]:
    one = last_of(play, "us+jp")
    return read_checkpoint(str(Note(one.note.text, (WITNESS.cosign(one.note.text, SEEN_AT),)))), WITNESS


def _kept_before(play: Play) -> tuple[Checkpoint, Signer]:
    one = cosigned(last_of(play, "us+jp"))
    keep(play.house, one, WITNESS.public, "root")
    return one, WITNESS


def _told_to_nobody(play: Play) -> tuple[Checkpoint, Signer]:
    """One that goes with an export between the ticks: its size would show when that was taken."""
    play.open_joint(title="Pier")
    with play.database.reading() as connection:
        fresh = sign_in_passing(connection, play.house, ("us+jp",))
    return cosigned(read_checkpoint(fresh["us+jp"].note)), WITNESS


WRONG: dict[str, Callable[[Play], tuple[Checkpoint, Signer]]] = {
    "is not countersigned by witness.example/jp": _not_countersigned,
    "is the key of a log, not of a witness": _by_no_witness,
    "is not a log of this installation": _of_another_place,
    "are not those that the witness saw": _of_another_log,
    "and the checkpoint is of": _of_more,
    "is not signed by a key of this log": _unsigned,
    "is kept already": _kept_before,
    "was told to nobody": _told_to_nobody,
}


@pytest.mark.parametrize("said", WRONG)
def test_what_is_not_this_log_s_or_not_the_witness_s_is_not_kept(signing: Play, said: str) -> None:
    one, by = WRONG[said](signing)
    before = dump(signing.database)
    with pytest.raises(CosignatureError, match=said):
        keep(signing.house, one, by.public, "root")
    assert dump(signing.database) == before
