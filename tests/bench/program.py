"""Programs measured from outside: started, waited for, and ended by their own process id."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30  # seconds, for a program to say what is waited for, and to end
KAKEHASHI = str(Path(sys.executable).with_name("kakehashi"))


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running(words: Sequence[str], until: str, environ: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A program that has said a line beginning with `until`; ended by SIGTERM. Raises RuntimeError if it ends first."""
    program = subprocess.Popen(words, env=environ, stdout=subprocess.PIPE, text=True)  # noqa: S603  Our own words.
    # Without a line it would be waited for without end.
    watch = threading.Timer(PATIENCE, program.kill)
    watch.start()
    try:
        lines = iter(program.stdout or ())
        if not any(line.startswith(until) for line in lines):
            raise RuntimeError(f"{' '.join(words)} never said {until!r}")
        watch.cancel()
        yield program
    finally:
        watch.cancel()
        program.terminate()
        program.wait(PATIENCE)
        if program.stdout:
            program.stdout.close()
