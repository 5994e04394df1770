"""Each person's own hold on time: what is due, their own reminders, more time asked for, how a time was understood."""

import re
from datetime import timedelta

import pytest

from bot.answers import due
from tests.bot.office import BOTH, JOINT, NATIONAL, OPEN, Office, entries, opened, words_of
from tests.bot.own_time import OTHER, WATCH, calls, staffed
from tests.play import START
from workflows.owed import WHOSE

# One's own reminders


def test_one_is_reminded_as_one_says_it(office: Office) -> None:
    opened(office)
    said = office.do(OTHER, f"remind me in 2h about {JOINT} call the tower")
    assert "Mon 2 Nov 11:00 (I · 020200Z NOV 26)" in said
    office.clock.forward(timedelta(hours=2, seconds=1))
    office.service.sweep()
    (told,) = [text for text in office.told("us-usfj") if "asked to be reminded" in text]
    assert f"{JOINT} call the tower" in told


@BOTH
def test_one_that_comes_late_says_how_late(office: Office) -> None:
    office.do(OTHER, "remind in 2h call the tower")
    office.clock.forward(timedelta(hours=3, minutes=7))
    office.service.sweep()
    assert "call the tower (told 1 h 7 min late)" in office.told("us-usfj")[-1]


def test_a_person_lists_and_takes_back_their_own_reminders_and_no_others(office: Office) -> None:
    office.do(OTHER, 'remind in 3h "the tower"')
    office.do("us-usfj-cdr", 'remind in 1h "the visit"')
    office.do(OTHER, 'remind in 2h "the crew"')
    listed = office.tell(OTHER, "remind list")
    assert re.findall(r"`(\d)`.* · (the \w+)", listed) == [("2", "the crew"), ("1", "the tower")]
    assert "You have no reminder 3" in office.tell(OTHER, "remind cancel 3")
    assert "You have no reminder 2" in office.tell("us-usfj-cdr", "remind cancel 2")
    office.do(OTHER, "remind cancel 1")
    assert "the tower" not in office.tell(OTHER, "remind list")
    office.do(OTHER, 'remind in 4h "the log"')  # a number that is free is given anew
    assert re.findall(r"`(\d)`.* · (the \w+)", office.tell(OTHER, "remind list")) == [
        ("2", "the crew"),
        ("1", "the log"),
    ]
    office.clock.forward(timedelta(hours=5))
    office.service.sweep()
    told = " ".join(office.told("us-usfj"))
    assert ["the tower" in told, "the visit" in told, "the crew" in told, "the log" in told] == [
        False,
        True,
        True,
        True,
    ]
    assert "Your reminders: 0" in office.tell(OTHER, "remind list")
    assert "You have no reminder 1" in office.tell(OTHER, "remind cancel 1")


def test_what_was_said_inside_is_not_listed_where_others_read(office: Office) -> None:
    office.do("bocc-us-lead", 'remind in 2h "ask our own staff"', "us-usfj")
    office.do("bocc-us-lead", 'remind in 3h "ask theirs"')
    assert "ask our own staff" not in office.tell("bocc-us-lead", "remind list")
    assert "ask theirs" in office.tell("bocc-us-lead", "remind list")
    assert "ask our own staff" in office.tell("bocc-us-lead", "remind list", "us-usfj")


# Due


def test_what_is_due_is_grouped_by_whose_it_is_and_overdue_first(office: Office) -> None:
    opened(office)
    office.clock.forward(timedelta(minutes=5))
    office.do("us-usfj-cdr", 'open "Second, and sooner" to:jp-jjoc urgency:immediate')
    office.do("us-usfj-fdo", "disclose CR-26-US-0002")
    office.clock.forward(timedelta(hours=1))  # the second one's acknowledgement is overdue, the first one's is not
    mine = office.tell(WATCH, "due")
    assert mine.index("CR-26-0002") < mine.index(JOINT)
    assert mine.index("自席の分") < mine.index("CR-26-0002")
    assert mine.count("期限超過") == 1
    desk = office.tell("jp-jjoc-cos", "due")
    assert "この機関の分" in desk
    assert "自席の分" not in desk
    assert "自国の分" in office.tell("jp-mod-dp-dg", "due")
    assert JOINT not in office.tell("jp-jjoc-cos", "due mine")
    assert all(JOINT in office.tell(WATCH, f"due {whose}") for whose in ("mine", "desk", "nation"))
    assert "`mine`, `desk`, `nation`" in office.tell(WATCH, "due theirs")


