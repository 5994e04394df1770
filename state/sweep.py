"""The due-reminder sweep: what has come due is fired in batches, a transaction each.

A row is claimed by the locks of that transaction; what others hold is passed over (SKIP LOCKED), and found by the next
tick. The matter is locked before its reminder, as commands do it. No lease is needed: firing calls nobody outside and
is over with the commit, and a process that dies lets go of all that it held.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

import msgspec
from sqlalchemy import Connection, Row, Select, bindparam, literal, null, select, update

from state.faults import traced
from state.house import House
from state.loading import channels
from state.logs import log as decision_log
from state.matters import decode_matter, matter_by, parents
from state.operations import net_of
from state.seated import holders
from state.situation import situation
from state.tables.matters import matter
from state.tables.reminders import reminder
from state.waiting import put_off
from state.writing import tell, write_but_log
from workflows.catalogue import procedures
from workflows.firing import fire
from workflows.matter import Matter
from workflows.reminding.gathering import Told, gathered
from workflows.reminding.quiet import waits_until
from workflows.vocabulary import Accepted, Reminder, World

BATCH = 500  # reminders a transaction: short enough that a person's command in between does not wait long
RETRY_AFTER = timedelta(minutes=1)  # for one that could not be fired: it is logged, and tried again

Due: TypeAlias = Row[tuple[object, ...]]
Matters: TypeAlias = Mapping[str, tuple[Matter, int]]
"""By id, with their versions."""

log = logging.getLogger(__name__)

_is_due = (reminder.c.state == "pending", reminder.c.due_at <= bindparam("now"))
_any_due = select(literal(1)).where(*_is_due).limit(1)


def _oldest(query: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    return query.where(*_is_due).order_by(reminder.c.due_at, reminder.c.id).limit(bindparam("most"))


_of_matters = _oldest(
    select(reminder, matter.c.data, matter.c.version).join(matter, matter.c.id == reminder.c.matter_id)
).with_for_update(of=(matter, reminder), skip_locked=True)
_of_no_matter = _oldest(
    select(reminder, null().label("data"), null().label("version")).where(reminder.c.matter_id == "")
).with_for_update(of=reminder, skip_locked=True)


def sweep(house: House) -> int:
    """Fire what is due, and say how many rows were dealt with."""
    dealt = 0
    while swept := _sweep_batch(house):
        dealt += swept
        house.on_commit()
    return dealt


def _sweep_batch(house: House) -> int:
    now = house.clock()
    with house.database.reading() as connection:
        if connection.execute(_any_due, {"now": now}).first() is None:
            return 0
    with house.database.writing() as connection:
        asked = {"now": now, "most": BATCH}
        rows = [*connection.execute(_of_matters, asked), *connection.execute(_of_no_matter, asked)]
        data = {row.matter_id: row for row in rows if row.data is not None}
        _fire_or_put_off(connection, house, rows, {id_: _read(row) for id_, row in data.items()}, now)
    return len(rows)


def _read(row: Due) -> tuple[Matter, int]:
    return decode_matter(row.data), row.version


def _fire_or_put_off(
    connection: Connection, house: House, rows: Sequence[Due], matters: Matters, now: datetime
) -> Matters:
    """Fire all of them together; where that fails, each half apart, until the faulty ones are alone and are put off.

    Gives the matters as they are by then.
    """
    try:
        with connection.begin_nested():
            return _fire(connection, house, rows, matters, now)
    except Exception as error:  # noqa: BLE001  one faulty row must not keep the others from being told
        if len(rows) > 1:
            middle = len(rows) // 2
            matters = _fire_or_put_off(connection, house, rows[:middle], matters, now)
            return _fire_or_put_off(connection, house, rows[middle:], matters, now)
        # Its words are not for this log.
        log.error("reminder %s could not be fired: %s", rows[0].id, traced(error))  # noqa: TRY400
        put_off(connection, {now + RETRY_AFTER: [rows[0].id]})
        return matters


def _fire(connection: Connection, house: House, rows: Sequence[Due], matters: Matters, now: datetime) -> Matters:
    """What they tell is written in one go, and so are their states; a matter only where something happens to it."""
    by_id = dict(matters)
    world = _world(connection, house, by_id, now)
    told: list[Told] = []
    entries: list[decision_log.Row] = []
    states: dict[str, list[int]] = {"fired": [], "dropped": []}
    waiting: dict[datetime, list[int]] = {}
    for row in rows:
        found = by_id.get(row.matter_id)
        due, procedure = _reminder(row), procedures()[found[0].procedure] if found else None
        about = found[0] if found else None
        if until := waits_until(due, about, procedure, world, now):
            waiting.setdefault(until, []).append(row.id)
            continue
        answer = fire(due, about, procedure, world, now)
        states["fired" if answer.notices or answer.matter else "dropped"].append(row.id)
        told += [Told(notice.about or row.matter_id or None, notice) for notice in answer.notices]
        silent = msgspec.structs.replace(answer, notices=())
        if silent == Accepted(answer.said):
            continue
        written, more = write_but_log(connection, house, silent, found, now)
        entries += more
        if written is not None and found is not None:
            by_id[written.id] = (written, found[1] + (answer.matter is not None))
        for id_ in {also.matter.id for also in answer.also if also.matter} & by_id.keys():
            by_id[id_] = matter_by(connection, id_) or by_id[id_]
        if answer.seated or answer.settings or answer.also:
            world = _world(connection, house, by_id, now)
    tell(connection, house, gathered(told), now)
    for state, ids in states.items():
        if ids:
            connection.execute(update(reminder).where(reminder.c.id.in_(ids)).values(state=state))
    put_off(connection, waiting)
    if states["dropped"]:
        log.info("%d reminders were dropped: nobody is waited for any more", len(states["dropped"]))
    decision_log.append(connection, entries, house.new_salt)
    return by_id


def _reminder(row: Due) -> Reminder:
    facts = msgspec.json.decode(row.facts)
    return Reminder(row.rule, row.body, row.due_at, facts, waited_from=row.waited_from)


def _world(connection: Connection, house: House, matters: Matters, now: datetime) -> World:
    return World(
        registry=house.registry,
        nation=None,
        administrators=house.administrators,
        holders=holders(connection, now),
        calendars=house.calendars,
        desks=channels(connection),
        rhythm=house.rhythm,
        situation=situation(connection),
        relatives=parents(connection, [row for row, _ in matters.values()]),
        net=net_of(connection, [row for row, _ in matters.values()]),
    )
