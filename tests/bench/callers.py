"""People who type all at once: each with a connection of their own to the bot's server, kept open."""

import http.client
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from tests.slackd.delivery import PATIENCE, signed
from tests.slackd.model import Delivery


class Callers:
    """So many callers of one URL. Signatures are made beforehand: they are Slack's work, not the bot's."""

    def __init__(self, url: str, secret: str, count: int) -> None:
        parts = urlsplit(url)
        self.path = parts.path
        self.secret = secret
        self.connections = [
            http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE) for _ in range(count)
        ]
        self.pool = ThreadPoolExecutor(count)
        for connection in self.connections:
            connection.connect()

    def close(self) -> None:
        self.pool.shutdown()
        for connection in self.connections:
            connection.close()

    def send(self, deliveries: Sequence[Sequence[Delivery]]) -> tuple[float, list[list[float]]]:
        """What each caller sends, one after the other: the seconds until all are answered, and for each delivery.

        Raises RuntimeError where an answer is anything else than 200.
        """
        ready = [[(each.body.encode(), signed(each, self.secret)) for each in row] for row in deliveries]
        barrier = threading.Barrier(len(ready) + 1)

        def call(connection: http.client.HTTPConnection, rows: list[tuple[bytes, dict[str, str]]]) -> list[float]:
            barrier.wait(PATIENCE)
            return [self._post(connection, *row) for row in rows]

        waiting = [self.pool.submit(call, *pair) for pair in zip(self.connections, ready, strict=False)]
        barrier.wait(PATIENCE)
        start = time.perf_counter()
        found = [future.result() for future in waiting]
        return time.perf_counter() - start, found

    def _post(self, connection: http.client.HTTPConnection, body: bytes, headers: dict[str, str]) -> float:
        start = time.perf_counter()
        connection.request("POST", self.path, body, headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {said!r}")
        return time.perf_counter() - start
