"""SIGTERM and Ctrl-C, as something to wait for."""

import os
import signal


class StopSignal:
    """Hears both from when it is made. One for a process, made in its main thread.

    Python runs a handler between two steps of the main thread: one that comes just before that thread begins to wait
    would be run when the waiting is over, which is never. So the interpreter itself writes to a pipe, at once.
    """

    def __init__(self) -> None:
        self._heard, told = os.pipe()
        os.set_blocking(told, False)  # as set_wakeup_fd wants it
        signal.set_wakeup_fd(told)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)

    def wait(self) -> None:
        """Return once one has come, if it came before too."""
        os.read(self._heard, 1)
