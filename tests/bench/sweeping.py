"""The sweep: an idle tick, a thousand due at one instant, its throughput, and what a million pending rows cost it.

A reminder here is one that tells. Each is about a copy of one real request, the copies between other bodies each time.
Deliverers do not run: what is measured is the way into the outbox.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import cycle, islice, product
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from statistics import median, quantiles
from threading import Event
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, select, text, update

from bot.clock import SystemClock
from bot.service import TICK
from bot.ticking import Tick
from state.house import House
from state.sweep import BATCH, sweep
from state.tables.deliveries import outbox
from state.tables.matters import matter
from state.tables.reminders import reminder
from tests.bench.place import Databases, house_on
from tests.bench.rows import KINDS, Figure
from tests.play import ANSWERING, ASKING, Play, registry

FEW, MANY, MOST = 1_000, 100_000, 1_000_000  # reminders that pend
AT_ONCE = 1_000  # due at one instant
IN_ALL = 10_000  # swept for the throughput
RUNS, ROUNDS, TICKS = 5, 40, 20
PROCESSES = 3
PATIENCE = 60  # seconds, for other processes

PENDING = text(
    "INSERT INTO reminder (matter_id, rule, body, due_at, facts, state) "
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :number) "
    "SELECT '', 'note-to-self', 'us-usfj', :due, :facts, 'pending' FROM numbers"
).bindparams(bindparam("due", type_=reminder.c.due_at.type), bindparam("facts", type_=reminder.c.facts.type))


def measure(databases: Databases) -> Iterator[Figure]:
    for kind, name in KINDS.items():
        with ExitStack() as ends:
            few, many, other = (databases.open(kind, ends) for _ in range(3))
            for house, number in ((few, FEW), (many, MANY), (other, FEW)):
                _fill(house, number)
            idle = [median(_seconds(house, ROUNDS * TICKS)) * 1000 for house in (many, few)]
            yield f"idle tick, 100,000 reminders pending, {name}; beside 1,000", idle[0], idle[1]
            yield from _at_once(many, name)
            _fill(many, MOST - MANY)
            for house in (few, many, other):
                _rest(house)
            for what, number in (("idle", 0), ("telling", 1)):
                due = [_add_due(house, number) for house in (few, many, other)]
                found = _growth((few, many, other), due)
                yield f"{what} tick, 1,000,000 pending by 1,000, {name}; beside spread", *found
    yield from _throughput(databases)


def _fill(house: House, number: int) -> None:
    """So many more reminders that pend, and none of which is due for a day."""
    rows = {"number": number, "due": house.clock() + timedelta(days=1), "facts": b'{"text":"x"}'}
    with house.database.writing() as connection:
        connection.execute(PENDING, rows)
        connection.execute(text("ANALYZE"))


def _rest(house: House) -> None:
    """Let PostgreSQL write out now what was loaded: it would do so for minutes, beside what is measured."""
    if not house.database.is_sqlite:
        with house.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in ("VACUUM ANALYZE reminder", "CHECKPOINT"):
                connection.exec_driver_sql(statement)


def _add_due(house: House, number: int) -> list[int]:
    """So many reminders, each to another body or about another request, that can be made due by these ids."""
    if not number:
        return []
    play = Play(house)
    about = play.open_joint()
    known = registry()
    ours, theirs = (known.seats[seat].body for seat in (ASKING, ANSWERING))
    watched = [
        # Those without quiet hours: whatever the hour, none of theirs puts a reminder off.
        [
            row.id
            for row in known.bodies.values()
            if row.nation == known.bodies[side].nation and known.watch_of(row.id) and not known.quiet_hours_of(row.id)
        ]
        for side in (ours, theirs)
    ]
    matters: list[dict[str, Any]] = []
    reminders: list[dict[str, Any]] = []
    with house.database.writing() as connection:
        (row,) = connection.execute(select(matter).where(matter.c.id == about)).mappings()
        for at, bodies in enumerate(islice(cycle(product(*watched)), (number + 1) // 2)):
            key = f"{about[:16]}{at:016x}"
            copy = bytes(row["data"]).replace(about.encode(), key.encode())
            for old, new in zip((ours, theirs), bodies, strict=True):
                copy = copy.replace(f'"{old}"'.encode(), f'"{new}"'.encode())
            matters.append({**row, "id": key, "data": copy})
            one = {"matter_id": key, "rule": "due", "due_at": house.clock(), "facts": b"{}", "state": "fired"}
            reminders += [{**one, "body": body} for body in bodies]
        connection.execute(insert(matter), matters)
        connection.execute(insert(reminder), reminders[:number])
        connection.execute(text("ANALYZE"))
        ids = select(reminder.c.id).order_by(reminder.c.id.desc()).limit(number)
        return list(connection.execute(ids).scalars())


def _make_due(house: House, ids: Sequence[int], at: datetime) -> None:
    """Those are due at that instant, and nothing has been told yet."""
    with house.database.writing() as connection:
        connection.execute(delete(outbox))
        connection.execute(update(reminder).where(reminder.c.id.in_(ids)).values(due_at=at, state="pending"))


def _told(house: House) -> int:
    """How many reminders wait in the outbox."""
    with house.database.reading() as connection:
        rows = connection.execute(select(outbox.c.kind, outbox.c.facts).where(outbox.c.kind.like("reminder%")))
        return sum(len(msgspec.json.decode(row.facts).get("rows", (0,))) for row in rows)


def _at_once(house: House, name: str) -> Iterator[Figure]:
    ids = _add_due(house, AT_ONCE)
    many: list[float] = []
    one: list[float] = []
    for _ in range(RUNS):
        many += _lateness(house, ids)
        one += _lateness(house, ids[:1])
    yield f"1,000 due at once, last in the outbox, {name}; beside one alone", max(many), max(one)
    yield f"1,000 due at once, p99 lateness, {name}; beside one alone", quantiles(many, n=100)[98], max(one)


def _lateness(house: House, ids: Sequence[int]) -> list[float]:
    """Seconds from when each was due until it was committed, by the bot's own tick."""
    clock, committed, done = SystemClock(), [], Event()
    left = len(ids)

    def on_commit() -> None:
        nonlocal left
        swept = min(BATCH, left)
        left -= swept
        committed.extend([clock()] * swept)
        if not left:
            done.set()

    due = clock().replace(microsecond=0) + timedelta(seconds=2)
    _make_due(house, ids, due)
    tick = Tick()
    tick.every(TICK, lambda: sweep(msgspec.structs.replace(house, on_commit=on_commit)))
    tick.start()
    came = done.wait(30)
    tick.shutdown(wait=True)
    if not came or _told(house) != len(ids):
        raise RuntimeError(f"{_told(house)} of {len(ids)} were told")
    return [(at - due).total_seconds() for at in committed]


