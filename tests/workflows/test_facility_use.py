"""The rules of a facility or area use (DOMAIN 6.5), each by an example. Its walk stands in tests/procedures."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from tests.play import calendars
from tests.workflows.build import NOW, Play
from tests.workflows.facilities import (
    GIVEN,
    INTAKE,
    JP,
    JP_CHAIR,
    LOCAL,
    RELEASER,
    STARTER,
    US,
    US_CHAIR,
    USE,
    YES,
    advising,
    agreed,
    agreeing,
    asked,
    shown,
)
from workflows.bodies.faults import part_faults
from workflows.progress import movers
from workflows.reminding.reminders import reminders_for
from workflows.vocabulary import Accepted, Reminder

US_MINISTER, JP_MINISTER = "scc-us-osd", "scc-jp-mofa"


def in_use(play: Play, **given: str) -> str:
    matter = agreed(play, **given)
    play.do("cabinet", "jp-pm-ccs", matter, reference="Of today")
    play.do("notify", "jp-mod-min", matter, reference="No. 1")
    return matter


# What a kind of use requires


def test_a_limited_use_needs_its_end_and_the_end_comes_after_the_beginning(play: Play) -> None:
    without = {name: word for name, word in GIVEN.items() if name != "until"}
    assert play.refused("facility", STARTER, **without).code == "needs-an-end"
    assert play.refused("facility", STARTER, **GIVEN | {"until": "+50d"}).code == "ends-before-it-begins"
    for kind in ("provision", "call"):
        assert isinstance(play.do("facility", STARTER, **without | {"kind": kind}), Accepted)


@pytest.mark.parametrize("kind", ["provision", "limited", "call"])
def test_shared_use_is_asked_for_by_the_other_side_than_every_other_kind(play: Play, kind: str) -> None:
    refused = play.refused("facility", STARTER, **GIVEN | {"kind": "shared"})
    assert (refused.code, refused.field) == ("asked-by-others", "kind")
    assert refused.params["seats"] == ("jp-mod-rc-dg", "jp-mod-rc-usfj-div")
    assert play.refused("facility", "jp-mod-rc-dg", **GIVEN | {"kind": kind}).code == "asked-by-others"
    matter = asked(play, "jp-mod-rc-dg", "jp-mod-dp-dg", kind="shared")
    assert {nation: track.lead for nation, track in play[matter].tracks.items()} == {
        "us": "us-usfj-j5",
        "jp": "jp-mod-rc",
    }


@pytest.mark.parametrize(("kind", "next_one"), [("provision", "cabinet"), ("limited", "cabinet"), ("call", "in-use")])
def test_the_cabinet_decides_on_every_kind_but_a_call(play: Play, kind: str, next_one: str) -> None:
    assert play.stage(agreed(play, kind=kind)) == next_one


def test_what_concerns_airspace_goes_to_its_own_subcommittee(play: Play) -> None:
    matter = advising(play, panel="airspace")
    assert play.stage(matter) == "airspace"
    play.refused("advise", US_CHAIR, matter, advice="recommended", because="x")
    assert {row.body for row in movers(play[matter], USE, play.registry)} == {"jc-civil-aviation"}


# By when


def test_each_stage_has_its_own_suspense_by_the_working_days_of_who_must_act(play: Play) -> None:
    """Asked on Tuesday 24 November 2026, 10:00 in Tokyo; that Thursday is a day off in the United States."""

    def tokyo(month: int, day: int) -> datetime:
        return datetime(2026, month, day, 8, tzinfo=UTC)  # 17:00 there

    matter = asked(play)
    assert play[matter].due_at == tokyo(11, 27)  # 3 of Japan's
    play.do("takein", INTAKE, matter)
    assert play[matter].due_at == tokyo(12, 8)  # 10 of Japan's
    play.do("sumup", LOCAL, matter, text="x")
    assert play[matter].due_at == tokyo(12, 9)  # 10 of both: Thursday is not one
    for seat in (US_CHAIR, JP_CHAIR):
        play.do("advise", seat, matter, advice="recommended", because="x")
    assert play[matter].due_at - play[matter].opened_at == timedelta(days=14)  # the next meeting
    for seat in (US, JP):
        play.do("decide", seat, matter, **YES)
    due = play[matter].due_at
    assert due == tokyo(12, 8)
    play.do("cabinet", "jp-pm-pm", matter, reference="x")
    assert play[matter].due_at == due  # decision and notice have one suspense


def test_the_suspense_runs_from_the_release_and_says_how_it_was_counted(play: Play) -> None:
    answer = play.do("facility", STARTER, **GIVEN)
    assert answer.matter
    play.now += timedelta(days=7)
    play.do("disclose", RELEASER, answer.matter.id)
    row = play[answer.matter.id]
    assert row.due_at > NOW + timedelta(days=9)
    assert row.reckoned is not None
    assert (row.reckoned.count, row.reckoned.bodies) == (3, ("jp-mofa-sofa", "jp-mod-rc"))


def test_a_limited_use_ends_on_its_day_and_a_later_one_is_asked_for_anew(play: Play) -> None:
    matter = in_use(play)
    row = play[matter]
    assert row.due_at == datetime.fromisoformat(row.facts["ends"])
    assert play.refused("extend", STARTER, matter, by="+200d", because="x").code == "end-is-agreed"
    rules = {reminder.rule: reminder.due_at for reminder in reminders_of(play, matter)}
    assert rules["week-before"] == row.due_at - timedelta(days=7)
    assert rules["due"] == row.due_at
    assert "escalate-1" in rules
    play.do("handback", STARTER, matter)
    assert play.stage(matter) == "handing-back"


def test_what_has_no_end_is_looked_at_within_a_year(play: Play) -> None:
    matter = in_use(play, kind="provision", until="")
    assert play[matter].due_at - play[matter].opened_at == timedelta(days=365)
    play.do("extend", STARTER, matter, by="+700d", because="Still needed.")
    assert play.stage(matter) == "in-use"


def reminders_of(play: Play, matter: str) -> tuple[Reminder, ...]:
    moving = movers(play[matter], USE, play.registry)
    return reminders_for(moving, play[matter], USE, play.registry, play.world(None).holders)


# The question of prior consultation


def test_the_question_goes_to_ministers_who_alone_answer_it(play: Play) -> None:
    matter = agreeing(play, consultation="raised")
    assert "scc" in play[matter].to
    for seat in (US, JP):
        play.do("decide", seat, matter, **YES)
    assert play.stage(matter) == "ministers"
    play.do("consult", JP_MINISTER, matter, answer="objection", because="A major change.")
    assert "A major change." not in shown(play, matter, "us")
    play.do("consult", US_MINISTER, matter, answer="not-needed", because="x")
    assert play.stage(matter) == "refused"


def test_whoever_deals_with_it_raises_the_question_once_and_the_bot_answers_nothing(play: Play) -> None:
    matter = asked(play)
    play.do("flag", INTAKE, matter, because="New equipment.")
    assert (play.stage(matter), play[matter].facts["consultation"]) == ("use-asked", "raised")
    assert play.refused("flag", STARTER, matter, because="x").code == "not-now"


def test_without_the_question_no_minister_has_it(play: Play) -> None:
    matter = agreed(play)
    assert "scc" not in play[matter].to
    assert "consulted" not in play[matter].facts


# Who has a part stands in the registry


def test_another_registry_s_seats_do_what_these_do(play: Play) -> None:
    """Two other chairs, and the procedure goes by them."""
    chairs = {"facility-use.subcommittee": ("jc-facilities-us-ao", "jc-facilities-jp-ao")}
    other = Play(msgspec.structs.replace(play.registry, parts={**play.registry.parts, **chairs}), calendars())
    matter = advising(other)
    other.refused("advise", US_CHAIR, matter, advice="recommended", because="x")
    other.do("advise", "jc-facilities-us-ao", matter, advice="recommended", because="x")


def test_a_mechanism_that_fills_no_part_has_no_such_procedure() -> None:
    assert Play().refused("facility", "n-hq-staff", **GIVEN).code == "other-nation"


def test_all_that_the_registry_gives_is_to_seats_that_may_act(play: Play) -> None:
    assert not [*part_faults(play.registry)]
    assert set(USE.parts) <= set(play.registry.parts)
