"""Writing down what a decision says follows: matter, serials, seats, people, reminders, outbox, and last the logs."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import BindParameter, Connection, Dialect, Executable, bindparam, delete, insert, select, update

from state import attendance, situation
from state.database import ConflictError
from state.house import House
from state.logs import log, purging
from state.matters import matter_by
from state.personal import write_personal
from state.prepared import Prepared, inserting
from state.reminders import write_reminders
from state.tables.deliveries import outbox
from state.tables.matters import counter, matter, serial
from state.tables.people import holder, person
from state.upserting import insert_into
from state.waiting import wake
from workflows.catalogue import procedures
from workflows.known import serial_for
from workflows.matter import Matter
from workflows.roster import Change
from workflows.vocabulary import Accepted, Entry, Notice, Refused

_add_matter = inserting(matter, "id", "procedure", "stage", "is_open", "due_at", "version", "data", "subject", "parent")
_replace_matter = Prepared(
    update(matter)
    .where(matter.c.id == bindparam("key"), matter.c.version == bindparam("was"))
    .values(
        stage=bindparam("new_stage"),
        is_open=bindparam("new_open"),
        due_at=bindparam("new_due"),
        version=bindparam("new_version"),
        data=bindparam("new_data"),
    )
)
_add_serial = inserting(serial, "serial", "log", "matter_id")
_add_outbox = inserting(outbox, "id", "lane", "kind", "matter_id", "facts", "made_at", "state", "attempts")


_of_counter: dict[str, BindParameter[str]] = {name: bindparam(f"of_{name}") for name in ("log", "kind", "year")}
_is_counter = [counter.c[name] == bind for name, bind in _of_counter.items()]
_raise_counter = Prepared(update(counter).where(*_is_counter).values(last=counter.c.last + 1))
_counted = Prepared(select(counter.c.last).where(*_is_counter))


def _counting(dialect: Dialect) -> Executable:
    """In one statement: of two that begin the same counter at once the second goes on from the first."""
    return (
        insert_into(counter, dialect)
        .values(last=1)
        .on_conflict_do_update(index_elements=["log", "kind", "year"], set_={"last": counter.c.last + 1})
        .returning(counter.c.last)
    )


_count = Prepared(_counting, ("log", "kind", "year"))


class StaleMatterError(Exception):
    """A matter was written by somebody else in between, though it was locked: a fault of this program, report it."""


def write(
    connection: Connection,
    house: House,
    answer: Accepted | Refused,
    found: tuple[Matter, int] | None,
    now: datetime,
) -> None:
    """Everything that follows, in this transaction. `found` is the matter as it was read, with its version."""
    _, rows = write_but_log(connection, house, answer, found, now)
    log.append(connection, rows, house.new_salt)


def write_but_log(
    connection: Connection,
    house: House,
    answer: Accepted | Refused,
    found: tuple[Matter, int] | None,
    now: datetime,
) -> tuple[Matter | None, list[log.Row]]:
    """As `write`, but the log's rows are given back for the caller to append: the heads are the locks to take last.

    With them comes the matter that it was about, as it is now.
    """
    about = found[0] if found else None
    if isinstance(answer, Accepted):
        if answer.matter is not None:
            about = _with_serial(connection, house, answer.matter, now)
            _write_matter(connection, about, found)
        _write_people(connection, house, answer, now)
        write_personal(connection, answer)
        if answer.attending:
            attendance.keep(connection, answer.attending, now)
        if answer.settings:
            situation.add(connection, answer.settings, now)
            wake(connection, now)
        if answer.reminders is not None:
            write_reminders(connection, about if answer.matter else None, answer.reminders, now, is_new=found is None)
    about_id = about.id if about else None
    told: list[tuple[str | None, Notice]] = [(notice.about or about_id, notice) for notice in answer.notices]
    if isinstance(answer, Accepted) and answer.ordered:
        told = purging.keep(connection, house, answer)
    tell(connection, house, told, now)
    rows = _log_rows(house, answer.entries, about, now)
    for also in answer.also if isinstance(answer, Accepted) else ():
        before = matter_by(connection, also.matter.id) if also.matter else None
        rows += write_but_log(connection, house, also, before, now)[1]
    return about, rows


def _with_serial(connection: Connection, house: House, row: Matter, now: datetime) -> Matter:
    """The matter with a serial of the log in which it is first seen by this audience, from a counter without gaps."""
    name = house.registry.log_name(row.audience)
    if name in row.serials:
        return row
    kind = procedures()[row.procedure].kind
    number = next_number(connection, name, kind, now.year)
    whose = "" if row.audience == house.registry.everyone else f"-{name.upper().replace('+', '-')}"
    drawn = f"{kind}-{now.year % 100:02}{whose}-{number:04}"
    _add_serial.run(connection, {"serial": drawn, "log": name, "matter_id": row.id})
    return msgspec.structs.replace(row, serials={**row.serials, name: drawn})


def next_number(connection: Connection, name: str, kind: str, year: int) -> int:
    """From the counter raised. SQLite takes three times as long to give it back as to be asked, and has one writer.

    On PostgreSQL another may begin the counter between the two statements, and both would have its first number.
    """
    row = None
    if connection.dialect.name == "sqlite":
        of_counter = {"of_log": name, "of_kind": kind, "of_year": year}
        _raise_counter.run(connection, of_counter)
        row = _counted.run(connection, of_counter).fetchone()
    if row is None:
        row = _count.run(connection, {"log": name, "kind": kind, "year": year}).fetchone()
    number: int = row[0]
    return number


def _write_matter(connection: Connection, row: Matter, found: tuple[Matter, int] | None) -> None:
    is_open = not procedures()[row.procedure].stage(row.stage_id).end
    data = msgspec.json.encode(row)
    if found is None:
        _add_matter.run(
            connection,
            {
                "id": row.id,
                "procedure": row.procedure,
                "stage": row.stage_id,
                "is_open": is_open,
                "due_at": row.due_at,
                "version": 1,
                "data": data,
                "subject": row.subject or None,
                "parent": row.parent or None,
            },
        )
        return
    key = {"key": row.id, "was": found[1], "new_version": found[1] + 1}
    new = {"new_stage": row.stage_id, "new_open": is_open, "new_due": row.due_at, "new_data": data}
    if _replace_matter.run(connection, key | new).rowcount != 1:
        raise StaleMatterError(row.id)


def _write_people(connection: Connection, house: House, answer: Accepted, now: datetime) -> None:
    for change in answer.seated:
        _seat(connection, change, now)
    for actor, nation in answer.admitted:
        key = (person.c.team == actor.team) & (person.c.user == actor.user)
        connection.execute(delete(person).where(key))
        row = {"team": actor.team, "user": actor.user, "nation": nation, "admitted_at": house.machine_now()}
        connection.execute(insert(person), row)
    for actor in answer.dismissed:
        connection.execute(delete(person).where(person.c.team == actor.team, person.c.user == actor.user))


def _seat(connection: Connection, change: Change, now: datetime) -> None:
    """Whoever sits at this place now. Two who come to an empty one at once can't both: the key is the place.

    Raises ConflictError where somebody else came to sit there since it was decided.
    """
    if change.was is not None:
        person = (holder.c.team == change.was.team) & (holder.c.user == change.was.user)
        there = (holder.c.seat == change.seat) & (holder.c.place == change.place) & person
        if connection.execute(delete(holder).where(there)).rowcount != 1:
            raise ConflictError(change.seat)
    row = change.holding
    if row is not None:
        values = {"seat": row.seat, "place": row.place, "team": row.actor.team, "user": row.actor.user, "since": now}
        connection.execute(insert(holder), {**values, "on_watch": row.on_watch, "until": row.until})


def tell(connection: Connection, house: House, told: Sequence[tuple[str | None, Notice]], now: datetime) -> None:
    """One row for each notice, beside the id of the matter that it is about, in the lane of its desk.

    A person's own, outside any desk, goes in a lane of theirs.
    """
    if not told:
        return
    _add_outbox.run_all(
        connection,
        [
            {
                "id": house.new_id(),
                "lane": row.desk or (f"@{row.to.team}/{row.to.user}" if row.to else ""),
                "kind": row.kind,
                "matter_id": matter_id,
                "facts": msgspec.json.encode({**row.facts, "to": row.to} if row.to else row.facts),
                "made_at": now,
                "state": "pending",
                "attempts": 0,
            }
            for matter_id, row in told
        ],
    )


def _log_rows(house: House, entries: Sequence[Entry], about: Matter | None, now: datetime) -> list[log.Row]:
    """Each entry with its log, and with what that log's readers call the matter."""
    registry = house.registry
    return [
        log.Row(
            registry.log_name(row.audience),
            serial_for(about, registry, row.audience) if about and row.stage else row.serial,
            row,
            now,
        )
        for row in entries
    ]
