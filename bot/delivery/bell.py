"""A bell that a writer rings after each commit and that the deliverers listen for."""

import threading


class Bell:
    """Counts its rings, so that one rung between looking and waiting is not missed."""

    def __init__(self) -> None:
        self._rung = threading.Condition()
        self._rings = 0
        self._closed = False

    @property
    def rings(self) -> int:
        return self._rings

    @property
    def is_closed(self) -> bool:
        return self._closed

    def ring(self) -> None:
        with self._rung:
            self._rings += 1
            self._rung.notify_all()

    def close(self) -> None:
        """Nobody waits any more."""
        with self._rung:
            self._closed = True
            self._rung.notify_all()

    def wait(self, heard: int, at_most: float) -> None:
        """Wait until the bell has rung more than `heard` times, or that many seconds have passed, or it is closed."""
        with self._rung:
            self._rung.wait_for(lambda: self._closed or self._rings > heard, timeout=at_most)
