"""The synchronisation matrix of an operation: bodies by time, a bar for each matter, arrows for what waits for what."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from babel.dates import format_datetime

from bot import labels
from bot.pictures.svg import Page, fitted, width_of
from bot.reader import Reader
from bot.sentences.facts import title_of
from bot.words import N_
from workflows.times.dtg import format_dtg, in_zone
from workflows.view import Linked, MatterView

MARGIN, NAMES, WIDTH = 24, 150, 1_000  # of the page, of the bodies' column, of the time that is drawn
TOP, BAR, LANE = 112, 18, 40  # where the bodies begin; a bar's height; from one bar to the next below it
LEAST = 6  # pixels of the shortest bar
TICKS = 12  # of these at most
STEPS = tuple(timedelta(hours=hours) for hours in (1, 2, 3, 6, 12, 24, 48, 72, 24 * 7, 24 * 14, 24 * 28, 24 * 91))
INK, GREY, RULE, BAND = "#1f2933", "#52606d", "#e4e7eb", "#f5f7fa"
OPEN, OVER, LATE, NEED, NOW = "#2f7fb8", "#9aa5b1", "#c53030", "#7b4fa3", "#d97706"


class Bar(NamedTuple):
    """Where a matter is drawn: from `left` to `right`, to `late` where it is overdue, at the height `y`."""

    row: Linked
    left: float
    right: float
    late: float
    y: float


class Span(NamedTuple):
    """The time that is drawn."""

    start: datetime
    end: datetime

    def at(self, instant: datetime) -> float:
        return MARGIN + NAMES + WIDTH * ((instant - self.start) / (self.end - self.start))


def draw_matrix(view: MatterView, reader: Reader, now: datetime, opening: str = "") -> str:
    """All that the reader may know to belong to the operation, as it stands now; `opening` stands over it."""
    rows, page = view.network.members, Page()
    page.text(MARGIN, 14, opening, size=11, fill=LATE, bold=True)
    span = _span(view, now)
    _head(page, view, reader, now)
    bodies = _bodies(rows, reader)
    bottom = TOP + LANE * sum(map(len, bodies.values())) + 8 * len(bodies)
    _times(page, reader, span, bottom)
    bars = dict(_lanes(page, reader, span, bodies, now))
    _line_of_now(page, reader, span, now, bottom)
    for first, second in view.network.needs:
        _arrow(page, bars[second], bars[first])
    for bar in bars.values():
        _bar(page, reader, bar)
    if not rows:
        page.text(MARGIN, TOP + 20, reader.say(N_("Nothing is linked yet.")), size=13, fill=GREY)
    return page.render(f"{view.serial} {title_of(view, reader)}")


def _span(view: MatterView, now: datetime) -> Span:
    """From the first beginning to the last end, with some room; now is always in it, while the operation is open."""
    rows = view.network.members
    ends = [row.ended_at or max(row.due_at, now) for row in rows]
    start, end = min([view.opened_at, *(row.opened_at for row in rows)]), max([view.due_at, now, *ends])
    room = max((end - start) / 40, timedelta(minutes=30))
    return Span(start - room, end + room * 3)


def _head(page: Page, view: MatterView, reader: Reader, now: datetime) -> None:
    say, x = reader.say, float(MARGIN)
    title = " · ".join(filter(None, (view.serial, title_of(view, reader))))
    page.text(MARGIN, 36, fitted(title, 20, NAMES + WIDTH), size=20, bold=True)
    text = say(N_("Synchronisation matrix, as of {at}"), at=reader.time(now))
    page.text(MARGIN, 58, fitted(text, 13, NAMES + WIDTH), size=13, fill=GREY)
    for fill, word in ((OPEN, say(N_("open, to its suspense"))), (LATE, say(N_("overdue"))), (OVER, say(N_("over")))):
        page.box(x, 70, 22, 10, fill=fill)
        page.text(x + 28, 79, word, size=11, fill=GREY)
        x += 46 + width_of(word, 11)
    for stroke, word in ((NEED, say(N_("is needed by"))), (LATE, say(N_("comes too late for")))):
        page.line((x, 75), (x + 22, 75), stroke=stroke, width=1.5)
        page.shape((x + 26, 75), (x + 19, 71), (x + 19, 79), fill=stroke)
        page.text(x + 32, 79, word, size=11, fill=GREY)
        x += 50 + width_of(word, 11)


def _bodies(rows: Sequence[Linked], reader: Reader) -> dict[str, list[Linked]]:
    """By body, in the registry's order, what is its part, in order of its beginning."""
    found: dict[str, list[Linked]] = {body: [] for body in reader.registry.bodies}
    for row in sorted(rows, key=lambda row: (row.opened_at, row.due_at, row.shown.serial)):
        found[row.body].append(row)
    return {body: there for body, there in found.items() if there}


