"""A structure that can't be: all of its faults at once, each at its line, and the bot does not start."""

import sqlite3
from pathlib import Path

import pytest

from bot.check.everything import check
from bot.cli import main
from tests.bot.checked import NOW, folder, told

__all__ = ["folder"]  # a fixture that is used by name

SPOILT = {
    ("us-usfj-j3", "parent"): (
        '"us-usfj-j4"',
        ["the parents of 'us-usfj-j3' go in a circle: us-usfj-j3 → us-usfj-j4 →"],
    ),
    ("us-usfj-j4", "parent"): (
        '"us-usfj-j3"',
        ["the parents of 'us-usfj-j4' go in a circle: us-usfj-j4 → us-usfj-j3 →"],
    ),
    ("us-c7f", "counterparts"): ('["jp-flaet"]', ["counterparts: 'jp-flaet' is not a body of this registry"]),
    ("jp-sdfleet", "counterparts"): (None, ["'us-c7f' does not name 'jp-sdfleet' in return"]),
    ("jp-gcc", "channel"): ('"jp-adc"', ["channel 'jp-adc' belongs to more than one body: to 'jp-adc' too"]),
    ("jp-adc", "channel"): (None, ["channel 'jp-adc' belongs to more than one body: to 'jp-gcc' too"]),
    ("jp-nisc", "valid_to"): ("2025-07-31", ["'jp-nco' is in force before 'jp-nisc' has ended on 2025-07-31"]),
}
"""By body and field: what is put there instead, and what is said of that line."""
MEMBERS = 'members = ["jp-gcc", "us-usarj", "us-iiimef"]'


def line_of(lines: list[str], body: str, field: str) -> int:
    """The place of a body's field, counted from 0."""
    start = lines.index(f'id = "{body}"')
    return next(at for at in range(start, len(lines)) if lines[at].startswith(f"{field} ="))


def spoil(folder: Path) -> set[str]:
    """All the faults, written into an installation; what must be told of them."""
    path = folder / "bodies.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = set()
    for (body, field), (value, texts) in SPOILT.items():
        at = line_of(lines, body, field)
        lines[at] = f"{field} = {value}" if value else lines[at]
        expected |= {f"bodies.toml:{at + 1}: {text}" for text in texts}
    members = lines.index(MEMBERS)
    lines[members] = 'members = ["jp-gcc"]'
    for seat in ("ccc-ground-us-lead", "ccc-ground-us-watch"):
        at = next(at for at, line in enumerate(lines) if f'"{seat}"' in line)
        expected.add(
            f"bodies.toml:{at + 1}: nobody could hold seat '{seat}': no body of 'us' is a member of 'ccc-ground'"
        )
    path.write_text("\n".join(lines), encoding="utf-8")
    settings = folder / "kakehashi.toml"
    rows = [row for row in settings.read_text(encoding="utf-8").splitlines() if not row.startswith("jp = ")]
    settings.write_text("\n".join(rows), encoding="utf-8")
    return expected | {f"kakehashi.toml:{rows.index('[administrators]') + 1}: nation 'jp' has no administrator"}


def test_all_faults_of_a_structure_are_told_at_once_with_their_lines(folder: Path) -> None:
    expected = spoil(folder)
    found = told(check({}, NOW))
    assert len(found) == len(expected)
    assert [text for text in expected if not any(line.startswith(text) for line in found)] == []


def test_the_bot_does_not_start_on_a_structure_with_faults(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = spoil(folder)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    assert main(["run"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert [text for text in expected if not any(line.startswith(text) for line in said)] == []
    with sqlite3.connect(folder / "kakehashi.db") as connection:
        assert connection.execute("SELECT count(*) FROM channel").fetchone() == (0,)
