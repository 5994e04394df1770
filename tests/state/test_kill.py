"""A move, what it tells and when it is chased are one commit: stopped at any instant, all of it is there or nothing."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from state.apply import apply, apply_all
from state.database import Database
from state.logs.audit import audit
from tests.conftest import Databases
from tests.play import ANSWERING, ASKING, GROUNDS, RECORD, Clock, Play, dump, install, rows_in
from workflows.command import Command

ROOT = Path(__file__).parent.parent.parent


class StoppedError(Exception):
    """Stands for whatever ends a transaction between two of its steps."""


@contextmanager
def stopped_before(database: Database, step: int) -> Iterator[None]:
    """Raise before the statement with this number, counted from 0 and with the commit as the last one."""
    steps = count()

    def stop(*_: Any) -> None:
        if next(steps) == step:
            raise StoppedError

    event.listen(database.engine, "before_cursor_execute", stop)
    event.listen(database.engine, "commit", stop)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", stop)
        event.remove(database.engine, "commit", stop)


def to_open(play: Play) -> Command:
    return play.command("open", ASKING, **play.opening())


def to_release(play: Play) -> Command:
    return play.command("disclose", "us-usfj-fdo", play.open())


def to_acknowledge(play: Play) -> Command:
    matter = play.open_joint()
    play.do("ack", ASKING, matter)
    return play.command("ack", ANSWERING, matter)


def to_concur(play: Play) -> Command:
    matter = play.open_staffed()
    play.do("concur", "us-usfj-cdr", matter, **GROUNDS)
    return play.command("concur", "jp-jjoc-cdr", matter, **GROUNDS)


def to_decide(play: Play) -> Command:
    matter = play.open_to_decide()
    play.do("decide", "bocc-us-lead", matter, decision="approve", **RECORD)
    return play.command("decide", "bocc-jp-lead", matter, decision="approve", **RECORD)


def to_be_refused(play: Play) -> Command:
    return play.command("open", ASKING, **play.opening(detail="SECRET//NOFORN"))


COMMANDS = (to_open, to_release, to_acknowledge, to_concur, to_decide, to_be_refused)


@pytest.mark.parametrize("make", COMMANDS)
def test_a_command_that_is_stopped_between_any_two_steps_leaves_nothing(
    staffed: Play, make: Callable[[Play], Command]
) -> None:
    command = make(staffed)
    before = dump(staffed.database)
    for step in count():
        try:
            with stopped_before(staffed.database, step):
                apply(staffed.house, command)
        except StoppedError:
            assert dump(staffed.database) == before, f"stopped before step {step}"
        else:
            break
    assert step > 5  # the steps were counted: begin, read, write, commit
    after = dump(staffed.database)
    assert {"inbox", "log_entry"} <= {table for table, rows in after.items() if rows != before[table]}
    with staffed.database.reading() as connection:
        assert audit(connection, staffed.house.registry) == ()


def test_a_batch_that_is_stopped_between_any_two_steps_leaves_nothing(staffed: Play) -> None:
    commands = [to_open(staffed), to_acknowledge(staffed), to_be_refused(staffed)]
    before = dump(staffed.database)
    for step in count():
        try:
            with stopped_before(staffed.database, step):
                apply_all(staffed.house, commands)
        except StoppedError:
            assert dump(staffed.database) == before, f"stopped before step {step}"
        else:
            break
    assert step > 20
    assert len(rows_in(staffed.database, "matter")) == len(before["matter"]) + 1


def test_killed_in_the_middle_of_many_commands_it_has_lost_nothing_that_it_had_answered(
    databases: Databases, clock: Clock
) -> None:
    url = databases.url()
    process = subprocess.Popen(  # noqa: S603  This interpreter and a module of ours.
        [sys.executable, "-m", "tests.state.openings", url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout as answers:
        answered = [answers.readline().strip() for _ in range(40)]
        process.send_signal(signal.SIGKILL)
        answered.extend(line.strip() for line in answers if line.endswith("\n"))
    assert process.wait(timeout=10) == -signal.SIGKILL
    play = Play(install(databases.open(url), clock))
    tables = dump(play.database)
    matters = {row["id"]: row for row in tables["matter"]}
    assert set(answered) <= set(matters)
    assert [row["serial"] for row in tables["serial"]] == [f"CR-26-US-{n:04}" for n in range(1, len(matters) + 1)]
    for table in ("serial", "outbox", "reminder"):
        assert {row["matter_id"] for row in tables[table] if row["matter_id"]} == set(matters), table
    assert {row["serial"] for row in tables["log_entry"] if row["serial"]} == {
        row["serial"] for row in tables["serial"]
    }
    assert len([row for row in tables["inbox"] if row["key"].startswith("opening-")]) == len(matters)
    with play.database.reading() as connection:
        assert audit(connection, play.house.registry) == ()
        if play.database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    play.open()  # and it goes on
