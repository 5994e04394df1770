"""An exported log as a PDF for the file room: numbered and marked pages, contents, entries in words, and signatures.

Every sign is of a font that is in the file, so that it reads the same in fifty years: IPAex Gothic, under bot/fonts
with its licence. A sign that the font doesn't have is written as its number, so that nothing is left out unseen.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from itertools import chain, count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import msgspec
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table
from reportlab.platypus.tableofcontents import TableOfContents

from bot.entry_words import fields_of, in_words, plain, stage_in_words
from bot.export_words import Front
from bot.field_words import FIELDS, draw_value
from bot.reader import Reader, as_instant
from bot.reader import escape as escape_typed
from bot.words import N_
from workflows.dtg import format_dtg

FONT = "IPAexGothic"
FONT_FILE = Path(__file__).parent / "fonts" / "ipaexg.ttf"
MARGIN, HEAD, FOOT = 18 * mm, 24 * mm, 20 * mm
INK, GREY, DEEP, RULE = (HexColor(code) for code in ("#1f2933", "#52606d", "#0b2239", "#9aa5b1"))
CONTEXT = ("mode", "phase", "category", "door", "body", "person")
"""What every act carries: in one line at the end of it."""

_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]")


def _style(size: float, **more: Any) -> dict[str, Any]:
    return {"fontName": FONT, "fontSize": size, "leading": size * 1.45, "textColor": INK, "splitLongWords": 1, **more}


STYLES = {
    "title": _style(22, textColor=DEEP, alignment=TA_CENTER, spaceAfter=6 * mm),
    "under": _style(11, textColor=GREY, alignment=TA_CENTER, spaceAfter=2 * mm),
    "log": _style(16, textColor=DEEP, spaceAfter=4 * mm),
    "day": _style(12, textColor=DEEP, spaceBefore=4 * mm, spaceAfter=2 * mm, keepWithNext=1),
    "entry": _style(10.5, spaceBefore=3 * mm, keepWithNext=1),
    "facts": _style(8, textColor=GREY),
    "field": _style(9, leftIndent=30 * mm, firstLineIndent=-30 * mm),
    "context": _style(7.5, textColor=GREY),
    "text": _style(10, spaceAfter=2 * mm),
    "small": _style(8, textColor=GREY),
}


class Page(msgspec.Struct, frozen=True):
    """For whom it is written."""

    reader: Reader
    front: Front
    language: int
    """Of the front's, by its number."""

    def say(self, text: str, **facts: Any) -> str:
        return self.reader.say(text, **facts)


def pdf_of(lines: Iterable[bytes], reader: Reader, front: Front, language: int = 0) -> bytes:
    """The whole file; the same lines give the same bytes. `lines` are those of the JSON Lines form."""
    _load_font()
    page = Page(reader, front, language)
    rows = [json.loads(line) for line in lines]
    heads = [head for row in rows if (head := row.get("head") or row.get("part"))]
    parts = (_front(page, heads), _contents(page), _logs(page, rows), _end(page, rows, heads))
    out = BytesIO()
    document = _Document(out, page)
    document.multiBuild([*chain.from_iterable(parts)], canvasmaker=_Numbered)
    return out.getvalue()


@cache
def _load_font() -> TTFont:
    font = TTFont(FONT, str(FONT_FILE))
    pdfmetrics.registerFont(font)
    return font


# What the pages have in common


