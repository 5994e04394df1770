"""The after-action report as a page and as Markdown: tables, and plots that are drawn here; no program runs in it."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from html import escape
from pathlib import Path

import msgspec

from bot import labels
from bot.exports.words import Front
from bot.pictures.svg import Page, fitted, width_of
from bot.reader import Reader
from bot.words import N_
from state.exports.readable import in_markdown
from workflows.after_action import Course, Summary, compare
from workflows.catalogue import procedure_of
from workflows.times.dtg import format_dtg

STYLE = (Path(__file__).parent / "pages" / "report.css").read_text(encoding="utf-8")
COLOURS = ("#0b2239", "#1f4e79", "#2f7fb8", "#62a8d8", "#a3cbe8", "#b7791f", "#2f855a", "#9aa5b1")
"""Of stages, in the order in which they are met."""
WIDTH, BAR, LEFT = 900, 26, 170
GREY = "#52606d"


class Table(msgspec.Struct, frozen=True):
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def html_report(courses: Sequence[Course], reader: Reader, front: Front) -> str:
    """One file, with its plots, that asks nothing of any network."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    title = escape(_title(reader))
    banner = f'<div class="exercise">{escape(front.exercise)}</div>' if front.exercise else ""
    body = "\n".join((*_parts(courses, reader),))
    return (
        f'<!doctype html>\n<html lang="{reader.language}">\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'\">\n"
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n<style>{STYLE}</style>\n'
        f'</head>\n<body>\n<div class="marking">{escape(front.markings[0])}</div>{banner}\n'
        f"<h1>{title}</h1>\n<p>{escape(_scope(courses, reader))}</p>\n{body}\n</body>\n</html>\n"
    )


def md_report(courses: Sequence[Course], reader: Reader, front: Front) -> str:
    """The tables alone."""
    head = (front.exercise, front.markings[0], "", f"# {_title(reader)}", "", _scope(courses, reader), "")
    lines = [*(line for line in head if line or line == ""), *_tables_as_md(tables(courses, reader))]
    return "\n".join(lines).lstrip("\n") + "\n"


def tables(courses: Sequence[Course], reader: Reader) -> list[Table]:
    return [_matters(courses, reader), _modes(compare(courses), reader), _sides(courses, reader)]


def _title(reader: Reader) -> str:
    return reader.say(N_("After-action report · {mechanism}"), mechanism=reader.mechanism())


def _scope(courses: Sequence[Course], reader: Reader) -> str:
    opened = [row.opened for row in courses]
    facts = {"count": len(courses), "first": format_dtg(min(opened), "UTC"), "last": format_dtg(max(opened), "UTC")}
    return reader.say(
        N_("Matters: {count}, opened from {first} to {last}. Times are spans; medians where several."), **facts
    )


def _parts(courses: Sequence[Course], reader: Reader) -> Iterator[str]:
    matters, modes, sides = tables(courses, reader)
    yield from (_as_html(matters), _figure(_draw_courses(courses, reader)))
    yield from (_as_html(modes), _figure(_draw_modes(compare(courses), reader)))
    yield _as_html(sides)


def _figure(drawing: str) -> str:
    return f"<figure>{drawing}</figure>"


# Tables


def _matters(courses: Sequence[Course], reader: Reader) -> Table:
    say = reader.say
    head = (N_("Matter"), N_("Title"), N_("Mode"), N_("To joint decision"), N_("Outcome"), N_("Waited longest at"))
    more = (N_("Suspense"), N_("Gone up overdue"), N_("Hand-offs"))
    return Table(
        say(N_("From opening to joint decision")),
        tuple(map(say, (*head, *more))),
        tuple(_matter(row, reader) for row in courses),
    )


def _matter(row: Course, reader: Reader) -> tuple[str, ...]:
    is_known = row.due is not None and row.decided is not None
    kept = reader.say(N_("passed") if row.is_late else N_("kept")) if is_known else "–"
    return (
        row.serial,
        row.title,
        reader.label(labels.MODES, row.mode),
        _span(row.to_decision),
        reader.label(labels.DECISIONS, row.outcome) or "–",
        reader.stage(row.waited, procedure_of(row.serial)) or "–",
        kept,
        str(row.overdue),
        str(row.handed),
    )


def _modes(rows: Sequence[Summary], reader: Reader) -> Table:
    say = reader.say
    stages = list(dict.fromkeys(stage for row in rows for stage in row.stages))
    lines = [
        (say(N_("Matters")), *(str(row.count) for row in rows)),
        (say(N_("Decided")), *(str(row.decided) for row in rows)),
        (say(N_("To joint decision")), *(_span(row.to_decision) for row in rows)),
        *((reader.stage(stage, ""), *(_span(row.stages.get(stage)) for row in rows)) for stage in stages),
        (say(N_("Suspense passed")), *(str(row.late) for row in rows)),
        (say(N_("Gone up overdue")), *(str(row.overdue) for row in rows)),
        (say(N_("Hand-offs of a matter")), *(f"{row.handed:.1f}" for row in rows)),
    ]
    head = ("", *(reader.label(labels.MODES, row.mode) for row in rows))
    return Table(say(N_("Coordination and integration side by side")), head, tuple(lines))


