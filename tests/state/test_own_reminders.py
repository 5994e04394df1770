"""One's own reminders as rows: small numbers of each person's own, each reminder told or taken back and never both."""

import importlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import event, insert, text

from state.personal import own_reminders, who_sleeps
from state.sweep import sweep
from state.tables.reminders import reminder
from tests.play import ASKING, Clock, Play, at_once, person, rows_in


def pending(play: Play, seat: str = ASKING) -> list[int | None]:
    with play.database.reading() as connection:
        return [row.number for row in own_reminders(connection, person(seat))]


def test_those_who_ask_at_once_get_numbers_of_their_own(several: Callable[[int], list[Play]]) -> None:
    plays = several(4)
    at_once([lambda play=play: play.do("remind", ASKING, at="+2h", text="x") for play in plays])  # type: ignore[misc]
    assert sorted(number for number in pending(plays[0]) if number) == [1, 2, 3, 4]


def test_a_reminder_is_told_or_taken_back_and_never_both(several: Callable[[int], list[Play]], clock: Clock) -> None:
    one, other = several(2)
    for _ in range(10):
        one.do("remind", ASKING, at="+1m", text="x")
        told = len(own_notices(one))
        clock.forward(timedelta(minutes=2))
        said, _ = at_once([lambda: one.say("remind cancel", ASKING, number="1").code, lambda: str(sweep(other.house))])
        assert said in ("reminder-cancelled", "no-such-reminder")
        assert len(own_notices(one)) - told == (said == "no-such-reminder")
        assert pending(one) == []


def own_notices(play: Play) -> list[dict[str, Any]]:
    return [row for row in rows_in(play.database, "outbox") if row["kind"] == "own-reminder"]


def test_a_snooze_is_one_persons_until_its_time(staffed: Play, clock: Clock) -> None:
    matter = staffed.open_joint()
    staffed.do("snooze", ASKING, matter, until="+1h")
    staffed.do("snooze", ASKING, matter, until="+2h")

    def asleep() -> frozenset[Any]:
        with staffed.database.reading() as connection:
            return who_sleeps(connection, matter, clock())

    assert asleep() == {person(ASKING)}
    clock.forward(timedelta(hours=2))
    assert asleep() == frozenset()


def test_reminders_of_before_get_their_numbers_in_the_order_of_their_times(staffed: Play) -> None:
    migration = importlib.import_module("state.migrations.versions.0009_what_is_ones_own")
    owners = {"us": b'{"to":{"team":"T0001","user":"U1"},"text":"x"}', "jp": b'{"to":{"team":"T0002","user":"U1"}}'}
    rows = [("us", 3, "pending"), ("jp", 1, "pending"), ("us", 2, "pending"), ("us", 1, "fired")]
    with staffed.database.writing() as connection:
        for owner, hours, state in rows:
            due_at = staffed.house.clock() + timedelta(hours=hours)
            row = {"matter_id": "", "rule": "note-to-self", "body": "", "due_at": due_at, "facts": owners[owner]}
            connection.execute(insert(reminder), {**row, "state": state})
        with Operations.context(MigrationContext.configure(connection)):
            migration._number_those_that_pend()
        found = connection.execute(text('SELECT team, "user", number FROM reminder ORDER BY id')).all()
    assert [tuple(row) for row in found] == [
        ("T0001", "U1", 2),
        ("T0002", "U1", 1),
        ("T0001", "U1", 1),
        (None, None, None),
    ]


@pytest.mark.parametrize("kind", ["sqlite"])  # the other's planner goes by what is in the table: here, nothing
def test_what_is_ones_own_is_found_without_looking_through_the_others(staffed: Play) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        asked.append((statement, parameters))

    with staffed.database.reading() as connection:
        event.listen(connection, "before_cursor_execute", note)
        own_reminders(connection, person(ASKING))
        who_sleeps(connection, "M", staffed.house.clock())
        event.remove(connection, "before_cursor_execute", note)
        plans = [str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {row[0]}", row[1]).all()) for row in asked]
    assert "USING INDEX ix_reminder_team_user_number" in plans[0]
    assert "USING INDEX sqlite_autoindex_snooze_1" in plans[1]
