"""The demo as a person starts it: the command in a process of its own, and what it prints."""

import json
import queue
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin

import psutil

from bot.demo.show import NOW, TRY

KAKEHASHI = Path(sys.executable).with_name("kakehashi")
READY_WITHIN = 60.0  # seconds for one line; the workspace's program may have to be downloaded first
STOP_WITHIN = 15.0  # seconds


class RunningDemo:
    """`kakehashi demo --port 0`, from `with` to the end of its block; `lines` is what it printed until it was ready.

    `options` are more words of the command.
    """

    def __init__(self, *options: str) -> None:
        self._options = options

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(  # noqa: S603  Our own command.
            [str(KAKEHASHI), "demo", "--port", "0", *self._options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._heard: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        self.lines: list[str] = []
        try:
            while not self.lines or self.lines[-1].strip() != TRY[-1]:
                self.lines.append(self._next_line())
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    @property
    def address(self) -> str:
        """Of the page, open at the channel where the demo's request came from."""
        return next(line.split()[-1] for line in self.lines if line.startswith("The workspace is at "))

    def state(self) -> dict[str, Any]:
        """The workspace's users, channels and apps."""
        state = urljoin(self.address, "/_control/state")
        with urllib.request.urlopen(state, timeout=STOP_WITHIN) as answer:  # noqa: S310  Our own server.
            found: dict[str, Any] = json.load(answer)
        return found

    def children(self) -> list[psutil.Process]:
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found

    def go_on(self, to: str) -> None:
        """The exercise's clock goes on to that time, typed in the terminal; returns once it has."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{to}\n")
        self.process.stdin.flush()
        while not self._next_line().endswith(NOW):
            pass

    def interrupt(self, number: int = signal.SIGINT) -> int:
        """Ctrl-C, or another signal; returns the exit status."""
        self.process.send_signal(number)
        return self.process.wait(STOP_WITHIN)

    def rest(self) -> list[str]:
        """What it printed after it was ready, once it has ended."""
        self._listener.join(STOP_WITHIN)
        found = []
        while (line := self._heard.get_nowait()) is not None:
            found.append(line)
        return found

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            for line in stream:
                self._heard.put(line.rstrip("\n"))
        self._heard.put(None)

    def _next_line(self) -> str:
        line = self._heard.get(timeout=READY_WITHIN)
        assert line is not None, "the demo ended as it started:\n" + "\n".join(self.lines)
        return line

    def _end(self) -> None:
        """As Ctrl-C would; whatever is left after that is killed."""
        if self.process.poll() is None:
            left = [psutil.Process(self.process.pid), *self.children()]
            self.process.send_signal(signal.SIGINT)
            _, alive = psutil.wait_procs(left, STOP_WITHIN)
            for process in alive:
                process.kill()
            self.process.wait()
        self._listener.join(STOP_WITHIN)
        if self.process.stdin is not None:
            self.process.stdin.close()
