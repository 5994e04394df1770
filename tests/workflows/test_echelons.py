"""Up the echelons by time, by non-concurrence and by hand: every side is at the same level, and nothing is decided."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.play import calendars, registry
from tests.workflows.build import GROUNDS, Play, to_combined, to_received, to_staffing, to_stage
from workflows.catalogue import procedures
from workflows.firing import fire
from workflows.progress import movers
from workflows.reminding.reminders import reminders_for
from workflows.vocabulary import Accepted, Reminder

WHY = {"because": "It presses."}
NO = {"reason": "No crew.", **GROUNDS}


def fallen_due(play: Play, matter: str) -> list[Reminder]:
    """What is due now and goes up, in order."""
    row = play[matter]
    procedure = procedures()[row.procedure]
    moving = movers(row, procedure, play.registry)
    rows = reminders_for(moving, row, procedure, play.registry, play.world(None).holders)
    up = [one for one in rows if one.rule.startswith("escalate") and one.due_at <= play.now]
    return sorted(up, key=lambda one: (one.due_at, one.body))


def let_pass(play: Play, matter: str, span: timedelta) -> list[Accepted]:
    """Time passes; what goes up meanwhile goes up, one after the other."""
    play.now += span
    answers = []
    for reminder in fallen_due(play, matter):
        answer = fire(reminder, play[matter], procedures()[play[matter].procedure], play.world(None), play.now)
        if answer.matter is not None:
            play.matters[matter] = answer.matter
        answers.append(answer)
    return answers


def told(answers: list[Accepted]) -> list[tuple[str | None, object]]:
    """To which desks it is told that it went up, and because of which body."""
    return [(row.desk, row.facts["body"]) for one in answers for row in one.notices if row.kind == "escalation"]


# By time


def test_the_side_that_has_moved_goes_up_with_the_one_that_has_not() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("concur", "n-hq-chief", matter, **GROUNDS)
    answers = let_pass(play, matter, timedelta(days=1))
    assert told(answers) == [("n-min", "s-hq"), ("n-hq", "s-hq"), ("s-min", "s-hq"), ("s-hq", "s-hq")]
    assert [entry.audience for one in answers for entry in one.entries] == [("north",), ("south",)]
    assert (play[matter].escalated, play[matter].raised) == (("n-min", "s-min"), 1)
    assert play.stage(matter) == "staffing"


def test_nothing_goes_up_for_a_side_once_the_other_has_moved_too() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("concur", "n-hq-chief", matter, **GROUNDS)
    play.now += timedelta(days=1)
    (first, _) = fallen_due(play, matter)
    play.do("concur", "s-hq-chief", matter, **GROUNDS)
    answer = fire(first, play[matter], procedures()[play[matter].procedure], play.world(None), play.now)
    assert answer.matter is None
    assert answer.notices == ()


def test_an_answer_that_waits_inside_is_not_told_by_when_the_asker_goes_up() -> None:
    """The asking side goes up with what it can see: that the owner of the fact has not answered."""
    seen = []
    for writes in (False, True):
        play = Play(registry(), calendars())
        matter = asked(play)
        play.do("ack", "jp-jjoc-watch", matter)
        if writes:
            play.now += timedelta(hours=1)
            play.do("answer", "jp-jjoc-cos", matter, answer="full", text="Three.")
            play.now -= timedelta(hours=1, minutes=1)
        answers = let_pass(play, matter, timedelta(days=2))
        us = [entry for one in answers for entry in one.entries if entry.audience == ("us",)]
        seen.append([(entry.act, dict(entry.content)) for entry in us])
        assert play[matter].raised == len(us)
    assert seen[0] == seen[1]
    assert [row["to"] for _, row in seen[0]] == ["us-indopacom", "us-osd", "us-nsc"]


# By non-concurrence


def test_a_non_concurrence_goes_up_once_all_know_of_it_and_once_more_with_each_round() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("nonconcur", "s-hq-chief", matter, **NO)
    assert play[matter].escalated == ()
    play.do("concur", "n-hq-chief", matter, **GROUNDS)
    assert (play[matter].escalated, play[matter].raised) == (("n-min", "s-min"), 1)
    up = [entry for _, entry in play.entries if entry.act == "raise-disagreed"]
    assert [(entry.audience, entry.content["bodies"]) for entry in up] == [(("north", "south"), ["n-min", "s-min"])]
    play.do("propose", "centre-n-lead", matter, detail="One crew.")
    play.do("nonconcur", "s-hq-chief", matter, **NO)
    play.do("concur", "n-hq-chief", matter, **GROUNDS)
    assert play[matter].raised == 1  # both sides were at their top: nobody is above


def test_a_condition_that_has_yet_to_be_accepted_goes_up_to_nobody() -> None:
    play = Play()
    matter = to_staffing(play)
    play.do("concur", "s-hq-chief", matter, **{"if": "By day"}, **GROUNDS)
    play.do("concur", "n-hq-chief", matter, **GROUNDS)
    assert (play.stage(matter), play[matter].escalated) == ("reconciling", ())
    play.do("nonconcur", "s-hq-chief", matter, **NO)
    assert play.stage(matter) == "reconciling"
    play.do("concur", "s-hq-chief", matter, **{"if": "By day"}, **GROUNDS)
    play.do("accept", "n-hq-chief", matter)
    assert play.stage(matter) == "deciding"


def test_the_first_office_that_does_not_concur_takes_a_tasking_up() -> None:
    play = Play(registry(), calendars())
    given = {"title": "x", "to": "us-usfj-j3", "ocr": "us-usfj-j4,us-usfj-j5"}
    matter = play._opened(play.do("task", "us-usfj-cdr", **given))
    no = {"position": "nonconcur", "text": "No fuel.", "wording": "Half of it."}
    for seat in ("us-usfj-j4-dir", "us-usfj-j5-dir", "us-usfj-j4-dir"):
        play.do("position", seat, matter, **no)
    assert (play[matter].escalated, play[matter].raised) == (("us-usfj",), 1)


# By hand


def asked(play: Play) -> str:
    given = {"title": "How many?", "to": "jp-jjoc", "urgency": "priority"}
    matter = play._opened(play.do("rfi", "us-usfj-watch", **given))
    play.do("disclose", "us-usfj-fdo", matter)
    return matter


def message(play: Play) -> str:
    given = {"title": "x", "audience": "press", "en": "One.", "ja": "一。"}
    matter = play._opened(play.do("message", "us-usfj-pa-dir", **given))
    play.do("disclose", "us-usfj-fdo", matter)
    return matter


BY_HAND: list[tuple[str, Callable[[Play], str], str, tuple[str, ...], tuple[str, ...]]] = [
    ("request-for-information", asked, "jp-jjoc-watch", ("us-indopacom", "jp-mod"), ("us-osd", "jp-pm")),
    ("strategic-message", message, "acm-msg-jp-draft", ("us-usfj", "jp-mod"), ("us-indopacom", "jp-pm")),
]


@pytest.mark.parametrize(("procedure", "begun", "seat", "first", "second"), BY_HAND)
def test_by_hand_both_sides_go_up_one_level_at_a_time(
    procedure: str, begun: Callable[[Play], str], seat: str, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    play = Play(registry(), calendars())
    matter = begun(play)
    assert play[matter].procedure == procedure
    stage, due = play[matter].stage, play[matter].due_at
    for bodies in (first, second):
        answer = play.do("escalate", seat, matter, **WHY)
        assert answer.said.params["bodies"] == bodies
        cards = {row.desk for row in answer.notices if row.kind == "card"}
        assert {*bodies} <= cards
    assert (play[matter].stage, play[matter].due_at) == (stage, due)


@pytest.mark.parametrize("stage", ["received", "staffing", "combined", "deciding"])
def test_a_request_goes_up_from_either_side(stage: str) -> None:
    for seat in ("n-hq-staff", "s-hq-staff") if stage != "received" else ("n-hq-staff", "s-hq-watch"):
        play = Play()
        matter = to_combined(play) if stage == "combined" else to_stage(play, stage)
        play.do("escalate", seat, matter, **WHY)
        assert play[matter].escalated[-2:] == ("n-min", "s-min")
        assert play.refused("escalate", seat, matter, **WHY).code == "no-parent"


def test_what_went_up_before_its_release_does_not_count() -> None:
    """Else the other side could tell that a text had lain inside for so long."""
    play = Play()
    matter = play.open("n-hq-staff")
    let_pass(play, matter, timedelta(days=1))
    assert play[matter].escalated == ("n-min",)
    play.do("disclose", "n-pol-fdo", matter)
    assert play.do("escalate", "s-hq-watch", matter, **WHY).said.params["bodies"] == ("n-min", "s-min")


def test_time_and_hand_count_together() -> None:
    play = Play(registry(), calendars())
    matter = asked(play)
    play.do("escalate", "us-usfj-watch", matter, **WHY)
    let_pass(play, matter, timedelta(minutes=90))  # a sixth of eight hours, and a tenth of that
    assert play[matter].raised == 1
    assert play.do("escalate", "us-usfj-watch", matter, **WHY).said.params["bodies"] == ("us-osd", "jp-pm")


def test_an_unmanned_watch_of_one_side_is_not_told_by_how_far_the_other_goes_up() -> None:
    seen = []
    for rules in (("unwatched",), ()):
        play = Play()
        matter = to_received(play)
        del play.holders["s-hq-watch"]
        for rule in rules:
            due = Reminder(rule, "s-hq", play.now)
            answer = fire(due, play[matter], procedures()[play[matter].procedure], play.world(None), play.now)
            assert answer.matter is not None
            play.matters[matter] = answer.matter
        seen.append(play.do("escalate", "n-hq-watch", matter, **WHY).said)
    assert seen[0] == seen[1]


def test_a_matter_at_its_own_stage_is_as_before() -> None:
    play = Play()
    matter = to_received(play)
    before = play[matter].tracks
    play.do("escalate", "s-hq-watch", matter, **WHY)
    assert play[matter].tracks == before
