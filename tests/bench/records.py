"""The record: what an append, a check and an export cost when a log has a million entries."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from hashlib import sha256
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from statistics import median

from sqlalchemy import insert, update

from state.exports.verify import Verified, verify_file
from state.exports.writing_lines import export_log
from state.house import House
from state.logs import log
from state.logs.reading import log_views
from state.proving import merkle
from state.proving.canonical import canonical, content_hash
from state.tables.logs import log_content, log_entry, log_head
from tests.bench.apart import apart, peak
from tests.bench.place import Databases, house_on
from tests.bench.rows import KINDS, Figure
from workflows.vocabulary import Entry

MOST = 1_000_000  # entries of a log
APPENDS, AT_ONCE, ROUNDS = 1_000, 20, 5
LOADED = 10_000  # rows written at a time
LOG = "bench"


def measure(databases: Databases) -> Iterator[Figure]:
    for kind, name in KINDS.items():
        with ExitStack() as ends:
            houses = [databases.open(kind, ends) for _ in range(3)]
            fill(houses[1], MOST)
            yield f"append 1,000 after 1,000,000, {name}; beside spread", *_growth(houses)
            if kind == "sqlite":
                yield from files(houses[1], databases.folder / "log.jsonl", MOST)


def files(house: House, out: Path, number: int) -> Iterator[Figure]:
    """The export of a log of so many entries, and its check beside what reading it as JSON takes."""
    url = str(house.database.engine.url.render_as_string(hide_password=False))
    seconds, memory, at_rest = apart(_export, url, out)
    yield "export 1,000,000 as JSON lines; beside what it is asked for", number / seconds, 30_000.0
    yield "memory of exporting 1,000,000; beside the program before it", memory, at_rest
    checked, parsed = [], []
    for _ in range(ROUNDS):
        parsed.append(_timed(partial(_parse, out)))
        checked.append(_timed(partial(_check, out)))
    yield "verify 1,000,000; beside json.loads of the same file", median(checked), median(parsed)


def fill(house: House, number: int) -> None:
    """Entries such as a move makes, past the writer: bulk-loaded, with the head that they lead to."""
    tree, peaks = merkle.Tree(), merkle.EMPTY
    with house.database.writing() as connection:
        begun = {"log": LOG, "size": 0, "root": merkle.root((), 0), "peaks": b""}
        connection.execute(insert(log_head), begun)
        for start in range(1, number + 1, LOADED):
            entries, contents = [], []
            for seq in range(start, min(start + LOADED, number + 1)):
                entry, content = _pair(seq)
                leaf = merkle.leaf_hash(entry)
                tree.add(leaf)
                peaks = merkle.append(peaks, seq - 1, leaf)
                entries.append({"log": LOG, "seq": seq, "serial": None, "entry": entry})
                contents.append({"log": LOG, "seq": seq, "content": content})
            connection.execute(insert(log_entry), entries)
            connection.execute(insert(log_content), contents)
        new = {"size": number, "root": tree.root, "peaks": b"".join(peaks)}
        connection.execute(update(log_head).where(log_head.c.log == LOG).values(new))


def _pair(seq: int) -> tuple[bytes, bytes]:
    content = canonical(
        {
            "person": {"team": "T0001", "user": f"U{seq:08}"},
            "text": f"Runway repair {seq}: 滑走路の補修、資材と要員の手配。" * 3,
            "phase": "steady-state",
            "options": ["one crew", "two crews"],
            "salt": sha256(str(seq).encode()).hexdigest()[:32],
        }
    )
    time_ = f"2026-03-{1 + seq * 27 // MOST:02}T{seq // 3600 % 24:02}:{seq // 60 % 60:02}:{seq % 60:02}.000Z"
    entry = {"act": "note", "content": content_hash(content), "log": LOG, "matter": None, "seat": "us-usfj-watch"}
    return canonical({**entry, "seq": seq, "stage": None, "time": time_}), content


def _growth(houses: list[House]) -> tuple[float, float]:
    """What appending costs after many by what it costs after none; and one of these by another."""
    grown, spread = [], []
    for _ in range(APPENDS // AT_ONCE):
        few, many, other = (_timed(partial(_append, house)) for house in houses)
        grown.append(many / few)
        spread.append(max(other / few, few / other))
    return median(grown), median(spread)


def _append(house: House) -> None:
    for _ in range(AT_ONCE):
        with house.database.writing() as connection:
            entry = Entry(("us", "jp"), "note", {"text": "Runway repair"})
            log.append(connection, [log.Row(LOG, None, entry, house.clock())], house.new_salt)


def _export(url: str, out: Path, there: Pipe) -> None:
    house = house_on(url)
    with house.database.reading() as connection:
        views = list(log_views(connection, [LOG]))
        before = peak()
        seconds = _timed(partial(export_log, views, "jsonl", out))
    there.send((seconds, peak(), before))


def _parse(path: Path) -> None:
    with path.open("rb") as file:
        for raw in file:
            json.loads(raw)


def _check(path: Path) -> None:
    if not isinstance(verify_file(path), Verified):
        raise RuntimeError("the log that was exported does not verify")  # noqa: TRY004  it is a result, not an argument


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
