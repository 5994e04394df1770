"""A body that is not yet, or no longer, in force where it works can't be addressed; who stands in its place."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from tests.play import calendars, registry
from tests.workflows.alliance import document
from tests.workflows.build import NOW, REQUESTED, Play, person
from workflows.bodies.reading import read_registry
from workflows.bodies.registry import Registry
from workflows.command import Command
from workflows.decide import decide
from workflows.given.bodies import read_body
from workflows.given.reading import Fault, Reading
from workflows.matter import Actor
from workflows.routing import addressable, leads, owner
from workflows.vocabulary import Refused

LAST = datetime(2025, 6, 30, 14, 59, tzinfo=UTC)
"""A minute before midnight in Tokyo, the end of a body's last day."""
NEXT = datetime(2025, 6, 30, 15, tzinfo=UTC)


def changed(**bodies: dict[str, object]) -> Registry:
    """The alliance of two with some fields of bodies changed; dashes of their ids are underscores here."""
    doc = document("north", "south")
    for row in doc["body"]:
        row.update(bodies.get(row["id"].replace("-", "_"), {}))
    found, faults = read_registry(doc)
    assert found is not None, faults
    return found


@pytest.mark.parametrize(
    ("word", "now", "answer"),
    [
        ("jp-nisc", LAST, "jp-nisc"),
        ("nisc", LAST, "jp-nisc"),
        ("jp-nisc", NEXT, ("closed-body", {"successor": "jp-nco", "until": date(2025, 6, 30)})),
        ("jp-nco", LAST, ("not-yet-body", {"from": date(2025, 7, 1), "predecessor": "jp-nisc"})),
        ("jp-nco", NEXT, "jp-nco"),
        ("us-spacefor-j", datetime(2024, 12, 3, 16, tzinfo=UTC), "us-spacefor-j"),  # the 4th where it works, in Japan
    ],
)
def test_a_body_is_read_on_the_days_on_which_it_is_in_force(word: str, now: datetime, answer: object) -> None:
    found = read_body(word, Reading(registry(), now, "UTC", ()))
    if isinstance(found, Fault):
        body = found.params["body"]
        assert (found.code, found.params) == (answer[0], {"body": body, **answer[1]})  # type: ignore[index]
    else:
        assert found == answer


def test_a_label_that_a_body_took_over_means_whichever_is_in_force() -> None:
    rows = changed(
        s_hq={"abbr": "JHQ", "valid_to": date(2026, 11, 1), "successor": "s-ops"},
        s_ops={"abbr": "JHQ", "valid_from": date(2026, 11, 2)},
    )
    days = (datetime(2026, 10, 31, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC))
    assert [read_body("jhq", Reading(rows, day, "UTC", ())) for day in days] == ["s-hq", "s-ops"]


@pytest.mark.parametrize("field", ["to", "info"])
def test_no_request_goes_to_a_body_that_has_ended(field: str) -> None:
    play = Play(
        changed(s_hq={"valid_to": date(2026, 11, 1), "successor": "s-ops"}, s_ops={"valid_from": date(2026, 11, 2)})
    )
    refused = play.refused("open", "n-hq-staff", **(REQUESTED | {"to": "centre", field: "s-hq"}))
    assert (refused.code, refused.field, refused.params["successor"]) == ("closed-body", field, "s-ops")


def test_no_side_makes_a_body_that_has_ended_its_lead_or_supporting_office() -> None:
    play = Play(changed(s_ops={"valid_to": date(2026, 11, 1)}))
    matter = play.open()
    play.do("disclose", "n-pol-fdo", matter)
    for field in ("opr", "ocr"):
        assert play.refused("ack", "s-hq-watch", matter, **{field: "s-ops"}).code == "closed-body"


def test_a_successor_that_has_ended_too_hands_on_to_its_own() -> None:
    rows = changed(
        s_min={"successor": "s-hq", "valid_to": date(2026, 1, 1)},
        s_hq={"successor": "s-pol", "valid_from": date(2026, 1, 2), "valid_to": date(2026, 2, 1)},
        s_pol={"valid_from": date(2026, 2, 2)},
    )
    assert (rows.heir("s-min", NOW), rows.heir("s-pol", NOW)) == ("s-pol", None)


