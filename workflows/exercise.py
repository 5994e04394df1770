"""The time of an exercise: it can be set, stand still, or run faster than the real one."""

from datetime import datetime

import msgspec

ACT = "clock"
FASTEST = 600
"""Seconds of an exercise in a real one, at most: a day in less than three minutes."""


class ExerciseTime(msgspec.Struct, frozen=True):
    """At `real` it was `there` in the exercise, and since then `rate` of its seconds pass in each real one."""

    real: datetime
    there: datetime
    rate: int
    """0 where it stands still, FASTEST at most."""

    def at(self, real: datetime) -> datetime:
        """What time it is there at a real time; both in UTC."""
        return self.there + (real - self.real) * self.rate

    def put(self, real: datetime, there: datetime) -> "ExerciseTime":
        """Set to another time at `real`; it goes on as fast as before."""
        return ExerciseTime(real, there, self.rate)

    def paced(self, real: datetime, rate: int) -> "ExerciseTime":
        """As fast as `rate` from `real` on."""
        return ExerciseTime(real, self.at(real), rate)
