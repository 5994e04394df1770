"""Every procedure can be played in the demo: the scripts and what a person adds to them take each to an end."""

from datetime import timedelta

import msgspec
import pytest

from bot.blocks import Message
from bot.demo.script import cues
from bot.demo.scripts import scripts
from bot.desks import Person
from bot.inward.typed_lines import typed
from state.sweep import sweep
from tests.bot.office import channel_of
from tests.play import Play, person, registry
from workflows.catalogue import procedures

TURNS = 40
DAYS = "from:2026-11-10 until:2026-11-12"
TIMES = 'from:"100000Z NOV 26" until:"120000Z NOV 26"'
TEXTS = 'en:"The runway is open." ja:"滑走路を開放した。"'


class Played(msgspec.Struct, frozen=True):
    """Who types what, first to begin one, then wherever it is nobody's turn by the scripts; how it ends.

    {0} is the serial.
    """

    lines: tuple[tuple[str, str], ...]
    end: str


PLAYS = {
    "asset-protection": Played(
        (("us-5af-cdr", f'protect "Two tankers" area:"west of Kyushu" {DAYS} activity:"Joint training"'),), "reported"
    ),
    "coordination-request": Played(
        (("us-usfj-watch", 'open "Runway repair" to:jp-jjoc urgency:urgent detail:"Two crews."'),), "closed"
    ),
    "entry-proposal": Played(
        (("us-usfj-cos", 'nominate "The crew has landed."'), ("us-usfj-watch", "record {0}")), "recorded"
    ),
    "facility-use": Played(
        (
            (
                "us-usfj-j5-dir",
                f'facility "Night landings" kind:limited place:Nyutabaru {TIMES} safety:Crews environment:Noise',
            ),
            ("us-usfj-j5-dir", "handback {0}"),
        ),
        "handed-back",
    ),
    "logistic-support": Played(
        (
            (
                "us-usfj-j4-acsa",
                f'supply "Fuel" jp-jso-j4 class:fuel quantity:200 unit:tons where:Sasebo {DAYS}',
            ),
        ),
        "settled",
    ),
    "offer-of-support": Played(
        (
            (
                "us-usfj-cdr",
                f'offer "Trucks" jp-jjoc quantity:6 unit:trucks where:Kyushu {TIMES} expires:"040300Z NOV 26"',
            ),
            ("jp-jjoc-cdr", "takeup {0} urgency:urgent"),
        ),
        "taken-up",
    ),
    "operation": Played(
        (
            ("us-usfj-cdr", 'op open "Relief of Kyushu" to:jp-jjoc by:"120000Z NOV 26"'),
            ("us-usfj-cdr", 'op close {0} "All are home."'),
        ),
        "closed",
    ),
    "request-for-information": Played(
        (("us-usfj-watch", 'rfi "How many crews?" jp-jjoc urgency:urgent'), ("us-usfj-watch", "close {0}")), "closed"
    ),
    "scenario-review": Played(
        (
            ("bpm-us-lib", 'scenario "Earthquake in the west" detail:"Ports shut for a week."'),
            ("bpm-jp-lib", 'review {0} "After the exercise"'),
        ),
        "current",
    ),
    "seat-coverage": Played((("us-usfj-cdr", "standdown us-usfj-cdr"), ("us-usfj-cdr", "take us-usfj-cdr")), "covered"),
    "situation-setting": Played((("us-usfj-cdr", "phase watch"),), "set"),
    "strategic-message": Played(
        (
            ("us-usfj-pa-dir", f'message "Runway open" audience:"Press" {TEXTS}'),
            ("acm-msg-us-clear", 'schedule {0} "100200Z NOV 26"'),
        ),
        "closed",
    ),
    "tasking": Played((("us-usfj-cdr", 'task "Count the lift" us-usfj-j3 by:"040800Z NOV 26"'),), "closed"),
    "watch-handover": Played(
        (
            ("us-usfj-watch", f"handover us-usfj-watch <@{person('us-usfj-cos').user}>"),
            ("us-usfj-cos", "question {0} Quiet?"),
            ("us-usfj-watch", "clarify {0} Quiet."),
            ("us-usfj-cos", "relieve {0}"),
        ),
        "accepted",
    ),
}
"""By procedure."""


def say(play: Play, seat: str, line: str) -> str:
    desk = Person(person(seat), channel_of(registry().seats[seat].body))
    answer = typed(play.house, desk, line, f"script-{next(play.keys)}")
    assert isinstance(answer, Message), (seat, line, answer)
    return answer.text


def test_every_procedure_is_played() -> None:
    assert PLAYS.keys() == procedures().keys(), "say in PLAYS how the new procedure is played in the demo"


def test_every_line_of_the_scripts_is_one_of_its_stage() -> None:
    rows = [(procedures()[id_], line) for id_, lines in scripts().items() for line in lines]
    assert [(row.id, line) for row, line in rows if row.move(line.verb, line.stage) is None] == []


@pytest.mark.parametrize("procedure", PLAYS)
def test_the_scripts_take_it_to_its_end(procedure: str, staffed: Play) -> None:
    played = PLAYS[procedure]
    lines, passed = list(played.lines), set()
    said = say(staffed, *lines.pop(0))
    with staffed.database.reading() as connection:
        id_ = connection.exec_driver_sql("SELECT id FROM matter").scalar()
    assert id_, said
    for _ in range(TURNS):
        matter = staffed.matter(id_)
        passed.add(matter.stage_id)
        if matter.stage_id == played.end and not lines:
            return
        turns = [cue for cue in cues(staffed.house) if serial_of(staffed, id_) in cue.text.split()]
        if turns:
            say(staffed, turns[0].seat.id, turns[0].text)
        elif lines:
            seat, line = lines.pop(0)
            say(staffed, seat, line.format(serial_of(staffed, id_)))
        else:  # nothing is anybody's turn: time itself goes on
            staffed.forward(timedelta(days=7))
            sweep(staffed.house)
    pytest.fail(f"after {TURNS} turns it is at {staffed.matter(id_).stage}, by {passed}")


def test_a_turn_that_a_person_could_take_for_their_nation_is_left_to_them(staffed: Play) -> None:
    """Else it would be taken from under their form; of who is asleep others take it."""
    for seat, line in PLAYS["scenario-review"].lines:
        say(staffed, seat, line.format("SR-26-0001"))
    everybody, without = cues(staffed.house), cues(staffed.house, ["bpm-jp-lib"])
    assert [cue.seat.id for cue in everybody] == ["bpm-jp-lead"]  # the first of those who could
    assert {cue.seat.nation for cue in without} == {"us"}
    assert [*cues(staffed.house, ["bpm-jp-lib", "bpm-us-lib"])] == []
    assert [cue.seat.id for cue in cues(staffed.house, asleep=["bpm-jp-lead"])] == ["bpm-us-lead"]


def serial_of(play: Play, id_: str) -> str:
    """What the widest audience that has it calls it."""
    return [*play.matter(id_).serials.values()][-1]
