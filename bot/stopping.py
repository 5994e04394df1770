"""SIGTERM and Ctrl-C, as something to wait for."""

import os
import signal


class StopSignal:
    """Hears both from when it is made.

    A handler runs in the main thread between any two steps, inside a lock that it holds too: setting a threading.Event
    from there can wait for itself without end. A pipe has no such lock.
    """

    def __init__(self) -> None:
        self._heard, self._told = os.pipe()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: os.write(self._told, b"."))

    def wait(self) -> None:
        """Return once one has come, if it came before too."""
        os.read(self._heard, 1)
