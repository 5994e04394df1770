"""Looking for words in the logs that a reader reads, by an index that is filled behind the writers.

An entry is appended with no index of it: a move waits for nothing. The tick brings the index on, some entries at a
time and each log for itself; what it has not come to is looked through as it stands. Nothing that is asked of one log
has to do with any other: neither what is found, nor how many, nor how long it takes.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, func, intersect, select, update

from state.database import Database
from state.logs.reading import recorded
from state.tables.logs import log_content, log_head, log_indexed, log_word
from state.upserting import insert_into
from workflows.entries import Recorded
from workflows.logs import replay
from workflows.logs.searching import Term, has_all, terms_of, texts_in, words_of

BATCH = 25  # entries that are indexed in one transaction: it has the writers wait for about 10 ms
UNINDEXED = 5_000  # of the newest that are looked through without an index
MOST = 500  # that are looked at of each log
ASKED = 20  # words that the index is asked for, of which SQLite takes 500; the entries are looked through for all

LAST = "\U0010ffff"
"""After every character: what begins with a word is less than the word with this behind it."""


class Found(NamedTuple):
    """The newest entries first. `is_all`: there are no more, and nothing was left out of the search."""

    entries: list[Recorded]
    is_all: bool


def find(connection: Connection, logs: Sequence[str], needles: Sequence[str]) -> Found:
    """The entries of these logs in which each of the needles stands."""
    terms = terms_of(needles)
    entries: list[Recorded] = []
    is_all = True
    for log in logs if terms else ():
        seqs, is_whole = _candidates(connection, log, terms)
        is_all &= is_whole
        entries += [row for row in recorded(connection, log, seqs) if is_found(row, needles)]
    entries.sort(key=lambda row: (row.time, row.log, row.seq), reverse=True)
    return Found(entries, is_all)


def is_found(row: Recorded, needles: Sequence[str]) -> bool:
    return row.content is not None and row.act != replay.ACT and has_all(_texts(row), needles)


def _texts(row: Recorded) -> list[str]:
    return [row.serial or "", row.seat or "", *texts_in(row.content or {})]


def _candidates(connection: Connection, log: str, terms: Iterable[Term]) -> tuple[list[int], bool]:
    """The entries that may have it, and whether these are all that may."""
    size = connection.execute(select(log_head.c.size).where(log_head.c.log == log)).scalar() or 0
    upto = connection.execute(select(log_indexed.c.seq).where(log_indexed.c.log == log)).scalar() or 0
    some = sorted(terms)[:ASKED]
    asked = [select(log_word.c.seq).where(log_word.c.log == log, _begins(term)).distinct() for term in some]
    both = intersect(*asked).subquery()
    query = select(both.c.seq).order_by(both.c.seq.desc()).limit(MOST + 1)
    indexed = list(connection.execute(query).scalars())
    tail = range(max(upto, size - UNINDEXED) + 1, size + 1)
    return [*tail, *indexed[:MOST]], len(indexed) <= MOST and upto >= size - UNINDEXED


def _begins(term: Term) -> ColumnElement[bool]:
    if not term.is_start:
        return log_word.c.word == term.word
    return and_(log_word.c.word >= term.word, log_word.c.word < term.word + LAST)


# Filling the index


def index_some(database: Database) -> bool:
    """Bring the index of each log on by a few entries; says whether more is left."""
    with database.reading() as connection:
        behind = _behind(connection)
        rows = [(log, upto, _after(connection, log, upto)) for log, upto, _ in behind]
    for log, upto, entries in rows:
        found = [(row.seq, words_of(_texts(row))) for row in entries if row.content is not None]
        with database.writing() as connection:
            _write(connection, log, upto, entries[-1].seq, found)
    return any(size > upto + BATCH for _, upto, size in behind)


def _after(connection: Connection, log: str, upto: int) -> list[Recorded]:
    return list(recorded(connection, log, range(upto + 1, upto + BATCH + 1)))


def _behind(connection: Connection) -> list[tuple[str, int, int]]:
    """Each log that has more than is indexed: its name, up to where it is, its size."""
    upto = func.coalesce(log_indexed.c.seq, 0)
    joined = log_head.outerjoin(log_indexed, log_indexed.c.log == log_head.c.log)
    query = select(log_head.c.log, upto, log_head.c.size).select_from(joined).where(log_head.c.size > upto)
    return [(log, begun, size) for log, begun, size in connection.execute(query.order_by(log_head.c.log))]


def _write(connection: Connection, log: str, upto: int, last: int, found: Iterable[tuple[int, set[str]]]) -> None:
    """The words of what comes after `upto`, unless another process was first; none of what was purged since."""
    if not _takes(connection, log, upto, last):
        return
    between = log_content.c.seq.between(upto + 1, last)
    gone = set(
        connection.execute(
            select(log_content.c.seq).where(log_content.c.log == log, between, log_content.c.content.is_(None))
        ).scalars()
    )
    rows = [{"log": log, "word": word, "seq": seq} for seq, words in found if seq not in gone for word in sorted(words)]
    if rows:
        connection.execute(log_word.insert(), rows)


def _takes(connection: Connection, log: str, upto: int, last: int) -> bool:
    """Move the mark on, and keep it till the end of the transaction."""
    connection.execute(insert_into(log_indexed, connection.dialect).values(log=log, seq=0).on_conflict_do_nothing())
    mark = update(log_indexed).where(log_indexed.c.log == log, log_indexed.c.seq == upto).values(seq=last)
    return connection.execute(mark).rowcount == 1


def forget(connection: Connection, log: str, seq: int) -> None:
    """Nothing of an entry stays in the index. To be called where its content is purged, before it is."""
    connection.execute(select(log_indexed).where(log_indexed.c.log == log).with_for_update())
    content = connection.execute(
        select(log_content.c.content).where(log_content.c.log == log, log_content.c.seq == seq)
    ).scalar()
    row = next(recorded(connection, log, [seq]), None)
    if content is not None and row is not None:
        words = words_of(_texts(row))
        here = (log_word.c.log == log) & (log_word.c.seq == seq)
        connection.execute(delete(log_word).where(here, log_word.c.word.in_(words)))
