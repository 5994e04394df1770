"""Reading the logs: a matter's record, today's, one entry with what was corrected in it, and looking for words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from bot.answers.entries import EARLIER, draw_entry, draw_row
from bot.answers.unknown import unknown_serial
from bot.blocks import Block, Message, context, refusal, section
from bot.mrkdwn import escape
from bot.reader import Reader
from bot.sentences.saids import draw_said
from bot.verbs.typed import Line
from bot.words import N_
from state import reading
from state.house import House, Transaction
from state.logs import finding
from state.logs.reading import corrections, recorded, since
from state.matters import matter_by
from workflows.entries import Recorded, read_name
from workflows.known import is_name_known
from workflows.logs import replay
from workflows.logs.searching import folded, has_all, snippet, terms_of, texts_in
from workflows.matter import Actor
from workflows.standing.verbs import PAGE

TODAY = ("today", "今日", "本日")
LINES, PARTS = 9, 5  # rows of one block, and blocks of a page
FINDS = 10  # rows of a page of what was found: each has words beside it
DAYS_MOST = 2_000  # entries of one log that are looked at for a day
AROUND = 60  # characters on both sides of what was found


class At(NamedTuple):
    """Where it is read: by whom, and from which snapshot."""

    connection: Transaction
    house: House
    reader: Reader

    @property
    def logs(self) -> tuple[str, ...]:
        """The logs that are read there."""
        return tuple(self.house.registry.logs_read_by(self.reader.audience))


class Page(msgspec.Struct, frozen=True):
    """Which of the pages is meant, from 1 for the newest, and how many rows each has."""

    number: int
    size: int


def log(line: Line, connection: Transaction, house: House, reader: Reader, _actor: Actor) -> Message:
    """The record of a matter, of today, or one entry, as it reads now."""
    page = _page(line, LINES * PARTS, reader)
    if isinstance(page, Message):
        return page
    word = line.words[0] if line.words else ""
    if line.serial:
        return _of_matter(line.serial, page, At(connection, house, reader))
    if not word or folded(word) in TODAY:
        return _of_today(page, At(connection, house, reader))
    if name := read_name(word):
        is_earlier = len(line.words) > 1 and folded(line.words[1]) in EARLIER
        return _of_entry(name, At(connection, house, reader), is_earlier=is_earlier)
    return refusal(draw_said("not-in-a-log", {"word": word}, reader))


def find(line: Line, connection: Transaction, house: House, reader: Reader, _actor: Actor) -> Message:
    """Entries in which all that was named stands, in the logs that this reader reads: the newest first."""
    page = _page(line, FINDS, reader)
    if isinstance(page, Message):
        return page
    needles = [*line.words, *([line.serial] if line.serial else ())]
    if not terms_of(needles):
        return refusal(draw_said("nothing-to-find", {}, reader))
    found = finding.find(connection, house.registry.logs_read_by(reader.audience), needles)
    rows = [f"{draw_row(row, reader)}\n> {_words_about(row, needles)}" for row in _of(page, found.entries)]
    count = len(found.entries)
    title = reader.say(
        N_("Found: {count} entries") if found.is_all else N_("Found: {count} entries or more"), count=count
    )
    return _listed(title, [section(row) for row in rows], page, count, reader)


def _page(line: Line, size: int, reader: Reader) -> Page | Message:
    word = folded(line.given.get("page", "1"))
    if other := line.given.keys() - {"page"}:
        facts = {"field": min(other), "known": ("page",)}
        return refusal(draw_said("unknown-field", facts, reader))
    if not (word.isdecimal() and len(word) <= PAGE.most and int(word)):
        return refusal(draw_said("not-a-number", {"word": word}, reader))
    return Page(int(word), size)


def _of(page: Page, rows: Sequence[Recorded]) -> Sequence[Recorded]:
    """Those of one page, of rows the newest first."""
    return rows[(page.number - 1) * page.size : page.number * page.size]


def _of_matter(serial: str, page: Page, at: At) -> Message:
    found, reader, registry = matter_by(at.connection, serial), at.reader, at.house.registry
    if found is None or not is_name_known(found[0], serial, registry, reader.audience):
        return unknown_serial(serial, *at)
    entries = _said(reading.entries_of(at.connection, found[0], registry, reader.audience))
    title = reader.say(N_("Log of {serial}: {count} entries"), serial=serial, count=len(entries))
    return _in_order(title, entries[::-1], page, at)


def _of_today(page: Page, at: At) -> Message:
    """From midnight by the clock of who reads; of a day with more than is looked at, what is newer than the rest."""
    begins = _midnight(at.house.clock(), at.reader.zone)
    logs = [list(since(at.connection, log, begins, DAYS_MOST + 1)) for log in at.logs]
    left_off = max((rows[-1].time for rows in logs if len(rows) > DAYS_MOST), default=None)
    entries = _said(row for rows in logs for row in rows if left_off is None or row.time > left_off)
    entries.sort(key=lambda row: (row.time, row.log, row.seq), reverse=True)
    title = at.reader.say(
        N_("Log of today: {count} entries") if left_off is None else N_("Log of today: {count} entries or more"),
        count=len(entries),
    )
    return _in_order(title, entries, page, at)


def _midnight(now: datetime, zone: str) -> datetime:
    return now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def _said(entries: Iterable[Recorded]) -> list[Recorded]:
    """What an act led to is said by the act."""
    return [row for row in entries if row.act != replay.ACT]


def _in_order(title: str, newest_first: Sequence[Recorded], page: Page, at: At) -> Message:
    """One page, on it the newest last, each with what corrects it."""
    rows = list(_of(page, newest_first))[::-1]
    marks = _corrections(rows, at)
    lines = [draw_row(row, at.reader, marks.get((row.log, row.seq), ())) for row in rows]
    blocks = [section("\n".join(lines[row : row + LINES])) for row in range(0, len(lines), LINES)]
    return _listed(title, blocks, page, len(newest_first), at.reader)


def _listed(title: str, blocks: Sequence[Block], page: Page, count: int, reader: Reader) -> Message:
    pages = -(-count // page.size)
    more = reader.say(N_("page {number} of {pages}: `page:2` shows what was before"), number=page.number, pages=pages)
    return Message(title, [section(f"*{title}*"), *blocks, *([context(more)] if pages > 1 else ())])


def _corrections(rows: Sequence[Recorded], at: At) -> Mapping[tuple[str, int], list[Recorded]]:
    """By log and number what the reader may know to correct or to add to each."""
    found: dict[tuple[str, int], list[Recorded]] = {}
    for row in corrections(at.connection, at.logs, [(row.log, row.seq) for row in rows]):
        of = (row.content or {}).get("of") or {}
        found.setdefault((str(of.get("log", "")), int(of.get("seq", 0))), []).append(row)
    return found


def _of_entry(name: tuple[str, int], at: At, *, is_earlier: bool) -> Message:
    """One entry; answered alike where it isn't there and where these readers may not know of it."""
    log, seq = name
    row = next(recorded(at.connection, log, [seq]), None) if log in at.logs else None
    if row is None:
        return refusal(draw_said("unknown-entry", {"word": f"{log}/{seq}"}, at.reader))
    marks = _corrections([row], at).get(name, ())
    return draw_entry(row, () if is_earlier else marks, at.reader, is_earlier=is_earlier and bool(marks))


def _words_about(row: Recorded, needles: Sequence[str]) -> str:
    """The first text that has one of what was looked for, about the place."""
    for text in texts_in(row.content or {}):
        for needle in needles:
            if has_all([text], [needle]):
                return escape(snippet(text, needle, AROUND))
    return "–"
