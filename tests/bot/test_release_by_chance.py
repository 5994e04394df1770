"""Whatever is done, by whomever, no word is read by another nation before it may: each is planted and looked for."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.bot.by_chance import Players
from tests.bot.office import BOTH, OPEN, Office, forget_what_was_told, furnish
from tests.bot.watched import all_that_reaches
from tests.bot.words_by_chance import Chance
from tests.conftest import Databases
from tests.play import Clock, install
from tests.slackd import Slackd

EXAMPLES = {"sqlite": 15, "postgresql": 3}
DIGESTS_AT = ("us-usfj", "jp-jjoc", "bocc")
"""Desks that are told by the clock: of each nation one, and one where both sit; all of them would take minutes."""
STEPS = 14
QUICK = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a history is not worth the minutes that shrinking takes
    print_blob=True,
)


@contextmanager
def an_office(databases: Databases, ids: Iterator[int] | None = None) -> Iterator[Office]:
    """A new one, at its first instant; with `ids` these are its ids, and its salts are all the same.

    Pictures are as on a host without type: in a PNG no word could be looked for.
    """
    clock, database = Clock(), databases.new()
    with Slackd() as slackd, pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.pictures.png.has_fonts", lambda: False)
        furnish(slackd, clock)
        house = install(database, clock)
        if ids is not None:
            new_id = lambda: f"{next(ids):032x}"  # noqa: E731
            house = msgspec.structs.replace(house, new_id=new_id, new_salt=lambda: "0" * 32)
        forget_what_was_told(house)
        office = Office(slackd, house, clock)
        office.plant(*DIGESTS_AT)
        yield office
    database.close()


def play(office: Office, data: st.DataObject) -> Players:
    """Some of the straight way first, so that every stage is reached, and then whatever comes."""
    players = Players(office, Chance(lambda below: data.draw(st.integers(0, below - 1))))
    for _ in range(data.draw(st.integers(0, 16), label="straight on")):
        players.forward()
    for _ in range(data.draw(st.integers(1, STEPS), label="as it comes")):
        players.step()
    office.settle()
    return players


def leaks(players: Players) -> list[object]:
    """What has reached a nation that may not have it: planted words, and matters that are not released."""
    office = players.office
    found: list[object] = []
    hidden = [row for row in map(office.matter, players.matters) if len(row.audience) == 1]
    for nation in players.registry.nations:
        got = all_that_reaches(office, nation)
        found += [(nation, secret) for secret in players.oracle.kept_from(nation) if secret.word in got]
        others = [row for row in hidden if row.audience != (nation,)]
        found += [(nation, name) for row in others for name in (row.id, *row.serials.values()) if name in got]
    return found


def said_to_the_operator(players: Players, log: str) -> list[str]:
    """What of the work stands in the program's own log: words, serials, bodies, seats."""
    names = [row.word for row in players.oracle.planted]
    names += [name for key in players.matters for name in (key, *players.office.matter(key).serials.values())]
    names += [*players.registry.bodies, *players.registry.seats]
    return [name for name in names if name in log]


@BOTH
def test_no_word_reaches_another_nation_before_it_may(
    kind: str, databases: Databases, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    @settings(QUICK, max_examples=EXAMPLES[kind])
    @given(st.data())
    def whatever_is_done(data: st.DataObject) -> None:
        caplog.clear()
        with an_office(databases) as office:
            players = play(office, data)
            assert leaks(players) == []
            assert said_to_the_operator(players, caplog.text) == []
            assert [row.getMessage() for row in caplog.records if row.levelno >= logging.ERROR] == []

    whatever_is_done()


FAULTY = {
    "the drawing of a card": "bot.delivery.sending.draw_card",
    "an answer to a typed line": "bot.inward.typed_lines.draw_applied",
    "a reminder": "state.sweep.fire",
    "the sweep": "bot.service.sweep",
}


@pytest.mark.parametrize("place", FAULTY.values(), ids=FAULTY)
def test_the_words_of_an_error_stay_out_of_the_programs_own_log(
    place: str, databases: Databases, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no such thing: plover")

    with an_office(databases) as office:
        office.do("us-usfj-watch", "remind at:+1h")
        monkeypatch.setattr(place, fail)
        office.type("us-usfj-watch", OPEN)
        office.clock.forward(timedelta(hours=2))
        office.service.sweep()
        office.settle()
    assert "ValueError" in caplog.text
    assert "plover" not in caplog.text