def _times(page: Page, reader: Reader, span: Span, bottom: float) -> None:
    """A line for each step of the reader's own clock, with its time; above it the date-time group in UTC."""
    step = next((row for row in STEPS if (span.end - span.start) / row <= TICKS), STEPS[-1])
    begins = in_zone(span.start, reader.zone)
    at = begins.replace(hour=0, minute=0, second=0, microsecond=0)
    while at <= begins:
        at += step
    form = {"en": "d MMM HH:mm", "ja": "M/d HH:mm"}.get(reader.language, "d MMM HH:mm")
    while at < span.end:
        x = span.at(at)
        page.line((x, TOP - 4), (x, bottom), stroke=RULE)
        page.text(x - 26, TOP - 20, format_datetime(at, form, locale=reader.language), size=10, fill=GREY)
        page.text(x - 26, TOP - 8, format_dtg(at, "UTC")[:7], size=9, fill=OVER)
        at += step


def _lanes(
    page: Page, reader: Reader, span: Span, bodies: dict[str, list[Linked]], now: datetime
) -> Iterator[tuple[str, Bar]]:
    """A band for each body with its name; gives by id where each matter stands."""
    y = float(TOP)
    for body, rows in bodies.items():
        height = LANE * len(rows) + 4
        page.box(MARGIN, y, NAMES - 8, height, fill=BAND)
        page.line((MARGIN, y + height + 2), (MARGIN + NAMES + WIDTH, y + height + 2), stroke=RULE)
        page.text(MARGIN + 8, y + 18, fitted(reader.body(body), 13, NAMES - 20), size=13, bold=True)
        nation = reader.group(reader.registry.bodies[body].nation)
        page.text(MARGIN + 8, y + 33, fitted(nation, 10, NAMES - 20), size=10, fill=GREY)
        for at, row in enumerate(rows):
            left, right = span.at(row.opened_at), span.at(row.ended_at or row.due_at)
            right = max(right, left + LEAST)
            is_late = row.ended_at is None and row.due_at < now
            yield row.id, Bar(row, left, right, span.at(now) if is_late else right, y + 4 + at * LANE)
        y += height + 4


def _bar(page: Page, reader: Reader, bar: Bar) -> None:
    """The bar, and under it serial, title and stage, from where it begins or, near the edge, to where it ends."""
    shown = bar.row.shown
    page.box(bar.left, bar.y, bar.right - bar.left, BAR - 6, fill=OPEN if shown.is_open else OVER)
    if bar.late > bar.right:
        page.box(bar.right, bar.y, bar.late - bar.right, BAR - 6, fill=LATE)
    right = MARGIN + NAMES + WIDTH
    title = shown.title or reader.label(labels.PROCEDURES, shown.procedure)
    words = fitted(f"{shown.serial} {title} · {reader.stage(shown.stage, shown.procedure)}", 11, WIDTH)
    x = max(MARGIN + NAMES, min(bar.left, right - width_of(words, 11)))
    page.text(x, bar.y + BAR + 6, words, size=11, fill=LATE if bar.late > bar.right else INK, has_edge=True)


def _line_of_now(page: Page, reader: Reader, span: Span, now: datetime, bottom: float) -> None:
    x = span.at(now)
    page.line((x, TOP - 34), (x, bottom), stroke=NOW, is_dashed=True)
    page.text(x + 4, TOP - 30, reader.say(N_("now")), size=10, fill=NOW)


def _arrow(page: Page, needed: Bar, waiting: Bar) -> None:
    """From the end of what is needed to what waits for it; to one further up, to below its words."""
    stroke = LATE if needed.row.shown.is_open and max(needed.right, needed.late) > waiting.right else NEED
    start = (max(needed.right, needed.late), needed.y + 6)
    is_down = waiting.y > needed.y
    x = min(max(start[0] + 8, waiting.left + 4), max(waiting.right, waiting.late) - 2)
    goal = waiting.y - 1 if is_down else waiting.y + BAR + 9
    bend = start[0] + 8
    way = waiting.y - 8 if is_down else waiting.y + BAR + 18
    page.line(start, (bend, start[1]), (bend, way), (x, way), (x, goal), stroke=stroke, width=1.5)
    back = goal - 7 if is_down else goal + 7
    page.shape((x, goal), (x - 4, back), (x + 4, back), fill=stroke)
