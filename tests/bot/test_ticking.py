"""The tick goes on whatever becomes of the machine's clock: set back, set forward, or slept through."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import apscheduler.schedulers.base
import pytest

from bot.clock import SystemClock
from bot.ticking import Tick

SPAN = timedelta(milliseconds=20)
PATIENCE = 10  # seconds until it is certain that no tick comes


class Machine:
    """This machine's clock, as it would be had it been set; what APScheduler and the tick ask."""

    def __init__(self) -> None:
        self.shift = timedelta()
        self._real = SystemClock()

    def now(self, _zone: object = None) -> datetime:
        return self._real() + self.shift


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine whose clock can be set: that of the machine the tests run on is not theirs."""
    made = Machine()
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", made)
    monkeypatch.setattr("bot.ticking.SystemClock", lambda: made.now)
    return made


class Counted:
    """Counts calls, and waits for more of them."""

    def __init__(self) -> None:
        self.calls = 0
        self._called = threading.Condition()

    def __call__(self) -> None:
        with self._called:
            self.calls += 1
            self._called.notify_all()

    def comes(self, more: int) -> bool:
        with self._called:
            wanted = self.calls + more
            return self._called.wait_for(lambda: self.calls >= wanted, PATIENCE)


@pytest.fixture
def start(machine: Machine) -> Iterator[Callable[[Callable[[], object]], None]]:
    assert machine.shift == timedelta()
    ticks: list[Tick] = []

    def begin(act: Callable[[], object]) -> None:
        ticks.append(Tick())
        ticks[-1].every(SPAN, act)
        ticks[-1].start()

    yield begin
    for tick in ticks:
        tick.shutdown(wait=True)


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(days=-400), timedelta(hours=1), timedelta(days=400)])
def test_it_goes_on_after_the_clock_was_set(
    machine: Machine, start: Callable[[Callable[[], object]], None], step: timedelta
) -> None:
    ticked = Counted()
    start(ticked)
    assert ticked.comes(2)
    machine.shift = step
    assert ticked.comes(3)


def test_what_was_slept_through_is_one_tick(machine: Machine, start: Callable[[Callable[[], object]], None]) -> None:
    ticked, slept = Counted(), threading.Event()

    def act() -> None:
        ticked()
        if ticked.calls == 1:
            machine.shift = timedelta(days=30)
            slept.set()

    begun = SystemClock()()
    start(act)
    assert slept.wait(PATIENCE)
    assert ticked.comes(2)
    assert ticked.calls <= (SystemClock()() - begun) / SPAN + 1
