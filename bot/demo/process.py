"""The local Slack workspace as a process: started, waited for, and ended by its own pid."""

import collections
import queue
import re
import socket
import subprocess
import threading
import time
from typing import IO

from bot.demo import DemoError

START_WITHIN = 30.0  # seconds
STOP_WITHIN = 5.0  # seconds, after which it is killed
ADDRESS = re.compile(r"Web UI:\s+(http://\S+)")  # The banner of local-slack 0.1.8, printed once it listens.


class ServerProcess:
    """One running server that prints its address when it is ready.

    `url` is that address, without a slash at its end. It runs in a session of its own, so that Ctrl-C in
    a terminal reaches the demo alone and the bot can still finish its calls.
    """

    def __init__(self, command: list[str]) -> None:
        """Starts `command` and returns when it listens; DemoError says why it doesn't."""
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._tail: collections.deque[str] = collections.deque(maxlen=20)
        try:
            self._process = subprocess.Popen(  # noqa: S603  The program is the one pinned by hash.
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
        except OSError as fault:
            raise DemoError(f"The program {command[0]} can't be run here: {fault.strerror}.") from fault
        if self._process.stdout is None:
            raise AssertionError("Popen was asked for a pipe")
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True)
        self._reader.start()
        try:
            self.url = self._address()
        except BaseException:
            self.stop()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_ended(self, timeout: float | None = None) -> bool:
        """Whether it ends, by whatever, within so many seconds; without a number once it has."""
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self) -> None:
        """Ends it; does nothing where it has ended already."""
        self._process.terminate()
        try:
            self._process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._tail.append(line.rstrip())
                self._lines.put(line)
        self._lines.put(None)

    def _address(self) -> str:
        deadline = time.monotonic() + START_WITHIN
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty as late:
                raise DemoError(
                    f"The local Slack workspace did not answer within {START_WITHIN:.0f} seconds."
                ) from late
            if line is None:
                raise DemoError(f"The local Slack workspace ended as it started; it said: {self._said()}")
            if found := ADDRESS.search(line):
                return found[1]

    def _said(self) -> str:
        return " ".join(" ".join(self._tail).split()) or "nothing."


def refuse_taken_port(port: int) -> None:
    """DemoError where something else has `port` (0, any free one, never is taken).

    The workspace listens on every interface, so every interface is tried.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # A port in TIME_WAIT is free.
        try:
            probe.bind(("", port))
        except OSError as fault:
            raise DemoError(
                f"Port {port} can't be used ({fault.strerror}); choose another one: make demo PORT={port + 1}"
            ) from fault
