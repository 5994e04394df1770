"""A suspense that has been shown stays when a calendar or hours change; a start tells whom it concerns, once."""

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from state.ended import recounted_names, tell_of_ended
from state.house import House
from tests.play import ANSWERING, ASKING, Play, administrator, calendars, rows_in
from workflows.times.calendars import Calendar

NEW_DAY = date(2026, 11, 4)


def changed(play: Play, **fields: Any) -> House:
    """As it is started again: Japan has another day off."""
    japan = calendars()["jp-government"]
    rows: dict[str, Calendar] = {**calendars(), japan.id: replace(japan, days_off=japan.days_off | {NEW_DAY}, **fields)}
    return msgspec.structs.replace(play.house, calendars=rows)


def told(play: Play) -> list[tuple[str, list[str]]]:
    """Each notice: to whom, and of which matters."""
    rows = [row for row in rows_in(play.database, "outbox") if row["kind"] == "recounted"]
    return [(row["lane"], [each["serial"] for each in json.loads(row["facts"])["rows"]]) for row in rows]


def lane(nation: str) -> str:
    actor = administrator(nation)
    return f"@{actor.team}/{actor.user}"


def test_what_would_come_out_otherwise_is_told_once_and_nothing_moves(staffed: Play) -> None:
    joint = staffed.open_joint(urgency="routine")
    staffed.open_joint(urgency="priority")
    before = staffed.matter(joint)
    tell_of_ended(staffed.house)
    assert told(staffed) == []
    house = changed(staffed)
    for _ in range(2):
        tell_of_ended(house)
    assert sorted(told(staffed)) == sorted((lane(nation), ["CR-26-0001"]) for nation in ("us", "jp"))
    assert staffed.matter(joint) == before
    facts = next(json.loads(row["facts"]) for row in rows_in(staffed.database, "outbox") if row["kind"] == "recounted")
    assert [(row["due"], row["now_due"]) for row in facts["rows"]] == [("2026-11-06T08:00:00Z", "2026-11-09T08:00:00Z")]


def test_they_are_listed_by_every_name_for_who_checks_the_installation(staffed: Play) -> None:
    staffed.open_joint(urgency="routine")
    with staffed.database.reading() as connection:
        rest = (staffed.house.registry, calendars(), staffed.house.clock())
        assert recounted_names(connection, *rest) == ()
        house = changed(staffed)
        (line,) = recounted_names(connection, house.registry, house.calendars, house.clock())
    assert line == (
        "CR-26-US-0001 (us), CR-26-0001 (us+jp) stays due 060800Z NOV 26, and counted anew it would be 090800Z NOV 26"
    )


def test_what_is_not_released_is_told_to_its_own_nation_alone(staffed: Play) -> None:
    staffed.open(urgency="routine")
    tell_of_ended(changed(staffed))
    assert told(staffed) == [(lane("us"), ["CR-26-US-0001"])]


@pytest.mark.parametrize("typed", ["3wd", "25wh", "３営業日"])
def test_a_time_that_was_typed_in_working_time_counts_too(staffed: Play, typed: str) -> None:
    staffed.open_joint(urgency="", by=typed)
    tell_of_ended(changed(staffed))
    assert len(told(staffed)) == 2


def test_an_extension_counts_anew_by_what_it_was_typed_as(staffed: Play) -> None:
    by_clock, by_days = staffed.open_joint(urgency="routine"), staffed.open_joint(urgency="priority")
    staffed.do("extend", ASKING, by_clock, by="12 Nov 1700", because="A holiday.")
    staffed.do("extend", ASKING, by_days, by="5wd", because="A holiday.")
    tell_of_ended(changed(staffed))
    assert told(staffed) == [(lane(nation), ["CR-26-0002"]) for nation in ("us", "jp")]


def test_what_is_over_or_has_passed_is_told_no_more(staffed: Play) -> None:
    matter = staffed.open_joint(urgency="routine")
    staffed.do("withdraw", ASKING, matter, because="Done.")
    staffed.do("note", ANSWERING, staffed.open_joint(urgency="routine"), text="Open.")
    late = msgspec.structs.replace(changed(staffed), clock=lambda: datetime.fromisoformat("2026-11-20T00:00:00Z"))
    tell_of_ended(late)
    assert told(staffed) == []


def test_hours_that_changed_and_a_calendar_that_ends_too_early_by_now_are_told(staffed: Play) -> None:
    staffed.open_joint(urgency="routine")
    tell_of_ended(changed(staffed, last=date(2026, 11, 4)))
    facts = [json.loads(row["facts"]) for row in rows_in(staffed.database, "outbox") if row["kind"] == "recounted"]
    assert [row["now_due"] for fact in facts for row in fact["rows"]] == [None, None]
    registry = staffed.house.registry
    body = msgspec.structs.replace(registry.bodies["jp-jjoc"], working_hours=("09:00", "18:00"))
    other = msgspec.structs.replace(registry, bodies={**registry.bodies, body.id: body})
    tell_of_ended(msgspec.structs.replace(staffed.house, registry=other))
    facts = [json.loads(row["facts"]) for row in rows_in(staffed.database, "outbox") if row["kind"] == "recounted"]
    assert [row["now_due"] for fact in facts[2:] for row in fact["rows"]] == ["2026-11-06T09:00:00Z"] * 2
