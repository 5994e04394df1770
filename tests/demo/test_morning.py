"""The demo's first minutes, its clock moved on by hand: a digest, a snooze and an escalation come by themselves."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.morning import BEGINS, OVER, SCENES, SERIAL, Morning
from bot.demo.show import NOW, WAIT, Prompter, ask, hear_times
from bot.demo.stage import Stage, set_stage
from bot.words import speaker
from state.exercise import ExerciseClock, change, kept

STEP = timedelta(minutes=5)


class Play:
    """The demo from its opening on, a step at a time; `told` is what it printed since."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.told: list[str] = []
        ask(stage)
        self._prompter = Prompter(stage, Morning(stage, self.told.append))
        self._seconds = 0.0

    def go_on(self) -> None:
        """Five minutes of the exercise, and enough of ours for whoever has a turn."""
        self.change(lambda was, real: was.put(real, was.at(real) + STEP))
        for _ in range(2):  # a turn is seen, then played
            self._prompter.look(self._seconds)
            self._seconds += WAIT
        self.stage.service.sweep()
        assert self.stage.service.delivery.settle(10)

    def change(self, how: Callable[..., object]) -> None:
        change(self.stage.house, how, "test")  # type: ignore[arg-type]  # of ExerciseTime
        assert isinstance(self.stage.house.clock, ExerciseClock)
        self.stage.house.clock.read_again()

    def until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            assert self.stage.house.clock() < OVER + timedelta(hours=1)
            self.go_on()

    @property
    def rate(self) -> int:
        with self.stage.house.database.reading() as connection:
            found = kept(connection)
        assert found is not None
        return found.rate

    def shown(self, body: str, *marks: str) -> list[str]:
        """The messages in a body's channel with all of these in them."""
        rows = self.stage.workspace.messages(self.stage.cast.channel_of(body))
        texts = (json.dumps(row, ensure_ascii=False) for row in rows)
        return [text for text in texts if all(mark in text for mark in marks)]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    with set_stage(0, tmp_path, lambda _: None, BEGINS) as stage:
        yield Play(stage)


def test_a_digest_a_snooze_and_an_escalation_come_and_the_clock_slows_down_after_them(play: Play) -> None:
    assert play.rate > 1
    play.until(lambda: len(play.told) > len(SCENES))
    assert play.rate == 1
    for scene, line in zip(SCENES, play.told[:-1], strict=True):
        assert line.endswith(f"#{play.stage.cast.registry.bodies[scene.body].channel}: {scene.told}")

    assert play.shown("us-usfj", "Morning digest")
    assert play.shown("jp-jjoc", speaker("ja")("Morning digest"))
    half, nine_tenths, *_ = play.shown("us-usarj", SERIAL, "move:snooze")
    assert ("UUSUSARJWATCH" in half, "UUSUSARJWATCH" in nine_tenths) == (True, False), "snoozed, it calls nobody"
    (escalation,) = play.shown("us-usfj", SERIAL, ":rotating_light:")
    assert "<@UUSUSFJWATCH>" in escalation

    play.until(lambda: bool(play.shown("us-usfj", f"{SERIAL} ", "Closed")))
    for _ in range(6):
        play.go_on()
    assert len(play.shown("us-usarj", SERIAL, ":rotating_light:")) == 1, "acknowledged, it goes no higher"

    play.told.clear()
    was = play.stage.house.clock()
    hear_times(play.stage, ["soon\n", "\n", "+2h\n"], play.told.append)
    assert play.told[0].startswith("'soon' is no time to go on to")
    assert play.told[1].endswith(NOW)
    play.change(lambda was, _real: was)  # and read anew, as the tick does
    assert abs(play.stage.house.clock() - was - timedelta(hours=2)) < timedelta(minutes=1)


def test_where_somebody_acknowledges_first_the_morning_ends_without_what_does_not_come(play: Play) -> None:
    play.go_on()
    play.stage.type("us-usarj-watch", "us-usarj", f"ack {SERIAL}")
    play.until(lambda: play.rate == 1)
    assert [line.split(maxsplit=3)[3] for line in play.told] == [
        "#us-usfj: The morning digest, at each desk in its own language.",
        "From now on the clock goes as fast as yours.",
    ]
