"""A picture as a file: SVG as it is drawn, or PNG, which Slack shows where it stands."""

from functools import cache

from resvg_py import svg_to_bytes

from bot.pictures.svg import Page

ZOOM = 2  # pixels of a PNG for each of the drawing's: sharp on screens of today
SIGNS = ("A", "架")
"""One of each script that is drawn."""


def as_png(drawing: str) -> bytes:
    return svg_to_bytes(svg_string=drawing, zoom=ZOOM)


@cache
def has_fonts() -> bool:
    """Whether this host has type for every script: what it has none for would be left out of a PNG without a word."""
    nothing = _seen("")
    return all(_seen(sign) != nothing for sign in SIGNS)


def _seen(sign: str) -> bytes:
    page = Page()
    page.box(0, 0, 40, 40, fill="#ffffff")
    page.text(4, 30, sign, size=24)
    page.width = page.height = 40
    return as_png(page.render(""))


def as_shown(drawing: str) -> tuple[bytes, str]:
    """(content, file extension) in the form that Slack shows best of those that this host can make."""
    return (as_png(drawing), "png") if has_fonts() else (drawing.encode(), "svg")
