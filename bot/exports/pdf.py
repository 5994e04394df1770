"""An exported log as a PDF for the file room: numbered and marked pages, contents, entries in words, and signatures.

Every sign is of a font that is in the file, so that it reads the same in fifty years: IPAex Gothic, under fonts/ here
with its licence. A sign that the font doesn't have is written as its number, so that nothing is left out unseen.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import chain
from typing import Any

import msgspec
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer, Table

from bot.exports.pdf_pages import MARGIN, RULE, Around, ContentsLine, Document, Heading, heading_key, paragraph
from bot.exports.words import Front
from bot.mrkdwn import escape as escape_typed
from bot.reader import Reader
from bot.sentences.entry_words import act_name, fields_of, in_words, plain, stage_in_words
from bot.sentences.field_words import FIELDS, draw_value
from bot.words import N_
from state.exports.amended import Json, Mark, Marks, both_readings, marks_in, marks_of
from workflows.catalogue import procedure_of
from workflows.logs.correcting import ADD, AMEND
from workflows.times.dtg import as_instant, format_dtg

CONTEXT = ("mode", "phase", "category", "door", "body", "person")
"""What every act carries: in one line at the end of it."""
MARKED = {AMEND: N_("corrected by {name} ({time})"), ADD: N_("added to by {name} ({time})")}


class Page(msgspec.Struct, frozen=True):
    """For whom it is written."""

    reader: Reader
    front: Front
    language: int
    """Of the front's, by its number."""

    def say(self, text: str, **facts: Any) -> str:
        return self.reader.say(text, **facts)


class Outline(msgspec.Struct):
    """What is known of the lines before an entry is drawn."""

    heads: list[Json]
    notes: list[Json]
    headings: list[tuple[int, str]]
    """Level and words of those that the contents name."""
    marks: Marks


def pdf_of(lines: Iterable[bytes], reader: Reader, front: Front, language: int = 0) -> bytes:
    """The whole file; the same lines, gone over three times, give the same bytes. They are of the JSON Lines form."""
    page = Page(reader, front, language)
    outline = _outline(page, lines)
    rows = (json.loads(line) for line in lines)
    parts = (
        _front(page, outline.heads),
        _contents(page, outline.headings),
        _logs(page, rows, outline.marks),
        _end(page, outline),
    )
    out = BytesIO()
    around = Around(front.titles[language], front.markings[language], front.exercise, front.name, reader.language)
    Document(out, around).set(chain.from_iterable(parts))
    return out.getvalue()


def _outline(page: Page, lines: Iterable[bytes]) -> Outline:
    outline, day = Outline([], [], [], marks_in(lines)), ""
    for row in map(json.loads, lines):
        if head := row.get("head") or row.get("part"):
            outline.heads.append(head)
            outline.headings.append((0, _size_of(page, head)))
            day = ""
        elif "checkpoint" in row:
            outline.notes.append(row["checkpoint"])
        elif "entry" in row and (date := row["entry"]["time"][:10]) != day:
            day = date
            outline.headings.append((1, day))
    outline.headings.append((0, page.say(SIGNATURES)))
    return outline


SIGNATURES = N_("Signatures")


# The parts


def _front(page: Page, heads: Sequence[Json]) -> Iterator[Flowable]:
    yield Spacer(0, 60 * mm)  # A space before the first paragraph of a page would be left out.
    yield paragraph(page.front.titles[page.language], "title")
    yield paragraph(page.front.markings[page.language], "under")
    if page.front.exercise:
        yield paragraph(page.front.exercise, "under")
    yield Spacer(0, 10 * mm)
    for head in heads:
        yield paragraph(_size_of(page, head), "under")
    yield Spacer(0, 10 * mm)
    yield paragraph(
        page.say(
            N_(
                "This is a copy to read. What proves the log is its JSON Lines form, which anybody can check with "
                "kakehashi log verify; the roots on the last page are those of that form."
            )
        ),
        "under",
    )


def _size_of(page: Page, head: Json) -> str:
    if "entries" in head:
        return page.say(N_("log {log}: {entries} of {size} entries"), **head)
    return page.say(N_("log {log}: {size} entries"), **head)


