"""The phase and the situation category: who sets them, which one holds when, and what follows from them."""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import msgspec
import pytest

from tests.workflows.alliance import PAIRED, THREE, document, registry
from tests.workflows.build import NOW, REQUEST, REQUESTED, Play
from workflows.catalogue import openings
from workflows.effects.coverage import GAP
from workflows.situation import PHASES, Setting, Situation, has_category
from workflows.times.suspense import URGENCIES, ByPhase
from workflows.vocabulary import Entry

HOUR = timedelta(hours=1)
SOURCE = "Cabinet decision of 24 November"


def phase(nation: str, value: str, hours: float = 0) -> Setting:
    return Setting("phase", nation, value, NOW + hours * HOUR, f"{nation[0]}-hq-chief")


def category(value: str, hours: float = 0, nation: str = "south") -> Setting:
    return Setting("category", nation, value, NOW + hours * HOUR, "s-min-chief", SOURCE)


def is_an_act(entry: Entry) -> bool:
    """Whether somebody did it; a stage that is reached has an entry of its own."""
    return entry.seat is not None


# What holds


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ((), "steady"),
        ((phase("north", "watch"),), "watch"),
        ((phase("north", "crisis"), phase("south", "watch")), "crisis"),
        ((phase("north", "crisis"), phase("south", "watch"), phase("north", "steady")), "watch"),
        ((phase("north", "crisis"), phase("south", "crisis"), phase("north", "steady")), "crisis"),
        ((phase("north", "recovery"), phase("south", "steady")), "recovery"),
        ((phase("north", "crisis", hours=1),), "steady"),
        ((phase("north", "crisis", hours=-1), phase("north", "watch", hours=-2)), "crisis"),
        ((phase("north", "crisis", hours=-1), phase("north", "watch", hours=-1)), "watch"),
        ((category("s-alarm"),), "steady"),
    ],
    ids=[
        "nothing is said",
        "one has said so",
        "the higher one",
        "until it is lowered",
        "until all have lowered it",
        "recovery is above steady",
        "not before it begins",
        "what begins later counts, though it was said earlier",
        "of the same instant what was said later counts",
        "no phase follows from a category",
    ],
)
def test_the_phase_is_the_highest_of_what_each_nation_has_set_last(said: tuple[Setting, ...], holds: str) -> None:
    assert Situation(said).phase(NOW) == holds


def test_each_nation_has_one_category_in_force() -> None:
    said = (category("s-calm", -2), category("s-alarm", -1), category("s-calm", 1), category("other", -3, "east"))
    assert [row.value for row in Situation(said).categories(NOW)] == ["s-alarm", "other"]
    assert [row.value for row in Situation(said).categories(NOW + HOUR)] == ["s-calm", "other"]
    assert Situation((phase("north", "crisis"),)).categories(NOW) == ()


# Setting it


def test_a_phase_holds_from_now_on_where_no_time_is_given() -> None:
    play = Play()
    answer = play.do("phase", "n-hq-chief", phase="crisis")
    assert answer.settings == (Setting("phase", "north", "crisis", NOW, "n-hq-chief"),)
    assert (answer.said.code, answer.said.params["holds"]) == ("phase-set", "crisis")
    assert play.situation.phase(play.now) == "crisis"


def test_who_lowers_it_alone_is_told_what_still_holds() -> None:
    play = Play()
    play.do("phase", "n-hq-chief", phase="crisis")
    assert play.do("phase", "s-hq-chief", phase="watch").said.params["holds"] == "crisis"
    assert play.do("phase", "n-hq-chief", phase="steady").said.params["holds"] == "watch"


def test_one_that_begins_later_holds_from_then_on() -> None:
    play = Play()
    answer = play.do("phase", "n-hq-chief", phase="crisis", from_="+2h")
    assert answer.said.params["holds"] == "crisis"
    assert play.situation.phase(NOW + 2 * HOUR - timedelta(seconds=1)) == "steady"
    assert play.situation.phase(NOW + 2 * HOUR) == "crisis"


