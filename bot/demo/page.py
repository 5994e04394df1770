"""What the workspace's web page hears and says over its WebSocket `/ui` (local-slack 0.1.8)."""

import json
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import websocket

from bot.demo import DemoError

T = TypeVar("T")
OPEN_WITHIN = 10.0  # seconds


class PageSocket:
    """One open page. The server tells it of every change, which is how others wait without polling.

    `views` is the stack of open modals, the one on top last. The workspace has one stack for everybody.
    """

    def __init__(self, url: str) -> None:
        """Opens the page at `url` (http://host:port) and returns once it has the first snapshot."""
        self._changed = threading.Condition()
        self._changes = 0
        self._closed = False
        self._views: list[dict[str, Any]] = []
        self._errors: dict[str, str] = {}
        self._answers = 0
        self._connected = False
        self._socket = websocket.create_connection(
            url.replace("http", "ws", 1) + "/ui", timeout=OPEN_WITHIN, enable_multithread=True
        )
        self._hear(json.loads(self._socket.recv()))
        self._socket.settimeout(None)
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    @property
    def views(self) -> list[dict[str, Any]]:
        with self._changed:
            return list(self._views)

    @property
    def bot_connected(self) -> bool:
        """Whether a bot has its Socket Mode connection open."""
        return self._connected

    def submit(self, user: str, values: dict[str, dict[str, Any]], timeout: float) -> dict[str, str]:
        """Submits the modal on top and returns the bot's field errors by block id, empty when accepted.

        `values` is Slack's `state.values`: {block id: {action id: {…}}}. A bot that answers nothing
        within five seconds counts as having accepted, for so the workspace does it.
        """
        if not self.views:
            raise DemoError("No modal is open, so there is nothing to submit.")
        before = self._answers
        self._socket.send(json.dumps({"t": "view_submit", "user": user, "values": values}))
        self.wait_for(lambda: self._answers != before, timeout, "the answer to a modal")
        with self._changed:
            return dict(self._errors)

    def wait_for(self, condition: Callable[[], T], timeout: float, what: str) -> T:
        """The first true answer of `condition`, which is asked now and after each change.

        Raises DemoError, naming `what`, after `timeout` seconds or when the workspace has gone.
        """
        deadline = time.monotonic() + timeout
        while True:
            seen = self._changes
            if answer := condition():
                return answer
            if not self._changed_since(seen, deadline - time.monotonic()):
                raise DemoError(f"Waited {timeout:g} seconds in vain for {what}.")
            if self._closed:
                raise DemoError(f"The local Slack workspace went away while waiting for {what}.")

    def close(self) -> None:
        """Closes the page; those who wait for something are told that it has gone."""
        self._socket.abort()  # type: ignore[no-untyped-call]  # websocket-client has no types. Wakes the reader.
        self._reader.join()
        self._socket.shutdown()  # type: ignore[no-untyped-call]  # websocket-client has no types.

    def _changed_since(self, seen: int, within: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._changes != seen or self._closed, max(0.0, within))

    def _listen(self) -> None:
        try:
            while text := self._socket.recv():
                self._hear(json.loads(text))
        except (websocket.WebSocketException, OSError):
            pass  # Closed by either side: those who wait are told below.
        finally:
            with self._changed:
                self._closed = True
                self._changed.notify_all()

    def _hear(self, told: dict[str, Any]) -> None:
        with self._changed:
            match told["t"]:
                case "init":
                    self._views = told["state"]["modalStack"]
                    self._connected = any(app["connected"] for app in told["state"]["apps"])
                case "view":
                    self._views, self._errors = told["stack"], {}
                    self._answers += 1
                case "view_errors":
                    self._errors = told["errors"]
                    self._answers += 1
                case "socket_status":
                    self._connected = told["connected"]
            self._changes += 1
            self._changed.notify_all()
