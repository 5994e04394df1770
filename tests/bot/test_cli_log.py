"""Keys, parts, proofs and witnesses at the command line, as an operator and a stranger use them."""

import json
import sqlite3
from pathlib import Path

import pytest

from bot.cli.opening import open_house
from state.database import Database
from state.signing import sign_grown
from tests.bot.command_line import folder, played, told
from tests.play import rows_in

__all__ = ["folder", "played"]  # fixtures that are used by name

SETTINGS = 'log_origin = "kakehashi.example/acm"\nlog_keys = "log-keys.toml"\n'


def keyed(place: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Keys for the installation; gives the file of the public ones."""
    settings = place / "kakehashi.toml"
    settings.write_text(SETTINGS + settings.read_text())
    status, _, err = told(["keys", "new"], capsys)
    assert (status, err) == (0, "")
    public = place / "public.txt"
    public.write_text(told(["keys", "list"], capsys)[1])
    assert [line.split("+")[0] for line in public.read_text().splitlines()[1:]] == [
        "kakehashi.example/acm/us",
        "kakehashi.example/acm/us,jp",
        "kakehashi.example/acm/jp",
    ]
    return public


def test_a_stranger_proves_an_export_a_part_and_one_entry_with_the_public_keys(
    played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = str(keyed(played, capsys))
    assert (played / "log-keys.toml").stat().st_mode & 0o777 == 0o600
    written = {
        "whole.jsonl": ["log", "export", "--nation", "us"],
        "part.jsonl": ["log", "export", "--joint", "--request", "CR-26-0001"],
        "span.jsonl": ["log", "export", "--nation", "us", "--from", "2020-01-01"],
        "chosen.jsonl": ["log", "export", "--nation", "us", "--entry", "us:1,2", "--entry", "us+jp:1"],
        "one.jsonl": ["log", "prove", "1", "--log", "us+jp"],
    }
    for name, words in written.items():
        assert told([*words, "--out", name], capsys)[0] == 0, name
    (played / "kakehashi.db").unlink()
    (played / "kakehashi.toml").unlink()
    for name in written:
        status, out, err = told(["log", "verify", name, "--key", public], capsys)
        assert (status, err) == (0, ""), name
        assert "by a checkpoint that kakehashi.example/acm/us,jp+" in out
        assert "can't be excluded without a newer checkpoint" in out
        assert "which came with the file and so proves nothing" in told(["log", "verify", name], capsys)[1]
        path = played / name
        path.write_bytes(path.read_bytes().replace(b'"act":"', b'"act":"x', 1))
        assert told(["log", "verify", name, "--key", public], capsys)[0] == 1, name


def test_a_part_is_proved_against_the_checkpoint_that_the_other_side_kept(
    played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = str(keyed(played, capsys))
    told(["log", "export", "--joint", "--out", "before.jsonl"], capsys)
    notes = [json.loads(line).get("checkpoint") for line in (played / "before.jsonl").read_bytes().splitlines()]
    kept = played / "kept.txt"
    kept.write_text(next(row["note"] for row in notes if row))
    told(["log", "verify"], capsys)  # by which every log grows
    part = ["log", "export", "--joint", "--request", "CR-26-0001", "--out", "part.jsonl", "--against", str(kept)]
    status, out, err = told(part, capsys)
    assert (status, err) == (0, "")
    verify = ["log", "verify", "part.jsonl", "--key", public]
    status, out, err = told([*verify, "--checkpoint", str(kept)], capsys)
    assert (status, err) == (0, "")
    assert "by the checkpoint that you brought" in out
    assert '"checkpoint"' not in (played / "part.jsonl").read_text()  # they have theirs, and nothing newer is told
    status, _, err = told(verify, capsys)
    assert status == 1
    assert "there is no checkpoint that the key you brought" in err
    size = int(kept.read_text().splitlines()[1])
    later = ["log", "export", "--joint", "--entry", f"us+jp:{size + 1}", "--out", "x", "--against", str(kept)]
    assert f"number {size + 1} is asked for, against {size}" in told(later, capsys)[2]
    other = ["log", "export", "--nation", "jp", "--entry", "jp:1", "--out", "x", "--against", str(kept)]
    assert "the checkpoint is of the log us+jp, of which nothing is in the part" in told(other, capsys)[2]
    assert not (played / "x").exists()


@pytest.mark.usefixtures("played")
def test_of_a_chosen_entry_it_is_told_what_corrects_it_and_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    act = ["act", "--person", "T0001/UUSUSFJWATCH"]
    assert told([*act, 'note CR-26-0001 "one crew"'], capsys)[0] == 0
    told(["log", "export", "--nation", "us", "--out", "us.jsonl"], capsys)
    rows = [json.loads(line).get("entry", {}) for line in Path("us.jsonl").read_bytes().splitlines()]
    note = max(row["seq"] for row in rows if row.get("act") == "note" and row["log"] == "us")
    assert told([*act, f'amend us/{note} text "two crews" because:"miscounted"'], capsys)[0] == 0
    export = ["log", "export", "--nation", "us", "--out"]
    said = told([*export, "part.jsonl", "--entry", f"us:{note}"], capsys)[2]
    amend = int(said.removesuffix(", which is not in the part\n").rpartition(":")[2])
    assert said == f"us:{note} is corrected by us:{amend}, which is not in the part\n"
    assert told(["log", "prove", str(note), "--log", "us", "--out", "x"], capsys)[2] == said
    assert told([*export, "both.jsonl", "--entry", f"us:{note},{amend}"], capsys)[2] == ""


def test_taking_a_log_away_signs_and_tells_nothing_that_others_could_see(
    played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A checkpoint between the ticks would say by its hour that somebody has just taken the log."""
    keyed(played, capsys)
    database = Database(f"sqlite:///{played}/kakehashi.db")
    told(["log", "verify"], capsys)  # by which every log grows
    before = [rows_in(database, table) for table in ("checkpoint", "outbox")]
    for words in (["export", "--nation", "us"], ["export", "--joint"], ["prove", "1", "--log", "us"]):
        assert told(["log", *words, "--out", "".join(words)], capsys)[0] == 0
    assert [rows_in(database, table) for table in ("checkpoint", "outbox")] == before
    database.close()


def test_a_witness_countersigns_what_continues_what_it_saw_and_nothing_else(
    played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = str(keyed(played, capsys))
    add = ["log", "witness", "add", public]
    assert "name it, with --name" in told(add, capsys)[2]
    status, key, err = told([*add, "--name", "witness.example/us"], capsys)
    assert (status, err) == (0, "")
    (played / "witness.pub").write_text(key.splitlines()[-1] + "\n")
    assert (played / "witness.json").stat().st_mode & 0o777 == 0o600
    assert "is watched already" in told(add, capsys)[2]
    assert told(["log", "export", "--joint", "--out", "first.jsonl"], capsys)[0] == 0
    unseen = (played / "witness.json").read_bytes()
    assert told(["log", "witness", "check", "first.jsonl", "--out", "nowhere"], capsys)[0] == 1
    assert (played / "witness.json").read_bytes() != unseen  # it remembers before anything that it signed is out
    assert told(["log", "witness", "check", "first.jsonl"], capsys)[0] == 0
    seen = played / "checkpoint-us+jp.txt"
    first = seen.read_text()
    # The log has grown by the export itself, and once that is told a proof of it is enough.
    with open_house() as (house, _):
        sign_grown(house)
    prove = ["log", "prove", "--since", seen.name, "--log", "us+jp", "--out", "grown.jsonl"]
    status, said, err = told(prove, capsys)
    assert (status, err) == (0, "")
    assert "its last checkpoint that was told" in said
    assert told(["log", "witness", "check", "grown.jsonl"], capsys)[0] == 0
    assert seen.read_text() != first
    known = ["--key", public, "--key", "witness.pub", "--checkpoint", seen.name]
    assert told(["log", "export", "--joint", "--out", "second.jsonl"], capsys)[0] == 0
    out = told(["log", "verify", "second.jsonl", *known], capsys)[1]
    assert "witness.example/us countersigned it up to entry" in out
    assert "can't be excluded" not in out
    # Brought back to the installation, it goes with every export that is taken from then on, and with no other log.
    keep = ["log", "witness", "keep", seen.name, "--key", "witness.pub"]
    status, said, err = told(keep, capsys)
    assert (status, err) == (0, "")
    assert "log us+jp: countersigned by witness.example/us up to entry" in said
    assert "is kept already" in told(keep, capsys)[2]
    (played / "both.pub").write_text((played / "witness.pub").read_text() * 2)
    assert "there are 2 keys in it" in told([*keep[:-1], "both.pub"], capsys)[2]
    assert told(["log", "export", "--nation", "jp", "--out", "third.jsonl"], capsys)[0] == 0
    out = told(["log", "verify", "third.jsonl", "--key", public, "--key", "witness.pub"], capsys)[1]
    assert "log us+jp: witness.example/us countersigned it up to entry" in out
    assert "log jp: none of its checkpoints is countersigned by witness.example/us" in out
    # One that only went with an export may be countersigned, and is not kept: it would show when that was taken.
    assert told(["log", "witness", "check", "third.jsonl"], capsys)[0] == 0
    status, _, err = told(keep, capsys)
    assert status == 1
    assert "was told to nobody" in err
    assert "that was told: the last one is of" in told([*prove[:-1], "later.jsonl"], capsys)[2]
    # An older state of the log than was seen is not countersigned, and neither is another log under its name.
    before = (played / "witness.json").read_bytes()
    status, _, err = told(["log", "witness", "check", "first.jsonl"], capsys)
    assert status == 1
    assert "its tail was cut off, or the file is the older one" in err
    assert "Nothing was countersigned" in err
    assert (played / "witness.json").read_bytes() == before


def test_the_database_is_proved_and_that_is_on_record(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public = str(keyed(played, capsys))
    status, out, err = told(["log", "verify", "--key", public], capsys)
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "the database: every matter stands where its logs have left it"
    assert sum("proved up to entry" in line for line in out.splitlines()) == 3
    told(["log", "export", "--joint", "--format", "md", "--out", "x.md"], capsys)
    assert "verify" in (played / "x.md").read_text()


def test_a_database_that_was_changed_behind_its_guards_is_told_and_that_is_on_record(
    played: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(played / "kakehashi.db") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        changed = b'{"salt":"%b","text":"never said"}' % (b"0" * 32)
        database.execute("UPDATE log_content SET content = ? WHERE log = 'jp' AND seq = 3", (changed,))
    database.close()
    status, out, err = told(["log", "verify"], capsys)
    assert (status, out) == (1, "")
    assert err.startswith("Log jp, entry 3: the content of entry 3 is not the one that was recorded.\n")
    for reader, found in (("jp", "not in order"), ("us", "in order")):
        told(["log", "export", "--nation", reader, "--out", f"{reader}.jsonl"], capsys)
        rows = map(json.loads, (played / f"{reader}.jsonl").read_bytes().splitlines())
        checks = [row for row in rows if row.get("entry", {}).get("act") == "verify"]
        assert [row["content"]["found"] for row in checks if row["entry"]["log"] == reader] == [found]


def test_a_new_key_follows_and_a_lost_one_is_told(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public = str(keyed(played, capsys))
    assert "there already" in told(["keys", "new"], capsys)[2]
    assert told(["keys", "rotate"], capsys)[0] == 0
    assert told(["keys", "list"], capsys)[1].count("# from") == 2
    told(["log", "export", "--joint", "--out", "x.jsonl"], capsys)
    assert told(["log", "verify", "x.jsonl", "--key", public], capsys)[0] == 0
    keys = played / "log-keys.toml"
    keys.chmod(0o644)
    assert "chmod 600" in told(["keys", "list"], capsys)[2]
    assert "kakehashi.toml:2: log-keys.toml: others than its owner" in told(["check"], capsys)[2]
    keys.unlink()
    assert "there are no keys: restore them" in told(["keys", "rotate"], capsys)[2]
    assert "is not there: restore it; if it is lost" in told(["keys", "new"], capsys)[2]
    assert not keys.exists()
    assert told(["keys", "rotate", "--lost"], capsys)[0] == 0
    told(["log", "export", "--joint", "--out", "y.jsonl"], capsys)
    assert told(["log", "verify", "y.jsonl"], capsys)[0] == 0


def test_what_is_not_to_be_had_is_told(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "name no log_origin and log_keys" in told(["keys", "list"], capsys)[2]
    export = ["log", "export", "--nation", "jp", "--out", "x"]
    said = {
        "CR-26-US-0001 is not in these logs": ["--request", "CR-26-US-0001"],
        "CR-26-0009 is not in these logs": ["--request", "CR-26-0009"],
        "there are no such entries in": ["--from", "2090-01-01T00:00Z"],
        "'2026-99-01' is not a day or a time, as 2026-11-24 or": ["--to", "2026-99-01"],
        "'us' is not one of these logs": ["--entry", "us:1"],
        "no such entries in the log jp, which has": ["--entry", "jp:1,9999"],
        ": 0, 9998, 99999999999999999999\n": ["--entry", "jp:9998,0", "--entry", "jp:2,99999999999999999999"],
        "is not LOG:SEQ": ["--entry", "us"],
        "one kind of part at a time": ["--request", "CR-26-0001", "--entry", "jp:1"],
        "--against is for a part": ["--against", "none"],
    }
    for sentence, words in said.items():
        status, _, err = told([*export, *words], capsys)
        assert status, words
        assert sentence in err
    assert not (played / "x").exists()
    assert "'kr' is not a log" in told(["log", "prove", "1", "--log", "kr", "--out", "x"], capsys)[2]
    assert "the number of an entry is wanted" in told(["log", "prove", "--log", "us", "--out", "x"], capsys)[2]
    assert "no such entries" in told(["log", "prove", "999", "--log", "us", "--out", "x"], capsys)[2]
    (played / "bad").write_text("nothing")
    assert "not a public key" in told(["log", "verify", "x", "--key", "bad"], capsys)[2]
    assert "not a checkpoint" in told(["log", "verify", "x", "--checkpoint", "bad"], capsys)[2]
    assert "there is no witness" in told(["log", "witness", "check", "x"], capsys)[2]


@pytest.mark.usefixtures("played")
def test_a_person_in_a_decide_seat_orders_a_purge_and_all_nations_have_to(capsys: pytest.CaptureFixture[str]) -> None:
    purge = ["log", "purge", "--log", "us+jp", "--because", "a position", "--person"]
    status, out, err = told([*purge, "T0001/UUSUSFJCDR", "1"], capsys)
    assert (status, err) == (0, "")
    assert "once these order it too: Japan" in out
    assert told([*purge, "T0001/UUSUSFJWATCH", "1"], capsys)[0] == 1
    assert "記録 us+jp/9999 は" in told([*purge, "T0001/UJPJJOCCDR", "9999"], capsys)[2]
    assert told(["log", "verify"], capsys)[0] == 0
    assert told([*purge, "T0001/UJPJJOCCDR", "1"], capsys)[0] == 0
    assert "1 purged" in told(["log", "verify"], capsys)[1]
