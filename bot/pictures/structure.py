"""The structure as pictures: the trees of all bodies, and which seats are held, by nation and echelon."""

from collections.abc import Sequence

from bot import labels
from bot.pictures.svg import Page, fitted, width_of
from bot.reader import Reader
from bot.words import N_
from workflows import structure
from workflows.bodies.rows import BILATERAL, Body

MARGIN, COLUMN, GAP = 24, 410, 28
TOP = 96  # where the columns begin, under title and legend
ROW, INDENT = 40, 18
INK, GREY, RULE = "#1f2933", "#52606d", "#cbd2d9"
SHADES = ("#0b2239", "#1f4e79", "#2f7fb8", "#62a8d8", "#a3cbe8", "#d3e3f0")
"""From the highest echelon to the lowest; a longer ladder keeps the last."""
HELD, EMPTY, UNWATCHED, EDGE = "#2f855a", "#ffffff", "#b7791f", "#c53030"
SEAT, STEP, LINE = 15, 18, 22
LABEL, CELL = 150, 340  # widths of the echelon's name, and of what stands under one nation


def draw_tree(reader: Reader, bodies: Sequence[Body]) -> str:
    """All of `bodies`, each under its parent, with its counterparts: a column for each nation and one between them."""
    page = Page()
    _head(page, reader, reader.say(N_("Bodies in force: {count}"), count=len(bodies)))
    _echelons(page, reader)
    for at, group in enumerate(structure.columns(reader.registry)):
        own = [body for body in bodies if body.nation == group]
        _column(page, reader, MARGIN + at * (COLUMN + GAP), group, own)
    return page.render(reader.mechanism())


def draw_coverage(reader: Reader, covers: Sequence[structure.Cover]) -> str:
    """A box for each seat, full where somebody holds it: nations beside each other, echelons below each other."""
    page = Page()
    empty, seats = sum(len(row.empty) for row in covers), sum(len(row.seats) for row in covers)
    _head(page, reader, reader.say(N_("Seats that nobody holds: {empty} of {seats}"), empty=empty, seats=seats))
    _seat_legend(page, reader)
    nations = [nation for nation in reader.registry.nations if any(row.nation == nation for row in covers)]
    y = TOP + 14.0
    for at, nation in enumerate(nations):
        page.text(_left(at), y, reader.nation(nation), size=16, bold=True)
    y += 12
    for echelon in reader.registry.echelons:
        if band := [row for row in covers if row.body.echelon == echelon]:
            y = _band(page, reader, y, nations, band)
    return page.render(reader.mechanism())


def _head(page: Page, reader: Reader, title: str) -> None:
    page.text(MARGIN, 36, reader.mechanism(), size=20, bold=True)
    page.text(MARGIN, 58, f"{title} · {reader.registry.version}", size=13, fill=GREY)


def _shade(reader: Reader, echelon: str) -> str:
    return SHADES[min(reader.registry.echelons.index(echelon), len(SHADES) - 1)]


def _echelons(page: Page, reader: Reader) -> None:
    """What each shade means."""
    x = float(MARGIN)
    for echelon in reader.registry.echelons:
        word = reader.word(echelon)
        page.box(x, 68, 10, 10, fill=_shade(reader, echelon))
        page.text(x + 15, 77, word, size=11, fill=GREY)
        x += 30 + width_of(word, 11)
    page.text(x, 77, reader.say(N_("↔ counterparts")), size=11, fill=GREY)


def _column(page: Page, reader: Reader, x: float, group: str, bodies: Sequence[Body]) -> None:
    page.text(x, TOP + 14, f"{reader.group(group)} ({len(bodies)})", size=16, bold=True)
    places: dict[str, tuple[float, float]] = {}
    y = TOP + 28.0
    for branch in structure.tree(bodies):
        left = x + branch.depth * INDENT
        if branch.parent:
            above_x, above_y = places[branch.parent]
            page.line((above_x + 7, above_y + 30), (above_x + 7, y + 15), (left, y + 15), stroke=RULE)
        places[branch.body.id] = (left, y)
        _body(page, reader, branch.body, (left, y), x + COLUMN)
        y += ROW


