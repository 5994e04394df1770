"""Many people opening at once while every Slack call takes 150 ms, beside an instant Slack; and one more at work.

The bot is `kakehashi run --http`, deliverers and all; runs with the one Slack and the other take turns, each begun when
everything has been told.
"""

from collections.abc import Iterator, Mapping
from statistics import median

from state import outbox
from state.database import Database
from tests.bench.asking import OPEN, typed
from tests.bench.callers import Callers
from tests.bench.installation import Installation
from tests.bench.place import Databases
from tests.bench.program import KAKEHASHI, free_port, running
from tests.bench.rows import CROWDS, Figure
from tests.play import ASKING, person
from tests.slackd import Late, Slackd

RUNS = 9
LATE = 0.150  # seconds


def measure(databases: Databases) -> Iterator[Figure]:
    with Slackd() as slackd:
        place = Installation(databases.folder / "crowd", slackd)
        port = free_port()
        words = [KAKEHASHI, "run", "--http", f"127.0.0.1:{port}"]
        url = f"http://127.0.0.1:{port}/slack/events"
        with running(words, "connected", place.environ):
            for size in CROWDS:
                yield from _crowd(place, url, size)


def _crowd(place: Installation, url: str, size: int) -> Iterator[Figure]:
    callers = Callers(url, place.slackd.signing_secret, size + 1)
    database = Database(place.url)
    taken: dict[str, list[tuple[float, float]]] = {"late": [], "instant": []}
    try:
        _run(place, callers, size)  # the first one connects
        for _ in range(RUNS):
            for slack, runs in taken.items():
                _wait_until_told(place.slackd, database)
                if slack == "late":
                    place.slackd.fault("*", Late(LATE), times=None)
                runs.append(_run(place, callers, size))
                place.slackd.clear_faults()
        _wait_until_told(place.slackd, database)
    finally:
        database.close()
        callers.close()
    yield from _figures(size, taken)


def _figures(size: int, taken: Mapping[str, list[tuple[float, float]]]) -> Iterator[Figure]:
    longest = {slack: [run[0] for run in runs] for slack, runs in taken.items()}
    others = {slack: [run[1] for run in runs] for slack, runs in taken.items()}
    tail = "Slack late; beside instant Slack"
    yield f"longest of {size} opening at once, {tail}", median(longest["late"]), median(longest["instant"])
    yield f"latest of all {size}, {tail}", max(longest["late"]), max(longest["instant"])
    yield f"another's command while {size} open, {tail}", median(others["late"]), median(others["instant"])


def _run(place: Installation, callers: Callers, size: int) -> tuple[float, float]:
    """All at once: seconds of the longest acknowledgement, and of another person's command meanwhile."""
    asked = [[typed(user, body, OPEN.format(to=to))] for user, body, to in place.crowd[:size]]
    other = [typed(person(ASKING).user, "us-usfj", "who us-usfj")]
    _, found = callers.send([*asked, other])
    return max(seconds for row in found[:size] for seconds in row), found[size][0]


def _wait_until_told(slackd: Slackd, database: Database) -> None:
    def is_told() -> bool:
        with database.reading() as connection:
            return outbox.waiting(connection) == 0

    slackd.wait_for(is_told, 60)
