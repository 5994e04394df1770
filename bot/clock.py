"""The one clock: everything else is told what time it is."""

from datetime import UTC, datetime


class SystemClock:
    """This machine's clock, in aware UTC; call it, or its `now`."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251  This is the one place that may ask.

    __call__ = now
