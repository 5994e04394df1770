"""Work that is measured in a process of its own, for the memory that it takes."""

import resource
from collections.abc import Callable
from multiprocessing import get_context


def apart(work: Callable[..., None], *args: object) -> tuple[float, float, float]:
    """Seconds, and MiB at the most and before, as `work` sends them by the pipe that it gets last."""
    start = get_context("spawn")
    here, there = start.Pipe()
    process = start.Process(target=work, args=(*args, there))
    process.start()
    found: tuple[float, float, float] = here.recv()
    process.join()
    return found


def peak() -> float:
    """The most memory that this process has had so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
