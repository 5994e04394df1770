"""A signal to stop is heard whenever it comes."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from bot.stopping import SIGNALS, StopSignal


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Pytest's own handlers come back."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_that_came_before_the_waiting_is_heard(number: signal.Signals) -> None:
    stop = StopSignal()
    signal.raise_signal(number)
    stop.wait()


def test_it_is_heard_before_python_has_run_a_handler() -> None:
    """The instant just before the waiting begins: the interpreter knows of the signal, and no handler has run."""
    stop = StopSignal()
    signal.signal(signal.SIGTERM, lambda *_: None)  # whoever hears of it hears it from the interpreter
    threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGTERM)).start()
    stop.wait()


def test_what_nohup_keeps_up_stays_up() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    stop = StopSignal()
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    stop.give()
    stop.wait()


def test_a_second_signal_does_no_harm() -> None:
    stop = StopSignal()
    signal.raise_signal(signal.SIGTERM)
    signal.raise_signal(signal.SIGINT)
    stop.wait()
    stop.wait()
