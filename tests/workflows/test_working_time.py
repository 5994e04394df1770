"""Suspenses in working time as people get them: by the hours, the zone and the calendar of the body that must act."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.workflows.alliance import CALENDARS, document, registry
from tests.workflows.build import NOW, Play
from workflows.times.calendars import Calendar

HOLIDAY = date(2026, 11, 25)


def play(**fields: object) -> Play:
    """The two nations, where `s-hq`, which is asked, has these fields of its own."""
    doc = document("north", "south")
    next(row for row in doc["body"] if row["id"] == "s-hq").update(fields)
    own = Calendar("hq-days", date(2026, 1, 1), date(2026, 12, 1), frozenset({HOLIDAY}))
    return Play(registry(doc), {**CALENDARS, own.id: own})


def due(found: Play, **given: str) -> datetime:
    return found[found.open(**{"urgency": "", **given})].due_at


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # asked on Tuesday 24 November at 10:00 in Tokyo; Thursday is off in the north
        ({}, datetime(2026, 11, 30, 8, tzinfo=UTC)),
        ({"working_hours": ["07:00", "15:30"]}, datetime(2026, 11, 30, 6, 30, tzinfo=UTC)),
        ({"zone": "Pacific/Honolulu"}, datetime(2026, 11, 28, 3, tzinfo=UTC)),  # there it is Monday still
        ({"calendar": "hq-days"}, datetime(2026, 12, 1, 8, tzinfo=UTC)),
        ({"working_hours": ["00:00", "24:00"]}, datetime(2026, 11, 30, 8, tzinfo=UTC)),
    ],
)
def test_an_urgency_in_working_days_goes_by_the_body_that_is_asked(
    fields: dict[str, object], expected: datetime
) -> None:
    reckoned = due(play(**fields), urgency="routine")
    assert reckoned == expected


def test_a_body_s_own_calendar_that_ends_is_said() -> None:
    refused = play(calendar="hq-days").refused("open", "n-hq-staff", title="Runway", to="s-hq", urgency="deliberate")
    assert (refused.code, refused.params["calendar"]) == ("no-calendar", "hq-days")


def test_working_hours_that_are_typed_are_those_of_the_desk_where_they_are_typed() -> None:
    # Monday 20:00 in New York, whose office opens at 08:00; Wednesday is worked, and Thursday is off in the north
    assert due(play(), by="4wh") == datetime(2026, 11, 24, 17, tzinfo=UTC)
    found = play()
    found.registry = registry(_watch_round_the_clock())
    assert due(found, by="4wh") == NOW + timedelta(hours=4)


def _watch_round_the_clock() -> dict[str, Any]:
    doc = document("north", "south")
    next(row for row in doc["body"] if row["id"] == "n-hq")["working_hours"] = ["00:00", "24:00"]
    return doc


@pytest.mark.parametrize("typed", ["999wh", "999wd"])
def test_more_than_the_calendars_reach_is_said_and_nothing_guessed(typed: str) -> None:
    refused = play().refused("open", "n-hq-staff", title="Runway", to="s-hq", by=typed)
    assert refused.code == "no-calendar"


def test_hours_round_the_clock_that_are_too_many_are_asked_about_like_any_far_time() -> None:
    found = play()
    found.registry = registry(_watch_round_the_clock())
    refused = found.refused("open", "n-hq-staff", title="Runway", to="s-hq", by="99999wh")
    assert refused.code == "far-time"
