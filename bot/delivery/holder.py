"""The name by which one process holds lanes, and whether the process of such a name has certainly ended.

A process is known by its number in a namespace of processes of a boot of this host: while it lives nobody else has
that name. What was begun elsewhere, and a host that tells neither, leaves it to the lease.
"""

import hashlib
import os
from functools import cache
from pathlib import Path
from secrets import token_hex

BOOT = Path("/proc/sys/kernel/random/boot_id")
NAMESPACE = Path("/proc/self/ns/pid")


def holder_name() -> str:
    """A new name for this process."""
    return f"{_here()}:{os.getpid()}:{token_hex(8)}"


def has_ended(holder: str) -> bool:
    """Whether the process of this name ran here and does no more. One that has its number now makes it False."""
    place, _, rest = holder.partition(":")
    number = rest.partition(":")[0]
    if not place or place != _here() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)  # asks only
    except ProcessLookupError:
        return True
    except PermissionError:  # somebody else's: it lives
        return False
    return False


@cache
def _here() -> str:
    """Which processes can be asked for from here; empty where that can't be said."""
    try:
        place = f"{BOOT.read_text(encoding='ascii').strip()} {NAMESPACE.readlink()}"
    except OSError:
        return ""
    return hashlib.sha256(place.encode()).hexdigest()[:16]
