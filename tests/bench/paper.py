"""An exported log as a PDF: what an entry costs of few and of many, and what memory many take."""

import time
from collections.abc import Iterator
from multiprocessing.connection import Connection as Pipe

from bot.exports.pdf import pdf_of
from bot.exports.words import front_of
from bot.exports.writing import readers_of
from state.exports.writing_lines import json_lines
from tests.bench.apart import apart, peak
from tests.bench.place import Databases
from tests.bench.rows import Figure
from tests.play import registry
from tests.state.exports import stored, view

MANY, FEW = 20_000, 2_000
CONTENT = {
    "title": "Runway repair at 新田原",
    "situation": "滑走路の補修、資材と要員の手配。" * 5,
    "rationale": "Both staffs concur " * 10,
    "decision": "approved",
    "body": "bocc",
    "door": "slash",
}


def measure(_databases: Databases) -> Iterator[Figure]:
    (many, memory, before), (few, _, _) = apart(_draw, MANY), apart(_draw, FEW)
    yield "PDF of 20,000 entries, an entry; beside 2,000", 1000 * many / MANY, 1000 * few / FEW
    yield "memory of a PDF of 20,000 entries; beside the program before it", memory, before


def _draw(count: int, there: Pipe) -> None:
    entries = [
        stored(
            "us+jp", seq, CONTENT, act="decide", seat="bocc-us-lead", time=f"2026-03-{_day(seq, count)}T14:30:00.000Z"
        )
        for seq in range(1, count + 1)
    ]
    lines = list(json_lines([view("us+jp", entries)]))
    readers = readers_of(registry(), registry().everyone)
    before, begun = peak(), time.perf_counter()
    pdf_of(lines, readers[0], front_of("log", readers, ""))
    there.send((time.perf_counter() - begun, peak(), before))


def _day(seq: int, count: int) -> str:
    return f"{1 + (seq - 1) * 28 // count:02}"
