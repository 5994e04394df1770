"""Where the procedures of the alliance in deploy/ are played, unless a file has a play of its own."""

import pytest

from tests.play import calendars, registry
from tests.workflows.build import Play


@pytest.fixture
def play() -> Play:
    return Play(registry(), calendars())