def test_all_that_is_due_fits_one_message_and_the_rest_is_counted(office: Office) -> None:
    for number in range(1, due.MANY + 3):
        office.do("us-usfj-cos", f'open "Number {number}" to:jp-jjoc urgency:priority')
    answer = office.type("us-usfj-fdo", "due")
    assert "and 2 more" in words_of(answer)
    assert 1 + len(WHOSE) * (due.MANY + 2) <= 50 >= len(answer.json["blocks"])


def test_what_is_not_released_is_due_inside_its_nation_alone(office: Office) -> None:
    office.do(OTHER, OPEN)
    assert NATIONAL in office.tell("us-usfj-fdo", "due")
    before = office.tell("bocc-us-lead", "due"), office.tell(WATCH, "due")
    assert all("CR-26" not in answer for answer in before)


def test_a_new_text_that_waits_for_release_is_due_to_its_own_side_alone(office: Office) -> None:
    opened(office)
    office.do(WATCH, f'return {JOINT} "how many"')
    before = office.tell("bocc-us-lead", "due")
    office.do(OTHER, f'propose {JOINT} "Two crews"')
    assert office.tell("bocc-us-lead", "due") == before
    assert JOINT in office.tell("us-usfj-fdo", "due mine")


# More time


def test_more_time_is_asked_of_who_may_give_it_and_the_suspense_stays_until_they_do(office: Office) -> None:
    staffed(office)
    due = office.matter(JOINT).due_at
    office.do(WATCH, f'askextend {JOINT} +2d "the crews are abroad"')
    asked = office.told("us-usfj")[-1]
    assert "the crews are abroad" in asked
    assert "Wed 4 Nov" in asked
    assert calls(OTHER) in asked
    assert calls(OTHER) not in office.told("jp-jjoc")[-1]
    assert office.matter(JOINT).due_at == due
    assert {row["log"] for row in entries(office, "askextend")} == {"jp", "us+jp"}
    office.do(OTHER, f'extend {JOINT} +2d "as asked"')
    assert office.matter(JOINT).due_at > due
    assert "must be later" in office.tell("us-usfj-cos", f'askextend {JOINT} +1d "more"')


# What was understood

WITH_A_TIME = {
    "us-usfj-watch": (
        'open "x" to:jp-jjoc by:{}',
        "remind {} x",
        "snooze CR-26-0001 {}",
        "onit CR-26-0001 {}",
        'extend CR-26-0001 {} "x"',
        'askextend CR-26-0001 {} "x"',
    ),
    "us-usfj-cdr": ('cover us-usfj-cdr <@UUSUSFJCOS> until:{} "x"',),
}


@pytest.mark.parametrize(("seat", "line"), [(seat, line) for seat, lines in WITH_A_TIME.items() for line in lines])
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("121200Z NOV 26", "Thu 12 Nov 21:00 (I · 121200Z NOV 26)"),
        ("１１月１２日　２１：００", "Thu 12 Nov 21:00 (I · 121200Z NOV 26)"),
        ("12 Nov 2026 0700R", "Thu 12 Nov 21:00 (I · 121200Z NOV 26)"),
    ],
)
def test_every_answer_shows_how_a_time_was_understood(
    office: Office, seat: str, line: str, typed: str, shown: str
) -> None:
    opened(office)
    assert shown in office.do(seat, line.format(typed))


def test_where_a_reader_sits_elsewhere_their_zone_stands_beside_both(office: Office) -> None:
    said = office.do("us-indopacom-cdr", "remind 121200Z NOV 26 x")
    assert "Thu 12 Nov 02:00 (W · 121200Z NOV 26 · 122100I NOV 26)" in said


def test_a_time_that_can_not_be_told_is_asked_about_and_nothing_is_done(office: Office) -> None:
    assert START.year == 2026
    with office.nothing_written():
        assert "more than two years" in office.tell(OTHER, "remind 021200Z NOV 62 x")
        assert "has passed" in office.tell(OTHER, "remind 2026-11-01 0900 x")
