"""A scenario is reviewed by all planners in parallel and approved by all leads on one version (DOMAIN 6.9)."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from tests.play import calendars
from tests.workflows.build import DECISION, Play
from workflows.catalogue import procedures
from workflows.firing import fire
from workflows.progress import movers
from workflows.reminding.reminders import reminders_for
from workflows.view import see
from workflows.vocabulary import Refused

REVIEW = procedures()["scenario-review"]
SCENARIO = {"title": "A great earthquake", "detail": "Both help.", "info": "us-usfj,jp-jjoc"}
FOUND = {"assumptions": "none", "relies": "all of them stand"}
SECRET = {"assumptions": "our airlift is halved", "relies": "x"}


def entered(play: Play) -> str:
    answer = play.do("scenario", "bpm-us-lib", **SCENARIO)
    assert answer.matter is not None
    return answer.matter.id


def approving(play: Play) -> str:
    matter = entered(play)
    play.do("review", "bpm-us-lib", matter, because="the exercise")
    for seat in ("bpm-us-lib", "bpm-jp-lib"):
        play.do("findings", seat, matter, **FOUND)
    return matter


def test_who_keeps_the_library_enters_a_scenario_and_nobody_else(play: Play) -> None:
    assert play.refused("scenario", "bpm-us-lead", **SCENARIO).code == "not-your-move"
    assert play[entered(play)].audience == ("us", "jp")


def test_a_review_is_due_after_a_year(play: Play) -> None:
    matter = entered(play)
    row = play[matter]
    moving, holders = movers(row, REVIEW, play.registry), play.world(None).holders
    (reminder,) = reminders_for(moving, row, REVIEW, play.registry, holders)
    assert (reminder.rule, reminder.due_at) == ("interval", row.opened_at + timedelta(days=365))
    due = fire(reminder, row, REVIEW, play.world(None), reminder.due_at).matter
    assert due is not None
    assert due.stage_id == "review-due"
    assert due.due_at > reminder.due_at + timedelta(days=13)  # ten working days of both


def test_one_nation_s_findings_are_its_own_until_all_have_theirs(play: Play) -> None:
    matter = entered(play)
    play.do("review", "bpm-us-lib", matter, because="x")
    play.do("findings", "bpm-us-lib", matter, **SECRET)
    shared = see(play[matter], REVIEW, play.registry, ("us", "jp"), "bpm")
    assert shared is not None
    assert SECRET["assumptions"] not in str(shared)
    assert not any(SECRET["assumptions"] in str(entry.content) for _, entry in play.entries if len(entry.audience) > 1)
    play.do("findings", "bpm-jp-lib", matter, **FOUND)
    assert play[matter].facts["findings"]["us"]["assumptions"] == SECRET["assumptions"]


@pytest.mark.parametrize("ending", ["reaffirmed", "retired"])
def test_both_leads_of_one_mind_on_one_version_end_it(play: Play, ending: str) -> None:
    matter = approving(play)
    play.do("approve", "bpm-us-lead", matter, ending=ending, because="x", **DECISION)
    assert play.stage(matter) == "approving"
    play.do("approve", "bpm-jp-lead", matter, ending=ending, because="x", **DECISION)
    assert play.stage(matter) == {"reaffirmed": "current", "retired": "retired"}[ending]


def test_leads_of_two_minds_send_it_back_to_the_planners(play: Play) -> None:
    matter = approving(play)
    play.do("approve", "bpm-us-lead", matter, ending="reaffirmed", because="x", **DECISION)
    play.do("approve", "bpm-jp-lead", matter, ending="retired", because="x", **DECISION)
    assert play.stage(matter) == "in-review"
    assert play[matter].kept == {}


def test_a_new_text_voids_what_was_decided_on_the_one_before(play: Play) -> None:
    matter = approving(play)
    play.do("approve", "bpm-us-lead", matter, ending="reaffirmed", because="x", **DECISION)
    play.do("propose", "bpm-jp-lib", matter, detail="Both help, and the neighbours.")
    assert play[matter].position("us") == "undecided"
    assert play[matter].entered_at == play.now - timedelta(minutes=1)  # every clock anew
    stale = play.command("approve", "bpm-us-lead", matter, ending="revised", because="x", **DECISION)
    refused = play.run(msgspec.structs.replace(stale, seen=1))
    assert isinstance(refused, Refused)
    assert refused.code == "text-changed"
    for seat in ("bpm-us-lead", "bpm-jp-lead"):
        play.do("approve", seat, matter, ending="revised", because="x", **DECISION)
    assert (play.stage(matter), play[matter].facts["approved"]) == ("current", 2)


def test_what_is_unchanged_is_not_revised_and_what_is_new_not_reaffirmed(play: Play) -> None:
    matter = approving(play)
    refused = play.refused("approve", "bpm-us-lead", matter, ending="revised", because="x", **DECISION)
    assert refused.code == "not-what-the-text-is"
    play.do("propose", "bpm-jp-lib", matter, detail="Other.")
    refused = play.refused("approve", "bpm-us-lead", matter, ending="reaffirmed", because="x", **DECISION)
    assert refused.code == "not-what-the-text-is"


def test_past_the_end_of_a_calendar_no_review_is_begun(play: Play) -> None:
    matter = entered(play)
    play.calendars = {id_: replace(row, last=play.now.date()) for id_, row in calendars().items()}
    assert play.refused("review", "bpm-us-lib", matter, because="x").code == "no-calendar"
