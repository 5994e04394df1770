"""Checkpoints signed of a real database's logs: only what has grown, told to whom it concerns, kept, and proved."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from state.exports.verify import Tampered, Verified, verify_file
from state.exports.writing_lines import export_log
from state.logs.reading import log_views
from state.proving.brought import Known
from state.proving.checkpoints import Checkpoint, read_checkpoint
from state.proving.keyring import LASTS, KeyringError, new_key, read_keys, write_keys
from state.proving.notes import PublicKey
from state.signing import origin, sign_grown
from tests.conftest import Databases
from tests.play import START, Clock, Play, dump, install, rows_in

FIRST, SECOND = bytes([1]) * 32, bytes([2]) * 32


@pytest.fixture
def signing(staffed: Play, tmp_path: Path) -> Play:
    """The play with a registry that names log desks, and with one key."""
    registry = staffed.house.registry
    assert [nation.log_desk for nation in registry.nations.values()] == ["us-usfj", "jp-jjoc"]
    path = tmp_path / "keys.toml"
    write_keys(path, (new_key(staffed.house.clock(), lambda _: FIRST),))
    staffed.house = msgspec.structs.replace(staffed.house, log_origin="kakehashi.example/acm", log_keys=path)
    return staffed


def add_key(play: Play) -> None:
    path = keys_of(play)
    write_keys(path, (*read_keys(path), new_key(play.house.clock(), lambda _: SECOND)))


def keys_of(play: Play) -> Path:
    assert play.house.log_keys
    return play.house.log_keys


def told(play: Play) -> list[tuple[str, list[str]]]:
    """By lane the logs of each notice, in order."""
    rows = sorted(
        (row for row in rows_in(play.database, "outbox") if row["kind"] == "checkpoint"), key=lambda row: row["seq"]
    )
    return [(row["lane"], [one["log"] for one in msgspec.json.decode(row["facts"])["checkpoints"]]) for row in rows]


def exported(play: Play, out: Path, nation: str = "us") -> Path:
    with play.database.reading() as connection:
        export_log(list(log_views(connection, play.house.registry.logs_read_by((nation,)))), "jsonl", out)
    return out


def publics(play: Play, at: int = -1) -> tuple[PublicKey, ...]:
    key = read_keys(keys_of(play))[at]
    return tuple(key.signer(origin(play.house, log)).public for log in ("us", "jp", "us+jp"))


def proved(path: Path, known: Known) -> list[tuple[str, str, Any]]:
    result = verify_file(path, known)
    assert isinstance(result, Verified), result
    return [(one.log, one.what, one.params.get("size")) for one in result.remarks]


def entries(play: Play, act: str) -> list[dict[str, Any]]:
    rows = [msgspec.json.decode(row["entry"]) for row in rows_in(play.database, "log_entry")]
    return sorted((row for row in rows if row["act"] == act), key=lambda row: str(row["log"]))


def test_each_log_is_signed_once_until_it_grows_and_told_to_whoever_reads_it(signing: Play) -> None:
    signing.open_joint()
    first = sign_grown(signing.house)
    assert sorted(one.log for one in first) == ["jp", "us", "us+jp"]
    assert told(signing) == [("us-usfj", ["us", "us+jp"]), ("jp-jjoc", ["jp", "us+jp"])]
    assert sign_grown(signing.house) == []
    signing.open()  # inside the U.S. alone
    assert [one.log for one in sign_grown(signing.house)] == ["us"]
    assert told(signing)[2:] == [("us-usfj", ["us"])]
    assert [row["log"] for row in entries(signing, "key")] == ["jp", "us", "us+jp"]


def test_an_export_carries_what_was_signed_and_is_proved_by_the_public_keys(signing: Play, tmp_path: Path) -> None:
    signing.open_joint()
    sizes = {one.log: read_checkpoint(one.note).size for one in sign_grown(signing.house)}
    signing.open()
    path = exported(signing, tmp_path / "us.jsonl")
    found = proved(path, Known(keys=publics(signing)))
    assert ("us", "signed", sizes["us"]) in found
    assert ("us+jp", "signed", sizes["us+jp"]) in found
    assert [log for log, what, _ in found if what == "not-yet"] == ["us"]


def test_nothing_is_signed_without_keys_in_the_settings(staffed: Play) -> None:
    staffed.open_joint()
    assert sign_grown(staffed.house) == []
    assert rows_in(staffed.database, "checkpoint") == []


def test_a_new_key_is_on_record_and_vouched_for_by_the_old_one(signing: Play, tmp_path: Path) -> None:
    signing.open_joint()
    old = publics(signing)
    sign_grown(signing.house)
    add_key(signing)
    assert len(sign_grown(signing.house, account="operator")) == 3
    signing.open()
    sign_grown(signing.house)
    assert len(entries(signing, "key")) == 6
    path = exported(signing, tmp_path / "us.jsonl")
    for keys in (old, publics(signing)):
        found = proved(path, Known(keys=keys))
        assert [what for log, what, _ in found if log == "us"] == ["signed", "tail"]


def test_a_key_that_is_lost_is_told_and_a_new_one_follows_only_when_asked(signing: Play, tmp_path: Path) -> None:
    signing.open_joint()
    old = publics(signing)
    sign_grown(signing.house)
    write_keys(keys_of(signing), (new_key(signing.house.clock(), lambda _: SECOND),))
    before = dump(signing.database)
    with pytest.raises(KeyringError, match="is not there: restore it; if it is lost, `kakehashi keys rotate --lost`"):
        sign_grown(signing.house)
    assert dump(signing.database) == before
    sign_grown(signing.house, is_lost=True)
    path = exported(signing, tmp_path / "us.jsonl")
    assert proved(path, Known(keys=publics(signing)))
    found = proved(path, Known(keys=old))  # as far as that key had signed, and no further
    assert ("us", "not-yet") in [(log, what) for log, what, _ in found]


def folder_for(path: Path) -> None:
    path.unlink()
    path.mkdir(0o700)


UNFIT: dict[str, tuple[Callable[[Path], object], str]] = {
    "no file": (lambda path: path.unlink(), "there are no keys: restore them"),
    "readable by others": (lambda path: path.chmod(0o640), r"mode 0640\): chmod 600"),
    "no keys in it": (lambda path: path.write_text("key = []"), "not a file of keys"),
    "no TOML": (lambda path: path.write_text("keys"), "not a file of keys"),
    "a short seed": (lambda path: path.write_text(path.read_text().replace("AQEB", "", 1)), "not a file of keys"),
    "no base64": (lambda path: path.write_text(path.read_text().replace("AQEB", "????", 1)), "not a file of keys"),
    "a folder": (folder_for, "cannot be read"),
}


@pytest.mark.parametrize("what", UNFIT)
def test_keys_that_cannot_be_used_are_told_and_nothing_is_signed(signing: Play, what: str) -> None:
    change, why = UNFIT[what]
    signing.open()
    change(keys_of(signing))
    with pytest.raises(KeyringError, match=why):
        sign_grown(signing.house)
    assert rows_in(signing.database, "checkpoint") == []


def test_an_expired_key_signs_nothing_and_another_takes_its_place(signing: Play) -> None:
    signing.open()
    sign_grown(signing.house)
    later = signing.house.clock() + LASTS + timedelta(seconds=1)
    signing.house = msgspec.structs.replace(signing.house, clock=lambda: later)
    with pytest.raises(KeyringError, match="the key expired on"):
        sign_grown(signing.house)
    add_key(signing)
    assert sign_grown(signing.house)


def test_the_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    write_keys(path, (new_key(START, os.urandom),))
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_checkpoint_says_which_log_of_which_installation_it_is(signing: Play) -> None:
    signing.open()
    (one,) = [read_checkpoint(one.note) for one in sign_grown(signing.house) if one.log == "us"]
    assert isinstance(one, Checkpoint)
    assert (one.origin, one.log) == ("kakehashi.example/acm/us", "us")


def test_an_exercise_is_marked_by_the_origin(signing: Play) -> None:
    exercise = msgspec.structs.replace(signing.house, machine=signing.house.clock)
    signing.open()
    assert {read_checkpoint(one.note).origin for one in sign_grown(exercise)} >= {"kakehashi.example/acm/EXERCISE/us"}


def test_a_log_that_was_cut_behind_its_checkpoints_is_found(signing: Play, tmp_path: Path) -> None:
    signing.open_joint()
    sign_grown(signing.house)
    kept = [row["note"] for row in rows_in(signing.database, "checkpoint") if row["log"] == "us"]
    path = exported(signing, tmp_path / "us.jsonl", "jp")
    assert isinstance(verify_file(path, Known(checkpoints=(read_checkpoint(kept[0]),))), Tampered)


def test_what_one_nation_keeps_to_itself_changes_no_checkpoint_of_the_other(
    databases: Databases, tmp_path: Path
) -> None:
    def run(*, inside: bool) -> list[tuple[str, bytes]]:
        house = install(databases.new(), Clock())
        path = tmp_path / f"keys-{inside}.toml"
        write_keys(path, (new_key(house.clock(), lambda _: FIRST),))
        fixed = {"new_salt": lambda: "0" * 32, "log_origin": "kakehashi.example/acm", "log_keys": path}
        play = Play(msgspec.structs.replace(house, **fixed))
        play.open_joint()
        sign_grown(play.house)
        if inside:
            play.open(title="for us alone")
            assert [one.log for one in sign_grown(play.house)] == ["us"]
        play.open_joint(title="for both")
        sign_grown(play.house)
        rows = sorted(rows_in(play.database, "outbox"), key=lambda row: int(row["seq"]))
        return [(row["lane"], row["facts"]) for row in rows if row["kind"] == "checkpoint" and row["lane"] == "jp-jjoc"]

    assert run(inside=True) == run(inside=False)
    assert len(run(inside=True)) == 2