def _contents(page: Page, headings: Sequence[tuple[int, str]]) -> Iterator[Flowable]:
    yield PageBreak()
    yield paragraph(page.say(N_("Contents")), "log")
    for number, (level, words) in enumerate(headings, 1):
        yield ContentsLine(words, level, heading_key(number))


def _logs(page: Page, rows: Iterable[Json], marks: Marks) -> Iterator[Flowable]:
    """Each log on a page of its own, and in it each day under its date."""
    day = ""
    for row in rows:
        if head := row.get("head") or row.get("part"):
            yield PageBreak()
            yield Heading(_size_of(page, head), 0)
            day = ""
        elif entry := row.get("entry"):
            if (date := entry["time"][:10]) != day:
                day = date
                yield Heading(day, 1)
            yield from _entry(page, entry, row["content"], marks_of(entry, marks))


def _entry(page: Page, entry: Json, first: Json | None, marks: Sequence[Mark]) -> Iterator[Flowable]:
    """As it reads now; under it the fields that were entered otherwise, and what put them right."""
    reader = page.reader
    now, earlier = both_readings(first, marks)
    yield paragraph(f"{entry['seq']}. {in_words(entry, now, reader)}", "entry")
    stage = [stage_in_words(path, reader, procedure_of(entry["matter"] or "")) for path in entry["stage"] or ()]
    seat = reader.seat(entry["seat"]).replace("`", "") if entry["seat"] else ""
    facts = (_group(entry), entry["matter"], act_name(entry["act"], reader), seat, " + ".join(stage))
    yield paragraph(" · ".join(filter(None, facts)), "facts")
    fields = fields_of(now)
    for name, value in fields.items():
        if name not in CONTEXT:
            yield paragraph(f"{reader.label(FIELDS, name)}: {_spelt(name, value, reader)}", "field")
    for name, value in earlier.items():
        words = f"{reader.label(FIELDS, name)}: {_spelt(name, value, reader)}"
        yield paragraph(page.say(N_("As it was first entered · {words}"), words=words), "first")
    if marks:
        said = (page.say(MARKED[mark.entry["act"]], name=mark.name, time=_group(mark.entry)) for mark in marks)
        yield paragraph(" · ".join(said), "first")
    known = [name for name in CONTEXT if name in fields]
    context = " · ".join(f"{reader.label(FIELDS, name)}: {_spelt(name, fields[name], reader)}" for name in known)
    yield paragraph(f"{context} · {entry['content']}".removeprefix(" · "), "context")


def _group(entry: Json) -> str:
    return format_dtg(as_instant(entry["time"]), "UTC")


def _spelt(name: str, value: Any, reader: Reader) -> str:
    return plain(draw_value(name, value, reader, lambda person: escape_typed("{team}/{user}".format(**person))))


def _end(page: Page, outline: Outline) -> Iterator[Flowable]:
    """Roots and checkpoints, and a place for each nation to sign that this is what it read."""
    yield PageBreak()
    yield Heading(page.say(SIGNATURES), 0)
    yield paragraph(page.say(N_("The logs in this file, by the root of each one's Merkle tree (RFC 9162):")), "text")
    for head in outline.heads:
        yield paragraph(_size_of(page, head), "entry")
        yield paragraph(page.say(N_("root: {root}"), root=head["root"]), "field")
    for kept in outline.notes:
        yield paragraph(page.say(N_("Checkpoint of the log {log}:"), log=kept["log"]), "entry")
        yield paragraph(kept["note"].strip(), "context")
    yield Spacer(0, 8 * mm)
    yield paragraph(page.say(N_("We have compared these roots with those of our own copy, and they agree.")), "text")
    for nation in page.reader.audience:
        yield Spacer(0, 6 * mm)
        yield paragraph(page.reader.nation(nation), "entry")
        blanks = [page.say(text) for text in (N_("Name"), N_("Seat"), N_("Date"), N_("Signature"))]
        cells = [[paragraph(word, "small") for word in blanks]]
        table = Table(cells, colWidths=[(A4[0] - 2 * MARGIN) / 4] * 4, rowHeights=[18 * mm])
        table.setStyle([("BOX", (0, 0), (-1, -1), 0.5, RULE), ("INNERGRID", (0, 0), (-1, -1), 0.5, RULE)])
        table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
        yield table
