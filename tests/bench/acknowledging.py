"""A full `open` in process, beside the floor: from Bolt's dispatch to its response, deliverers not running."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from slack_bolt import App
from slack_sdk import WebClient

from bot.inward.listeners import build_app
from tests.bench.asking import opening, request
from tests.bench.floor import floor_app
from tests.bench.place import Databases, house_on
from tests.bench.rows import KINDS, Figure
from tests.slackd import Slackd

WARM, ROUNDS, IN_A_ROUND = 50, 12, 25


def measure(databases: Databases) -> Iterator[Figure]:
    with Slackd() as slackd, ExitStack() as ends:
        client = WebClient(slackd.token(), slackd.api_url, retry_handlers=[])
        secret = slackd.signing_secret
        for kind, name in KINDS.items():
            url = databases.staffed(kind)
            house = house_on(url)
            real, floor = build_app(house, client, secret), floor_app(databases.staffed(kind), client, secret, ends)
            for app in (real, floor):
                seconds(app, secret, WARM)
            taken: dict[str, list[float]] = {"real": [], "floor": []}
            for _ in range(ROUNDS):
                taken["real"] += seconds(real, secret, IN_A_ROUND)
                taken["floor"] += seconds(floor, secret, IN_A_ROUND)
            house.database.close()
            value, baseline = (median(times) * 1000 for times in taken.values())
            yield f"open in process, {name}; beside the bare listener", value, baseline


def seconds(app: App, secret: str, count: int) -> list[float]:
    """How long each of `count` openings took to be acknowledged."""
    found = []
    for _ in range(count):
        asked = request(opening(), secret)
        start = time.perf_counter()
        response = app.dispatch(asked)
        found.append(time.perf_counter() - start)
        if response.status != 200:
            raise RuntimeError(f"{response.status}: {response.body}")
    return found
