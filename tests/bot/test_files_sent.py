"""Files on their way to Slack: an exported log, page and PDF come once and for the readers of their channel."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from state.exports.verify import Verified, verify_file
from tests.bot.office import BOTH, JOINT, Office, channel_of, opened
from tests.play import Clock
from tests.slackd import Cut, Slackd, Status


@BOTH
@pytest.mark.parametrize(("seat", "logs"), [("us-usfj-watch", ["us", "us+jp"]), ("bocc-jp-lead", ["us+jp"])])
def test_an_exported_log_arrives_as_a_file_and_proves(
    office: Office, slackd: Slackd, tmp_path: Path, seat: str, logs: list[str]
) -> None:
    opened(office)
    office.do(seat, "export jsonl")
    office.settle()
    (file,) = slackd.uploads
    assert file.channels == [channel_of(office.house.registry.seats[seat].body)]
    assert file.content is not None
    (tmp_path / "log.jsonl").write_bytes(file.content)
    proved = verify_file(tmp_path / "log.jsonl")
    assert isinstance(proved, Verified), proved
    assert [log.name for log in proved.logs] == logs
    assert JOINT not in file.filename
    assert "usfj" not in file.filename


def test_a_page_and_a_pdf_are_drawn_for_the_readers_of_the_channel(office: Office, slackd: Slackd) -> None:
    opened(office)
    for form in ("html", "pdf"):
        office.do("jp-jjoc-watch", f"export {form}")
    office.settle()
    page, paper = (file.content or b"" for file in slackd.uploads)
    assert page.startswith(b'<!doctype html>\n<html lang="ja">')
    assert "UNCLASSIFIED（秘密区分なし） · 日本の閲覧者用".encode() in page
    assert paper.startswith(b"%PDF-")
    pages = PdfReader(BytesIO(paper)).pages
    assert all("日本の閲覧者用" in sheet.extract_text() for sheet in pages)
    assert [file.filename.rsplit(".", 1)[1] for file in slackd.uploads] == ["html", "pdf"]


@pytest.mark.parametrize("method", ["files.completeUploadExternal", "upload", "files.getUploadURLExternal"])
@pytest.mark.parametrize("fault", [Cut(accepted=True), Cut(), Status(500)], ids=str)
def test_a_file_whose_upload_goes_wrong_comes_once(
    office: Office, slackd: Slackd, clock: Clock, method: str, fault: Any
) -> None:
    slackd.fault(method, fault)
    office.do("us-usfj-watch", "export csv")
    office.settle()
    clock.forward(timedelta(seconds=2))
    office.settle()
    assert len(slackd.uploads) == 1
    assert len([row for row in office.messages("us-usfj") if row.files]) == 1
    assert office.waiting() == 0
