"""Gates before the minister, each its own seat's; places and dates that stay coarse; what follows (DOMAIN 6.7)."""

from datetime import timedelta

import pytest

from tests.play import calendars, registry
from tests.workflows.build import DECISION, NOW, Play
from workflows.catalogue import procedures
from workflows.effects.coarse import finer
from workflows.effects.protecting import GATES
from workflows.firing import fire
from workflows.progress import due_of_stage, movers
from workflows.reminding.reminders import reminders_for
from workflows.situation import Setting, Situation
from workflows.view import see

PROTECTION = procedures()["asset-protection"]
ASKED = {"title": "Two tankers", "area": "west of Kyushu", "from": "+3d", "until": "+5d", "activity": "Joint training"}
SEATS = {
    "beforehand": ("us-5af-cdr",),
    "activity": ("jp-jjoc-cdr",),
    "scene": ("jp-jjoc-cdr",),
    "threat": ("jp-mod-dp-dg",),
    "deliberation": ("jp-mod-dp-dg", "jp-nss-sg"),
}
"""By gate, who answers it where us-5af asks: from DOMAIN 6.7, by hand."""
CASE = {"yes": "first", "no": "ordinary"}


def at_gates(play: Play, **given: str) -> str:
    answer = play.do("protect", "us-5af-cdr", **(ASKED | given))
    assert answer.matter is not None
    matter = answer.matter.id
    play.do("disclose", "us-usfj-fdo", matter)
    play.do("ack", "jp-jjoc-watch", matter)
    return matter


def answer(play: Play, matter: str, **answers: str) -> None:
    """Every gate in turn: yes where nothing else is said; the Council deliberates."""
    for gate, seats in SEATS.items():
        said = answers.get(gate, "yes")
        case = {"case": CASE[said]} if gate == "deliberation" and said in CASE else {}
        play.do("gate", seats[-1], matter, gate=gate, answer=said, grounds=f"grounds of {gate}", **case)


def in_force(play: Play, **given: str) -> str:
    matter = at_gates(play, **given)
    answer(play, matter, deliberation="no")
    play.do("decide", "jp-mod-min", matter, decision="approve", **DECISION)
    return matter


@pytest.mark.parametrize(("phase", "hours"), [("steady", 8), ("watch", 8), ("crisis", 2)])
def test_it_is_due_in_eight_hours_and_in_a_crisis_in_two(play: Play, phase: str, hours: int) -> None:
    play.situation = Situation((Setting("phase", "us", phase, NOW, "us-usfj-cdr"),))
    row = play[at_gates(play)]
    assert row.due_at - row.opened_at == timedelta(hours=hours)


@pytest.mark.parametrize("gate", SEATS)
def test_each_gate_is_answered_by_its_own_seats_alone(play: Play, gate: str) -> None:
    matter = at_gates(play)
    for seat in play.registry.seats:
        twin = Play(registry(), calendars())
        twin.now, twin.matters = play.now, dict(play.matters)
        command = twin.command("gate", seat, matter, gate=gate, answer="unknown", grounds="x")
        assert getattr(twin.run(command), "matter", None) is not None or seat not in SEATS[gate], seat
        assert twin[matter] == play[matter] or seat in SEATS[gate], seat


@pytest.mark.parametrize("gate", SEATS)
@pytest.mark.parametrize("said", ["no", "unknown"])
def test_a_no_or_an_unknown_stops_it_before_the_minister_and_says_which(play: Play, gate: str, said: str) -> None:
    matter = at_gates(play)
    answer(play, matter, **{gate: said})
    if (gate, said) == ("deliberation", "no"):
        assert play.stage(matter) == "minister"
        return
    assert play.stage(matter) == "stopped"
    told = next(entry for _, entry in reversed(play.entries) if entry.act == "stopped")
    assert (told.content["stopped_by"], told.audience) == ([gate], ("us", "jp"))
    moving = {row.body for row in movers(play[matter], PROTECTION, play.registry)}
    assert moving == {play.registry.seats[seat].body for seat in SEATS[gate]}
    refused = play.refused("decide", "jp-mod-min", matter, decision="approve", **DECISION)
    assert (refused.code, refused.params["place"][0]) == ("not-now", "stopped")


