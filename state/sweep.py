"""The due-reminder sweep: rows whose time has come are fired in one transaction, each in a savepoint of its own."""

import logging
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, Row, func, select, update

from state.faults import traced
from state.house import House
from state.loading import channels, holders, lock_matters, matter_by
from state.situation import situation
from state.tables import reminder
from state.writing import write
from workflows.catalogue import procedures
from workflows.firing import fire
from workflows.vocabulary import Reminder, World

BATCH = 200  # reminders a transaction: short enough that a person's command in between does not wait long
RETRY_AFTER = timedelta(minutes=1)  # for one that could not be fired: it is logged, and tried again

log = logging.getLogger(__name__)


def sweep(house: House) -> int:
    """Fire what is due, in batches, and say how many rows were dealt with."""
    dealt = 0
    while swept := _sweep_batch(house):
        dealt += swept
        house.on_commit()
        if swept < BATCH:
            break
    return dealt


def next_due(connection: Connection) -> datetime | None:
    """When the next pending reminder is due, None where there is none."""
    return connection.execute(select(func.min(reminder.c.due_at)).where(reminder.c.state == "pending")).scalar()


def _sweep_batch(house: House) -> int:
    now = house.clock()
    due = (
        select(reminder.c.id, reminder.c.matter_id)
        .where(reminder.c.state == "pending", reminder.c.due_at <= now)
        .order_by(reminder.c.due_at, reminder.c.id)
        .limit(BATCH)
    )
    with house.database.reading() as connection:
        found = connection.execute(due).all()
    if not found:
        return 0
    with house.database.writing() as connection:
        # In the order in which commands lock: the matters, and then what is theirs, as far as it still pends.
        lock_matters(connection, sorted({row.matter_id for row in found if row.matter_id}))
        claimed = (
            select(reminder)
            .where(reminder.c.id.in_([row.id for row in found]), reminder.c.state == "pending")
            .order_by(reminder.c.due_at, reminder.c.id)
            .with_for_update(skip_locked=True)
        )
        for row in connection.execute(claimed).all():
            try:
                with connection.begin_nested():
                    _fire(connection, house, row, now)
            except Exception as error:  # noqa: BLE001  one faulty row must not keep the others from being told
                # Its words are not for this log.
                log.error("reminder %s could not be fired: %s", row.id, traced(error))  # noqa: TRY400
                retry = update(reminder).where(reminder.c.id == row.id).values(due_at=now + RETRY_AFTER)
                connection.execute(retry)
    return len(found)


def _fire(connection: Connection, house: House, row: Row[tuple[object, ...]], now: datetime) -> None:
    found = matter_by(connection, row.matter_id, lock=True) if row.matter_id else None
    matter = found[0] if found else None
    facts = msgspec.json.decode(row.facts)
    world = World(
        registry=house.registry,
        nation=None,
        administrators=house.administrators,
        holders=holders(connection, now),
        calendars=house.calendars,
        desks=channels(connection),
        rhythm=house.rhythm,
        situation=situation(connection),
    )
    procedure = procedures()[matter.procedure] if matter else None
    answer = fire(Reminder(row.rule, row.body, row.due_at, facts), matter, procedure, world, now)
    write(connection, house, answer, found, now)
    connection.execute(update(reminder).where(reminder.c.id == row.id).values(state="fired"))