@pytest.mark.parametrize(
    ("verb", "seat", "given"),
    [
        ("phase", "n-hq-chief", {"phase": "crisis"}),
        ("situation", "s-min-chief", {"category": "s-alarm", "source": SOURCE}),
    ],
)
def test_a_late_entry_needs_a_reason_and_carries_both_times(verb: str, seat: str, given: dict[str, str]) -> None:
    play, earlier = Play(), "2026-11-24T00:00Z"
    refused = play.refused(verb, seat, **given, from_=earlier)
    assert (refused.code, refused.field) == ("late-needs-reason", "because")
    answer = play.do(verb, seat, **given, from_=earlier, because="the line was down")
    assert answer.settings[0].holds_from == datetime(2026, 11, 24, tzinfo=UTC)
    assert answer.matter is not None
    assert answer.matter.facts["said_at"] == (play.now - timedelta(minutes=1)).isoformat()
    for entry in filter(is_an_act, answer.entries):
        assert (entry.content["holds_from"], entry.content["because"]) == (NOW - HOUR, "the line was down")


def test_what_was_so_a_few_minutes_ago_is_not_late() -> None:
    play = Play()
    assert play.do("phase", "n-hq-chief", phase="watch", from_="2026-11-24T00:56Z").settings
    assert play.refused("phase", "n-hq-chief", phase="watch", from_="2026-11-24T00:55Z").code == "late-needs-reason"


def test_a_category_is_a_dated_fact_with_its_source() -> None:
    play = Play()
    answer = play.do("situation", "s-min-chief", category="警報事態", source=SOURCE)
    assert answer.settings == (category("s-alarm"),)
    assert play.refused("situation", "s-min-chief", category="s-alarm").code == "missing"


def test_it_is_one_entry_of_the_log_that_all_read_with_who_what_and_from_when() -> None:
    play = Play(PAIRED)
    answer = play.do("situation", "s-min-chief", category="s-alarm", source=SOURCE)
    (joint,) = [entry for entry in answer.entries if entry.audience == play.registry.everyone]
    said = {"what": "category", "nation": "south", "value": "s-alarm", "holds_from": NOW, "source": SOURCE}
    assert (joint.act, joint.seat, joint.stage) == ("situation", "s-min-chief", ("set",))
    assert said.items() <= joint.content.items()
    assert "person" not in joint.content


def test_nothing_of_it_is_withheld_and_nothing_is_left_to_do() -> None:
    play = Play(THREE)
    matter = play.do("phase", "n-hq-chief", phase="crisis").matter
    assert matter is not None
    assert (matter.audience, matter.stage_id) == (play.registry.everyone, "set")


def test_it_is_told_to_counterparts_shared_bodies_and_those_who_may_set_it_too() -> None:
    answer = Play(THREE).do("phase", "n-hq-chief", phase="crisis")
    carded = {notice.desk for notice in answer.notices if notice.kind == "card"}
    assert carded == {"n-hq", "n-min", "s-hq", "e-hq", "board", "centre", "s-min"}


def test_no_body_that_is_not_in_force_is_told() -> None:
    doc = document("north", "south")
    ended = next(row for row in doc["body"] if row["id"] == "centre")
    ended["valid_to"] = datetime(2026, 11, 1, tzinfo=UTC).date()
    answer = Play(registry(doc)).do("phase", "n-hq-chief", phase="crisis")
    assert {notice.desk for notice in answer.notices if notice.kind == "card"} == {
        "n-hq",
        "n-min",
        "s-hq",
        "board",
        "s-min",
    }


# A label, which is nobody's category


def proposed(play: Play, label: str = "dusk") -> str:
    answer = play.do("label", "n-hq-watch", label=label, because="boats all night")
    assert answer.matter is not None
    return answer.matter.id


