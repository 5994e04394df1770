"""Rows of the reminder table: set once, kept until they are fired, dropped with the move that they chase."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from state.sweep import sweep
from tests.play import ANSWERING, ASKING, Clock, Play, dump, rows_in
from workflows import carrying
from workflows.times.dtg import whole_seconds

OVERDUE = timedelta(hours=2)  # past the acknowledgement of a request that is due after 8 h, and its escalations


def rows(play: Play) -> list[tuple[str, str, datetime, str]]:
    found: list[dict[str, Any]] = rows_in(play.database, "reminder")
    return [(row["rule"], row["body"], row["due_at"], row["state"]) for row in found]


def in_state(play: Play, state: str) -> set[tuple[str, str]]:
    return {(rule, body) for rule, body, _, at in rows(play) if at == state}


def test_a_verb_between_the_due_time_and_the_sweep_drops_no_reminder(staffed: Play, clock: Clock) -> None:
    matter = staffed.open_joint()
    before = in_state(staffed, "pending")
    clock.forward(OVERDUE)
    staffed.do("note", ASKING, matter, text="Under way.")
    assert in_state(staffed, "pending") == before
    sweep(staffed.house)
    assert ("due", "jp-jjoc") in in_state(staffed, "fired")


def test_what_was_fired_is_not_set_again_by_another_verb(staffed: Play, clock: Clock) -> None:
    matter = staffed.open_joint()
    clock.forward(OVERDUE)
    sweep(staffed.house)
    before = rows(staffed)
    staffed.do("note", ASKING, matter, text="Under way.")
    staffed.do("note", ANSWERING, matter, text="Under way here too.")
    assert rows(staffed) == before


def test_an_extension_sets_no_reminder_whose_time_has_passed(staffed: Play, clock: Clock) -> None:
    matter = staffed.open_joint()
    clock.forward(timedelta(hours=1))
    sweep(staffed.house)
    staffed.do("extend", ASKING, matter, by="+8h", because="A holiday.")
    assert all(due >= clock() for _, _, due, state in rows(staffed) if state == "pending")


def test_the_move_that_was_waited_for_drops_its_reminders(staffed: Play) -> None:
    matter = staffed.open_joint()
    staffed.do("ack", ANSWERING, matter)
    left = {rule for rule, body in in_state(staffed, "pending") if body == "jp-jjoc"}
    assert left == {"escalate-1", "escalate-2"}  # with the other side, which is chased
    assert ("due", "us-usfj") in in_state(staffed, "pending")


def test_an_unmanned_watch_is_told_above_once(staffed: Play, clock: Clock) -> None:
    clock.forward(timedelta(microseconds=5))  # what is chased is reckoned in whole seconds
    with staffed.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM holder WHERE seat = 'jp-jjoc-watch'")
    matter = staffed.open_joint()
    for _ in range(2):
        sweep(staffed.house)
        staffed.do("note", ASKING, matter, text="Under way.")
    assert [row for row in rows(staffed) if row[0] == "unwatched"] == [
        ("unwatched", "jp-jjoc", whole_seconds(clock()), "fired")
    ]


def test_a_reminder_that_only_tells_makes_no_entry_and_runs_no_machine(
    staffed: Play, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed.open_joint()
    before = dump(staffed.database)
    asked: list[Any] = []
    monkeypatch.setattr(carrying, "advance", lambda *facts: asked.append(facts))
    clock.forward(timedelta(hours=1))
    sweep(staffed.house)
    after = dump(staffed.database)
    assert ("half", "jp-jjoc") in in_state(staffed, "fired")
    assert {name for name, rows in after.items() if rows != before[name]} == {"outbox", "reminder"}
    assert asked == []
    assert staffed.say("ack", ANSWERING, next(row["id"] for row in after["matter"])).refused  # an act asks one
    assert len(asked) == 1