def test_a_body_to_come_names_no_forerunner_that_has_ended_before() -> None:
    gap = changed(s_hq={"valid_to": date(2026, 6, 30), "successor": "s-ops"}, s_ops={"valid_from": date(2027, 1, 1)})
    assert gap.forerunner("s-ops", NOW) is None
    assert gap.heir("s-hq", NOW) is None


def test_a_request_is_owned_led_and_offered_by_bodies_in_force_alone() -> None:
    rows = changed(
        centre={"valid_to": date(2026, 11, 1)},
        s_hq={"valid_from": date(2027, 1, 1)},
        s_min={"valid_to": date(2026, 1, 1)},
    )
    absent = rows.absent(NOW)
    assert absent == {"centre", "s-hq", "s-min"}
    assert owner(rows, "n-hq", ("s-pol",), absent) == "board"
    assert owner(rows, "n-hq", ("s-hq",)) == "centre"
    assert leads(rows, "n-hq", ("board",), "board", absent) == {"north": "n-hq", "south": "s-pol"}
    assert addressable(rows, "n-hq", absent) == ("board", "desk")


@pytest.mark.parametrize(
    ("seat", "to", "code", "facts"),
    [
        (
            "us-usfj-watch",
            "jp-jjoc-ops",
            "not-a-counterpart",
            {"yours": ("jp-jjoc",), "theirs": ("us-usfj-j3", "us-usfj-jct"), "without": ()},
        ),
        (
            "us-transcom-watch",
            "jp-jso-j4",
            "not-a-counterpart",
            {"yours": (), "theirs": ("us-usfj-j4",), "without": ("us-transcom",)},
        ),
        (
            "us-usfj-watch",
            "jp-mlit",
            "not-a-counterpart",
            {"yours": ("jp-jjoc",), "theirs": (), "without": ("jp-mlit",)},
        ),
        ("us-usfj-watch", "bpm", "no-requests", {"body": "bpm"}),
    ],
)
def test_a_request_to_the_wrong_body_is_told_the_right_one(
    seat: str, to: str, code: str, facts: dict[str, object]
) -> None:
    refused = Play(registry(), calendars()).refused("open", seat, **(REQUESTED | {"to": to}))
    assert (refused.code, refused.field) == (code, "to")
    assert facts.items() <= refused.params.items()


def test_the_bodies_at_which_one_sits_oneself_come_before_the_others() -> None:
    near = addressable(registry(), "us-c7f", registry().absent(NOW))
    assert near[:4] == ("jp-sdfleet", "ccc-maritime", "bocc", "acg-dg")
    assert set(near) >= {"jc", "jc-facilities", "acm-msg", "acg-ao", "ccc-air"}
    assert not set(near) & {"bpm", "scc", "sdc", "acm-combined"}


ENDED, NEXT_WEEK = date(2026, 11, 20), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("dates", "refusal"),
    [
        ({"valid_to": ENDED, "successor": "n-pol"}, ("closed-body", "successor", "n-pol")),
        ({"valid_from": NEXT_WEEK}, ("not-yet-body", "from", NEXT_WEEK)),
    ],
)
@pytest.mark.parametrize(
    ("verb", "by", "given"),
    [
        ("take", "n-pol-staff", {}),
        ("cover", "n-ops-chief", {"person": "U0POL", "until": "+2h", "because": "x"}),
    ],
)
def test_nobody_comes_to_sit_at_a_body_that_is_not_in_force(
    verb: str, by: str, given: dict[str, str], dates: dict[str, object], refusal: tuple[str, str, object]
) -> None:
    play = Play(changed(n_ops=dates, n_pol={"valid_from": date(2026, 11, 21)}))
    del play.holders["n-ops-watch"]
    named = Actor(person(by).team, "U0POL")
    admitted = dict.fromkeys((person("n-pol-staff"), named), "north")
    world = msgspec.structs.replace(play.world(person(by)), admitted=admitted)
    refused = decide(None, Command(verb, person(by), None, {"seat": "n-ops-watch", **given}), world, NOW)
    assert isinstance(refused, Refused)
    code, fact, value = refusal
    assert (refused.code, refused.field, refused.params[fact]) == (code, "seat", value)
