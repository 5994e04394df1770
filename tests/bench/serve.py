"""One side of the measurement over HTTP, as a process.

    python -m tests.bench.serve real|floor DATABASE-URL API-URL PORT SECRET SIZES

Behind the server that `kakehashi run --http` sets up; ends on SIGTERM.
"""

import json
import logging
import signal
import sys
import threading
from collections.abc import Sequence

from slack_sdk import WebClient

from bot.cli.run import _http
from bot.listeners import build_app
from tests.bench.floor import floor_app
from tests.bench.place import house_on

READY = "serving"


def main(words: Sequence[str]) -> None:
    side, url, api, port, secret, sizes = words
    client = WebClient("xoxb-T0001", api, retry_handlers=[])
    if side == "real":
        app = build_app(house_on(url), client, secret)
    else:
        app = floor_app(url, json.loads(sizes), client, secret)
    logging.disable(logging.WARNING)  # waitress tells of every request that waits for a thread
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with _http(app, "127.0.0.1", int(port)):
        sys.stdout.write(f"{READY}\n")
        sys.stdout.flush()
        stop.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
