"""Reading what was given: each kind of field, and all faults of a command together."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from tests.workflows.alliance import CALENDARS, document
from tests.workflows.build import NOW
from workflows.bodies.reading import read_registry
from workflows.fields import Given, Kind
from workflows.given.fields import read_given
from workflows.given.reading import Reading
from workflows.vocabulary import Refused


def reading() -> Reading:
    doc = document("north", "south")
    for row in doc["body"]:
        if row["id"] == "s-pol":
            row |= {"valid_to": datetime(2026, 11, 23, tzinfo=UTC).date(), "successor": "s-hq"}
        if row["id"] == "s-hq":
            row["valid_from"] = datetime(2026, 11, 24, tzinfo=UTC).date()
        if row["id"] == "n-pol":
            row["valid_to"] = datetime(2026, 11, 23, tzinfo=UTC).date()
    rows, faults = read_registry(doc)
    assert rows is not None, faults
    return Reading(rows, NOW, "Asia/Tokyo", (CALENDARS["north-days"], CALENDARS["south-days"]), "south")


def read(kind: Kind, word: str) -> Any:
    """The value, or the fault's code."""
    found = read_given((Given("field", kind, "Field"),), {"field": word}, reading())
    return found.code if isinstance(found, Refused) else found["field"]


@pytest.mark.parametrize(
    ("kind", "word", "value"),
    [
        ("line", "  two \n words ", "two words"),
        ("text", " kept\nas  it is ", "kept\nas  it is"),
        ("time", "2026-11-24 17:00", datetime(2026, 11, 24, 8, tzinfo=UTC)),
        ("time", "241700Z NOV 26", datetime(2026, 11, 24, 17, tzinfo=UTC)),
        ("time", "+8h", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        # Wednesday 25 counts for both, Thursday 26 is off in north, Friday 27 is the second; 17:00 in Tokyo
        ("time", "+2wd", datetime(2026, 11, 27, 8, tzinfo=UTC)),
        ("time", "2営業日", datetime(2026, 11, 27, 8, tzinfo=UTC)),
        ("time", "+60wd", "no-calendar"),
        ("time", "someday", "not-a-time"),
        ("time", "2026-11-23 17:00", "past-time"),
        ("body", "N-HQ", "n-hq"),
        ("body", "ｎ－ｈｑ", "n-hq"),
        ("body", "#s-ops", "s-ops"),
        ("body", "n-hp", "unknown-body"),
        ("body", "s-pol", "closed-body"),
        ("body", "n-pol", "n-pol"),  # there it is still the 23rd
        ("bodies", "s-hq, n-ops,s-hq", ("s-hq", "n-ops")),
        ("bodies", "s-hq、n-ops", ("s-hq", "n-ops")),
        ("bodies", "s-hq, gone", "unknown-body"),
        ("bodies", " , ", "unknown-body"),
        ("urgency", "Immediate", "immediate"),
        ("urgency", "ｕｒｇｅｎｔ", "urgent"),
        ("urgency", "soon", "unknown-urgency"),
        ("mode", "integration", "integration"),
        ("mode", "merger", "unknown-mode"),
        ("decision", "approve", "approved"),
        ("decision", "conditions", "conditions"),
        ("decision", "Defer", "deferred"),
        ("decision", "disapprove", "disapproved"),
        ("decision", "approved", "unknown-decision"),
        ("matter", " cr-26-0001 ", "CR-26-0001"),
        ("condition", "#2", 2),
        ("condition", "２", 2),
        ("condition", "two", "not-a-number"),
        ("since", "2026-11-23 17:00", datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ("since", "+2h", datetime(2026, 11, 24, 3, tzinfo=UTC)),
        ("since", "someday", "not-a-time"),
        ("since", "1200J", "local-letter"),
        ("phase", "Crisis", "crisis"),
        ("phase", "危機", "crisis"),
        ("phase", "war", "unknown-phase"),
        ("category", "s-alarm", "s-alarm"),
        ("category", "Alarm  Situation", "s-alarm"),
        ("category", "警報事態", "s-alarm"),
        ("category", "alarm", "unknown-category"),
        ("label", "Dusk", "dusk"),
        ("label", "夕暮れ", "dusk"),
        ("label", "なし", "none"),
        ("label", "dawn", "unknown-label"),
    ],
)
def test_how_a_kind_of_field_is_read(kind: Kind, word: str, value: object) -> None:
    assert read(kind, word) == value


def test_a_category_is_ones_own_nation_s() -> None:
    there = msgspec.structs.replace(reading(), nation="north")
    found = read_given((Given("category", "category", "Category"),), {"category": "s-alarm"}, there)
    assert isinstance(found, Refused)
    assert (found.code, found.params["known"]) == ("unknown-category", ())


def test_an_unknown_body_gets_the_nearest_ones() -> None:
    found = read_given((Given("to", "bodies", "To"),), {"to": "s-hp"}, reading())
    assert isinstance(found, Refused)
    assert found.params["near"][0] == "s-hq"


def test_a_closed_body_names_its_successor() -> None:
    found = read_given((Given("to", "body", "To"),), {"to": "s-pol"}, reading())
    assert isinstance(found, Refused)
    assert found.params["successor"] == "s-hq"


def test_a_fault_of_a_time_keeps_what_was_understood() -> None:
    found = read_given((Given("by", "time", "By"),), {"by": "2026-11-23 17:00"}, reading())
    assert isinstance(found, Refused)
    assert found.params["understood"] == datetime(2026, 11, 23, 8, tzinfo=UTC)


ROWS = (
    Given("title", "line", "Title", most=10),
    Given("to", "bodies", "To"),
    Given("by", "time", "By", required=False),
    Given("mode", "mode", "Mode", required=False),
)


def test_all_faults_are_told_together_the_first_field_foremost() -> None:
    words = {"title": "x" * 11, "by": "someday", "mode": "merger", "colour": "red"}
    found = read_given(ROWS, words, reading())
    assert isinstance(found, Refused)
    assert (found.code, found.field) == ("too-long", "title")
    assert [(field, code) for field, code, _ in found.params["faults"]] == [
        ("title", "too-long"),
        ("to", "missing"),
        ("by", "not-a-time"),
        ("mode", "unknown-mode"),
        ("colour", "unknown-field"),
    ]
    assert found.params["length"] == 11


def test_what_need_not_be_given_is_left_out() -> None:
    assert read_given(ROWS, {"title": "Runway", "to": "s-hq", "by": " "}, reading()) == {
        "title": "Runway",
        "to": ("s-hq",),
    }


def test_ten_thousand_characters_are_too_long_and_not_given_back() -> None:
    found = read_given(ROWS, {"title": "x" * 10_000, "to": "s-hq"}, reading())
    assert isinstance(found, Refused)
    assert len(msgspec.json.encode(found.params)) < 500