def _body(page: Page, reader: Reader, body: Body, place: tuple[float, float], right: float) -> None:
    """Its shade, short label and counterparts; under them its name. Nothing goes beyond `right`."""
    x, y = place
    page.box(x, y, 14, 30, fill=_shade(reader, body.echelon))
    page.text(x + 20, y + 12, body.abbr, size=13, bold=True)
    after = x + 28 + width_of(body.abbr, 13)
    if body.counterparts:
        others = "↔ " + reader.bodies(body.counterparts)
        page.text(after, y + 12, fitted(others, 11, right - after), size=11, fill=GREY)
    page.text(x + 20, y + 27, fitted(reader.name(body.id), 11, right - x - 20), size=11, fill=GREY)


def _seat_legend(page: Page, reader: Reader) -> None:
    x = float(MARGIN)
    say = reader.say
    boxes = (
        (HELD, HELD, say(N_("held"))),
        (UNWATCHED, UNWATCHED, say(N_("nobody on watch"))),
        (EMPTY, EDGE, say(N_("empty"))),
    )
    for fill, edge, word in boxes:
        page.box(x, 66, 13, 13, fill=fill, stroke=edge)
        page.text(x + 18, 77, word, size=11, fill=GREY)
        x += 34 + width_of(word, 11)
    for role, mark in labels.ROLE_MARKS.items():
        word = f"{reader.say(mark)} {reader.label(labels.ROLES, role)}"
        page.text(x, 77, word, size=11, fill=GREY)
        x += 14 + width_of(word, 11)


def _left(at: int) -> float:
    return MARGIN + LABEL + at * (CELL + GAP)


def _band(page: Page, reader: Reader, y: float, nations: Sequence[str], covers: Sequence[structure.Cover]) -> float:
    """The bodies of one echelon with their seats, under their nations. Gives where the next band begins."""
    echelon = covers[0].body.echelon
    page.line((MARGIN, y), (_left(len(nations)) - GAP, y), stroke=RULE)
    page.box(MARGIN, y + 8, 10, 10, fill=_shade(reader, echelon))
    page.text(MARGIN + 15, y + 17, fitted(reader.word(echelon), 12, LABEL - 20), bold=True)
    counted = {row.nation: row for row in structure.counts(reader.registry, covers)}
    deepest = y
    for at, nation in enumerate(nations):
        rows = [row for row in covers if row.nation == nation]
        for line, row in enumerate(rows):
            _seats(page, reader, _left(at), y + 6 + line * LINE, row)
        if nation in counted:
            count = counted[nation]
            text = reader.say(N_("{empty} of {seats} empty"), empty=count.empty, seats=count.seats)
            page.text(_left(at) + CELL - width_of(text, 11), y + 17, text, size=11, fill=EDGE if count.empty else GREY)
        deepest = max(deepest, y + len(rows) * LINE)
    return deepest + 12


def _seats(page: Page, reader: Reader, x: float, y: float, cover: structure.Cover) -> None:
    """A body's label, and a box with the mark of its role for each of the nation's seats there."""
    is_shared = cover.body.nation == BILATERAL  # a seat of this nation at a body of several
    page.text(x, y + 12, fitted(cover.body.abbr, 12, 128), fill=GREY if is_shared else INK, bold=not is_shared)
    for at, row in enumerate(cover.seats):
        left = x + 134 + at * STEP
        fill = HELD if row.is_watched else UNWATCHED if row.is_held else EMPTY
        page.box(left, y, SEAT, SEAT, fill=fill, stroke=fill if row.is_held else EDGE)
        mark = reader.say(labels.ROLE_MARKS[row.seat.role])
        page.text(left + 3, y + 12, mark, size=10, fill="#ffffff" if row.is_held else EDGE)
