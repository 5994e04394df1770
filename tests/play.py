"""An installation to play in: the registry and calendars of deploy/, a clock that is set by hand, and who sits where.

Every seat of the registry has one person of its own, whose id is made from the seat's (`person`). `Play` sends what
such a person does through the one way in, `state.apply`.
"""

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from state.apply import Applied, apply
from state.database import Database
from state.house import House
from state.matters import matter_by
from state.tables import metadata
from workflows.bodies.reading import read_registry
from workflows.bodies.registry import Registry
from workflows.command import Command
from workflows.matter import Actor, Matter
from workflows.times.calendars import Calendar, read_calendar

T = TypeVar("T")

DEPLOY = Path(__file__).parent.parent / "deploy"
SCHEMA = max(path.name[:4] for path in (DEPLOY.parent / "state" / "migrations" / "versions").glob("0*.py"))
"""The newest version of the schema."""
TEAM = "T0001"
START = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)  # a Monday morning in Tokyo

ASKING, ANSWERING = "us-usfj-watch", "jp-jjoc-watch"
"""Seats of the two lead bodies of the request that `Play.open` opens."""
RECORD = {
    "situation": "as reported at 0900",
    "considered": "wait; repair now",
    "rejected": "wait: too slow",
    "rationale": "time",
    "dissent": "none stated",
    "authority": "standing order 7",
}
"""What a decision asks for beside the decision itself (DOMAIN 10)."""
GROUNDS = {"authority": "standing order 7", "rationale": "within our means"}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, span: timedelta) -> None:
        self.now += span


@cache
def registry() -> Registry:
    """The registry, as it stands in deploy/."""
    found, faults = read_registry(tomllib.loads((DEPLOY / "bodies.toml").read_text(encoding="utf-8")))
    assert found is not None, faults
    return found


@cache
def calendars() -> Mapping[str, Calendar]:
    rows = [read_calendar(tomllib.loads(path.read_text("utf-8"))) for path in (DEPLOY / "calendars").glob("*.toml")]
    return {row.id: row for row in rows}


def person(seat: str) -> Actor:
    """Who sits there: `us-usfj-watch` is held by UUSUSFJWATCH."""
    return Actor(TEAM, "U" + seat.replace("-", "").upper())


def administrator(nation: str) -> Actor:
    """Says who the people of `nation` are, and holds no seat."""
    return Actor(TEAM, f"UADMIN{nation.upper()}")


def install(database: Database, clock: Clock) -> House:
    """An open installation on `database`, where nobody has a seat yet."""
    nations = registry().nations
    administrators = {nation: (administrator(nation),) for nation in nations}
    return House(database, registry(), calendars(), administrators, clock)


def admit_everyone(house: House) -> None:
    """The administrators name all people, who then hold no seat yet."""
    for nation in house.registry.nations:
        people = " ".join(person(seat.id).user for seat in house.registry.seats.values() if seat.nation == nation)
        command = Command("admit", administrator(nation), given={"people": people}, key=f"admit-{nation}")
        assert not apply(house, command).refused


def staff(house: House) -> None:
    """Every person is admitted and takes their seat, but at bodies that are not in force."""
    admit_everyone(house)
    absent = house.registry.absent(house.clock())
    for seat in house.registry.seats.values():
        if seat.body in absent:
            continue
        command = Command("take", person(seat.id), seat.body, {"seat": seat.id}, key=f"take-{seat.id}")
        assert not apply(house, command).refused


