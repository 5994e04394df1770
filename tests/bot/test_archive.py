"""`kakehashi log archive` and its hold: sealed segments that prove alone, and an order that prevents them."""

import getpass
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.cli import main
from state.database import Database
from state.tables.logs import log_content, log_entry
from tests.bot.command_line import folder, played, told

__all__ = ["folder", "played"]  # fixtures that are used by name
ARCHIVE = ["log", "archive", "us", "--out", "kept", "--per", "20"]


def test_segments_are_sealed_and_each_proves_alone(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = told(ARCHIVE, capsys)
    assert (status, err) == (0, "")
    files = sorted((played / "kept").glob("*.jsonl"))
    assert [path.name for path in files[:2]] == ["us-000000001-000000020.jsonl", "us-000000021-000000040.jsonl"]
    assert out.splitlines()[-1] == f"kept: {len(files)} new segments of log us"
    for path in files:
        assert path.stat().st_mode & 0o777 == 0o400
        status, verified, err = told(["log", "verify", str(path)], capsys)
        assert (status, err) == (0, "")
        assert "log us verified, 20 of " in verified
    assert _agrees_with_its_sums(played / "kept")


def test_a_segment_that_was_changed_is_found(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(ARCHIVE, capsys)
    path = played / "kept" / "us-000000001-000000020.jsonl"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b'"act":"take"', b'"act":"tako"', 1))
    assert told(["log", "verify", str(path)], capsys)[0] == 1
    assert told(ARCHIVE, capsys)[0] == 0  # which takes no digest anew
    assert not _agrees_with_its_sums(played / "kept")


def test_what_a_stopped_run_has_left_is_sealed_by_the_next(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(ARCHIVE, capsys)
    (played / "kept" / "SHA256SUMS").unlink()
    path = played / "kept" / "us-000000001-000000020.jsonl"
    path.chmod(0o600)
    assert told(ARCHIVE, capsys)[0] == 0
    assert path.stat().st_mode & 0o777 == 0o400
    assert _agrees_with_its_sums(played / "kept")


def _agrees_with_its_sums(archive: Path) -> bool:
    check = subprocess.run(["/usr/bin/sha256sum", "--check", "--status", "SHA256SUMS"], cwd=archive, check=False)
    return check.returncode == 0


def test_what_is_archived_already_stays_and_nothing_is_deleted(
    played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(ARCHIVE, capsys)
    before = {path: path.read_bytes() for path in (played / "kept").glob("*.jsonl")}
    entries = _entries(played)
    assert told(ARCHIVE, capsys)[1] == "kept: 0 new segments of log us\n"
    assert {path: path.read_bytes() for path in (played / "kept").glob("*.jsonl")} == before
    assert _entries(played) == entries


def _entries(played: Path) -> int:
    database = Database(f"sqlite:///{played}/kakehashi.db")
    with database.reading() as connection:
        count = int(connection.exec_driver_sql("SELECT count(*) FROM log_entry WHERE log = 'us'").scalar_one())
    database.close()
    return count


def test_a_hold_prevents_it_until_it_is_lifted(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order = ["--person", "T0001/UUSUSFJCDR", "--because", "inquiry"]
    assert told(["log", "hold", "us", *order], capsys)[:2] == (
        0,
        "The log us is on hold: nothing of it is taken to an archive.\n",
    )
    status, _, err = told(ARCHIVE, capsys)
    assert status == 1
    assert err.startswith("the log us is on hold by its entry ")
    assert not (played / "kept").exists()
    assert "is on hold by its entry" in told(["log", "hold", "us", *order], capsys)[2]
    assert told(["log", "archive", "jp", "--out", "kept", "--per", "20"], capsys)[0] == 0  # another log's is free
    assert told(["log", "unhold", "us", *order], capsys)[:2] == (0, "The log us is no longer on hold.\n")
    assert told(["log", "unhold", "us", *order], capsys)[2] == "the log us is not on hold\n"
    assert told(ARCHIVE, capsys)[0] == 0
    told(["log", "export", "--nation", "us", "--format", "md", "--out", "us.md"], capsys)
    text = (played / "us.md").read_text()
    assert text.index("log-hold") < text.index("log-hold-end")
    assert "inquiry" in text


def test_a_hold_is_ordered_by_a_person_in_a_decide_seat_and_is_on_record_with_the_account(
    played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ["log", "hold", "us+jp", "--because", "inquiry", "--person"]
    refused = {
        "T0001/UUSUSFJWATCH": "Your seat can't do that (`log-hold`). These can:",
        "T0001/UNOBODY": "T0001/UNOBODY is on no nation's list",
        "T0001/UUSUSFJCDR --by us-osd-sec": "You don't hold `us-osd-sec`.",
    }
    for who, sentence in refused.items():
        status, _, err = told([*order, *who.split()], capsys)
        assert (status, sentence in err) == (1, True), err
    assert (
        told([*order[:2], "jp", *order[3:], "T0001/UUSUSFJCDR"], capsys)[2] == "That is for a seat of another nation.\n"
    )
    assert told(["log", "archive", "us+jp", "--out", "kept", "--per", "20"], capsys)[0] == 0  # no hold was entered
    assert told([*order, "T0001/UUSUSFJCDR"], capsys)[0] == 0
    database = Database(f"sqlite:///{played}/kakehashi.db")
    joint, own = (newest(database, log) for log in ("us+jp", "us"))
    database.close()
    assert (joint["act"], joint["seat"]) == ("log-hold", "us-usfj-cdr")
    assert {"account", "person"} & joint["content"].keys() == set()  # who it was is the nation's own
    assert (own["act"], own["content"]["verb"]) == ("entered", "log-hold")
    assert own["content"]["person"] == {"team": "T0001", "user": "UUSUSFJCDR"}
    assert own["content"]["account"] == getpass.getuser()


def newest(database: Database, log: str) -> dict[str, Any]:
    """The last entry of a log, with its content."""
    rows, contents = log_entry, log_content
    query = select(rows.c.entry, contents.c.content).join(
        contents, (contents.c.log == log) & (contents.c.seq == rows.c.seq)
    )
    with database.reading() as connection:
        found = connection.execute(query.where(rows.c.log == log).order_by(rows.c.seq.desc()).limit(1)).one()
    return {**json.loads(found.entry), "content": json.loads(found.content)}


WRONG = {
    "a log that there isn't": (["archive", "fr", "--out", "x"], "'fr' is not a log: us, us+jp, jp"),
    "no person": (["hold", "us", "--by", "us-usfj-cdr", "--because", "x"], "required: --person"),
    "no entries at all": (["archive", "us", "--out", "x", "--per", "0"], "'0' is not a number of entries"),
}


@pytest.mark.usefixtures("played")
def test_what_cannot_be_done_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for words, sentence in WRONG.values():
        status, out, err = told(["log", *words], capsys)
        assert (status > 0, out) == (True, "")
        assert sentence in err
    assert not Path("x").exists()
    assert main(["log", "archive", "us", "--out", "x"]) == 0  # too few for a segment
