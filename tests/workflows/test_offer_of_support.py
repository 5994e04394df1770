"""Offers of support expire, are taken up whole or in part, and bind nobody (DOMAIN 6.6)."""

from datetime import timedelta

import pytest

from tests.workflows.build import Play
from workflows.catalogue import procedures
from workflows.firing import fire
from workflows.progress import movers
from workflows.reminding.reminders import reminders_for
from workflows.vocabulary import Reminder

OFFER = procedures()["offer-of-support"]
OFFERED = {"title": "Trucks", "to": "s-hq", "quantity": "6", "unit": "trucks", "where": "the north"}
TIMES = {"from": "+10h", "until": "+3d", "expires": "+9h"}


@pytest.fixture
def play() -> Play:
    return Play()


def offered(play: Play, **given: str) -> str:
    answer = play.do("offer", "n-hq-chief", **(OFFERED | TIMES | given))
    assert answer.matter is not None
    play.do("disclose", "n-pol-fdo", answer.matter.id)
    return answer.matter.id


def reminders(play: Play, matter: str) -> tuple[Reminder, ...]:
    row = play[matter]
    return reminders_for(movers(row, OFFER, play.registry), row, OFFER, play.registry, play.world(None).holders)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"quantity": "0"}, "nothing-offered", "quantity"),
        ({"quantity": "some"}, "not-a-number", "quantity"),
        ({"until": "+9h"}, "ends-before-it-begins", "until"),
        ({"expires": "+30d"}, "expires-too-late", "expires"),
        ({"expires": ""}, "missing", "expires"),
        ({"to": "n-ops"}, "stays-inside", "to"),
    ],
)
def test_what_is_no_offer_is_refused(play: Play, given: dict[str, str], code: str, field: str) -> None:
    refused = play.refused("offer", "n-hq-chief", **(OFFERED | TIMES | given))
    assert (refused.code, refused.field) == (code, field)


def test_it_is_taken_up_in_parts_until_nothing_is_left(play: Play) -> None:
    matter = offered(play)
    play.do("takeup", "s-hq-chief", matter, quantity="4", urgency="urgent")
    assert (play.stage(matter), play[matter].facts["left"]) == ("offered", 2)
    refused = play.refused("takeup", "s-hq-chief", matter, quantity="3", urgency="urgent")
    assert (refused.code, refused.params["count"]) == ("not-so-much-offered", 2)
    play.do("takeup", "s-hq-chief", matter, urgency="urgent")
    assert play.stage(matter) == "taken-up"


def test_it_is_told_of_at_half_its_time_and_two_hours_before_it_expires(play: Play) -> None:
    matter = offered(play)
    row = play[matter]
    rows = {reminder.rule: reminder.due_at for reminder in reminders(play, matter)}
    assert rows == {
        "half": row.entered_at + (row.due_at - row.entered_at) / 2,
        "two-hours-before": row.due_at - timedelta(hours=2),
        "expiry": row.due_at,
    }


def test_of_less_than_two_hours_nothing_is_told_two_hours_before(play: Play) -> None:
    matter = offered(play, expires="+1h")
    assert {reminder.rule for reminder in reminders(play, matter)} == {"half", "expiry"}


def test_it_expires_and_that_says_neither_no_nor_yes(play: Play) -> None:
    matter = offered(play)
    last = reminders(play, matter)[-1]
    answer = fire(last, play[matter], OFFER, play.world(None), last.due_at)
    assert answer.matter is not None
    assert (answer.matter.stage_id, answer.matter.outcome) == ("expired", None)
    play.matters[matter] = answer.matter
    for verb, given in (("takeup", {"urgency": "urgent"}), ("decline", {"because": "x"})):
        refused = play.refused(verb, "s-hq-chief", matter, **given)
        assert (refused.code, refused.params["place"][0]) == ("not-now", "expired")


def test_a_later_expiry_has_the_same_limit(play: Play) -> None:
    matter = offered(play)
    assert play.refused("extend", "n-hq-chief", matter, by="+2h", because="x").code == "not-later"
    assert play.refused("extend", "n-hq-chief", matter, by="+30d", because="x").code == "expires-too-late"
    play.do("extend", "n-hq-chief", matter, by="+2d", because="x")
    assert play[matter].due_at == play.now - timedelta(minutes=1) + timedelta(days=2)