def test_a_label_is_proposed_inside_and_for_all_once_a_decide_seat_confirms_it() -> None:
    play = Play()
    matter = proposed(play)
    assert (play[matter].audience, play.stage(matter), play.situation.labels(play.now)) == (("north",), "proposed", ())
    answer = play.do("confirm", "n-hq-chief", matter, from_="2026-11-24T00:00Z")
    assert (play[matter].audience, play.stage(matter)) == (("north", "south"), "set")
    setting = Setting("label", "north", "dusk", NOW - HOUR, "n-hq-chief")
    assert answer.settings == play.situation.labels(play.now) == (setting,)
    (joint,) = [entry for entry in answer.entries if entry.audience == ("north", "south")]
    told = {"value": "dusk", "holds_from": NOW - HOUR, "because": "boats all night", "confirmed": "n-hq-chief"}
    assert told.items() <= joint.content.items()


def test_when_it_was_proposed_stays_inside() -> None:
    play = Play()
    matter = proposed(play)
    at = play.now = play.now + HOUR
    play.do("confirm", "n-hq-chief", matter)
    row = play[matter]
    assert {row.opened_at, row.entered_at, row.due_at, row.text.at} == {at}


def test_one_that_is_declined_never_crosses() -> None:
    play = Play()
    matter = proposed(play)
    answer = play.do("decline", "n-min-chief", matter, because="too early")
    assert {entry.audience for entry in answer.entries} == {("north",)}
    assert {notice.desk for notice in answer.notices} == {"n-hq", "n-min"}
    assert play.situation == Situation()


def test_a_label_is_ended_as_it_was_begun() -> None:
    play = Play()
    for label, holds in (("dusk", ["dusk"]), ("なし", [])):
        play.do("confirm", "n-hq-chief", proposed(play, label))
        assert [row.value for row in play.situation.labels(play.now)] == holds


def test_a_label_counts_for_no_category() -> None:
    said = Situation((Setting("label", "south", "s-alarm", NOW, "s-hq-chief"),))
    assert said.categories(NOW) == ()
    assert not has_category(("s-alarm",), said, NOW)


# What follows from it


@pytest.mark.parametrize("name", PHASES)
def test_default_suspenses_are_a_table_by_phase(name: str) -> None:
    assert GAP[name] == ("immediate" if name == "crisis" else "priority")
    assert GAP[name] in URGENCIES
    assert ByPhase("routine", {})[name] == "routine"


def test_a_phase_moves_no_suspense_that_was_told_and_nothing_else() -> None:
    play = Play()
    matter = play.open()
    before = play[matter]
    play.do("phase", "n-hq-chief", phase="crisis")
    assert play[matter] == before
    given = {**REQUESTED, "urgency": "priority"}
    later = play.do("open", "n-hq-staff", **given).matter
    assert later is not None
    assert later.due_at - later.opened_at == timedelta(hours=8), "an urgency that was given is no default"


def test_every_move_is_recorded_with_the_phase_and_the_category_in_force() -> None:
    play = Play()
    play.do("phase", "n-hq-chief", phase="watch")
    play.do("situation", "s-min-chief", category="s-alarm", source=SOURCE)
    for answer in (play.do("open", "n-hq-staff", **REQUESTED), play.do("phase", "s-hq-chief", phase="crisis")):
        for entry in filter(is_an_act, answer.entries):
            assert (entry.content["phase"], entry.content["category"]) == ("watch", ["s-alarm"])


def test_a_procedure_says_in_a_row_which_categories_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    needing = msgspec.structs.replace(REQUEST.opening, categories=("s-alarm", "s-other"))
    rows = MappingProxyType({**openings(), "open": (REQUEST, needing)})
    monkeypatch.setattr("workflows.decide.openings", lambda: rows)
    play = Play()
    for so in ((), ("s-calm",)):
        for value in so:
            play.do("situation", "s-min-chief", category=value, source=SOURCE)
        refused = play.refused("open", "n-hq-staff", **REQUESTED)
        assert (refused.code, refused.params["categories"]) == ("other-category", so)
        assert refused.params["needed"] == ("s-alarm", "s-other")
    play.do("situation", "s-min-chief", category="s-alarm", source=SOURCE)
    assert play.open()