def _sides(courses: Sequence[Course], reader: Reader) -> Table:
    """Until each nation's last act at a stage, as far as the reader's logs have it."""
    nations = reader.registry.nations
    rows = []
    for row in courses:
        for span in row.spans:
            took = {side.nation: side.took for side in row.sides if side.stage == span.stage}
            if took:
                times = (_span(took.get(nation)) for nation in nations)
                rows.append((row.serial, reader.stage(span.stage, procedure_of(row.serial)), _span(span.took), *times))
    say = reader.say
    head = (say(N_("Matter")), say(N_("Stage")), say(N_("In all")), *(reader.nation(nation) for nation in nations))
    return Table(say(N_("Until each nation's last act at a stage")), head, tuple(rows))


def _span(time: timedelta | None) -> str:
    """As `2 d 03:15`, or `00:42`: hours and minutes."""
    if time is None:
        return "–"
    minutes = round(time.total_seconds() / 60)
    days, rest = divmod(minutes, 24 * 60)
    return (f"{days} d " if days else "") + f"{rest // 60:02}:{rest % 60:02}"


def _as_html(table: Table) -> str:
    head = "".join(f"<th>{escape(word)}</th>" for word in table.head)
    rows = "\n".join("<tr>" + "".join(f"<td>{escape(word)}</td>" for word in row) + "</tr>" for row in table.rows)
    return (
        f"<h2>{escape(table.title)}</h2>\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _tables_as_md(found: Sequence[Table]) -> Iterator[str]:
    for table in found:
        yield from (f"## {table.title}", "", _md_row(table.head), _md_row(["---"] * len(table.head)))
        yield from map(_md_row, table.rows)
        yield ""


def _md_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(in_markdown, cells)) + " |"


# Plots


def _draw_courses(courses: Sequence[Course], reader: Reader) -> str:
    """A line for each matter, from its opening on: a box for each stage as long as it took, a mark at the decision."""
    page = Page()
    stages = list(dict.fromkeys(span.stage for row in courses for span in row.spans))
    y = _legend(page, reader, stages)
    most = max((span.ended - row.opened for row in courses for span in row.spans), default=timedelta(0))
    for row in courses:
        page.text(0, y + 17, fitted(f"{row.serial} {row.title}", 11, LEFT - 8), size=11)
        for span in row.spans:
            x, wide = _wide(span.begun - row.opened, most), _wide(span.took, most)
            page.box(LEFT + x, y + 4, max(wide, 1), BAR - 8, fill=_colour(stages, span.stage))
        if row.decided:
            x = LEFT + _wide(row.decided - row.opened, most)
            page.line((x, y), (x, y + BAR - 1), stroke="#c53030")
        y += BAR
    page.text(LEFT, y + 14, "00:00", size=11, fill=GREY)
    end = _span(most)
    page.text(LEFT + WIDTH - width_of(end, 11), y + 14, end, size=11, fill=GREY)
    return page.render(reader.say(N_("From opening to joint decision")), margin=8)


def _draw_modes(rows: Sequence[Summary], reader: Reader) -> str:
    """Of each mode the medians of its stages, one after the other."""
    page = Page()
    stages = list(dict.fromkeys(stage for row in rows for stage in row.stages))
    y = _legend(page, reader, stages)
    most = max((sum(row.stages.values(), timedelta(0)) for row in rows), default=timedelta(0))
    for row in rows:
        page.text(0, y + 17, reader.label(labels.MODES, row.mode), size=12)
        x = float(LEFT)
        for stage, took in row.stages.items():
            wide = _wide(took, most)
            page.box(x, y + 4, max(wide, 1), BAR - 8, fill=_colour(stages, stage))
            x += wide
        y += BAR
    return page.render(reader.say(N_("Coordination and integration side by side")), margin=8)


def _legend(page: Page, reader: Reader, stages: Sequence[str]) -> float:
    """What each colour is; gives where the plot begins."""
    x, y = 0.0, 0.0
    for stage in stages:
        word = reader.stage(stage, "")
        if x and x + 34 + width_of(word, 11) > LEFT + WIDTH:
            x, y = 0.0, y + 18
        page.box(x, y + 2, 11, 11, fill=_colour(stages, stage))
        page.text(x + 16, y + 12, word, size=11, fill=GREY)
        x += 34 + width_of(word, 11)
    return y + 24


def _colour(stages: Sequence[str], stage: str) -> str:
    return COLOURS[stages.index(stage) % len(COLOURS)]


def _wide(span: timedelta, most: timedelta) -> float:
    return round(WIDTH * (span / most), 2) if most else 0.0
