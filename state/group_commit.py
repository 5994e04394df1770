"""Commands that wait for their turn to write go together: one transaction, one wait for the disk."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeAlias, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 32  # in one transaction: the first of them waits for the last

Take: TypeAlias = Callable[[], Sequence[Item]]
"""Gives the items to write: those that have come by its first call. Called again it gives the same ones."""
Write: TypeAlias = Callable[[Take[Item]], Sequence[Result]]
"""Writes what it takes in one transaction that gets through whole or not at all; a result for each item, in order."""


class NotTakenError(Exception):
    """The items before this one took too long. Nothing was written for it."""


class GroupCommit(Generic[Item, Result]):
    """Whoever finds nobody writing leads: it writes for itself and for all who have come when its transaction begins.

    Where a group fails, each of it is written alone, by its own thread: none fails for another's fault.
    """

    def __init__(self, patience: float) -> None:
        """`patience`: seconds that an item waits to be taken into a transaction."""
        self._patience = patience
        self._guard = threading.Lock()
        self._queue: deque[_Waiting[Item, Result]] = deque()
        self._is_led = False

    def write(self, item: Item, write: Write[Item, Result]) -> Result:
        """The result for this item. Raises what `write` raises for it, NotTakenError where it was never taken."""
        mine = self._joined(item)
        if mine is not None:
            self._await(mine)
            if mine.results:
                return mine.results[0]
            if mine.goes_alone:
                return write(lambda: [item])[0]
        return self._lead(item, write)

    def _joined(self, item: Item) -> "_Waiting[Item, Result] | None":
        """Its place in the queue, None where nobody is writing and it leads."""
        with self._guard:
            if self._is_led:
                self._queue.append(_Waiting(item))
                return self._queue[-1]
            self._is_led = True
            return None

    def _await(self, mine: "_Waiting[Item, Result]") -> None:
        if mine.called.wait(self._patience):
            return
        with self._guard:
            if mine in self._queue:
                self._queue.remove(mine)
                raise NotTakenError
        mine.called.wait()  # it is in a transaction by now, and that ends

    def _lead(self, item: Item, write: Write[Item, Result]) -> Result:
        group: list[_Waiting[Item, Result]] = []
        items: list[Item] = []

        def take() -> Sequence[Item]:
            if not items:
                group.extend(self._taken())
                items.extend((item, *(each.item for each in group)))
            return items

        try:
            results = write(take)
            for each, result in zip(group, results[1:], strict=True):
                each.results.append(result)
        except Exception:  # whatever it was, each of the group goes alone now and meets its own
            if not group:
                raise
        else:
            return results[0]
        finally:
            self._hand_over(group)
        return write(lambda: [item])[0]

    def _taken(self) -> "list[_Waiting[Item, Result]]":
        with self._guard:
            return [self._queue.popleft() for _ in range(min(MOST - 1, len(self._queue)))]

    def _hand_over(self, group: "Sequence[_Waiting[Item, Result]]") -> None:
        """Call those who were taken, and the next one to lead."""
        with self._guard:
            following = self._queue.popleft() if self._queue else None
            self._is_led = following is not None
        for each in group:
            each.goes_alone = not each.results
            each.called.set()
        if following is not None:
            following.called.set()


class _Waiting(Generic[Item, Result]):
    """An item on its way. It is called when its result is there, when it must go alone, or, with neither, to lead."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.called = threading.Event()
        self.results: list[Result] = []
        """None or one."""
        self.goes_alone = False
