"""Quiet hours through the sweep: what waits is told once when they are over, together, and nothing else waits."""

import json
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import msgspec
import pytest

from state import sweep as sweeping
from state.sweep import sweep
from state.waiting import wake
from tests.play import ANSWERING, ASKING, DEPLOY, Clock, Play, at_once, dump, rows_in
from workflows.bodies.reading import read_registry
from workflows.bodies.registry import Registry

LATE_EVENING = datetime(2026, 11, 4, 12, 30, tzinfo=UTC)  # 21:30 in Tokyo
QUIET = datetime(2026, 11, 4, 13, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 4, 21, 0, tzinfo=UTC)
HALF, DUE, OVERDUE = timedelta(minutes=41), timedelta(minutes=81), timedelta(minutes=89)
"""After this much of a request for eight hours: half the time to acknowledge it, all of it, and what goes up."""


@cache
def registry() -> Registry:
    """In which the desk that asks is quiet at night, though it has a watch."""
    doc = tomllib.loads((DEPLOY / "bodies.toml").read_text("utf-8"))
    next(row for row in doc["body"] if row["id"] == "us-usfj")["quiet_hours"] = ["22:00", "06:00"]
    found, faults = read_registry(doc)
    assert found is not None, faults
    return found


@pytest.fixture
def play(staffed: Play, clock: Clock) -> Play:
    clock.now = LATE_EVENING
    return Play(msgspec.structs.replace(staffed.house, registry=registry()))


def told(play: Play, desk: str = "us-usfj") -> list[tuple[str, list[tuple[str, str, bool, int]]]]:
    """Each message of reminders at a desk: its kind; of each row matter, rule, whether it waited, how late it is."""
    found = []
    for row in rows_in(play.database, "outbox"):
        if row["lane"] == desk and row["kind"] in ("reminder", "reminders"):
            facts = json.loads(row["facts"])
            rows = facts.get("rows") or [{**facts, "matter": row["matter_id"]}]
            said = [(each["matter"], each["rule"], each["waited"], each["late"]) for each in rows]
            found.append((row["kind"], said))
    return found


def swept(play: Play, clock: Clock, at: datetime) -> None:
    clock.now = at
    sweep(play.house)
    before = dump(play.database)
    assert sweep(play.house) == 0
    assert dump(play.database) == before


def test_what_waited_comes_together_when_the_quiet_hours_are_over_and_once(play: Play, clock: Clock) -> None:
    matters = [play.open_joint() for _ in range(3)]
    swept(play, clock, LATE_EVENING + HALF)
    assert told(play) == []
    assert [kind for kind, _ in told(play, "jp-jjoc")] == ["reminders"]  # a watch round the clock is told at once
    swept(play, clock, MORNING - timedelta(seconds=1))
    assert told(play) == []
    swept(play, clock, MORNING)
    assert told(play) == [("reminders", [(matter, "due", True, 0) for matter in matters])]
    swept(play, clock, MORNING + timedelta(hours=1))
    assert len(told(play)) == 1


def test_an_escalation_comes_in_the_night(play: Play, clock: Clock) -> None:
    play.open_joint()
    swept(play, clock, LATE_EVENING + OVERDUE)
    up = [row["lane"] for row in rows_in(play.database, "outbox") if row["kind"] == "escalation"]
    assert "us-usfj" in up
    assert len({*up}) > 2
    assert told(play) == []


def test_what_is_urgent_comes_in_the_night(play: Play, clock: Clock) -> None:
    clock.now = QUIET
    matter = play.open_joint(urgency="urgent")
    swept(play, clock, QUIET + timedelta(minutes=11))
    assert told(play) == [("reminder", [(matter, "half", False, 0)])]


def test_a_start_after_the_clock_was_put_back_tells_none_before_it_was_due(play: Play, clock: Clock) -> None:
    play.open_joint()
    swept(play, clock, LATE_EVENING + HALF)
    clock.now = LATE_EVENING + timedelta(minutes=5)  # before the quiet hours, and before half the time was over
    with play.database.writing() as connection:
        wake(connection, clock())
    swept(play, clock, clock.now)
    assert told(play) == []
    swept(play, clock, MORNING)
    assert [kind for kind, _ in told(play)] == ["reminder"]


