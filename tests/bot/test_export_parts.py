"""Parts of the log and languages, at every door: the same choice, each for its readers and no others."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.exports import writing as exporting
from state.exports.verify import Verified, verify_file
from tests.bot.command_line import folder, played, told
from tests.bot.office import JOINT, NATIONAL, Office, channel_of, entries, opened
from tests.play import Clock
from tests.slackd import Slackd
from tests.state.test_export import full_disk

__all__ = ["folder", "played"]  # fixtures that are used by name

ROOM = 40_000
"""Bytes: enough for what SQLite has beside the database, and too few for a page or a PDF."""


def sent(office: Office, slackd: Slackd, seat: str, line: str, at: str | None = None) -> bytes:
    """The file that comes of a line."""
    office.do(seat, line, at)
    office.settle()
    return slackd.uploads[-1].content or b""


def serials(part: bytes) -> set[str | None]:
    return {row["entry"]["matter"] for row in map(json.loads, part.splitlines()) if "entry" in row}


def content_of(office: Office, nation: str) -> dict[str, object]:
    last = [row for row in entries(office, "export") if row["log"] == nation][-1]
    rows = {(row["log"], row["seq"]): row["content"] for row in office.rows("log_content")}
    content: dict[str, object] = json.loads(rows[last["log"], last["seq"]])
    return content


def test_one_matter_comes_into_the_channel_as_a_part_that_proves_itself(
    office: Office, slackd: Slackd, tmp_path: Path
) -> None:
    opened(office)
    office.do("us-usfj-watch", 'open "Another" to:jp-jjoc urgency:routine')
    part = sent(office, slackd, "us-usfj-watch", f"export {JOINT}")
    assert serials(part) == {NATIONAL, JOINT}
    (tmp_path / "part.jsonl").write_bytes(part)
    found = verify_file(tmp_path / "part.jsonl")
    assert isinstance(found, Verified)
    assert all(log.part and log.part < log.size for log in found.logs)
    assert content_of(office, "us")["part"] == JOINT
    assert serials(sent(office, slackd, "bocc-us-watch", f"export {JOINT}")) == {JOINT}


def test_what_others_may_not_know_of_is_no_part_that_they_can_have(office: Office, slackd: Slackd) -> None:
    office.do("us-usfj-watch", 'open "Runway repair" to:jp-jjoc urgency:priority')
    for seat in ("jp-jjoc-watch", "bocc-us-watch"):
        unknown = office.tell(seat, "export CR-26-US-0099").replace("0099", "0001")
        assert office.tell(seat, f"export {NATIONAL}") == unknown
    office.settle()
    assert slackd.uploads == []


def test_an_operation_comes_with_what_belongs_to_it(office: Office, slackd: Slackd) -> None:
    opened(office)
    office.do("us-usfj-cdr", 'op open "Bright Span" by:"+9d"')
    name = next(row["serial"] for row in office.rows("serial") if row["serial"].startswith("OP"))
    office.do("us-usfj-cdr", f"op add {name} {JOINT}")
    assert {name, JOINT} <= serials(sent(office, slackd, "us-usfj-watch", f"export {name}"))


def test_a_span_of_time_comes_as_it_is_typed_by_the_clock_of_the_place(
    office: Office, slackd: Slackd, clock: Clock
) -> None:
    office.do("us-usfj-watch", 'open "Early" to:jp-jjoc urgency:routine')
    clock.forward(timedelta(hours=2))
    begins = f"{clock():%Y-%m-%dT%H:%M}Z"
    office.do("us-usfj-watch", 'open "Late" to:jp-jjoc urgency:routine')
    part = sent(office, slackd, "us-usfj-watch", f"export csv from:{begins}").decode()
    assert "Late" in part
    assert "Early" not in part
    assert content_of(office, "us")["from"]
    office.do("us-usfj-watch", "export to:2020-01-01T00:00Z")
    office.settle()
    assert len(slackd.uploads) == 1
    assert office.told("us-usfj")[-1] == "The log has no entries of that time: there is no file."


def test_of_a_log_that_was_cut_it_is_told_that_no_part_of_it_can_be_proved(office: Office, slackd: Slackd) -> None:
    opened(office)
    office.do("us-usfj-watch", f"export {JOINT}")
    with office.house.database.writing() as connection:
        connection.exec_driver_sql("UPDATE log_head SET size = 1 WHERE log = 'us'")
    office.settle()
    assert office.told("us-usfj")[-1].startswith("The log is not as its last checkpoint has it")
    assert slackd.uploads == []


def test_a_part_is_named_so_and_a_whole_log_is_not(office: Office, slackd: Slackd) -> None:
    opened(office)
    for line in ("export", f"export {JOINT}"):
        office.do("us-usfj-watch", line)
    office.settle()
    assert [upload.title for upload in slackd.uploads] == ["log-us", "log-us-part"]
    assert all(upload.filename.startswith(f"{upload.title}-") for upload in slackd.uploads)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("export language:fr", "“fr” is none of these: `en`, `ja`."),
        (f"export {JOINT} from:2026-01-02T00:00Z", "One kind of part at a time"),
        ("export from:2026-01-02T00:00Z to:2026-01-01T00:00Z", "`to:` is not later than `from:`."),
        ("export from:soon", "soon"),
        ("export csv page:2", "page"),
    ],
)
def test_a_part_that_can_not_be_is_told_and_nothing_is_on_record(office: Office, line: str, said: str) -> None:
    opened(office)
    with office.nothing_written():
        assert said in office.tell("us-usfj-watch", line)


def test_a_pdf_is_in_the_language_that_was_asked_for(office: Office, slackd: Slackd) -> None:
    opened(office)
    paper = sent(office, slackd, "us-usfj-watch", "export pdf language:ja")
    assert "決定記録" in PdfReader(BytesIO(paper)).pages[0].extract_text()
    assert content_of(office, "us")["language"] == "ja"
    sent(office, slackd, "us-usfj-watch", "export pdf language:EN")
    assert content_of(office, "us")["language"] == "en"


def test_a_pdf_that_would_take_too_long_is_told_with_what_to_do(
    office: Office, slackd: Slackd, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(office)
    monkeypatch.setitem(exporting.MOST_IN_CHANNEL, "pdf", 2)
    office.do("us-usfj-watch", "export pdf")
    said = office.told("us-usfj")[-1]
    assert "a PDF that comes here has room for 2: there is no file. Ask for a part (`from:` and `to:`)" in said
    assert slackd.uploads == []


def test_a_file_that_went_into_a_channel_is_named_when_what_is_in_it_is_purged(office: Office) -> None:
    opened(office)
    office.do("us-usfj-watch", 'open "Another" to:jp-jjoc urgency:routine')
    for seat in ("us-usfj-watch", "jp-jjoc-watch"):
        office.do(seat, "export csv")
    for part in ("CR-26-US-0002", "to:2020-01-01T00:00Z"):  # of another matter, and of a time in which nothing was
        office.do("us-usfj-watch", f"export csv {part}")
    office.do("us-usfj-fdo", f"export {JOINT}")
    office.do("us-usfj-cdr", 'op open "Bright Span" by:"+9d"')
    operation = next(row["serial"] for row in office.rows("serial") if row["serial"].startswith("OP"))
    for line in (f"op add {operation} {JOINT}", f"export {operation}", f"op drop {operation} {JOINT}"):
        office.do("us-usfj-cdr", line)
    office.settle()
    first = next(row for row in office.rows("log_entry") if row["serial"] == NATIONAL)
    office.do("us-usfj-cdr", f'purge us/{first["seq"]} "a spill"')
    told = office.told("us-usfj")[-1]
    assert "These carried it. Delete them in Slack:" in told
    assert told.count("a file of the log") == 3
    assert channel_of("us-usfj") in told
    assert channel_of("jp-jjoc") not in told


@pytest.mark.parametrize("form", exporting.DRAWN)  # the others: tests/state/test_export.py
def test_a_disk_that_fills_up_leaves_no_file_and_nothing_beside_it(
    played: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    before = sorted(played.iterdir())
    with full_disk(ROOM):
        status, out, err = told(["log", "export", "--joint", "--format", form, "--out", "log"], capsys)
    assert (status, out) == (1, "")
    assert "File too large" in err
    assert sorted(played.iterdir()) == before


def test_at_the_command_line_every_form_takes_parts_and_a_language(
    played: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ["log", "export", "--joint", "--request", "CR-26-0001", "--out"]
    for form in ("csv", "md", "html"):
        assert told([*export, form, "--format", form], capsys)[0] == 0
        assert "CR-26-0001" in (played / form).read_text("utf-8-sig")
        said = "proves itself in a browser" if form == "html" else f"exported as {form}"
        assert said in told(["log", "verify", form], capsys)[2]
    assert told([*export, "pdf", "--format", "pdf", "--language", "ja"], capsys)[0] == 0
    first = PdfReader(played / "pdf").pages[0].extract_text()
    assert "決定記録" in first
    assert "exported as pdf" in told(["log", "verify", "pdf"], capsys)[2]
    assert "invalid choice: 'fr'" in told([*export, "x", "--language", "fr"], capsys)[2]
    monkeypatch.setitem(exporting.MOST, "pdf", 0)
    status, _, err = told([*export, "x", "--format", "pdf"], capsys)
    assert status == 1
    assert "entries are asked for, and a PDF has room for 0: take a part, with --from and --to" in err
    assert not (played / "x").exists()
