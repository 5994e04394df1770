"""The phase and the category as they are kept: rows with the time from which they hold, and what they change."""

import json
from datetime import timedelta

from state.logs.audit import audit
from state.situation import situation
from state.sweep import sweep
from tests.play import START, Play, dump, person
from workflows.situation import Setting, Situation

US, JP, NSS = "us-usfj-cdr", "jp-jjoc-cdr", "jp-nss-sg"
HOUR = timedelta(hours=1)
CATEGORY = {"category": "important-influence", "source": "Cabinet decision of 2 November"}


def so(play: Play) -> Situation:
    with play.database.reading() as connection:
        return situation(connection)


def entries(play: Play, act: str) -> dict[str, dict[str, object]]:
    """By log the content of the one entry of an act."""
    tables = dump(play.database)
    contents = {(row["log"], row["seq"]): json.loads(row["content"]) for row in tables["log_content"]}
    rows = [row for row in tables["log_entry"] if json.loads(row["entry"])["act"] == act]
    assert len({row["log"] for row in rows}) == len(rows)
    return {row["log"]: contents[row["log"], row["seq"]] for row in rows}


def test_what_was_said_is_kept_in_order_with_the_time_from_which_it_holds(staffed: Play) -> None:
    staffed.do("phase", US, phase="crisis", from_="+2h")
    staffed.do("situation", NSS, **CATEGORY)
    assert so(staffed).said == (
        Setting("phase", "us", "crisis", START + 2 * HOUR, US),
        Setting("category", "jp", "important-influence", START, NSS, CATEGORY["source"]),
    )
    assert so(staffed).phase(staffed.house.clock()) == "steady"
    staffed.forward(2 * HOUR)
    assert so(staffed).phase(staffed.house.clock()) == "crisis"


def test_of_two_that_hold_from_one_instant_the_one_said_later_counts(staffed: Play) -> None:
    for value in ("crisis", "watch"):
        staffed.do("phase", US, phase=value, from_="+1h")
    staffed.forward(HOUR)
    assert so(staffed).phase(staffed.house.clock()) == "watch"


def test_the_joint_log_has_who_said_what_from_when_and_the_nation_s_own_who_it_was(staffed: Play) -> None:
    late = {"from_": "2026-11-01 09:00", "because": "the line was down"}
    staffed.do("situation", NSS, **CATEGORY, **late)
    logs = entries(staffed, "situation")
    assert logs.keys() == {"jp", "us+jp"}
    said = {"value": "important-influence", "source": CATEGORY["source"], "because": "the line was down"}
    for content in logs.values():
        assert {**said, "holds_from": "2026-11-01T00:00:00.000Z", "body": "jp-nss"}.items() <= content.items()
    assert logs["jp"]["person"] == {"team": person(NSS).team, "user": person(NSS).user}
    assert "person" not in logs["us+jp"]
    with staffed.database.reading() as connection:
        assert audit(connection, staffed.house.registry) == ()


def test_a_seat_of_neither_nation_s_row_sets_nothing(staffed: Play) -> None:
    for verb, seat, given in (("phase", "us-usfj-watch", {"phase": "crisis"}), ("situation", JP, CATEGORY)):
        said = staffed.say(verb, seat, **given)
        assert (said.refused, said.code) == (True, "not-your-move")
    assert staffed.say("situation", US, **CATEGORY).code == "other-nation"
    assert so(staffed) == Situation()


def due_for(play: Play, matter: str) -> timedelta:
    row = play.matter(matter)
    return row.due_at - row.entered_at


def test_a_gap_in_a_crisis_has_half_an_hour_and_one_that_was_told_keeps_its_time(staffed: Play) -> None:
    before = staffed.do("standdown", "us-usfj-cdr", seat="us-usfj-cdr")
    staffed.do("phase", JP, phase="crisis")
    after = staffed.do("standdown", "us-usfj-watch", seat="us-usfj-watch")
    assert [due_for(staffed, matter) for matter in (before, after)] == [8 * HOUR, HOUR / 2]
    staffed.do("phase", JP, phase="steady")
    assert [due_for(staffed, matter) for matter in (before, after)] == [8 * HOUR, HOUR / 2]


def test_a_gap_that_time_brings_about_goes_by_the_phase_of_then(staffed: Play) -> None:
    acting = {"person": person("us-usfj-cos").user, "until": "+2h", "because": "travel"}
    matter = staffed.do("cover", US, seat=US, **acting)
    staffed.do("phase", JP, phase="crisis", from_="+1h")
    staffed.do("standdown", US, matter, because="moved on")
    staffed.forward(2 * HOUR)
    sweep(staffed.house)
    assert staffed.matter(matter).stage_id == "gap"
    assert due_for(staffed, matter) == HOUR / 2


def test_the_handover_s_list_has_phase_category_and_each_request_s_mode(staffed: Play) -> None:
    staffed.do("phase", JP, phase="watch")
    staffed.do("situation", NSS, **CATEGORY)
    staffed.open_joint()
    relief = f"<@{person('us-usfj-cos').user}>"
    brief = staffed.matter(staffed.do("handover", "us-usfj-watch", seat="us-usfj-watch", person=relief)).facts["brief"]
    assert brief["phase"] == "watch"
    (category,) = brief["situation"]
    assert (category["value"], category["source"]) == ("important-influence", CATEGORY["source"])
    assert category["holds_from"] == START.isoformat()
    assert [row["mode"] for row in brief["open"]] == ["coordination"]
