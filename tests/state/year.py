"""A simulated stretch of time: people do things, the service stops and starts, the clock is set; each minute is judged.

What is told is read from the outbox and drawn as it would be posted, so that it also shows who is called.
"""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import func, insert, select

from bot.delivery.sending import Sender
from state import outbox, recurring
from state.database import Database
from state.house import House
from state.sweep import sweep
from state.tables import deliveries
from state.tables.channels import channel
from state.tables.reminders import reminder
from state.waiting import wake
from tests.play import TEAM, Clock, install, person
from tests.state.naive import DESKS, DIGESTS, Told
from tests.state.naive_days import MINUTE
from tests.state.people import Draw, People
from workflows.bodies.rules import Rhythm
from workflows.digest import DIGESTS as DIGEST_RULES
from workflows.rhythm import Event

FIRST = datetime(2027, 7, 5, tzinfo=UTC)
YEAR = timedelta(days=366)
"""With a leap day, and the clocks of New York changed both ways."""

NINE, EIGHT = datetime(2026, 4, 1, 9), datetime(2026, 4, 2, 8)  # noqa: DTZ001  local, by each one's own clock
EVENTS = (
    Event("daily-sync", "bocc", "Daily", "日次", "FREQ=DAILY", NINE, 30, holidays="skip"),
    Event("osd-sync", "us-osd", "Daily", "日次", "FREQ=DAILY", EIGHT, 30, holidays="skip"),
    Event(
        "acg-vtc",
        "acg-dg",
        "Video",
        "会議",
        "FREQ=WEEKLY;BYDAY=TH",
        EIGHT,
        60,
        holidays="next-working-day",
        remind=60,
    ),
)
TOLD_IN_TIME = ("reminder", "reminders", "escalation", "own-reminder", "digest", "event")
MENTION = re.compile(r"<@(\w+)>")


def install_year(database: Database, clock: Clock) -> House:
    """As in tests.play, with digests at three desks alone, and three events."""
    house = install(database, clock)
    times = house.registry.rhythm.digests
    bodies = {
        row.id: msgspec.structs.replace(row, digests=times if row.id in DIGESTS else ())
        for row in house.registry.bodies.values()
    }
    registry = msgspec.structs.replace(house.registry, bodies=bodies, rhythm=Rhythm())
    with database.writing() as connection:
        rows = [{"body": body, "team": TEAM, "channel": f"C{body}"} for body in bodies]
        connection.execute(insert(channel), rows)
    return msgspec.structs.replace(house, registry=registry, rhythm={row.id: row for row in EVENTS})


class Heard(Sender):
    """Draws what would be posted, and keeps it instead: it has no workspace."""

    text = ""
    client = None

    def of(self, _team: str) -> "Heard":
        return self

    def _post(self, _row: Any, _place: Any, message: Any, *_: Any) -> Any:
        self.text = message.text


class Year(People):
    """`draw(n)` is an index below n, as chance has it. Every tick is compared with what the oracle says of it."""

    def __init__(self, database: Database, draw: Draw, begins: datetime = FIRST) -> None:
        clock = Clock(begins)
        super().__init__(install_year(database, clock), clock, draw)
        self.sender = Heard(self.house, None)  # type: ignore[arg-type]  # it speaks to none
        self.sender.workspaces = self.sender  # type: ignore[assignment]
        self.runs, self.heard, self.ticks = False, 0, 0
        self.start()

    # The service and its clock

    def start(self) -> None:
        if not self.runs:
            self.runs = True
            with self.house.database.writing() as connection:
                recurring.plant(connection, self.house)
                wake(connection, self.clock())
            self.oracle.wake()
            self.tick()

    def stop(self) -> None:
        self.runs = False

    def step(self, seconds: int) -> None:
        """The clock is set; the bot looks at it at once."""
        self.clock.forward(timedelta(seconds=seconds))
        self.oracle.scan(self.now)
        self.tick()

    def let_pass(self, seconds: int) -> None:
        """Minute by minute: the bot looks whenever it or the oracle has something due."""
        end, soonest = self.now + seconds, self._soonest()
        for now in range(self.now + MINUTE, end + 1, MINUTE):
            self.oracle.scan(now)
            if self.runs and (soonest <= now or self.oracle.is_due(now)):
                self.clock.now = datetime.fromtimestamp(now, UTC)
                self.tick()
                soonest = self._soonest()
        self.clock.now = datetime.fromtimestamp(end, UTC)

    def tick(self) -> None:
        if not self.runs:
            return
        self.ticks += 1
        sweep(self.house)
        wanted, told = self.oracle.tell(self.now), self._told()
        assert told == wanted, (self.clock(), {"missing": wanted - told, "too much": told - wanted})

    def _soonest(self) -> float:
        query = select(func.min(reminder.c.due_at)).where(reminder.c.state == "pending")
        with self.house.database.reading() as connection:
            found = connection.execute(query).scalar()
        return found.timestamp() if found else float("inf")

    def _told(self) -> Told:
        """What is in the outbox since the last look, of what is told by time."""
        told: Told = Counter()
        with self.house.database.reading() as connection:
            rows = connection.execute(select(deliveries.outbox).where(deliveries.outbox.c.seq > self.heard)).all()
            for row in rows:
                self.heard = max(self.heard, row.seq)
                if row.kind in TOLD_IN_TIME:
                    told.update(_read(row.kind, row.lane, row.matter_id, json.loads(row.facts)))
                if row.kind.startswith("reminder"):
                    told["called", row.lane, self._called(connection, row)] += 1
        return told

    def _called(self, connection: Any, row: Any) -> frozenset[str]:
        """The seats of the people that the message mentions; who saw it or is on it is named in lines of their own."""
        fields = {**row._mapping, "facts": json.loads(row.facts)}
        task = self.sender.prepare(
            connection, outbox.Row(**{name: fields[name] for name in outbox.Row.__struct_fields__})
        )
        if task is None:
            return frozenset({"nobody: it would not be posted"})
        task()
        lines = [row for row in self.sender.text.splitlines() if not row.startswith((":raised_hand:", ":eyes:"))]
        seats = {person(seat).user: seat for desk in DESKS.values() for seat in desk.watch}
        return frozenset(seats[user] for user in MENTION.findall("\n".join(lines)))


def _second(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _read(kind: str, lane: str, matter: str | None, facts: dict[str, Any]) -> list[tuple[object, ...]]:
    """A row of the outbox in the oracle's words."""
    if kind in ("digest", "event"):
        assert kind == "event" or facts["rule"] in DIGEST_RULES
        return [("by-clock", lane, facts.get("event", "digest"), _second(facts.get("begins") or facts["due"]))]
    if kind == "own-reminder":
        return [(kind, lane, facts["text"], _second(facts["due"]))]
    rows = facts.get("rows") or [{**facts, "matter": matter}]
    found = [(row["matter"], row["rule"], _second(row["at"]), row["late"]) for row in rows]
    above = (facts["to"],) if kind == "escalation" else ()
    return [(kind.removesuffix("s"), lane, *above, *row) for row in found]