class Play:
    """People at their seats who do things. `keys` numbers the deliveries of a test process: each is a new one."""

    keys = count(1)

    def __init__(self, house: House) -> None:
        self.house = house

    @property
    def database(self) -> Database:
        return self.house.database

    def forward(self, span: timedelta) -> None:
        """Move the clock on."""
        assert isinstance(self.house.clock, Clock)
        self.house.clock.forward(span)

    def command(self, verb: str, seat: str, matter: str | None = None, /, **given: str) -> Command:
        """What the person at `seat` says in that body's channel, or at the `desk` that is given.

        A word that Python keeps for itself ends in `_`.
        """
        return Command(
            verb,
            person(seat),
            given.pop("desk", self.house.registry.seats[seat].body),
            {name.rstrip("_"): word for name, word in given.items()},
            matter=matter,
            key=f"delivery-{next(self.keys)}",
        )

    def say(self, verb: str, seat: str, matter: str | None = None, /, **given: str) -> Applied:
        return apply(self.house, self.command(verb, seat, matter, **given))

    def do(self, verb: str, seat: str, matter: str | None = None, /, **given: str) -> str:
        """As `say`, of what must be accepted. Gives the matter's id, empty where it is about none."""
        said = self.say(verb, seat, matter, **given)
        assert not said.refused, said
        return said.matter or ""

    def opening(self, **given: str) -> dict[str, str]:
        """What a request gives: the U.S. side asks the Japanese joint command for help with a runway."""
        asked = {"title": "Runway repair", "to": "jp-jjoc", "urgency": "priority", "detail": "Two crews for three days"}
        return {**asked, **given}

    def open(self, **given: str) -> str:
        """A new request, not released yet: known to the asking nation alone."""
        return self.do("open", ASKING, **self.opening(**given))

    def open_joint(self, **given: str) -> str:
        """A request in both nations' hands, waiting for their watches."""
        matter = self.open(**given)
        return self.do("disclose", "us-usfj-fdo", matter)

    def open_staffed(self, **given: str) -> str:
        """A request on its two national tracks."""
        matter = self.open_joint(**given)
        self.do("ack", ASKING, matter)
        return self.do("ack", ANSWERING, matter)

    def open_to_decide(self, **given: str) -> str:
        """A request on which both concur, waiting for both nations' decisions."""
        matter = self.open_staffed(**given)
        self.do("concur", "us-usfj-cdr", matter, **GROUNDS)
        return self.do("concur", "jp-jjoc-cdr", matter, **GROUNDS)

    def open_closed(self, **given: str) -> str:
        """A request that was approved, carried out and closed by both."""
        matter = self.open_to_decide(**given)
        for seat in ("bocc-us-lead", "bocc-jp-lead"):
            self.do("decide", seat, matter, decision="approve", **RECORD)
        self.do("implement", "us-usfj-cos", matter)
        self.do("close", "us-usfj-cos", matter)
        return self.do("close", "jp-jjoc-cos", matter)

    def matter(self, key: str) -> Matter:
        """The matter with this id or serial, as it is now."""
        with self.database.reading() as connection:
            found = matter_by(connection, key)
        assert found is not None, key
        return found[0]


def rows_of(connection: Connection, table: str) -> list[dict[str, Any]]:
    """Every row of a table, in the order of its key."""
    source = metadata.tables[table]
    query = select(source).order_by(*source.primary_key.columns)
    return [dict(row._mapping) for row in connection.execute(query)]


def rows_in(database: Database, table: str) -> list[dict[str, Any]]:
    """Every row of one table, as in `rows_of`."""
    with database.reading() as connection:
        return rows_of(connection, table)


def dump(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    with database.reading() as connection:
        return {table: rows_of(connection, table) for table in sorted(metadata.tables)}


def where_kept(database: Database, word: str) -> set[str]:
    """The columns of the tables in which `word` stands, whatever it is written as."""
    spellings = (word, json.dumps(word)[1:-1], repr(word.encode())[2:-1])
    return {
        f"{table}.{column}"
        for table, rows in dump(database).items()
        for row in rows
        for column, value in row.items()
        if any(spelling in f"{value!r}{value}" for spelling in spellings)
    }


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """Do all of it at once, each in a thread of its own; what one raises is raised here."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T:
        barrier.wait(timeout=10)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]
