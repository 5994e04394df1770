"""The clock of an exercise: set, stopped and run fast, the same for all processes, on record in every log."""

import json
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec
import pytest

from state.database import SchemaError
from state.exercise import ExerciseClock, change, timed
from state.house import House
from state.logs.audit import audit
from state.sweep import sweep
from tests.conftest import Databases
from tests.play import START, Clock, Play, at_once, dump, install, rows_in, staff
from workflows.exercise import ExerciseTime

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def moved(house: House, span: timedelta) -> None:
    change(house, lambda was, real: was.put(real, was.at(real) + span), "operator")
    heard(house)


def heard(house: House) -> None:
    assert isinstance(house.clock, ExerciseClock)
    house.clock.read_again()


def said(house: House) -> dict[str, list[dict[str, Any]]]:
    """By log what is on record of the clock, without salt, each with the place and time of its entry."""
    rows = dump(house.database)
    contents = {(row["log"], row["seq"]): json.loads(row["content"]) for row in rows["log_content"]}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows["log_entry"]:
        entry = json.loads(row["entry"])
        if entry["act"] == "clock":
            content = contents[row["log"], row["seq"]]
            del content["salt"]
            found.setdefault(row["log"], []).append({"seq": row["seq"], "time": entry["time"], **content})
    return found


def playing(house: House) -> Play:
    """An exercise in which everybody has their seat."""
    house = timed(house, is_exercise=True)
    staff(house)
    return Play(house)


def told(house: House) -> list[tuple[str, str]]:
    return [(row["kind"], row["lane"]) for row in rows_in(house.database, "outbox")]


def test_it_goes_as_the_real_one_until_it_is_set_stopped_and_run_fast(house: House, clock: Clock) -> None:
    exercise = timed(house, is_exercise=True)
    clock.forward(HOUR)
    assert exercise.clock() == START + HOUR
    moved(exercise, 30 * DAY)
    clock.forward(HOUR)
    assert exercise.clock() == START + 2 * HOUR + 30 * DAY
    change(exercise, lambda was, real: was.paced(real, 0), "operator")
    heard(exercise)
    clock.forward(HOUR)
    assert exercise.clock() == START + 2 * HOUR + 30 * DAY
    change(exercise, lambda was, real: was.paced(real, 60), "operator")
    heard(exercise)
    clock.forward(timedelta(minutes=2))
    assert exercise.clock() == START + 4 * HOUR + 30 * DAY
    moved(exercise, -60 * DAY)
    clock.forward(timedelta(minutes=1))
    assert exercise.clock() == START + 5 * HOUR - 30 * DAY  # still as fast
    assert exercise.machine_now() == clock()


def test_another_process_and_a_new_start_go_by_the_same(databases: Databases, clock: Clock) -> None:
    url = databases.url("empty")
    one, other = (timed(install(databases.open(url), clock), is_exercise=True) for _ in range(2))
    moved(one, DAY)
    assert other.clock() == START
    heard(other)
    assert other.clock() == one.clock() == START + DAY
    assert timed(install(databases.open(url), clock), is_exercise=True).clock() == START + DAY


def test_every_setting_is_in_every_log_with_both_times_and_the_first_is_the_first_entry(
    house: House, clock: Clock
) -> None:
    play = playing(house)
    clock.forward(HOUR)
    moved(play.house, DAY)
    found = said(play.house)
    assert found.keys() == {"us", "jp", "us+jp"}
    for first, second in found.values():
        at = "2026-11-02T00:00:00.000Z"
        assert first == {"seq": 1, "time": at, "exercise": True, "real": at, "is": at, "rate": 1}
        assert second.pop("seq") > 1
        assert second == {
            "time": "2026-11-02T01:00:00.000Z",
            "exercise": True,
            "real": "2026-11-02T01:00:00.000Z",
            "was": "2026-11-02T01:00:00.000Z",
            "is": "2026-11-03T01:00:00.000Z",
            "rate_was": 1,
            "rate": 1,
            "account": "operator",
        }
    with play.database.reading() as connection:
        assert audit(connection, play.house.registry) == ()


def test_an_exercise_and_a_real_installation_never_share_a_database(
    staffed: Play, databases: Databases, clock: Clock
) -> None:
    before = dump(staffed.database)
    with pytest.raises(SchemaError, match="a real installation's"):
        timed(staffed.house, is_exercise=True)
    with pytest.raises(SchemaError, match="a real installation's"):
        change(staffed.house, lambda was, real: was.put(real, real), "operator")
    assert dump(staffed.database) == before
    real = timed(staffed.house, is_exercise=False)
    assert (real.clock, real.is_exercise, real.machine_now()) == (clock, False, clock())
    house = install(databases.new("empty"), clock)
    timed(house, is_exercise=True)
    with pytest.raises(SchemaError, match="an exercise's"):
        timed(house, is_exercise=False)


def test_where_several_processes_begin_one_it_begins_once(databases: Databases, clock: Clock) -> None:
    url = databases.url("empty")
    houses = [install(databases.open(url), clock) for _ in range(4)]
    at_once([partial(timed, house, is_exercise=True) for house in houses])
    assert [len(rows) for rows in said(houses[0]).values()] == [1, 1, 1]


def test_what_is_due_by_a_clock_set_forward_comes_once_and_by_one_set_back_not_again(
    house: House, clock: Clock
) -> None:
    play = playing(house)
    matter = play.matter(play.open_joint())
    clock.forward(timedelta(seconds=1))
    assert sweep(play.house) == 0
    span = matter.due_at - matter.opened_at
    moved(play.house, 2 * span)
    assert sweep(play.house) > 0
    assert sum(kind == "reminder" for kind, _ in told(play.house)) > 0
    once = told(play.house)
    moved(play.house, -2 * span)
    assert sweep(play.house) == 0
    moved(play.house, 2 * span)
    assert sweep(play.house) == 0
    assert told(play.house) == once
    assert play.matter(matter.id).due_at == matter.due_at


def test_what_comes_due_by_a_fast_clock_is_told_within_a_real_minute(house: House, clock: Clock) -> None:
    play = playing(house)
    matter = play.matter(play.open_joint())
    change(play.house, lambda was, real: was.paced(real, 600), "operator")
    heard(play.house)
    ticks = 0
    while not any(kind == "reminder" for kind, _ in told(play.house)):
        clock.forward(timedelta(seconds=0.5))
        sweep(play.house)
        ticks += 1
        assert ticks < 120
    assert play.house.clock() < matter.due_at


def test_the_time_there_is_kept_to_the_microsecond(house: House, clock: Clock) -> None:
    clock.forward(timedelta(microseconds=123_456))
    exercise = timed(house, is_exercise=True)
    assert isinstance(exercise.clock, ExerciseClock)
    assert exercise.clock.kept == ExerciseTime(clock(), clock(), 1)
    assert msgspec.structs.replace(exercise).is_exercise
