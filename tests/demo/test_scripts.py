"""The demo's other seats take a matter to its end by their scripts, with nobody at the page."""

from datetime import timedelta

import pytest

from bot.blocks import Message
from bot.demo.script import cues
from bot.desks import Person
from bot.inward import typed
from state.sweep import sweep
from tests.bot.office import channel_of
from tests.play import Clock, Play, person, registry

TURNS = 20
DAYS = 'from:"+3d" until:"+5d"'

PLAYS = {
    "asset-protection": (
        "us-5af-cdr",
        f'protect "Two tankers" area:"west of Kyushu" {DAYS} activity:"Joint training"',
        "reported",
    ),
    "logistic-support": (
        "us-usfj-j4-acsa",
        f'supply "Fuel" jp-jso-j4 class:fuel quantity:200 unit:tons where:Sasebo {DAYS}',
        "settled",
    ),
}
"""By procedure: who begins one with what, and the stage to which the scripts take it."""


def say(play: Play, seat: str, line: str) -> None:
    desk = Person(person(seat), channel_of(registry().seats[seat].body))
    answer = typed(play.house, desk, line, f"script-{next(play.keys)}")
    assert isinstance(answer, Message), (seat, line, answer)


@pytest.mark.parametrize("procedure", PLAYS)
def test_the_scripts_take_it_to_its_end(procedure: str, staffed: Play) -> None:
    seat, line, end = PLAYS[procedure]
    say(staffed, seat, line)
    clock = staffed.house.clock
    assert isinstance(clock, Clock)
    with staffed.database.reading() as connection:
        id_ = connection.exec_driver_sql("SELECT id FROM matter").scalar_one()
    for _ in range(TURNS):
        cue = next(iter(cues(staffed.house)), None)
        if cue is None:  # nothing is anybody's turn: time itself goes on
            clock.forward(timedelta(days=7))
            sweep(staffed.house)
        else:
            say(staffed, cue.seat.id, cue.text)
        if staffed.matter(id_).stage_id == end:
            return
    pytest.fail(f"after {TURNS} turns it is at {staffed.matter(id_).stage}")
