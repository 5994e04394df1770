"""The same `open` over HTTP, signed, from 20 callers: requests a second, beside the floor behind the same server.

Each side is a process of its own, and so are the callers. As in process, the deliverers do not run.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from tests.bench.asking import opening
from tests.bench.callers import Callers
from tests.bench.place import Databases
from tests.bench.program import free_port, running
from tests.bench.rows import KINDS, Figure
from tests.bench.serve import READY
from tests.slackd import Slackd
from tests.slackd.model import Delivery

CALLERS, ROUNDS, EACH = 20, 9, 5


def measure(databases: Databases) -> Iterator[Figure]:
    with Slackd() as slackd:
        for kind, name in KINDS.items():
            value, baseline = _rates(databases, kind, slackd)
            yield f"open over HTTP, 20 callers, {name}; beside the bare listener", value, baseline


def _rates(databases: Databases, kind: str, slackd: Slackd) -> tuple[float, float]:
    """Openings a second of the bot and of the floor: each the median of its rounds, the two by turns."""
    url = databases.staffed(kind)
    rates: dict[str, list[float]] = {"real": [], "floor": []}
    with ExitStack() as stack:
        callers = {}
        for side, address in (("real", url), ("floor", databases.staffed(kind))):
            port = str(free_port())
            words = [side, address, slackd.api_url, port, slackd.signing_secret]
            stack.enter_context(running([sys.executable, "-m", "tests.bench.serve", *words], READY, os.environ))
            made = Callers(f"http://127.0.0.1:{port}/slack/events", slackd.signing_secret, CALLERS)
            stack.callback(made.close)
            made.send(_round())  # the first requests connect to the database and ask Slack who the bot is
            callers[side] = made
        for _ in range(ROUNDS):
            for side, made in callers.items():
                rates[side].append(CALLERS * EACH / made.send(_round())[0])
    return median(rates["real"]), median(rates["floor"])


def _round() -> list[list[Delivery]]:
    return [[opening() for _ in range(EACH)] for _ in range(CALLERS)]
