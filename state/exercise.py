"""The clock of an exercise, one row of the database: every process and every start goes by the same.

A database that has the row is an exercise's for good, and one without it a real installation's: neither is taken for
the other. Each setting is in every log, with the real time; the first one is the first entry there.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec
from sqlalchemy import Connection, exists, select, update

from state.database import Database, SchemaError
from state.house import House
from state.logs import log
from state.proving.canonical import timestamp
from state.tables.installation import exercise
from state.tables.logs import log_entry
from state.upserting import insert_into
from workflows.exercise import ACT, ExerciseTime
from workflows.vocabulary import Entry

Machine = Callable[[], datetime]
"""The real time, in aware UTC."""
Change = Callable[[ExerciseTime, datetime], ExerciseTime]
"""From what it is, and the real time, to what it is to be."""


class ExerciseClock:
    """What time it is in an exercise, as it was last read: nothing is asked of the database to tell it."""

    def __init__(self, database: Database, machine: Machine) -> None:
        self.database = database
        self.machine = machine
        self.read_again()

    def __call__(self) -> datetime:
        return self.kept.at(self.machine())

    def read_again(self) -> None:
        """Hear of what another process has set since."""
        with self.database.reading() as connection:
            found = kept(connection)
        if found is None:
            raise SchemaError(NO_EXERCISE)
        self.kept = found


NO_EXERCISE = (
    "this database is a real installation's: for an exercise name another one in KAKEHASHI_DATABASE_URL, a new one"
)
EXERCISE = (
    "this database is an exercise's: the settings have to say `exercise = true`, or KAKEHASHI_DATABASE_URL another one"
)


def kept(connection: Connection, *, lock: bool = False) -> ExerciseTime | None:
    """The clock as it was set last; None where the database is no exercise's."""
    row = connection.execute(select(exercise).with_for_update() if lock else select(exercise)).one_or_none()
    return ExerciseTime(row.real_at, row.there_at, row.rate) if row else None


def unfit(connection: Connection, *, is_exercise: bool) -> str:
    """Why an installation of this kind may not work on the database; empty where it may."""
    if kept(connection):
        return "" if is_exercise else EXERCISE
    return NO_EXERCISE if is_exercise and _is_used(connection) else ""


def timed(house: House, *, is_exercise: bool) -> House:
    """The house on the clock of its exercise, which begins here where the database is new; a real one as it is.

    Raises SchemaError where the database is one of the other kind.
    """
    with house.database.reading() as connection:
        why, found = unfit(connection, is_exercise=is_exercise), kept(connection)
    if why:
        raise SchemaError(why)
    if not is_exercise:
        return house
    if found is None:
        _begin(house)
    return msgspec.structs.replace(house, clock=ExerciseClock(house.database, house.clock), machine=house.clock)


def change(house: House, how: Change, account: str) -> ExerciseTime:
    """Set the clock of an exercise, on record in every log. `account` is the system's, of who asks for it."""
    with house.database.writing() as connection:
        was = kept(connection, lock=True)
        if was is None:
            raise SchemaError(NO_EXERCISE)
        real = house.machine_now()
        now = how(was, real)
        connection.execute(update(exercise).values(real_at=now.real, there_at=now.there, rate=now.rate))
        said = {"was": timestamp(was.at(real)), "rate_was": was.rate, **_said(now, real), "account": account}
        _record(connection, house, said, was.at(real))
    return now


def _begin(house: House) -> None:
    """From now on the database is an exercise's, which at first goes as the real time does."""
    with house.database.writing() as connection:
        real = house.clock()
        now = ExerciseTime(real, real, 1)
        row = insert_into(exercise, connection.dialect).values(
            id=1, real_at=now.real, there_at=now.there, rate=now.rate
        )
        begun = connection.execute(row.on_conflict_do_nothing().returning(exercise.c.id)).first()
        if begun:  # else another process came first
            _record(connection, house, _said(now, real), real)


def _said(now: ExerciseTime, real: datetime) -> dict[str, object]:
    return {"exercise": True, "real": timestamp(real), "is": timestamp(now.at(real)), "rate": now.rate}


def _record(connection: Connection, house: House, said: dict[str, object], at: datetime) -> None:
    registry = house.registry
    names = dict.fromkeys(name for nation in registry.nations for name in registry.logs_read_by((nation,)))
    rows = [log.Row(name, None, Entry(tuple(name.split("+")), ACT, said), at) for name in names]
    log.append(connection, rows, house.new_salt)


def _is_used(connection: Connection) -> bool:
    return bool(connection.execute(select(exists().where(log_entry.c.seq > 0))).scalar_one())
