"""Plain SVG, as much of it as is drawn here: a page of texts, boxes and lines, measured in pixels."""

import re
import unicodedata
from collections.abc import Iterable
from html import escape

FONT = (
    "'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
)
WIDE, BROAD, CAPITAL, SMALL = 1.02, 0.95, 0.72, 0.59
"""How wide full-width signs, M and its like, capitals and others are, rather more than less, in sizes of the type."""


_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Page:
    """What is drawn, in order; `render` gives the file."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.width = self.height = 0.0

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: int = 12,
        fill: str = "#1f2933",
        bold: bool = False,
        has_edge: bool = False,
    ) -> None:
        """Words whose base line is at `y`; with an edge they can be read over lines."""
        more = ' font-weight="700"' if bold else ""
        more += ' stroke="#ffffff" stroke-width="4" paint-order="stroke"' if has_edge else ""
        self._parts.append(f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}"{more}>{_legible(words)}</text>')
        self._reach(x + width_of(words, size), y + size / 3)

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "none", rounded: int = 3
    ) -> None:
        size = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
        self._parts.append(f'<rect {size} rx="{rounded}" fill="{fill}" stroke="{stroke}"/>')
        self._reach(x + width, y + height)

    def line(
        self, *points: tuple[float, float], stroke: str = "#9aa5b1", width: float = 1, is_dashed: bool = False
    ) -> None:
        """A line through all of these points."""
        dashes = ' stroke-dasharray="4 3"' if is_dashed else ""
        thick = f' stroke-width="{width:g}"' if width != 1 else ""
        self._parts.append(f'<path d="{_way(points)}" fill="none" stroke="{stroke}"{thick}{dashes}/>')

    def shape(self, *points: tuple[float, float], fill: str) -> None:
        """What these points enclose."""
        self._parts.append(f'<path d="{_way(points)} Z" fill="{fill}"/>')

    def render(self, title: str, margin: float = 24) -> str:
        """The whole file; `title` is what a screen reader says of it."""
        width, height = self.width + margin, self.height + margin
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
            f'viewBox="0 0 {width:g} {height:g}" font-family="{escape(FONT)}" role="img">'
        )
        ground = f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>'
        return "\n".join((head, f"<title>{_legible(title)}</title>", ground, *self._parts, "</svg>", ""))

    def _reach(self, x: float, y: float) -> None:
        self.width, self.height = max(self.width, x), max(self.height, y)


def _legible(words: str) -> str:
    """As XML has it; for a sign that no XML may hold, such as one that was pasted, stands the sign for that."""
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words))


def _way(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{'L' if at else 'M'}{x:g} {y:g}" for at, (x, y) in enumerate(points))


def width_of(words: str, size: float) -> float:
    """No less than what the words take at this size of type."""
    return size * sum(map(_breadth, words))


def _breadth(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WFA":
        return WIDE
    if sign in "MWmw—…":
        return BROAD
    return CAPITAL if sign.isupper() else SMALL


def fitted(words: str, size: float, width: float) -> str:
    """The words, cut with an ellipsis where they would be wider than `width`."""
    if width_of(words, size) <= width:
        return words
    while words and width_of(words + "…", size) > width:
        words = words[:-1]
    return words.rstrip() + "…"
