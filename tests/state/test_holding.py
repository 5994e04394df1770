"""A hold on a log, on both databases: by whom it may be ordered, and in which log it stands."""

import pytest

from state.logs.archive import hold_on
from tests.play import Play
from workflows.logs.holding import END, HOLD

US, JP = "us-usfj-cdr", "jp-jjoc-cdr"


def held(play: Play, log: str) -> bool:
    with play.database.reading() as connection:
        return hold_on(connection, log) is not None


def test_it_holds_until_a_decide_seat_of_any_nation_that_reads_the_log_ends_it(staffed: Play) -> None:
    assert not held(staffed, "us+jp")
    staffed.do(HOLD, US, log="us+jp", because="inquiry")
    assert held(staffed, "us+jp")
    assert not held(staffed, "us")
    staffed.do(END, JP, log="us+jp", because="inquiry closed")
    assert not held(staffed, "us+jp")


@pytest.mark.parametrize(
    ("seat", "log", "code"),
    [
        ("us-usfj-watch", "us", "not-your-move"),
        (US, "jp", "other-nation"),
        (JP, "us", "other-nation"),
        ("acm-msg-us-clear", "us+jp", "not-your-move"),
    ],
)
def test_nobody_else_orders_it(staffed: Play, seat: str, log: str, code: str) -> None:
    assert staffed.say(HOLD, seat, log=log, because="inquiry").code == code
    assert not held(staffed, log)


def test_a_reason_with_a_marking_is_refused(staffed: Play) -> None:
    assert staffed.say(HOLD, US, log="us", because="(S) the cable").code == "marking"
