"""`kakehashi report`: the after-action figures of a played request, by each reader's view, in both languages."""

import getpass
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from state.database import Database
from tests.bot.command_line import folder, told
from tests.bot.test_cli_act import contents
from tests.play import ANSWERING, ASKING, GROUNDS, RECORD, START, Clock, Play, install

__all__ = ["folder"]  # a fixture that is used by name
LATER = timedelta(minutes=30)


@pytest.fixture
def decided(manned: Path) -> Path:
    """One request: half an hour to each act; and another that only Japan knows of."""
    database, clock = Database(f"sqlite:///{manned}/kakehashi.db"), Clock(START)
    play = Play(install(database, clock))
    matter = play.open(title="Runway | <repair>")
    acts: list[tuple[str, str, dict[str, str]]] = [
        ("disclose", "us-usfj-fdo", {}),
        ("ack", ASKING, {}),
        ("ack", ANSWERING, {}),
    ]
    acts += [("concur", seat, GROUNDS) for seat in ("us-usfj-cdr", "jp-jjoc-cdr")]
    acts += [("decide", seat, {"decision": "approve", **RECORD}) for seat in ("bocc-us-lead", "bocc-jp-lead")]
    for verb, seat, given in acts:
        clock.forward(LATER)
        play.do(verb, seat, matter, **given)
    asked = {"title": "Hangar", "to": "us-usfj", "urgency": "routine", "detail": "x"}
    play.do("open", ANSWERING, **asked)
    operation = play.do("op open", ASKING, title="Typhoon", by="+9d")
    play.do("op add", ASKING, operation, member="CR-26-0001")
    database.close()
    return manned


def report(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    Path("report").unlink(missing_ok=True)
    status, _, err = told(["report", *words, "--out", "report"], capsys)
    assert (status, err) == (0, "")
    return Path("report").read_text(encoding="utf-8")


def rows(text: str, serial: str) -> list[list[str]]:
    return [re.split(r" (?<!\\)\| ", line.strip("| ")) for line in text.splitlines() if line.startswith(f"| {serial} ")]


@pytest.mark.usefixtures("decided")
def test_a_nation_reads_its_own_times_and_no_more_of_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    text = report(capsys, "--nation", "us", "--format", "md")
    first, *sides = rows(text, "CR-26-0001")
    assert first[1:] == [r"Runway \| \<repair\>", "coordination", "03:30", "approved", "Received", "kept", "0", "2"]
    assert sides == [
        ["CR-26-0001", "Release check", "00:30", "00:30", "–"],
        ["CR-26-0001", "Received", "01:00", "00:30", "01:00"],
        ["CR-26-0001", "Staffing", "01:00", "00:30", "–"],
        ["CR-26-0001", "Deciding", "01:00", "00:30", "01:00"],
    ]
    assert "Hangar" not in text
    assert "Hangar" in report(capsys, "--nation", "jp", "--format", "md")
    joint = report(capsys, "--joint", "--format", "md")
    assert "Release check" not in joint  # before it crossed, it was one nation's
    assert rows(joint, "CR-26-0001")[0][3] == "03:00"


@pytest.mark.usefixtures("decided")
def test_the_page_has_its_plots_and_lets_nothing_in(capsys: pytest.CaptureFixture[str]) -> None:
    text = report(capsys, "CR-26-0001", "--nation", "us")
    assert text.count("<svg ") == 2
    assert "Runway | &lt;repair&gt;" in text
    assert "<repair>" not in text
    assert "default-src 'none'" in text
    assert "UNCLASSIFIED · for readers of United States" in text


@pytest.mark.usefixtures("decided")
def test_it_speaks_the_readers_language_or_the_one_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    japanese = report(capsys, "--nation", "jp", "--format", "md")
    assert "# 事後検証報告 · 日米同盟調整メカニズム" in japanese
    assert "| CR-26-0001 | 受領 |" in japanese
    assert "# After-action report" in report(capsys, "--nation", "jp", "--format", "md", "--language", "en")


@pytest.mark.usefixtures("decided")
def test_it_can_be_of_a_span_of_time(capsys: pytest.CaptureFixture[str]) -> None:
    span = ("--nation", "jp", "--format", "md", "--language", "en")
    assert "Matters: 1," in report(capsys, *span, "--to", "2026-11-02T09:45+09:00")
    assert "Matters: 1," in report(capsys, *span, "--from", "2026-11-02T01:00Z")
    assert "Matters: 2," in report(capsys, *span, "--from", "2026-11-02", "--to", "2026-11-03")


@pytest.mark.usefixtures("decided")
def test_a_time_without_a_zone_is_read_in_the_readers_and_shown_back(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--format", "md", "--from", "2026-11-02T09:10", "--out")  # START is 09:00 in Japan
    found = {
        "--nation jp": (0, "2 matters, opened in 2026-11-02T09:10+09:00/"),
        "--joint": (0, "1 matters, opened in 2026-11-02T09:10+09:00/"),
        "--nation us": (1, ""),
    }
    for readers, (status, said) in found.items():
        told_ = told(["report", *readers.split(), *words, readers[2:]], capsys)
        assert (told_[0], said in told_[1]) == (status, True), told_


def test_who_took_it_is_on_record_for_its_readers_and_nobody_else(
    decided: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {log: exports(decided, log) for log in ("us", "us+jp", "jp")}
    report(capsys, "CR-26-0001", "--nation", "us")
    (taken,) = exports(decided, "us")
    assert (taken["format"], taken["part"], taken["account"]) == ("report-html", "CR-26-0001", getpass.getuser())
    assert {*taken["logs"]} == {"us", "us+jp"}
    assert (exports(decided, "us+jp"), exports(decided, "jp")) == (before["us+jp"], before["jp"])
    report(capsys, "--joint", "--format", "md")
    assert [row["format"] for row in exports(decided, "us+jp")] == ["report-md"]
    assert told(["report", "--joint", "--out", "."], capsys)[0] == 1  # no file, and so no entry of one
    assert len(exports(decided, "us+jp")) == 1


def exports(folder: Path, log: str) -> list[dict[str, Any]]:
    """What the entries `export` of a log say."""
    return [row for row in contents(folder, log) if "format" in row]


@pytest.mark.usefixtures("decided")
def test_it_can_be_of_an_operation(capsys: pytest.CaptureFixture[str]) -> None:
    text = report(capsys, "--op", "OP-26-US-0001", "--nation", "us", "--format", "md")
    assert rows(text, "CR-26-0001")
    assert "Typhoon" not in text


WRONG = {
    "a matter that is another nation's": (
        ["CR-26-JP-0001", "--nation", "us"],
        "no matter that these readers know: CR-26-JP-0001",
    ),
    "a matter that there isn't": (["CR-26-0009", "--joint"], "no matter that these readers know: CR-26-0009"),
    "an operation that there isn't": (["--op", "CR-26-0001", "--joint"], "no operation that these readers know"),
    "another nation's operation": (["--op", "OP-26-US-0001", "--nation", "jp"], "no operation that these readers know"),
    "a time without a matter": (["--joint", "--from", "2030-01-01"], "no matter was opened in that time"),
    "a nation that there isn't": (["--nation", "fr"], "'fr' is not a nation of the registry: us, jp"),
    "a time that is none": (["--joint", "--from", "soon"], "'soon' is not a day or a time, as 2026-11-24"),
}


@pytest.mark.usefixtures("decided")
def test_what_cannot_be_reported_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for words, sentence in WRONG.values():
        status, out, err = told(["report", *words, "--out", "report"], capsys)
        assert (status > 0, out) == (True, "")
        assert sentence in err
        assert not Path("report").exists()
