"""What waits for the end of a desk's quiet hours, what comes all the same, and until when it waits."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from tests.workflows.alliance import document
from tests.workflows.build import REQUEST, Play, to_staffing
from workflows.bodies.reading import read_registry
from workflows.bodies.registry import Registry
from workflows.catalogue import procedures
from workflows.firing import fire
from workflows.matter import Matter
from workflows.reminding.quiet import waits_until
from workflows.situation import Setting, Situation
from workflows.vocabulary import Accepted, Reminder

EVENING = datetime(2026, 11, 25, 13, 30, tzinfo=UTC)
"""22:30 in Tokyo, where `south` is; in New York it is morning."""
MORNING = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def registry(**hours: list[str]) -> Registry:
    """`south` is quiet from 22:00 to 06:00, and `s-hq` too, though it has a watch; `hours` by body, as `n_hq`."""
    doc = document("north", "south")
    next(row for row in doc["nation"] if row["id"] == "south")["quiet_hours"] = ["22:00", "06:00"]
    doc["quiet"] = {"urgencies": ["immediate", "urgent"], "phases": ["crisis"]}
    for body in doc["body"]:
        if own := {"s_hq": ["22:00", "06:00"], **hours}.get(body["id"].replace("-", "_")):
            body["quiet_hours"] = own
    rows, faults = read_registry(doc)
    assert rows is not None, faults
    return rows


@pytest.fixture
def play() -> Play:
    found = Play(registry())
    found.now = EVENING - 4 * HOUR
    return found


def until(
    play: Play, matter: Matter, rule: str = "half", body: str = "s-hq", at: datetime = EVENING
) -> datetime | None:
    procedure = procedures()[matter.procedure]
    return waits_until(Reminder(rule, body, at), matter, procedure, play.world(None), at)


def test_what_only_reminds_waits_until_the_quiet_hours_of_its_desk_are_over(play: Play) -> None:
    matter = play[to_staffing(play)]
    assert {until(play, matter, rule) for rule in ("half", "nine-tenths", "due")} == {MORNING}
    assert until(play, matter, body="n-hq") is None
    assert until(play, matter, at=EVENING - HOUR) is None
    assert until(play, matter, at=MORNING) is None


def test_an_escalation_never_waits(play: Play) -> None:
    matter = play[to_staffing(play)]
    rules = [row.id for row in REQUEST.reminders if row.levels]
    assert {until(play, matter, rule) for rule in rules} == {None}


@pytest.mark.parametrize("procedure", [row.id for row in procedures().values()])
def test_what_time_brings_about_and_what_calls_who_answers_for_a_seat_never_wait(play: Play, procedure: str) -> None:
    row = procedures()[procedure]
    matter = msgspec.structs.replace(play[to_staffing(play)], procedure=procedure)
    waiting = {rule.id for rule in row.reminders if until(play, matter, rule.id)}
    never = {rule.id for rule in row.reminders if rule.levels or rule.opr or rule.does or rule.before is not None}
    assert waiting == {rule.id for rule in row.reminders} - never


@pytest.mark.parametrize(
    ("given", "waits"),
    [
        ({"urgency": "immediate"}, False),
        ({"urgency": "urgent"}, False),
        ({"urgency": "priority"}, True),
        ({"urgency": "routine"}, True),
        # of a time that was given instead, it counts how long it is
        ({"urgency": "", "by": "+2h"}, False),
        ({"urgency": "", "by": "+121m"}, True),
        ({"urgency": "routine", "by": "+2h"}, True),
    ],
)
def test_a_matter_of_an_urgency_that_the_registry_names_comes_at_once(
    play: Play, given: dict[str, str], waits: bool
) -> None:
    letter = "watch" if given["urgency"] == "immediate" else "staff"
    matter = play[play.open(f"n-hq-{letter}", **given)]
    assert (until(play, matter) is not None) is waits


@pytest.mark.parametrize(("phase", "waits"), [("steady", True), ("watch", True), ("crisis", False)])
def test_in_a_phase_that_the_registry_names_nothing_waits(play: Play, phase: str, waits: bool) -> None:
    matter = play[to_staffing(play)]
    play.situation = Situation((Setting("phase", "north", phase, EVENING - 2 * HOUR, "n-hq-chief"),))
    assert (until(play, matter) is not None) is waits


def test_it_is_asked_anew_when_something_else_begins_to_hold(play: Play) -> None:
    matter = play[to_staffing(play)]
    said = Setting("phase", "north", "crisis", EVENING + 2 * HOUR, "n-hq-chief")
    play.situation = Situation((said,))
    assert until(play, matter) == EVENING + 2 * HOUR
    assert until(play, matter, at=EVENING + 2 * HOUR) is None


@pytest.mark.parametrize(
    ("body", "hours", "end"),
    [
        ("s-pol", None, MORNING),  # as its nation has it
        ("s-ops", None, None),  # it keeps a watch
        ("s-ops", ["21:00", "23:00"], EVENING + HOUR / 2),  # and says otherwise itself
        ("s-pol", ["00:00", "05:00"], None),
        ("n-pol", None, None),  # north has none
        ("n-pol", ["08:00", "09:00"], EVENING + HOUR / 2),  # by its own zone's clock
    ],
)
def test_a_desk_s_own_hours_count_before_its_nation_s_which_are_for_those_without_a_watch(
    body: str, hours: list[str] | None, end: datetime | None
) -> None:
    own: dict[str, list[str]] = {body.replace("-", "_"): hours} if hours else {}
    play = Play(registry(**own))
    play.now = EVENING - 4 * HOUR
    assert until(play, play[to_staffing(play)], body=body) == end


def told(play: Play, matter: str, reminder: Reminder, now: datetime) -> dict[str, Any]:
    answer = fire(reminder, play[matter], REQUEST, play.world(None), now)
    assert isinstance(answer, Accepted)
    (notice,) = answer.notices
    return {name: notice.facts[name] for name in ("at", "waited", "late")}


def test_what_waited_says_so_and_is_late_only_by_what_came_after(play: Play) -> None:
    matter = to_staffing(play)
    put_off = Reminder("half", "s-hq", MORNING, waited_from=EVENING)
    assert told(play, matter, put_off, MORNING) == {"at": EVENING, "waited": True, "late": 0}
    assert told(play, matter, put_off, MORNING + HOUR) == {"at": EVENING, "waited": True, "late": 60}
    day = Reminder("half", "s-hq", EVENING - HOUR)
    assert told(play, matter, day, EVENING - HOUR) == {"at": EVENING - HOUR, "waited": False, "late": 0}


def test_one_that_a_stop_kept_from_waiting_is_late_by_what_came_after_the_quiet_hours(play: Play) -> None:
    matter = to_staffing(play)
    slept = Reminder("half", "s-hq", EVENING)
    assert told(play, matter, slept, MORNING + 2 * HOUR) == {"at": EVENING, "waited": True, "late": 120}


def test_one_that_could_not_be_fired_at_first_is_late_and_did_not_wait(play: Play) -> None:
    matter = to_staffing(play)
    again = Reminder("half", "n-hq", EVENING + HOUR, waited_from=EVENING)
    assert told(play, matter, again, EVENING + HOUR) == {"at": EVENING, "waited": False, "late": 60}
