"""A link out of a nation's channel is read by nobody else, whatever verb it was typed behind."""

import pytest
from sqlalchemy import select, update

from state.tables.matters import matter
from tests.bot.office import BOTH, JOINT, NATIONAL, OPEN, Office, channel_of, opened, words
from tests.bot.watched import all_that_reaches
from tests.play import GROUNDS

NOT_ALL = "not all read who would read this"
WOULD_CROSS = "stands in what would be released"


def link_to(channel: str) -> str:
    return f"https://x.slack.com/archives/{channel}/p1700000000000100"


INSIDE = link_to(channel_of("us-usfj"))
SHARED = link_to(channel_of("bocc"))

OPENING = f'open "Runway" to:jp-jjoc urgency:priority detail:"see {INSIDE}"'
CROSSING = {
    "nominate by a seat of the body": ("bocc-us-lead", f'nominate "see {INSIDE}"', None),
    "nominate that waits for its release": ("us-usfj-cos", f'nominate "see {INSIDE}"', "bocc"),
    "a text that waits for its release": ("us-usfj-watch", OPENING, None),
    "a title": ("us-usfj-watch", f'open "{INSIDE}" to:jp-jjoc urgency:priority', None),
    "a question": ("us-usfj-watch", f'rfi "Tide" jp-jjoc detail:"{INSIDE}" by:+2d', None),
    "an offer's conditions": (
        "us-usfj-cdr",
        f'offer "Pumps" jp-jjoc quantity:6 unit:pumps where:x from:+2d until:+3d expires:+1d if:"{INSIDE}"',
        None,
    ),
}


@pytest.mark.parametrize("what", CROSSING)
def test_it_is_refused_at_once_with_its_field_and_what_would_be_right(office: Office, what: str) -> None:
    seat, line, at = CROSSING[what]
    with office.nothing_written("inbox"):
        told = office.tell(seat, line, at=at)
    assert NOT_ALL in told
    assert "link a message in a channel that all of them read" in told
    office.do(seat, line.replace(INSIDE, SHARED), at=at)


def test_the_field_is_named_and_nothing_is_said_of_a_channel_that_one_may_not_know(office: Office) -> None:
    line = 'nominate "see {}"'
    told = {
        office.tell("bocc-us-lead", line.format(link_to(channel))).replace(channel, "C")
        for channel in (channel_of("us-usfj"), channel_of("jp-jjoc"), "CNOBODYS")
    }
    (only,) = told
    assert "`text`" in only


def test_what_stays_inside_a_nation_may_have_any_link(office: Office) -> None:
    office.do("us-usfj-watch", OPEN)
    office.do("us-usfj-fdo", f'return {NATIONAL} "as {INSIDE} says"')
    office.do("us-usfj-watch", f'propose {NATIONAL} "Two crews"')
    office.do("us-usfj-watch", f'note {NATIONAL} "see {INSIDE}"')
    office.do("us-usfj-fdo", f"disclose {NATIONAL}")
    office.do("us-usfj-watch", f'note {JOINT} "see {INSIDE}"')
    office.do("us-usfj-cos", f'nominate "see {INSIDE}"')
    office.settle()
    assert INSIDE not in all_that_reaches(office, "jp")


@BOTH
def test_an_answer_and_what_is_released_of_it_by_hand_cross_without_it(office: Office) -> None:
    opened(office)
    for seat in ("us-usfj-watch", "jp-jjoc-watch"):
        office.do(seat, f"ack {JOINT}")
    told = office.tell("us-usfj-cdr", f'concur {JOINT} if:"by daylight, {INSIDE}" {words(GROUNDS)}')
    assert (NOT_ALL in told, "`if`" in told) == (True, True)
    office.do("us-usfj-cdr", f"concur {JOINT} {words({**GROUNDS, 'rationale': INSIDE})}")  # its nation's own
    office.do("jp-jjoc-cdr", f"concur {JOINT} {words(GROUNDS)}")
    told = office.tell("us-usfj-fdo", f'release {JOINT} answer-rationale "asked for"')
    assert (WOULD_CROSS in told, INSIDE in told) == (True, True)
    assert NOT_ALL in office.tell("bocc-us-lead", f'note {JOINT} "see {INSIDE}"')
    office.settle()
    assert INSIDE not in all_that_reaches(office, "jp")


@BOTH
def test_one_that_waits_from_before_is_refused_to_who_releases_it(office: Office) -> None:
    """As an earlier version has stored it."""
    office.do("us-usfj-watch", OPENING.replace(INSIDE, SHARED))
    with office.house.database.writing() as connection:
        (row,) = connection.execute(select(matter.c.data)).all()
        connection.execute(update(matter).values(data=row.data.replace(SHARED.encode(), INSIDE.encode())))
    with office.nothing_written("inbox"):
        assert WOULD_CROSS in office.tell("us-usfj-fdo", f"disclose {NATIONAL}")
    office.do("us-usfj-fdo", f'return {NATIONAL} "say it in words"')
    office.do("us-usfj-watch", f'propose {NATIONAL} "Two crews"')
    office.do("us-usfj-fdo", f"disclose {NATIONAL}")
