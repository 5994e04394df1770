"""The tick: APScheduler wakes what is to be done every so often, whatever becomes of the machine's clock meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.clock import SystemClock


class Tick(BackgroundScheduler):  # type: ignore[misc]  # apscheduler has no types
    """Calls what it is given every so often. It waits by a clock that nobody sets (threading's), then asks what is due.

    APScheduler keeps the time of day of the next call. Where the clock was set back that is far off; then it is now.
    """

    def __init__(self) -> None:
        super().__init__(timezone="UTC")
        self._clock = SystemClock()  # APScheduler's: an exercise may set the house's, and this goes on

    def every(self, span: timedelta, act: Callable[[], object]) -> None:
        """One call at a time; those that were missed are one."""
        self.add_job(act, _FromNow(span), max_instances=1, coalesce=True, misfire_grace_time=None)

    def _process_jobs(self) -> float | None:
        for job in self.get_jobs():
            soonest = job.trigger.get_next_fire_time(None, self._clock())
            if job.next_run_time > soonest:
                job.modify(next_run_time=soonest)
        return super()._process_jobs()  # type: ignore[no-any-return]


class _FromNow(BaseTrigger):  # type: ignore[misc]  # as above
    """A call so long after the last look: APScheduler's own interval counts all that a machine slept through."""

    def __init__(self, span: timedelta) -> None:
        self.span = span

    def get_next_fire_time(self, _before: datetime | None, now: datetime) -> datetime:
        return now + self.span