class _Numbered(Canvas):
    """Knows at the end of how many pages each is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802  The library's name.
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # the stubs leave it out

    def save(self) -> None:
        for state in self._pages:
            self.__dict__.update(state)
            self.setFont(FONT, 8)
            self.setFillColor(GREY)
            self.drawRightString(A4[0] - MARGIN, 12 * mm, f"{self.getPageNumber()} / {len(self._pages)}")
            super().showPage()
        super().save()


class _Document(BaseDocTemplate):
    def __init__(self, out: BytesIO, page: Page) -> None:
        title = page.front.titles[page.language]
        super().__init__(out, pagesize=A4, title=title, author="Kakehashi", invariant=1, lang=page.reader.language)
        self.page_words = page
        frame = Frame(MARGIN, FOOT, A4[0] - 2 * MARGIN, A4[1] - HEAD - FOOT, id="page", leftPadding=0, rightPadding=0)
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._around))

    def _around(self, canvas: Canvas, _document: Any) -> None:
        """Marking and title over each page, marking and file under it."""
        front, language = self.page_words.front, self.page_words.language
        canvas.saveState()
        canvas.setFont(FONT, 9)
        canvas.setFillColor(DEEP)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 11 * mm, front.markings[language])
        if front.exercise:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 15.5 * mm, front.exercise)
        canvas.drawCentredString(A4[0] / 2, 7 * mm, front.markings[language])
        canvas.setFont(FONT, 8)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, A4[1] - 20 * mm, front.titles[language])
        canvas.drawRightString(A4[0] - MARGIN, A4[1] - 20 * mm, front.name)
        canvas.setStrokeColor(RULE)
        canvas.line(MARGIN, A4[1] - 21.5 * mm, A4[0] - MARGIN, A4[1] - 21.5 * mm)
        canvas.line(MARGIN, 17 * mm, A4[0] - MARGIN, 17 * mm)
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  The library's name.
        """A heading goes into the contents, and among the bookmarks that a viewer shows."""
        if isinstance(flowable, _Heading):
            key, level, words = f"heading-{next(self.headings)}", flowable.level, _printable(flowable.words)
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(words, key, level, closed=level > 0)
            self.notify("TOCEntry", (level, escape(words), self.page, key))

    def beforeDocument(self) -> None:  # noqa: N802  The library's name.
        """It is set anew until the contents name the right pages."""
        self.headings = count(1)


# The parts


def _front(page: Page, heads: Sequence[Mapping[str, Any]]) -> Iterator[Flowable]:
    yield Spacer(0, 60 * mm)  # A space before the first paragraph of a page would be left out.
    yield _paragraph(page.front.titles[page.language], "title")
    yield _paragraph(page.front.markings[page.language], "under")
    if page.front.exercise:
        yield _paragraph(page.front.exercise, "under")
    yield Spacer(0, 10 * mm)
    for head in heads:
        yield _paragraph(_size_of(page, head), "under")
    yield Spacer(0, 10 * mm)
    yield _paragraph(
        page.say(
            N_(
                "This is a copy to read. What proves the log is its JSON Lines form, which anybody can check with "
                "kakehashi log verify; the roots on the last page are those of that form."
            )
        ),
        "under",
    )


def _size_of(page: Page, head: Mapping[str, Any]) -> str:
    if "entries" in head:
        return page.say(N_("log {log}: {entries} of {size} entries"), **head)
    return page.say(N_("log {log}: {size} entries"), **head)


def _contents(page: Page) -> Iterator[Flowable]:
    yield PageBreak()
    yield _paragraph(page.say(N_("Contents")), "log")
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [
        ParagraphStyle("contents-log", **_style(11, spaceBefore=2 * mm)),
        ParagraphStyle("contents-day", **_style(9, leftIndent=6 * mm)),
    ]
    yield contents


def _logs(page: Page, rows: Iterable[Mapping[str, Any]]) -> Iterator[Flowable]:
    """Each log on a page of its own, and in it each day under its date."""
    day = ""
    for row in rows:
        if head := row.get("head") or row.get("part"):
            yield PageBreak()
            yield _Heading(_size_of(page, head), 0)
            day = ""
        elif entry := row.get("entry"):
            if (date := entry["time"][:10]) != day:
                day = date
                yield _Heading(day, 1)
            yield from _entry(page, entry, row["content"])


def _entry(page: Page, entry: Mapping[str, Any], content: Mapping[str, Any] | None) -> Iterator[Flowable]:
    reader = page.reader
    yield _paragraph(f"{entry['seq']}. {in_words(entry, content, reader)}", "entry")
    stage = [stage_in_words(path, reader) for path in entry["stage"] or ()]
    group = format_dtg(as_instant(entry["time"]), "UTC")
    seat = reader.seat(entry["seat"]).replace("`", "") if entry["seat"] else ""
    facts = (group, entry["matter"], entry["act"], seat, " + ".join(stage))
    yield _paragraph(" · ".join(filter(None, facts)), "facts")
    fields = fields_of(content)
    for name, value in fields.items():
        if name not in CONTEXT:
            yield _paragraph(f"{reader.label(FIELDS, name)}: {_spelt(name, value, reader)}", "field")
    known = [name for name in CONTEXT if name in fields]
    context = " · ".join(f"{reader.label(FIELDS, name)}: {_spelt(name, fields[name], reader)}" for name in known)
    yield _paragraph(f"{context} · {entry['content']}".removeprefix(" · "), "context")


def _spelt(name: str, value: Any, reader: Reader) -> str:
    return plain(draw_value(name, value, reader, lambda person: escape_typed("{team}/{user}".format(**person))))


def _end(page: Page, rows: Iterable[Mapping[str, Any]], heads: Sequence[Mapping[str, Any]]) -> Iterator[Flowable]:
    """Roots and checkpoints, and a place for each nation to sign that this is what it read."""
    yield PageBreak()
    yield _Heading(page.say(N_("Signatures")), 0)
    yield _paragraph(page.say(N_("The logs in this file, by the root of each one's Merkle tree (RFC 9162):")), "text")
    for head in heads:
        yield _paragraph(_size_of(page, head), "entry")
        yield _paragraph(page.say(N_("root: {root}"), root=head["root"]), "field")
    for row in rows:
        if "checkpoint" in row:
            yield _paragraph(page.say(N_("Checkpoint of the log {log}:"), log=row["checkpoint"]["log"]), "entry")
            yield _paragraph(row["checkpoint"]["note"].strip(), "context")
    yield Spacer(0, 8 * mm)
    yield _paragraph(page.say(N_("We have compared these roots with those of our own copy, and they agree.")), "text")
    for nation in page.reader.audience:
        yield Spacer(0, 6 * mm)
        yield _paragraph(page.reader.nation(nation), "entry")
        blanks = [page.say(text) for text in (N_("Name"), N_("Seat"), N_("Date"), N_("Signature"))]
        cells = [[_paragraph(word, "small") for word in blanks]]
        table = Table(cells, colWidths=[(A4[0] - 2 * MARGIN) / 4] * 4, rowHeights=[18 * mm])
        table.setStyle([("BOX", (0, 0), (-1, -1), 0.5, RULE), ("INNERGRID", (0, 0), (-1, -1), 0.5, RULE)])
        table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
        yield table


# Text


class _Heading(Paragraph):
    """One that the contents name: a log (level 0), or a day of it (1)."""

    def __init__(self, words: str, level: int) -> None:
        super().__init__(_markup(words), _style_of("day" if level else "log", is_wide=False))
        self.words, self.level = words, level


def _paragraph(text: str, style: str) -> Paragraph:
    """Text as it is, no markup in it; a line of mostly Japanese may break between any two signs."""
    is_wide = len(_WIDE.findall(text)) * 3 > len(text)
    return Paragraph(_markup(text), _style_of(style, is_wide=is_wide))


def _markup(text: str) -> str:
    return escape(_printable(text)).replace("\n", "<br/>")


@cache
def _style_of(name: str, *, is_wide: bool) -> ParagraphStyle:
    wrap: dict[str, Any] = {"wordWrap": "CJK"} if is_wide else {}
    return ParagraphStyle(name, **STYLES[name], **wrap)


def _printable(text: str) -> str:
    """With the number of each sign that the font doesn't have in its place."""
    known = _load_font().face.charToGlyph
    return "".join(sign if sign == "\n" or ord(sign) in known else f"[U+{ord(sign):04X}]" for sign in text)