@pytest.mark.parametrize("verb", ["ack", "withdraw"])
def test_what_is_done_or_over_by_then_reminds_nobody(play: Play, clock: Clock, verb: str) -> None:
    matter = play.open_joint()
    swept(play, clock, LATE_EVENING + HALF)
    play.do(verb, ASKING, matter, **({"because": "Not needed."} if verb == "withdraw" else {}))
    swept(play, clock, MORNING)
    assert told(play) == []


def test_what_is_done_meanwhile_about_a_matter_loses_none_that_waits(play: Play, clock: Clock) -> None:
    matter = play.open_joint()
    swept(play, clock, LATE_EVENING + HALF)
    play.do("note", ASKING, matter, text="Seen.")
    play.do("ack", ANSWERING, matter)
    swept(play, clock, MORNING)
    assert told(play) == [("reminder", [(matter, "due", True, 0)])]


def test_a_crisis_ends_the_waiting_at_once_and_another_setting_does_not(play: Play, clock: Clock) -> None:
    matter = play.open_joint()
    swept(play, clock, LATE_EVENING + HALF)
    clock.now = LATE_EVENING + HALF + timedelta(minutes=5)
    play.do("phase", "us-usfj-cdr", phase="watch")
    swept(play, clock, clock.now)
    assert told(play) == []
    play.do("phase", "us-usfj-cdr", phase="crisis")
    swept(play, clock, clock.now)
    assert told(play) == [("reminder", [(matter, "half", True, 0)])]


def test_a_crisis_from_a_later_time_on_ends_the_waiting_then(play: Play, clock: Clock) -> None:
    matter = play.open_joint()
    swept(play, clock, LATE_EVENING + HALF)
    play.do("phase", "us-usfj-cdr", phase="crisis", **{"from": "+20m"})
    at = clock.now
    swept(play, clock, at + timedelta(minutes=19))
    assert told(play) == []
    swept(play, clock, at + timedelta(minutes=20))
    assert told(play) == [("reminder", [(matter, "half", True, 0)])]


def test_a_persons_own_reminder_comes_at_its_time(play: Play, clock: Clock) -> None:
    play.do("remind", ASKING, at="+2h", text="Call.")
    swept(play, clock, LATE_EVENING + timedelta(hours=2))
    assert [row["lane"] for row in rows_in(play.database, "outbox") if row["kind"] == "own-reminder"] == ["us-usfj"]


def test_one_that_could_not_be_fired_outlives_what_is_done_before_it_is_tried_again(
    play: Play, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.now = LATE_EVENING - timedelta(hours=6)
    matter = play.open_joint()

    def faulty(*_given: Any) -> Any:
        raise ValueError("plover")

    monkeypatch.setattr(sweeping, "fire", faulty)
    clock.forward(HALF)
    sweep(play.house)
    monkeypatch.undo()
    play.do("note", ASKING, matter, text="Seen.")
    clock.forward(timedelta(minutes=1))
    sweep(play.house)
    assert told(play) == [("reminder", [(matter, "half", False, 2)])]


def test_those_who_sweep_at_once_tell_what_waited_once(several: Callable[[int], list[Play]], clock: Clock) -> None:
    clock.now = LATE_EVENING
    plays = [Play(msgspec.structs.replace(play.house, registry=registry())) for play in several(3)]
    matters = [plays[0].open_joint() for _ in range(10)]
    for at in (LATE_EVENING + HALF, LATE_EVENING + DUE, MORNING):
        clock.now = at
        at_once([lambda play=play: sweep(play.house) for play in plays])  # type: ignore[misc]
    said = [(row[0], row[1]) for _, rows in told(plays[0]) for row in rows]
    assert {*said} == {(matter, "due") for matter in matters}
