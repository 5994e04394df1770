"""The sweep: many due at once, each told once, whoever sweeps, whatever goes wrong, wherever the clock goes."""

import json
import logging
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, insert, select

from state import sweep as sweeping
from state.logs.audit import audit
from state.sweep import BATCH, sweep
from state.tables import reminders
from state.tables.matters import matter as matter_table
from tests.play import ANSWERING, ASKING, Clock, Play, at_once, dump, rows_in
from workflows.firing import fire

Several = Callable[[int], list[Play]]
HALF = timedelta(minutes=41)
"""After this much of a request for eight hours, half the time to acknowledge it has passed."""


def told(play: Play) -> Counter[tuple[str, str, str]]:
    """Of every reminder that waits to be told: its desk, its matter and its rule."""
    found: Counter[tuple[str, str, str]] = Counter()
    for row in rows_in(play.database, "outbox"):
        facts = json.loads(row["facts"])
        if row["kind"] == "reminder":
            found[row["lane"], row["matter_id"], facts["rule"]] += 1
        if row["kind"] == "reminders":
            found.update((row["lane"], each["matter"], each["rule"]) for each in facts["rows"])
    return found


def states(play: Play) -> Counter[str]:
    return Counter(row["state"] for row in rows_in(play.database, "reminder"))


def once(matters: list[str], rule: str = "half") -> Counter[tuple[str, str, str]]:
    return Counter((desk, matter, rule) for matter in matters for desk in ("us-usfj", "jp-jjoc"))


def test_what_falls_due_for_a_desk_at_one_time_is_one_row_of_the_outbox(staffed: Play, clock: Clock) -> None:
    matters = [staffed.open_joint() for _ in range(3)]
    clock.forward(HALF)
    assert sweep(staffed.house) == 6
    assert told(staffed) == once(matters)
    rows = [row for row in rows_in(staffed.database, "outbox") if row["kind"].startswith("reminder")]
    assert [(row["lane"], row["kind"], row["matter_id"]) for row in rows] == [
        ("jp-jjoc", "reminders", None),
        ("us-usfj", "reminders", None),
    ]
    assert sweep(staffed.house) == 0


def test_it_asks_the_database_as_often_for_thirty_as_for_three(staffed: Play, clock: Clock) -> None:
    asked = []
    for number in (3, 30):
        matters = [staffed.open_joint() for _ in range(number)]
        clock.forward(HALF)
        statements: list[str] = []

        def heard(*words: Any, into: list[str] = statements) -> None:
            into.append(words[2])

        event.listen(staffed.database.engine, "before_cursor_execute", heard)
        assert sweep(staffed.house) == 2 * number
        event.remove(staffed.database.engine, "before_cursor_execute", heard)
        for matter in matters:
            staffed.do("withdraw", ASKING, matter, because="Done.")
        asked.append(len([text for text in statements if not text.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]))
    assert asked[0] == asked[1]


def test_after_a_stop_each_mover_is_told_the_last_once_and_how_late_it_is(staffed: Play, clock: Clock) -> None:
    matters = [staffed.open_joint() for _ in range(2)]
    due = {row["due_at"] for row in rows_in(staffed.database, "reminder") if row["rule"] == "due"}
    clock.now = max(due) + timedelta(hours=3, minutes=20)
    sweep(staffed.house)
    assert told(staffed) == once(matters, "due")
    rows = [json.loads(row["facts"]) for row in rows_in(staffed.database, "outbox") if row["kind"] == "reminders"]
    assert {each["late"] for facts in rows for each in facts["rows"]} == {200}
    assert "pending" not in states(staffed)


