"""One side of the measurement over HTTP, as a process.

    python -m tests.bench.serve real|floor DATABASE-URL API-URL PORT SECRET

Behind the server that `kakehashi run --http` sets up; ends on SIGTERM.
"""

import logging
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack

from slack_sdk import WebClient

from bot.cli.run import _http
from bot.inward.listeners import build_app
from tests.bench.floor import floor_app
from tests.bench.place import house_on

READY = "serving"


def main(words: Sequence[str]) -> None:
    side, url, api, port, secret = words
    client = WebClient("xoxb-T0001", api, retry_handlers=[])
    ends = ExitStack()
    app = build_app(house_on(url), client, secret) if side == "real" else floor_app(url, client, secret, ends)
    logging.disable(logging.WARNING)  # waitress tells of every request that waits for a thread
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with ends, _http(app, "127.0.0.1", int(port)):
        sys.stdout.write(f"{READY}\n")
        sys.stdout.flush()
        stop.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
