"""A bot at work, for any test of this room; see `tests.bot.office`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from state.house import House
from tests.bot.office import Office, forget_what_was_told, furnish
from tests.conftest import SqlitePlace
from tests.play import Clock, Play
from tests.slackd import Slackd


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """SQLite, where a test is not marked with `office.BOTH`."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def manned(folder: Path, sqlite_place: SqlitePlace) -> Path:
    """The installation of a module's own `folder`, with a database where every seat is held."""
    sqlite_place.lay("staffed", folder / "kakehashi.db")
    return folder


@pytest.fixture
def slackd(clock: Clock) -> Iterator[Slackd]:
    """A Slack with everybody in their channels; its clock is the test's."""
    with Slackd() as slackd:
        furnish(slackd, clock)
        yield slackd


@pytest.fixture
def make_office(slackd: Slackd, clock: Clock) -> Iterator[Callable[..., Office]]:
    """Offices on houses of one's own; those that were opened are closed at the end."""
    made: list[Office] = []

    def make(house: House, *, signing_secret: str = "") -> Office:
        made.append(Office(slackd, house, clock, signing_secret=signing_secret))
        return made[-1]

    yield make
    slackd.clear_faults()
    for office in made:
        office.close()


@pytest.fixture
def office(staffed: Play, make_office: Callable[..., Office]) -> Office:
    """One bot on a database where every seat is held, with nothing to tell yet."""
    forget_what_was_told(staffed.house)
    return make_office(staffed.house)