def _seconds(house: House, number: int, due: Sequence[int] = ()) -> list[float]:
    """How long each of so many ticks took: each tells those that are made due for it."""
    found = []
    for _ in range(number):
        if due:
            _make_due(house, due, house.clock())
        start = time.perf_counter()
        dealt = sweep(house)
        found.append(time.perf_counter() - start)
        if dealt != len(due):
            raise RuntimeError(f"{dealt} were due")
    return found


def _growth(houses: Sequence[House], due: Sequence[Sequence[int]]) -> tuple[float, float]:
    """What a tick costs with many by what it costs with few; and the few by others as few, one way or the other."""
    grown, spread = [], []
    for _ in range(ROUNDS):
        few, many, other = (median(_seconds(house, TICKS, ids)) for house, ids in zip(houses, due, strict=True))
        grown.append(many / few)
        spread.append(max(other / few, few / other))
    return median(grown), median(spread)


def _throughput(databases: Databases) -> Iterator[Figure]:
    on_sqlite = _rate(databases.staffed("sqlite"), 1)
    one, several = (_rate(databases.staffed("postgresql"), number) for number in (1, PROCESSES))
    yield "sweep, SQLite; beside PostgreSQL", on_sqlite, one
    yield "sweep, three processes on one PostgreSQL; beside one", several, one


def _rate(url: str, processes: int) -> float:
    """Reminders a second, from when they are due until the last process finds nothing more."""
    house = house_on(url)
    ids = _add_due(house, IN_ALL)
    start = get_context("spawn")
    step = start.Barrier(processes + 1, timeout=PATIENCE)
    sweepers = [start.Process(target=_sweeper, args=(url, step)) for _ in range(processes)]
    found = []
    for one in sweepers:
        one.start()
    for _ in range(RUNS):
        _make_due(house, ids, house.clock())
        step.wait()
        begun = time.perf_counter()
        step.wait()
        found.append(IN_ALL / (time.perf_counter() - begun))
        if _told(house) != IN_ALL:
            raise RuntimeError(f"{_told(house)} of {IN_ALL} were told")
    for one in sweepers:
        one.join()
    house.database.close()
    return median(found)


def _sweeper(url: str, step: Barrier) -> None:
    """One process of the bot, as far as it sweeps."""
    house = house_on(url)
    for _ in range(RUNS):
        step.wait()
        sweep(house)
        step.wait()
    house.database.close()