def test_nothing_fills_a_gate_in_and_time_decides_none(play: Play) -> None:
    matter = at_gates(play)
    row = play[matter]
    assert row.facts["owing"] == [gate.who.value for gate in GATES]
    for reminder in reminders_for(movers(row, PROTECTION, play.registry), row, PROTECTION, play.registry, {}):
        fired = fire(reminder, play[matter], PROTECTION, play.world(None), reminder.due_at)
        play.matters[matter] = fired.matter or play[matter]
    assert play.stage(matter) == "gates"
    assert (play[matter].kept, play[matter].facts.get("gates")) == ({}, None)


def test_answers_stay_inside_until_all_are_given_and_the_grounds_for_good(play: Play) -> None:
    matter = at_gates(play)
    play.do("gate", "jp-jjoc-cdr", matter, gate="scene", answer="no", grounds="what we saw there")
    for desk, is_told in (("us-5af", False), ("jp-jjoc", True)):
        view = see(play[matter], PROTECTION, play.registry, play.registry.audience_of(desk), desk)
        assert view is not None
        assert ("what we saw there" in str(view)) == is_told
        assert ("answers" in view.facts) == is_told
    answer(play, matter)
    abroad = see(play[matter], PROTECTION, play.registry, ("us",), "us-5af")
    assert abroad is not None
    assert [row["answer"] for row in abroad.facts["gates"].values()] == ["yes"] * 5
    assert "grounds of scene" not in str(abroad)


@pytest.mark.parametrize(
    ("category", "stage"),
    [
        ("peacetime", "council"),
        ("important-influence", "council"),
        ("armed-attack", None),
        ("survival-threatening", None),
        ("", "council"),
    ],
)
def test_the_category_in_force_may_bar_the_fourth_gate(play: Play, category: str, stage: str | None) -> None:
    if category:
        play.do("situation", "jp-nss-sg", category=category, source="Cabinet decision")
    matter = at_gates(play)
    if stage is None:
        given = {"gate": "threat", "answer": "yes", "grounds": "x"}
        refused = play.refused("gate", "jp-mod-dp-dg", matter, **given)
        assert (refused.code, refused.params["categories"]) == ("gate-barred", (category,))
        play.do("gate", "jp-mod-dp-dg", matter, **(given | {"answer": "no"}))
    else:
        answer(play, matter)
        assert play.stage(matter) == stage


@pytest.mark.parametrize(
    ("case", "said", "code"),
    [
        *((case, "no", "case-says") for case in ("first", "third-country", "important", "unusual")),
        *((case, "yes", "case-says") for case in ("urgent", "ordinary")),
        ("", "yes", "missing"),
    ],
)
def test_the_kind_of_case_says_whether_the_council_deliberates(play: Play, case: str, said: str, code: str) -> None:
    given = {"gate": "deliberation", "answer": said, "grounds": "x", "case": case}
    assert play.refused("gate", "jp-nss-sg", at_gates(play), **given).code == code


def test_what_is_known_later_takes_it_on(play: Play) -> None:
    matter = at_gates(play)
    answer(play, matter, scene="unknown", threat="unknown", deliberation="no")
    play.do("gate", "jp-mod-dp-dg", matter, gate="threat", answer="yes", grounds="now known")
    assert (play.stage(matter), play[matter].facts["owing"]) == ("stopped", ["asset-protection.scene"])
    play.do("gate", "jp-jjoc-cdr", matter, gate="scene", answer="yes", grounds="now known")
    assert play.stage(matter) == "minister"


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"area": "33.1234, 129.5678"}, "too-fine", "area"),
        ({"activity": "Training from 0900 hours"}, "too-fine", "activity"),
        ({"title": "５４Ｓ ＵＥ １２３４５ ６７８９０"}, "too-fine", "title"),
        ({"from": "241200Z DEC 26"}, "too-fine", "from"),
        ({"until": "+8h"}, "too-fine", "until"),
        ({"until": "soon"}, "not-a-day", "until"),
        ({"from": "+6d"}, "days-backwards", "until"),
        ({"from": "1 Nov 2026"}, "past-time", "from"),
        ({"area": ""}, "missing", "area"),
    ],
)
def test_places_and_dates_are_an_area_and_days(play: Play, given: dict[str, str], code: str, field: str) -> None:
    refused = play.refused("protect", "us-5af-cdr", **(ASKED | given))
    assert (refused.code, refused.field) == (code, field)


