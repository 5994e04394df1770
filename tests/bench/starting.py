"""What the command line costs: its help, `kakehashi run` until it is connected by Socket Mode, its memory at rest."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median

import psutil

from tests.bench.installation import Installation
from tests.bench.place import Databases
from tests.bench.program import KAKEHASHI, running
from tests.bench.rows import Figure
from tests.slackd import Slackd

RUNS = 9
RUN = (KAKEHASHI, "run")
NOTHING = (sys.executable, "-c", "pass")
AT_REST = (sys.executable, "-c", "print('up', flush=True); import signal; signal.pause()")
MIB = 2**20


def measure(databases: Databases) -> Iterator[Figure]:
    helped, empty = _by_turns(lambda: _ended((KAKEHASHI, "--help")), lambda: _ended(NOTHING))
    yield "kakehashi --help; beside an empty Python", helped, empty
    with Slackd() as slackd:
        place = Installation(databases.folder / "starting", slackd)
        connected, empty = _by_turns(lambda: _connected(place), lambda: _ended(NOTHING))
        yield "kakehashi run until connected; beside an empty Python", connected, empty
        bot = _memory(RUN, "connected", place)
        yield "memory of kakehashi run at rest (PSS); beside an empty Python", bot, _memory(AT_REST, "up", place)


def _by_turns(one: Callable[[], float], other: Callable[[], float]) -> tuple[float, float]:
    """The median of each, taken by turns."""
    pairs = [(one(), other()) for _ in range(RUNS)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def _ended(words: Sequence[str]) -> float:
    """Seconds until a program has ended."""
    start = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  Our own words.
    return time.perf_counter() - start


def _connected(place: Installation) -> float:
    """Seconds until the bot says that it is connected."""
    start = time.perf_counter()
    with running(RUN, "connected", place.environ):
        return time.perf_counter() - start


def _memory(words: Sequence[str], until: str, place: Installation) -> float:
    """MiB of a program at rest, in the seconds after its start."""
    with running(words, until, place.environ) as program:
        watched = psutil.Process(program.pid)
        found = []
        for _ in range(5):
            time.sleep(0.5)  # at rest: there is nothing to wait for
            found.append(watched.memory_full_info().pss / MIB)
    return median(found)
