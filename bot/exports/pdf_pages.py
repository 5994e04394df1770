"""The pages of a PDF that is set in one pass: marked and numbered, with contents, in a font that is in the file.

What a page has to know of later ones (on which page a heading stands, how many pages there are) is drawn on it by name,
and what goes by the name is drawn at the end: nothing is kept but the pages themselves, packed as they are.
"""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import count, islice
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
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

FONT = "IPAexGothic"
FONT_FILE = Path(__file__).parent / "fonts" / "ipaexg.ttf"
MARGIN, HEAD, FOOT = 18 * mm, 24 * mm, 20 * mm
CONTENTS_SIZE, PAGE_SIZE = 9.5, 8
ROOM = 60
"""Points on both sides of where a number is put that is drawn at the end."""
TOTAL_AT = A4[0] - MARGIN - 10 * mm
"""Where the number of all pages begins, after a page's own."""
INK, GREY, DEEP, RULE = (HexColor(code) for code in ("#1f2933", "#52606d", "#0b2239", "#9aa5b1"))
AHEAD = 20
"""Pieces that are drawn up before they are set: more than stay together on a page."""

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
    "first": _style(8, leftIndent=36 * mm, firstLineIndent=-30 * mm, textColor=GREY),
    "context": _style(7.5, textColor=GREY),
    "text": _style(10, spaceAfter=2 * mm),
    "small": _style(8, textColor=GREY),
}


class Around(msgspec.Struct, frozen=True):
    """What stands on every page."""

    title: str
    marking: str
    """Above and below."""
    exercise: str
    name: str
    """Of the file."""
    language: str


@cache
def _load_font() -> TTFont:
    font = TTFont(FONT, str(FONT_FILE))
    pdfmetrics.registerFont(font)
    return font


class _Numbered(Canvas):
    """Draws at the end what earlier pages have by name: the number of all pages, and on which page a heading stands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: dict[str, int] = {}
        """By heading its page."""

    def showPage(self) -> None:  # noqa: N802  The library's name.
        self.setFont(FONT, PAGE_SIZE)
        self.setFillColor(GREY)
        self.drawRightString(TOTAL_AT, 12 * mm, f"{self.getPageNumber()} / ")
        _put(self, "total", TOTAL_AT, 12 * mm)
        super().showPage()

    def save(self) -> None:
        self._define("total", self.getPageNumber() - 1, PAGE_SIZE)
        for key, page in self.found.items():
            self._define(key, page, CONTENTS_SIZE, self.stringWidth(str(page), FONT, CONTENTS_SIZE))
        super().save()

    def _define(self, name: str, number: int, size: float, left: float = 0) -> None:
        """The number under its name; it begins so far left of where it is put."""
        self.beginForm(name, lowerx=-ROOM, lowery=-4, upperx=ROOM, uppery=16)
        self.setFont(FONT, size)
        self.setFillColor(GREY)
        self.drawString(-left, 0, str(number))
        self.endForm()


def _put(canvas: Canvas, name: str, x: float, y: float) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.doForm(name)
    canvas.restoreState()


class Document(BaseDocTemplate):
    def __init__(self, out: BytesIO, around: Around) -> None:
        title, language = around.title, around.language
        super().__init__(out, pagesize=A4, title=title, author="Kakehashi", invariant=1, lang=language)
        self.around = around
        frame = Frame(MARGIN, FOOT, A4[0] - 2 * MARGIN, A4[1] - HEAD - FOOT, id="page", leftPadding=0, rightPadding=0)
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._around))
        self.headings = count(1)
        self.ahead: list[Flowable] = []
        self.rest: Iterator[Flowable] = iter(())

    def set(self, pieces: Iterator[Flowable]) -> None:
        self.rest = pieces
        self.ahead.extend(islice(pieces, AHEAD))
        self.build(self.ahead, canvasmaker=_Numbered)

    def filterFlowables(self, flowables: list[Flowable]) -> None:  # noqa: N802  The library's name.
        """Called before each piece is set: there are always some ahead of it, and never all."""
        if flowables is self.ahead:  # and not what the library itself puts between pages
            self.ahead.extend(islice(self.rest, max(0, AHEAD - len(self.ahead))))

    def _around(self, canvas: Canvas, _document: Any) -> None:
        """Marking and title over each page, marking and file under it."""
        around = self.around
        canvas.saveState()
        canvas.setFont(FONT, 9)
        canvas.setFillColor(DEEP)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 11 * mm, around.marking)
        if around.exercise:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 15.5 * mm, around.exercise)
        canvas.drawCentredString(A4[0] / 2, 7 * mm, around.marking)
        canvas.setFont(FONT, 8)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, A4[1] - 20 * mm, around.title)
        canvas.drawRightString(A4[0] - MARGIN, A4[1] - 20 * mm, around.name)
        canvas.setStrokeColor(RULE)
        canvas.line(MARGIN, A4[1] - 21.5 * mm, A4[0] - MARGIN, A4[1] - 21.5 * mm)
        canvas.line(MARGIN, 17 * mm, A4[0] - MARGIN, 17 * mm)
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  The library's name.
        """A heading is found from the contents, and from the bookmarks that a viewer shows."""
        if isinstance(flowable, Heading):
            key, level = heading_key(next(self.headings)), flowable.level
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(_printable(flowable.words), key, level, closed=level > 0)
            if isinstance(self.canv, _Numbered):
                self.canv.found[key] = self.page


def heading_key(number: int) -> str:
    """Of the heading of that number, counted from 1."""
    return f"heading-{number}"


class Heading(Paragraph):
    """One that the contents name: a log (level 0), or a day of it (1)."""

    def __init__(self, words: str, level: int) -> None:
        super().__init__(_markup(words), _style_of("day" if level else "log", is_wide=False))
        self.words, self.level = words, level


class ContentsLine(Flowable):
    """A line of the contents: a heading, dots, and its page, which is known when the last one is set."""

    def __init__(self, words: str, level: int, key: str) -> None:
        super().__init__()
        self.words, self.key = _printable(words), key
        self.indent, self.height = (6 * mm, 4.6 * mm) if level else (0.0, 7 * mm)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def draw(self) -> None:
        canvas, ends = self.canv, self.width - 10 * mm
        canvas.setFont(FONT, CONTENTS_SIZE)
        canvas.setFillColor(INK)
        canvas.drawString(self.indent, 0, self.words)
        begins = self.indent + canvas.stringWidth(self.words, FONT, CONTENTS_SIZE)
        dots = int((ends - begins) / canvas.stringWidth(" .", FONT, CONTENTS_SIZE))
        canvas.drawRightString(ends, 0, " ." * dots)
        _put(canvas, self.key, self.width, 0)
        canvas.linkRect("", self.key, (self.indent, -1, self.width, self.height - 1), relative=1)


def paragraph(text: str, style: str) -> Paragraph:
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
