"""What the one writer works with: the database, and the facts of the installation that do not change while it runs."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import msgspec
from sqlalchemy import Connection

from state.chance import random_id
from state.database import Database
from workflows.bodies.registry import Registry
from workflows.matter import Actor
from workflows.rhythm import Event
from workflows.times.calendars import Calendar

Transaction: TypeAlias = Connection
"""An open transaction, as bot/ hands it from one read to the next without speaking to the database itself."""


def random_salt() -> str:
    """128 random bits beside each content of the log, so that a hash tells nothing to who doesn't have the content."""
    return random_id()


class House(msgspec.Struct, frozen=True):
    """One installation, open for work. `clock` gives aware UTC; `on_commit` wakes the delivery in this process."""

    database: Database
    registry: Registry
    calendars: Mapping[str, Calendar]
    administrators: Mapping[str, tuple[Actor, ...]]
    """By nation, from the settings."""
    clock: Callable[[], datetime]
    new_id: Callable[[], str] = random_id
    new_salt: Callable[[], str] = random_salt
    on_commit: Callable[[], None] = lambda: None
    rhythm: Mapping[str, Event] = {}
    """What recurs by the clock, by id."""
    allow_cui: bool = False
    """Whether an authority has said in writing that CUI may be carried."""
    record_emoji: str = "memo"
    """By which people mark a message for the log, as Slack names it."""
    log_origin: str = ""
    """What this installation's logs are called in checkpoints."""
    log_keys: Path | None = None
    """The file of the keys that sign these; None: nothing is signed."""
    machine: Callable[[], datetime] | None = None
    """The real time, where `clock` is that of an exercise; None in a real installation."""

    @property
    def is_exercise(self) -> bool:
        return self.machine is not None

    def machine_now(self) -> datetime:
        """The real time: for what is between this machine, its like and Slack, whatever an exercise does."""
        return (self.machine or self.clock)()
