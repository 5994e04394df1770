"""A leak that is put in on purpose is found by the tests of release: what they pass, they have looked at."""

import logging
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import msgspec
import pytest

from bot.inward import listeners
from bot.inward.typed_lines import typed
from tests.bot.by_chance import Players
from tests.bot.test_release_by_chance import an_office, leaks, said_to_the_operator
from tests.bot.test_two_runs import DUE, Kept, both, differences
from tests.bot.two_runs import DRAFTED, REDRAFTED, RETURNED, TO_CLOSING
from tests.bot.words_by_chance import Chance
from tests.conftest import Databases
from workflows import carrying, view
from workflows.effects import opening
from workflows.logs import recording

GAMES = (14, 18, *range(40))
"""Seeds of games of which one at least must meet the leak; the first two do, as the procedure is now."""

Leak = Callable[[pytest.MonkeyPatch], None]


def answers_too_soon(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(view, "are_answers_shared", lambda _matter: True)
    patch.setattr(view, "may_read", lambda *_: True)


def own_words_told_to_all(patch: pytest.MonkeyPatch) -> None:
    told = carrying._told

    def tell(record: Any, *rest: Any) -> Any:
        return told(msgspec.structs.replace(record, joint=record.joint or record.own), *rest)

    patch.setattr(carrying, "_told", tell)


def own_words_in_the_joint_log(patch: pytest.MonkeyPatch) -> None:
    entries = recording.entries_of

    def enter(record: Any, *rest: Any) -> Iterator[Any]:
        yield from entries(msgspec.structs.replace(record, joint=record.joint or record.own), *rest)

    patch.setattr(carrying, "entries_of", enter)


def spans_from_the_opening_inside(patch: pytest.MonkeyPatch) -> None:
    released = opening._released

    def release(matter: Any, act: Any) -> Any:
        after: Any = released(matter, act)
        return msgspec.structs.replace(after, opened_at=matter.opened_at, due_at=matter.due_at)

    patch.setattr(opening, "_released", release)


def drafts_seen_before_release(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(view, "as_known", lambda matter, _audience: matter)


@pytest.mark.parametrize("leak", [answers_too_soon, own_words_told_to_all, own_words_in_the_joint_log])
def test_a_planted_word_that_gets_through_is_found(
    leak: Leak, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak(monkeypatch)
    assert any(_found(databases, seed) for seed in GAMES)


def _found(databases: Databases, seed: int) -> list[object]:
    random = Random(seed)  # noqa: S311  for a game
    with an_office(databases) as office:
        players = Players(office, Chance(random.randrange), only="coordination-request")
        for _ in range(9):
            players.forward()
        for _ in range(6):
            players.step()
        return leaks(players)


def test_a_word_in_the_programs_own_log_is_found(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def chatty(*args: Any) -> Any:
        logging.getLogger("bot").warning("typed: %s", args[2])
        return typed(*args)

    monkeypatch.setattr(listeners, "typed", chatty)
    with an_office(databases) as office:
        players = Players(office, Chance(lambda _below: 0))
        players.step()
        assert players.oracle.planted[0].word in said_to_the_operator(players, caplog.text)


@pytest.mark.parametrize(
    ("leak", "script"),
    [
        (own_words_told_to_all, TO_CLOSING),
        (own_words_in_the_joint_log, TO_CLOSING),
        (spans_from_the_opening_inside, TO_CLOSING),
        (drafts_seen_before_release, RETURNED),
    ],
)
def test_two_runs_that_can_be_told_apart_are_found(
    leak: Leak, script: list[tuple[str, str]], databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak(monkeypatch)
    steps: list[list[int]] = [[] for _ in TO_CLOSING]
    plain = Kept("us", "Gannet", "us-usfj-j3", 5, DRAFTED, steps, settles=True)
    more = Kept("us", "Hoopoe", "us-indopacom", 40, REDRAFTED, [[], [], [], [], [0], *steps[5:]], settles=True)
    first, second = both(databases, "jp", script, DUE[0], plain, more)
    assert list(differences(first, second)) != []
