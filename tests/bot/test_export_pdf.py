"""The PDF for the file room: numbered and marked pages, contents, Japanese that can be read and found, signatures."""

import re
import weakref
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from bot.exports import pdf_pages
from bot.exports.pdf import pdf_of
from bot.exports.pdf_pages import AHEAD
from bot.exports.words import front_of
from bot.exports.writing import readers_of
from tests.play import registry
from tests.state.exports import ROOTS, amended, exported, stored, view

BANNER = "EXERCISE EXERCISE EXERCISE / 演習 演習 演習"


def drawn(folder: Path, language: str = "en", exercise: str = "") -> bytes:
    readers = [row for row in readers_of(registry(), registry().everyone) if row.language == language]
    return pdf_of(exported(folder).read_bytes().splitlines(), readers[0], front_of("log-joint", readers, exercise))


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_every_page_is_numbered_and_marked_above_and_below(tmp_path: Path) -> None:
    pages = texts(drawn(tmp_path, exercise=BANNER))
    assert len(pages) == 6  # cover, contents, three logs, signatures
    for number, text in enumerate(pages, 1):
        assert f"{number} / \n{len(pages)}\n" in text
        assert text.count("UNCLASSIFIED · for readers of United States and Japan") >= 2
        assert BANNER in text
    assert BANNER not in "".join(texts(drawn(tmp_path)))


def test_the_contents_name_each_log_and_day_with_its_page_and_so_do_the_bookmarks(tmp_path: Path) -> None:
    pdf = drawn(tmp_path)
    pages = texts(pdf)
    lines = pages[1].splitlines()
    dots = [at for at, line in enumerate(lines) if " . " in line]
    contents = [(lines[at - 1], lines[at + 1]) for at in dots]
    logs = [("log us: 3 entries", "3"), ("log jp: 0 entries", "4"), ("log us+jp: 5 entries", "5")]
    assert contents == [logs[0], ("2026-03-15", "3"), *logs[1:], ("2026-03-15", "5"), ("Signatures", "6")]
    assert all(words in pages[int(number) - 1] for words, number in contents)
    outline = PdfReader(BytesIO(pdf)).outline
    assert [str(row["/Title"]) for row in outline if isinstance(row, dict)] == [
        "log us: 3 entries",
        "log jp: 0 entries",
        "log us+jp: 5 entries",
        "Signatures",
    ]


def test_japanese_is_set_in_a_font_that_is_in_the_file(tmp_path: Path) -> None:
    pdf = drawn(tmp_path, "ja")
    whole = "\n".join(texts(pdf))
    assert "決定記録 · 日米同盟調整メカニズム" in whole
    assert "第1号 Port access [U+1F600]" in whole  # the font has no such face, and says so
    fonts = {
        str(font["/BaseFont"]): "/FontFile2" in font["/FontDescriptor"]
        for page in PdfReader(BytesIO(pdf)).pages
        for font in (row.get_object() for row in page["/Resources"]["/Font"].values())  # type: ignore[index]  # it has one
        if "/FontDescriptor" in font
    }
    assert fonts
    assert all(name.endswith("IPAexGothic") and is_inside for name, is_inside in fonts.items())


def test_the_last_page_has_the_roots_and_a_place_for_each_nation_to_sign(tmp_path: Path) -> None:
    last = texts(drawn(tmp_path))[-1]
    assert all(f"root: {root}" in last for root in ROOTS.values())
    blanks = "Name\nSeat\nDate\nSignature\n"
    assert f"United States\n {blanks}Japan\n {blanks}" in last


def test_the_same_log_gives_the_same_bytes(tmp_path: Path) -> None:
    assert drawn(tmp_path) == drawn(tmp_path)


def test_each_entry_has_its_present_reading_with_the_first_beside_it(tmp_path: Path) -> None:
    readers = readers_of(registry(), ("us",))
    lines = exported(tmp_path, views=[view("us", amended())]).read_bytes().splitlines()
    log = texts(pdf_of(lines, readers[0], front_of("log-us", readers, "")))[2]
    first = log[: log.index("2. ")]
    assert "1. USFJ (United States) noted: two crews" in first
    assert "As it was first entered · Text: one crew" in first
    for name in ("corrected by us/2", "corrected by us/3", "added to by us/4"):
        assert f"{name} (151430Z MAR 26)" in first


def test_thousands_of_entries_are_set_while_they_are_read_and_all_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each on the page that the contents name; what has been set is not kept."""
    days, each = 5, 500
    alive: weakref.WeakSet[Paragraph] = weakref.WeakSet()
    counts = []

    def made(text: str, style: ParagraphStyle) -> Paragraph:
        alive.add(paragraph := Paragraph(text, style))
        counts.append(len(alive))
        return paragraph

    monkeypatch.setattr(pdf_pages, "Paragraph", made)
    entries = [
        stored("us", seq, {"text": "x"}, act="note", time=f"2026-03-{1 + (seq - 1) // each:02}T14:30:00.000Z")
        for seq in range(1, days * each + 1)
    ]
    lines = exported(tmp_path, views=[view("us", entries)]).read_bytes().splitlines()
    readers = readers_of(registry(), ("us",))
    pages = texts(pdf_of(lines, readers[0], front_of("log-us", readers, "")))
    assert len(counts) > 3 * len(entries)
    assert max(counts) < 2 * AHEAD
    rows = [line for line in pages[1].splitlines() if line.strip(" .")]
    for day in range(1, days + 1):
        number = int(rows[rows.index(f"2026-03-{day:02}") + 1])
        assert f"2026-03-{day:02}" in pages[number - 1]
        assert re.search(rf"^{(day - 1) * each + 1}\. ", pages[number - 1], re.MULTILINE)
    found = re.findall(r"^(\d+)\. ", "\n".join(pages), re.MULTILINE)
    assert list(map(int, found)) == list(range(1, days * each + 1))


def test_what_somebody_typed_is_no_markup(tmp_path: Path) -> None:
    text = '<font size="90">&amp; <b>x</b> </para> <unclosed'
    entries = [stored("us", 1, {"title": text, "long": "長" * 5000 + "x" * 5000})]
    lines = exported(tmp_path, views=[view("us", entries)]).read_bytes().splitlines()
    readers = readers_of(registry(), ("us",))
    assert text in "".join(texts(pdf_of(lines, readers[0], front_of("log-us", readers, "")))).replace("\n", " ")
