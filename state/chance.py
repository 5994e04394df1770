"""Random ids, drawn from the system many at once."""

from os import register_at_fork, urandom

BITS = 128
DIGITS = BITS // 4
AT_ONCE = 64
"""Asking the system costs as much as a statement of the database, however many bits it brings."""

_drawn: list[str] = []
register_at_fork(after_in_child=_drawn.clear)  # two processes must not hand out the same ones


def random_id() -> str:
    """128 random bits in hex: every id that leaves the process but a serial. Any thread may ask."""
    while True:
        try:
            return _drawn.pop()
        except IndexError:
            digits = urandom(BITS // 8 * AT_ONCE).hex()
            _drawn.extend([digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)])
