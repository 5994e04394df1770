"""A simulated year of both nations' calendars: every reminder that should come comes once, in time, and none besides.

What should come is said by tests/state/naive.py. `make soak` plays whole years; else it is weeks, anywhere in it.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from state import sweep as sweeping
from tests.conftest import Databases
from tests.state.naive_days import HOUR, MINUTE
from tests.state.year import FIRST, YEAR, Year
from workflows import carrying, firing, progress
from workflows.progress import Mover
from workflows.recurring import Clockwork
from workflows.reminding.reminders import reminders_for
from workflows.times import suspense
from workflows.vocabulary import Accepted

IS_SOAK = bool(os.environ.get("SOAK"))
EXAMPLES, STEPS = (60, 400) if IS_SOAK else (14, 60)
DAYS = (YEAR - timedelta(days=60)).days

SPANS = [10 * MINUTE, HOUR, 5 * HOUR, 30 * HOUR]
"""How long nothing is done."""


@pytest.fixture
def kind() -> str:
    """The engines are compared in tests of their own."""
    return "sqlite"


class Playing(RuleBasedStateMachine):
    databases: ClassVar[Databases]
    year: Year

    @initialize(data=st.data(), day=st.integers(0, DAYS))
    def begin(self, data: st.DataObject, day: int) -> None:
        draw = lambda below: data.draw(st.integers(0, below - 1))  # noqa: E731
        self.year = Year(self.databases.new(), draw, FIRST + timedelta(days=day))

    @rule()
    def open(self) -> None:
        self.year.open()

    @rule(times=st.integers(1, 4))
    def go_on(self, times: int) -> None:
        for _ in range(times):
            self.year.go_on()

    @rule()
    def turn(self) -> None:
        self.year.turn()

    @rule(times=st.integers(1, 3))
    def speak(self, times: int) -> None:
        for _ in range(times):
            self.year.speak()

    @rule(span=st.sampled_from(SPANS))
    def stop_for(self, span: int) -> None:
        self.year.stop()
        self.year.let_pass(span)

    @rule()
    def start(self) -> None:
        self.year.start()

    @rule(minutes=st.integers(-2_000, 4_000))
    def set_clock(self, minutes: int) -> None:
        self.year.step(minutes * MINUTE)

    @rule(span=st.sampled_from(SPANS), more=st.integers(0, 59))
    def let_pass(self, span: int, more: int) -> None:
        self.year.let_pass(span + more * MINUTE)

    @rule(days=st.integers(1, 14 if IS_SOAK else 5))
    def run_for_days(self, days: int) -> None:
        self.year.start()
        self.year.let_pass(days * 24 * HOUR)

    def teardown(self) -> None:
        """Whatever waits is told in the end."""
        if hasattr(self, "year"):
            self.year.start()
            self.year.let_pass(24 * HOUR)
            self.year.house.database.close()


def test_what_is_told_is_what_should_be_whatever_is_done_and_wherever_the_clock_goes(databases: Databases) -> None:
    quick = settings(
        deadline=None,
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
        print_blob=True,
    )
    here = type("Here", (Playing,), {"databases": databases})
    run_state_machine_as_test(here, settings=quick)


def played(databases: Databases, seed: int, days: int) -> Year:
    """A busy stretch from a seed: a whole year begins with its first day."""
    random = Random(seed)  # noqa: S311  for a game
    begins = FIRST + timedelta(days=random.randrange(DAYS) if days < DAYS else 0)
    year = Year(databases.new(), random.randrange, begins)
    end = year.clock() + timedelta(days=days)
    acts = [year.open] * 3 + [year.go_on] * 8 + [year.speak] * 2 + [year.turn, year.stop, year.start]
    while year.clock() < end:
        for _ in range(random.randrange(1, 6)):
            random.choice(acts)()
        if random.randrange(12) == 0:
            year.step(random.randrange(-1_000, 3_000) * MINUTE)
        if random.randrange(3):
            year.start()
        year.let_pass(random.choice(SPANS) + random.randrange(120) * MINUTE)
    year.start()
    return year


def play_on(databases: Databases) -> None:
    for seed in range(12):
        played(databases, seed, 20)


@pytest.mark.parametrize("seed", range(6) if IS_SOAK else [5])
def test_a_stretch_over_a_leap_day_and_the_change_of_the_clocks_is_told_right(databases: Databases, seed: int) -> None:
    """`make soak`: a whole year, from one summer to the next. Sparsely, to be quick."""
    random = Random(seed)  # noqa: S311  for a game
    begins, days = (FIRST, YEAR) if IS_SOAK else (datetime(2028, 2, 20, tzinfo=UTC), timedelta(days=40))
    year = Year(databases.new(), random.randrange, begins)
    while year.clock() < begins + days:
        random.choice([year.open, year.go_on, year.go_on, year.go_on, year.speak])()
        year.let_pass(random.randrange(1, 6 * 24) * HOUR)
    assert year.ticks > 5 * days.days


# Faults that are put in on purpose

Fault = Callable[[pytest.MonkeyPatch], None]


def chased_when_closed(patch: pytest.MonkeyPatch) -> None:
    """What waits is not dropped with the last move, nor asked when it is told whether anybody is waited for."""
    wanted, there = reminders_for, progress.movers

    def movers(matter: Any, procedure: Any, registry: Any) -> Any:
        anybody = tuple(Mover("us", body, matter.entered_at, matter.due_at) for body in registry.bodies)
        return there(matter, procedure, registry) or anybody

    patch.setattr(carrying, "reminders_for", lambda *rest: wanted(*rest) or None)
    patch.setattr(firing, "movers", movers)


def told_again(patch: pytest.MonkeyPatch) -> None:
    """What was told goes back to be told by the next sweep, as after a claim that was lost."""
    real = sweeping.sweep

    def twice(house: Any) -> int:
        dealt = real(house)
        with house.database.writing() as connection:
            connection.exec_driver_sql("UPDATE reminder SET state = 'pending' WHERE state = 'fired' AND rule = 'half'")
        return dealt

    patch.setattr("tests.state.year.sweep", twice)


def nap_not_heeded(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("bot.delivery.sending.who_sleeps", lambda *_: frozenset())


def nap_for_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("bot.sentences.watch.called", lambda *_: ())


def weekends_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(suspense, "is_working_day", lambda calendar, day: day not in calendar.days_off)


def one_nation_is_off(patch: pytest.MonkeyPatch) -> None:
    real = suspense._is_open
    patch.setattr(suspense, "_is_open", lambda day, calendars: real(day, calendars[:1]))


def all_that_was_missed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sweeping, "gathered", tuple)


def late_is_dropped(patch: pytest.MonkeyPatch) -> None:
    real = firing.fire

    def fire(due: Any, *rest: Any) -> Any:
        answer = real(due, *rest)
        is_late = rest[-1] - due.due_at > timedelta(hours=6)
        return Accepted(answer.said, reminders=answer.reminders) if is_late else answer

    patch.setattr(sweeping, "fire", fire)


def all_missed_digests(patch: pytest.MonkeyPatch) -> None:
    real = Clockwork.following
    patch.setattr(Clockwork, "following", lambda self, chain, after, _now=None: real(self, chain, after))


@pytest.mark.parametrize(
    "fault",
    [
        chased_when_closed,
        told_again,
        nap_not_heeded,
        nap_for_all,
        weekends_count,
        one_nation_is_off,
        all_that_was_missed,
        late_is_dropped,
        all_missed_digests,
    ],
)
def test_a_fault_that_is_put_in_is_found(fault: Fault, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    fault(monkeypatch)
    with pytest.raises(AssertionError, match="too much"):
        play_on(databases)
