"""Taking the outbox to Slack: lanes claimed under a lease, one notice after another, none of it in a transaction."""

import logging
import threading
import time
from datetime import timedelta

from bot.delivery.bell import Bell
from bot.delivery.holder import holder_name
from bot.delivery.sending import Put, Sender, Task
from bot.slack.faults import FIRST_WAIT, LONGEST_WAIT, UNANSWERED, asked_to_wait, code_of, is_lost, wait_after
from bot.slack.vetting import Vetting
from bot.slack.workspaces import NoChannelError, Workspaces
from state import outbox
from state.channels import vetting
from state.faults import traced
from state.house import House

IDLE = 1.0  # seconds between looks at the database when nobody in this process has written
STOP_WITHIN = 2.0  # seconds that a post under way is given at the end

UNDRAWABLE = (LookupError, TypeError, ValueError, AttributeError)
"""What drawing raises on facts that it doesn't understand: waiting would not help."""

log = logging.getLogger(__name__)


class Delivery:
    """The deliverers of one process. They listen for `bell`; `stop` lets the post under way end."""

    def __init__(self, house: House, workspaces: Workspaces, bell: Bell, threads: int = 4) -> None:
        self.house = house
        self.sender = Sender(house, workspaces)
        self.vetting = Vetting(house, workspaces)
        self.bell = bell
        self.told = Bell()  # rung after each row that was dealt with
        self.name = holder_name()
        # Daemons: one that Slack leaves hanging must not keep the process from ending.
        self._threads = [threading.Thread(target=self._work, name=f"delivery-{n}", daemon=True) for n in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, within: float = STOP_WITHIN) -> bool:
        """End after the posts under way. False where one has not ended within so many seconds.

        What was left hanging is looked for in its channel, and sent if it isn't there, by whoever claims the lane next.
        """
        self.bell.close()
        deadline = time.monotonic() + within
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def settle(self, at_most: float) -> bool:
        """Wait until nothing is left to tell, that many seconds at most; says whether it came to that."""
        deadline = time.monotonic() + at_most
        while (left := deadline - time.monotonic()) > 0:
            heard = self.told.rings
            with self.house.database.reading() as connection:
                if outbox.waiting(connection) == 0:
                    return True
            self.told.wait(heard, left)
        return False

    def drain(self) -> None:
        """Deliver what can be delivered now, in the caller's thread."""
        while self._deliver_lane():
            pass

    def _work(self) -> None:
        while not self.bell.is_closed:
            heard = self.bell.rings
            try:
                busy = self._deliver_lane()
            except Exception as error:  # noqa: BLE001  the thread lives on; it is tried again once the lease is over
                log.error("delivery failed: %s", traced(error))  # noqa: TRY400  its words are not for this log
                busy = False
            if not busy:
                self.bell.wait(heard, IDLE)

    def _deliver_lane(self) -> bool:
        """Claim one lane and tell what it holds. False where no lane has anything to tell now."""
        with self.house.database.writing() as connection:
            held = outbox.claim(connection, self.name, self.house.machine_now())
        if held is None:
            return False
        while not self.bell.is_closed:
            with self.house.database.reading() as connection:
                row = outbox.next_row(connection, held)
                is_clear = row is None or vetting.is_clear(connection, held.lane, self.house.machine_now())
            if row is None:
                break
            if not (is_clear or self._may_speak(held, row)) or not self._deliver(held, row):
                return True
        with self.house.database.writing() as connection:
            outbox.release(connection, held)
        return True

    def _may_speak(self, held: outbox.Claim, row: outbox.Row) -> bool:
        """Look who is in the lane's channel. False where the lane is held, and left, or was put off."""
        try:
            may_speak = self.vetting.look(held.lane)
        except NoChannelError:
            return self._put_off(held, row, LONGEST_WAIT, "its body has no channel")
        except UNANSWERED as error:
            wait = asked_to_wait(error) or wait_after(row.attempts + 1)
            return self._put_off(held, row, wait, code_of(error) or type(error).__name__)
        if may_speak is None:
            return self._put_off(held, row, FIRST_WAIT, "many come and go in its channel")
        if not may_speak:
            log.warning("a %s waits until nobody is in its channel but those it is for", row.kind)
            with self.house.database.writing() as connection:
                outbox.release(connection, held)
        return may_speak

    def _deliver(self, held: outbox.Claim, row: outbox.Row) -> bool:
        """One row. False where the lane was put off or lost."""
        try:
            with self.house.database.reading() as connection:
                task = self.sender.prepare(connection, row)
        except NoChannelError:
            return self._put_off(held, row, LONGEST_WAIT, "its body has no channel")
        except UNDRAWABLE as error:
            return self._undrawable(held, row, error)
        return self._send(held, row, task) if task else self._finish(held, row, Put())

    def _send(self, held: outbox.Claim, row: outbox.Row, task: Task) -> bool:
        with self.house.database.writing() as connection:
            if not outbox.begin(connection, held, row, self.house.machine_now()):
                return False
        try:
            put = task()
        except UNANSWERED as error:
            return self._refused(held, row, error)
        except UNDRAWABLE as error:  # a file is drawn only as it is sent
            return self._undrawable(held, row, error)
        return self._finish(held, row, put)

    def _finish(self, held: outbox.Claim, row: outbox.Row, put: Put) -> bool:
        with self.house.database.writing() as connection:
            kept = outbox.finish(connection, held, row, self.house.machine_now(), put.ts)
            if kept and put.ts and row.kind == "card" and row.matter_id:
                outbox.keep_card(connection, row.matter_id, row.lane, put.ts, put.drawn)
        self.told.ring()
        return kept

    def _refused(self, held: outbox.Claim, row: outbox.Row, error: Exception) -> bool:
        """Wait where Slack says so or the channel is at fault; give up a message that it will never take."""
        why, tries = code_of(error) or type(error).__name__, row.attempts + 1
        if is_lost(error, tries):
            log.error("Slack will not take a %s: %s", row.kind, why)
            return self._give_up(held, row, why)
        return self._put_off(held, row, asked_to_wait(error) or wait_after(tries), why)

    def _undrawable(self, held: outbox.Claim, row: outbox.Row, error: Exception) -> bool:
        log.error("a %s cannot be drawn: %s", row.kind, traced(error))
        return self._give_up(held, row, type(error).__name__)

    def _give_up(self, held: outbox.Claim, row: outbox.Row, why: str) -> bool:
        with self.house.database.writing() as connection:
            return outbox.fail(connection, held, row, self.house.machine_now(), why)

    def _put_off(self, held: outbox.Claim, row: outbox.Row, wait: timedelta, why: str) -> bool:
        """The lane rests; others go on."""
        log.warning("a %s waits %.0f s: %s", row.kind, wait.total_seconds(), why)
        with self.house.database.writing() as connection:
            outbox.put_off(connection, held, self.house.machine_now() + wait)
        return False
