"""The ways in which this Slack can misbehave, and the book of those that were ordered."""

import threading
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Late:
    """Answers after so many seconds. Adds to any other fault."""

    seconds: float


@dataclass(frozen=True)
class RateLimited:
    """429 with `Retry-After` (whole seconds). Nothing takes effect."""

    retry_after: int


@dataclass(frozen=True)
class Status:
    """An HTTP status and no JSON; `accepted` says whether the call took effect all the same."""

    code: int
    accepted: bool = False


@dataclass(frozen=True)
class Error:
    """`ok: false` with this code. Nothing takes effect."""

    code: str


@dataclass(frozen=True)
class Cut:
    """The connection ends with no answer, before or after (`accepted`) the call took effect."""

    accepted: bool = False


@dataclass(frozen=True, eq=False)
class Hang:
    """No answer until `release()`; it takes effect before it hangs (`accepted`), or once released."""

    accepted: bool = False
    released: threading.Event = field(default_factory=threading.Event)

    def release(self) -> None:
        self.released.set()


Fault = Late | RateLimited | Status | Error | Cut | Hang


@dataclass
class Order:
    method: str
    fault: Fault
    channel: str | None
    left: int | None  #: None: until cleared

    def meets(self, method: str, channel: str | None) -> bool:
        return self.method in ("*", method) and self.channel in (None, channel) and self.left != 0


class FaultBook:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: list[Order] = []

    def order(self, method: str, fault: Fault, channel: str | None, times: int | None) -> None:
        with self._lock:
            self._orders.append(Order(method, fault, channel, times))

    def clear(self) -> None:
        """Forgets what was ordered, and lets go of whatever hangs."""
        with self._lock:
            orders, self._orders = self._orders, []
        for order in orders:
            if isinstance(order.fault, Hang):
                order.fault.release()

    def take(self, method: str, channel: str | None) -> tuple[float, Fault | None]:
        """How late this call is to be, and the oldest other fault that is ordered for it."""
        with self._lock:
            met = [order for order in self._orders if order.meets(method, channel)]
            late = [order for order in met if isinstance(order.fault, Late)]
            other = [order for order in met if not isinstance(order.fault, Late)][:1]
            for order in late + other:
                order.left = None if order.left is None else order.left - 1
        seconds = sum(order.fault.seconds for order in late if isinstance(order.fault, Late))
        return seconds, other[0].fault if other else None
