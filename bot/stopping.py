"""SIGTERM, Ctrl-C and the end of the terminal, as something to wait for."""

import os
import signal

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class StopSignal:
    """Hears them from when it is made. One for a process, made in its main thread.

    Python runs a handler between two steps of the main thread: one that comes just before that thread begins to wait
    would be run when the waiting is over, which is never. So the interpreter itself writes to a pipe, at once.
    """

    def __init__(self) -> None:
        self._heard, self._told = os.pipe()
        os.set_blocking(self._told, False)  # as set_wakeup_fd wants it
        signal.set_wakeup_fd(self._told)
        for number in SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup wants it to go on
                signal.signal(number, lambda *_: None)

    def give(self) -> None:
        """Stop for a reason of our own, from any thread."""
        os.write(self._told, b"\0")

    def wait(self) -> None:
        """Return once one has come, if it came before too."""
        os.read(self._heard, 1)
