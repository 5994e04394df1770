"""`kakehashi demo --once --out DIR`: what the story leaves, and that no nation finds the other's words in it."""

import json
import re
import shutil
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.demo.once import NOTE, PUBLIC_KEYS
from bot.demo.scripts.coordination_request import RATIONALE
from bot.installation import load_registry
from bot.words import speaker
from tests.play import DEPLOY
from workflows.bodies.registry import Registry

LOGS = ("log-joint.jsonl", "log-us.jsonl", "log-jp.jsonl")
NATIONS = ("us", "jp")


@pytest.fixture(scope="module")
def registry() -> Registry:
    found, findings = load_registry(DEPLOY / "bodies.toml")
    assert found is not None, findings
    return found


def readable_by(nation: str, story: Path, registry: Registry) -> dict[str, str]:
    """The text of every file that a nation may read: messages of its channels, logs, and what was uploaded to it."""
    others = [other for other in NATIONS if other != nation]
    channels = [body.channel for body in registry.bodies.values() if body.nation not in others]
    files = [story / "messages" / f"{channel}.json" for channel in channels]
    files += [story / "log-joint.jsonl", story / f"log-{nation}.jsonl"]
    uploads = list((story / "files").rglob("log-*"))
    files += [path for path in uploads if not any(path.name.startswith(f"log-{other}-") for other in others)]
    assert len(files) < len(channels) + 2 + len(uploads), "the other nation's upload is left out"
    return {str(path.relative_to(story)): path.read_text(encoding="utf-8") for path in files}


def holding(text: str, files: dict[str, str]) -> set[str]:
    return {name for name, found in files.items() if text in found}


def test_it_leaves_logs_messages_of_every_channel_and_the_database(story: Path, registry: Registry) -> None:
    checkpoints = {f"checkpoint-{log}.txt" for log in ("us", "jp", "us+jp")}
    workspace = {"messages", "workspace.json", "files"}
    left = {path.name for path in story.iterdir()}
    assert left == {*LOGS, *checkpoints, PUBLIC_KEYS, *workspace, "kakehashi.db"}, "nothing of how it was set up"
    kept = {path.stem for path in (story / "messages").glob("*.json")}
    assert kept == {body.channel for body in registry.bodies.values()}


@pytest.mark.parametrize("name", LOGS)
def test_each_log_verifies(name: str, story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "verify", str(story / name)]) == 0
    said = capsys.readouterr().out
    assert re.search(r"log us\+jp verified, \d+ entries, root [0-9a-f]{64}\n", said)
    assert "came with the file and so proves nothing" in said


def test_who_has_the_keys_and_a_checkpoint_follows_the_guides_page_on_them(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = ["--key", str(story / "public-keys.txt"), "--checkpoint", str(story / "checkpoint-us.txt")]
    assert main(["log", "verify", str(story / "log-us.jsonl"), *known]) == 0
    said = capsys.readouterr().out
    for sentence in ("log us: proved up to entry", "by the checkpoint that you brought", "us+jp: that more entries"):
        assert sentence in said
    watch = ["log", "witness", "add", str(story / "public-keys.txt"), "--name", "witness.example/jp"]
    place = ["--state", str(tmp_path / "witness.json")]
    assert main([*watch, *place]) == 0
    assert main(["log", "witness", "check", str(story / "log-jp.jsonl"), *place, "--out", str(tmp_path)]) == 0
    assert "log jp, countersigned by witness.example/jp" in capsys.readouterr().out
    assert (
        main(["log", "verify", str(story / "log-jp.jsonl"), "--checkpoint", str(tmp_path / "checkpoint-jp.txt")]) == 0
    )


@pytest.mark.parametrize("name", LOGS)
def test_one_byte_changed_in_a_log_is_found(
    name: str, story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = (story / name).read_bytes()
    at = whole.index(b'"act":"') + len(b'"act":"')
    tampered = tmp_path / name
    tampered.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert main(["log", "verify", str(tampered)]) == 1
    assert name in capsys.readouterr().err


@pytest.mark.parametrize("nation", NATIONS)
def test_each_nations_copy_is_proved_by_the_file_and_the_public_keys_alone(
    nation: str, story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"log-{nation}.jsonl"
    for needed in (name, PUBLIC_KEYS):
        shutil.copy(story / needed, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["log", "verify", name, "--key", PUBLIC_KEYS]) == 0
    out = capsys.readouterr().out
    for log in (nation, "us,jp"):
        assert f"by a checkpoint that demo.example/acm/{log}+" in out
    lines = (tmp_path / name).read_bytes().splitlines(keepends=True)
    (tmp_path / name).write_bytes(b"".join([*lines[:7], *lines[8:]]))
    assert main(["log", "verify", name, "--key", PUBLIC_KEYS]) == 1
    assert "Line 8: entry 6 should stand here" in capsys.readouterr().err


def test_both_requests_are_closed_on_the_cards_of_every_body_that_had_a_part(story: Path) -> None:
    for channel, closed in (("us-usfj", "Closed"), ("acm-bocc", "Closed"), ("jp-jjoc", speaker("ja")("Closed"))):
        rows = json.loads((story / "messages" / f"{channel}.json").read_text(encoding="utf-8"))
        cards = [row["text"] for row in rows if row.get("blocks") and row["blocks"][0]["type"] == "header"]
        assert len(cards) == 2, channel
        assert all(text.endswith(f": {closed}") for text in cards), (channel, cards)


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("words", [NOTE, RATIONALE], ids=["note", "rationale"])
def test_a_nations_own_words_are_in_its_files_and_in_none_that_the_other_reads(
    words: str, nation: str, story: Path, registry: Registry
) -> None:
    said = words.format(nation=registry.nations[nation].name)
    (other,) = (row for row in NATIONS if row != nation)
    assert f"log-{nation}.jsonl" in holding(said, readable_by(nation, story, registry))
    assert holding(said, readable_by(other, story, registry)) == set()


@pytest.mark.parametrize("nation", NATIONS)
def test_a_national_serial_is_in_no_file_that_the_other_nation_reads(
    nation: str, story: Path, registry: Registry
) -> None:
    (other,) = (row for row in NATIONS if row != nation)
    serial = f"CR-{SystemClock()():%y}-{nation.upper()}-0001"
    assert holding(serial, readable_by(nation, story, registry))
    assert holding(serial, readable_by(other, story, registry)) == set()