def test_what_nobody_is_waited_for_any_more_is_dropped_and_logged_without_words(
    staffed: Play, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    matter = staffed.open_joint()
    with staffed.database.writing() as connection:
        row = {"matter_id": matter, "rule": "due", "body": "us-indopacom", "due_at": clock(), "facts": b"{}"}
        connection.execute(insert(reminders.reminder), {**row, "state": "pending"})
    with caplog.at_level(logging.INFO):
        sweep(staffed.house)
    assert told(staffed) == Counter()
    assert states(staffed)["dropped"] >= 1
    assert [row.getMessage() for row in caplog.records if "dropped" in row.getMessage()] == [
        "1 reminders were dropped: nobody is waited for any more"
    ]


def test_one_that_cannot_be_fired_keeps_no_other_from_being_told(
    staffed: Play, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    matters = [staffed.open_joint() for _ in range(5)]

    def faulty(reminder: Any, matter: Any, *more: Any) -> Any:
        if (matter.id, reminder.body) == (matters[2], "jp-jjoc"):
            raise ValueError("plover")
        return fire(reminder, matter, *more)

    monkeypatch.setattr(sweeping, "fire", faulty)
    clock.forward(HALF)
    sweep(staffed.house)
    assert told(staffed) == once(matters) - Counter([("jp-jjoc", matters[2], "half")])
    assert len(caplog.records) == 1
    monkeypatch.undo()
    clock.forward(timedelta(minutes=1))
    sweep(staffed.house)
    assert told(staffed) == once(matters)


def test_several_that_escalate_about_one_matter_each_go_up_and_are_on_record(staffed: Play, clock: Clock) -> None:
    matter = staffed.open_joint()
    clock.forward(timedelta(hours=7))
    sweep(staffed.house)
    tables_ = dump(staffed.database)
    rules = [(row["rule"], row["body"]) for row in tables_["reminder"] if row["rule"].startswith("escalate")]
    assert len(rules) > 3
    acts = [json.loads(row["entry"])["act"] for row in tables_["log_entry"]]
    assert acts.count("escalation") == len(rules)
    up = [row["lane"] for row in tables_["outbox"] if row["kind"] == "escalation"]
    assert Counter(up) >= Counter(body for _, body in rules)
    above = staffed.matter(matter).escalated
    assert len(above) == len(set(above)) > 3
    assert set(above) <= set(up)
    with staffed.database.reading() as connection:
        assert audit(connection, staffed.house.registry) == ()


def test_what_was_written_before_one_failed_is_written_once(
    staffed: Play, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed.open_joint()

    def faulty(reminder: Any, *more: Any) -> Any:
        if reminder.rule == "escalate-2":  # others have gone up by then
            raise ValueError("plover")
        return fire(reminder, *more)

    monkeypatch.setattr(sweeping, "fire", faulty)
    clock.forward(timedelta(hours=7))
    sweep(staffed.house)
    fired = [row["rule"] for row in rows_in(staffed.database, "reminder") if row["state"] == "fired"]
    acts = [json.loads(row["entry"])["act"] for row in rows_in(staffed.database, "log_entry")]
    assert acts.count("escalation") == len([rule for rule in fired if rule.startswith("escalate")]) > 1
    with staffed.database.reading() as connection:
        assert audit(connection, staffed.house.registry) == ()


def test_those_who_sweep_at_once_tell_each_reminder_once(several: Several, clock: Clock) -> None:
    plays = several(3)
    matters = [plays[0].open_joint() for _ in range(40)]
    clock.forward(HALF)
    dealt = at_once([partial(sweep, play.house) for play in plays])
    assert sum(dealt) == 80
    assert told(plays[0]) == once(matters)


@pytest.mark.parametrize("kind", ["postgresql"])
def test_what_another_process_holds_is_passed_over_and_told_at_the_next_tick(several: Several, clock: Clock) -> None:
    plays = several(2)
    matters = [plays[0].open_joint() for _ in range(3)]
    clock.forward(HALF)
    with plays[1].database.writing() as connection:
        connection.execute(select(matter_table.c.id).where(matter_table.c.id == matters[0]).with_for_update())
        assert sweep(plays[0].house) == 4
        assert told(plays[0]) == once(matters[1:])
    assert sweep(plays[0].house) == 2
    assert told(plays[0]) == once(matters)


def test_more_than_a_batch_is_told_whole(staffed: Play, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    assert BATCH >= 200
    monkeypatch.setattr(sweeping, "BATCH", 3)
    matters = [staffed.open_joint() for _ in range(5)]
    clock.forward(HALF)
    assert sweep(staffed.house) == 10
    assert told(staffed) == once(matters)


def test_a_clock_that_is_set_back_tells_nothing_twice_and_one_set_forward_nothing_never(
    staffed: Play, clock: Clock
) -> None:
    first = staffed.open_joint()
    clock.forward(HALF)
    sweep(staffed.house)
    clock.forward(-timedelta(minutes=36))
    assert sweep(staffed.house) == 0
    staffed.do("note", ASKING, first, text="While the clock is behind.")
    second = staffed.open_joint()
    clock.forward(timedelta(minutes=36))
    sweep(staffed.house)
    assert told(staffed) == once([first])
    staffed.do("ack", ANSWERING, second)
    clock.forward(timedelta(minutes=5))
    sweep(staffed.house)
    assert told(staffed) == once([first]) + Counter([("us-usfj", second, "half")])