@pytest.mark.parametrize("text", ["35°12'N 139°30'E", "北緯35度12分", "3512N 13930E", "14:30", "午後3時", "5 pm"])
def test_what_is_finer_is_found(text: str) -> None:
    assert finer(text)


@pytest.mark.parametrize("text", ["west of Kyushu", "九州西方、3時間の訓練", "2 ships, 5,000 t", "F-15, 2026-12-01"])
def test_what_is_coarse_is_let_be(text: str) -> None:
    assert not finer(text)


def test_the_record_of_the_decision_stays_inside_and_its_conditions_are_known_to_all(play: Play) -> None:
    matter = at_gates(play)
    answer(play, matter)
    play.do("deliberate", "jp-nsc-chair", matter, result="As proposed")
    done = play.do("decide", "jp-mod-min", matter, decision="conditions", if_="By day only", **DECISION)
    own, joint = done.entries[:2]
    assert (own.audience, own.content["rationale"]) == (("jp",), DECISION["rationale"])
    assert (joint.audience, joint.content["if"]) == (("us", "jp"), "By day only")
    assert "rationale" not in joint.content


def test_a_deferred_one_stays_before_the_minister_and_a_disapproved_one_is_refused(play: Play) -> None:
    matter = at_gates(play)
    answer(play, matter, deliberation="no")
    play.do("decide", "jp-mod-min", matter, decision="defer", **DECISION)
    assert play.stage(matter) == "minister"
    play.do("decide", "jp-mod-min", matter, decision="disapprove", **DECISION)
    assert play.stage(matter) == "refused"


def test_days_that_are_over_are_not_granted(play: Play) -> None:
    matter = at_gates(play)
    answer(play, matter, deliberation="no")
    play.now += timedelta(days=9)
    assert play.refused("decide", "jp-mod-min", matter, decision="approve", **DECISION).code == "days-are-over"


def test_it_ends_with_its_last_day_and_the_report_is_due_three_working_days_later(play: Play) -> None:
    matter = in_force(play)
    row = play[matter]
    (last,) = reminders_for(movers(row, PROTECTION, play.registry), row, PROTECTION, play.registry, {})
    assert (last.rule, last.due_at.isoformat()) == ("last-day-over", "2026-11-29T15:00:00+00:00")  # midnight in Tokyo
    fired = fire(last, row, PROTECTION, play.world(None), last.due_at)
    assert fired.matter is not None
    assert fired.matter.stage_id == "ended"
    due = due_of_stage(fired.matter, PROTECTION)
    assert due is not None
    assert due.isoformat() == "2026-12-03T08:00:00+00:00"  # Thursday at close: asked as Monday began


def test_an_unusual_event_goes_to_who_makes_it_public_and_is_public_before_the_report(play: Play) -> None:
    matter = in_force(play)
    done = play.do("unusual", "jp-jjoc-cdr", matter, event="A vessel came close")
    assert {"jp-mod-pr"} <= {row.desk for row in done.notices}
    play.do("end", "us-5af-cdr", matter, because="Training is over")
    assert play.refused("report", "jp-jjoc-cdr", matter, report="x").code == "publish-first"
    play.do("public", "jp-mod-pr-duty", matter, where="Press release of the day")
    play.do("report", "jp-jjoc-cdr", matter, report="As asked")
    abroad = see(play[matter], PROTECTION, play.registry, ("us",), "us-5af")
    assert abroad is not None
    assert "As asked" not in str(abroad)
    assert abroad.facts["unusual"][0]["text"] == "A vessel came close"
