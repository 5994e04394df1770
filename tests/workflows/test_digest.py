"""When a desk's digest is due, and what stands in it."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import msgspec
import pytest

from tests.workflows.alliance import TWO, document, registry
from tests.workflows.build import NOW, Play, to_received, to_stage
from workflows.bodies.reading import read_registry
from workflows.bodies.registry import Registry
from workflows.catalogue import procedures
from workflows.digest import EVENING, MORNING, Digest, digest_of, digest_times, next_digest
from workflows.firing import fire
from workflows.view import see
from workflows.vocabulary import Reminder


def with_body(body: str, **fields: Any) -> Registry:
    doc = document("north", "south")
    next(row for row in doc["body"] if row["id"] == body).update(fields)
    return registry(doc)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "after", "rule", "due"),
    [
        ("s-hq", "2026-11-24T00:00", EVENING, "2026-11-24T08:30"),  # 17:30 in Tokyo
        ("s-hq", "2026-11-24T08:29:59", EVENING, "2026-11-24T08:30"),
        ("s-hq", "2026-11-24T08:30", MORNING, "2026-11-24T22:30"),  # the next one, over the UTC day's end not yet
        ("s-hq", "2026-11-30T22:30", EVENING, "2026-12-01T08:30"),  # over a month's end
        ("s-hq", "2028-02-28T23:00", EVENING, "2028-02-29T08:30"),  # a leap day
        ("n-hq", "2026-11-24T00:00", MORNING, "2026-11-24T12:30"),  # New York, in winter
        ("n-hq", "2026-03-07T23:00", MORNING, "2026-03-08T11:30"),  # the day on which summer time begins
        ("n-hq", "2026-10-31T23:00", MORNING, "2026-11-01T12:30"),  # and ends
        ("centre", "2026-11-24T10:00", EVENING, "2026-11-24T17:30"),  # a bilateral body: UTC here
    ],
)
def test_a_digest_is_due_in_the_morning_and_in_the_evening_of_the_bodys_own_zone(
    body: str, after: str, rule: str, due: str
) -> None:
    assert next_digest(body, TWO, at(after)) == Reminder(rule, body, at(due))


def test_a_time_that_daylight_saving_leaves_out_is_told_as_much_later_and_once() -> None:
    rows = with_body("n-hq", digests=[time(2, 30)])
    first = next_digest("n-hq", rows, at("2026-03-08T00:00"))
    assert first == Reminder(MORNING, "n-hq", at("2026-03-08T07:30"))
    assert next_digest("n-hq", rows, first.due_at) == Reminder(MORNING, "n-hq", at("2026-03-09T06:30"))


def test_a_time_that_is_there_twice_is_told_once() -> None:
    rows = with_body("n-hq", digests=[time(1, 30)])
    first = next_digest("n-hq", rows, at("2026-11-01T00:00"))
    assert first == Reminder(MORNING, "n-hq", at("2026-11-01T05:30"))
    assert next_digest("n-hq", rows, first.due_at) == Reminder(MORNING, "n-hq", at("2026-11-02T06:30"))


def test_a_body_without_a_watch_is_quiet_unless_it_says_otherwise() -> None:
    assert digest_times("n-pol", TWO) == ()
    assert next_digest("n-pol", TWO, NOW) is None
    assert digest_times("n-pol", with_body("n-pol", digests=[time(8)])) == (time(8),)
    assert digest_times("n-hq", with_body("n-hq", digests=[])) == ()


def test_the_rhythm_gives_the_times_of_all_that_keep_a_watch() -> None:
    rows = registry(document("north", "south") | {"rhythm": {"digests": [time(6), time(18), time(23, 45)]}})
    assert digest_times("n-hq", rows) == (time(6), time(18), time(23, 45))
    due = next_digest("s-hq", rows, at("2026-11-24T10:00"))
    assert due == Reminder(EVENING, "s-hq", at("2026-11-24T14:45"))


def test_a_time_that_is_none_is_a_fault_of_the_registry() -> None:
    found, faults = read_registry(document("north", "south") | {"rhythm": {"digests": ["early"]}})
    assert found is None
    assert [fault.path[:2] for fault in faults] == [("rhythm", "digests")]


# What it does when it fires


def test_it_tells_the_desk_and_sets_the_next_one() -> None:
    play = Play()
    world = msgspec.structs.replace(play.world(None), desks=("n-hq",))
    due = next_digest("n-hq", TWO, NOW)
    assert due is not None
    told = fire(due, None, None, world, due.due_at)
    assert [(row.kind, row.desk, row.facts) for row in told.notices] == [
        ("digest", "n-hq", {"rule": MORNING, "due": due.due_at})
    ]
    assert told.reminders == (next_digest("n-hq", TWO, due.due_at),)


@pytest.mark.parametrize("days", [0, 1, 3, 40])
def test_one_that_comes_late_is_told_once_and_what_was_missed_since_is_not_told_after_it(days: int) -> None:
    play = Play()
    world = msgspec.structs.replace(play.world(None), desks=("n-hq",))
    due = next_digest("n-hq", TWO, NOW)
    assert due is not None
    now = due.due_at + timedelta(days=days, hours=1)
    told = fire(due, None, None, world, now)
    assert len(told.notices) == 1
    assert told.reminders is not None
    assert [row.due_at > now for row in told.reminders] == [True]


def test_a_desk_without_a_channel_and_a_body_that_is_over_hear_nothing_but_keep_their_hours() -> None:
    play = Play(with_body("n-hq", valid_to=NOW.date() - timedelta(days=5)))
    for body, desks in (("n-hq", ("n-hq",)), ("n-ops", ())):
        world = msgspec.structs.replace(play.world(None), desks=desks)
        told = fire(Reminder(MORNING, body, NOW), None, None, world, NOW)
        assert told.notices == ()
        assert told.reminders == (next_digest(body, play.registry, NOW),)


# What stands in it


def digest(play: Play, desk: str, *, came: tuple[str, ...] = (), now: datetime | None = None) -> Digest:
    readers = play.registry.audience_of(desk)
    rows = [see(row, procedures()[row.procedure], play.registry, readers) for row in play.matters.values()]
    return digest_of([row for row in rows if row], came, desk, now or play.now)


def ids(rows: tuple[Any, ...]) -> list[str]:
    return [row.view.id for row in rows]


def test_what_a_desk_owes_is_due_and_then_overdue() -> None:
    play = Play()
    matter = to_received(play)
    due = digest(play, "s-hq").due
    assert ids(due) == [matter]
    assert due[0].is_ours
    assert due[0].due is not None
    on_time, late = due[0].due, due[0].due + timedelta(seconds=1)
    assert (ids(digest(play, "s-hq", now=on_time).overdue), ids(digest(play, "s-hq", now=on_time).due)) == (
        [],
        [matter],
    )
    assert (ids(digest(play, "s-hq", now=late).overdue), ids(digest(play, "s-hq", now=late).due)) == ([matter], [])


def test_what_is_due_after_a_day_is_open_and_not_named() -> None:
    play = Play()
    play.open("n-hq-chief", to="s-hq", by="+20d")
    found = digest(play, "n-hq")
    assert (found.overdue, found.due, len(found.open)) == ((), (), 1)


def test_what_came_is_named_though_it_is_over_by_now() -> None:
    play = Play()
    matter = to_stage(play, "closed")
    found = digest(play, "s-hq", came=(matter,))
    assert (ids(found.came), found.due, found.open) == ([matter], (), ())
    assert digest(play, "s-hq").came == ()


def test_a_desk_that_has_no_part_in_it_hears_nothing_of_it() -> None:
    play = Play()
    matter = to_received(play)
    assert digest(play, "s-pol", came=(matter,)) == Digest((), (), (), ())


def test_what_is_not_released_stands_in_no_digest_of_the_other_nation() -> None:
    play = Play()
    matter = play.open("n-hq-chief", to="s-hq", urgency="priority")
    for desk in ("s-hq", "centre", "board"):
        assert digest(play, desk, came=(matter,)) == Digest((), (), (), ())
    assert ids(digest(play, "n-hq").due) == [matter]


def test_a_suspense_that_nobody_has_to_keep_is_never_overdue() -> None:
    play = Play()
    matter = to_stage(play, "implementing")
    found = digest(play, "s-hq", now=play.now + timedelta(days=30))
    assert (found.overdue, found.due, len(found.open)) == ((), (), 1)
    assert play[matter].due_at < play.now + timedelta(days=30)
