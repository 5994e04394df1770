"""A running bot: the Bolt app, the deliverers, and the tick, on one house. Started and stopped as one."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic

from slack_bolt import App
from slack_sdk import WebClient

from bot.delivery.bell import Bell
from bot.delivery.holder import has_ended
from bot.delivery.lanes import Delivery
from bot.inward.listeners import build_app
from bot.rhythm.feed import write_feeds
from bot.slack.binding import bind_channels
from bot.slack.workspaces import Workspaces
from bot.ticking import Tick
from state import outbox, recurring
from state.ended import tell_of_ended
from state.exercise import ExerciseClock
from state.faults import traced
from state.house import House
from state.logs import finding
from state.logs.loaded import record_loaded
from state.proving.keyring import KeyringError
from state.signing import sign_grown
from state.sweep import sweep
from state.waiting import wake

CHECKPOINTS = timedelta(minutes=15)  # between looks whether a log has grown
TICK = timedelta(seconds=0.5)  # between looks for due reminders: all are told within a second
INDEXING = timedelta(seconds=2)  # between looks for entries whose words are not in the index yet
INDEXES_FOR = 0.1  # seconds of these: the rest is for who waits for an answer
ENDING = timedelta(minutes=1)  # between looks whether a body's last day has passed
FEEDS = timedelta(minutes=2)  # between looks whether a desk's calendar feed has changed
VETTING_WITHIN = 0.5  # seconds that a look under way is given at the end

log = logging.getLogger(__name__)


@contextmanager
def _goes_on(failed: str) -> Iterator[None]:
    """What stands in the way of a tick's work is told, and tried again at the next: the tick must go on."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  whatever it is
        log.error("%s: %s", failed, traced(error))  # noqa: TRY400  its words are not for this log


class Service:
    """One process of the bot. `bell` must be the one that the house rings after a commit.

    Into the folder `feeds` the desks' calendar feeds are written, where one is named.
    """

    def __init__(
        self, house: House, workspaces: Workspaces, bell: Bell, signing_secret: str = "", feeds: Path | None = None
    ) -> None:
        self.house = house
        self.workspaces = workspaces
        self._signing_secret = signing_secret
        self.delivery = Delivery(house, self.workspaces, bell)
        self._tick = Tick()
        self._tick.every(TICK, self.sweep)
        self._tick.every(CHECKPOINTS, self.sign)
        self._tick.every(INDEXING, self.index)
        self._tick.every(ENDING, self.look_again)
        self._absent: frozenset[str] | None = None
        self._feeds = feeds
        if feeds:
            self._tick.every(FEEDS, self.write_feeds)

    def app(self, client: WebClient) -> App:
        """A Bolt app for what comes from the client's Slack."""
        return build_app(self.house, client, self._signing_secret, self.workspaces)

    def start(self) -> list[str]:
        """Bind the channels and begin; says which bodies have no channel fit for them.

        What is loaded is on record before anything is done by it.
        """
        missing = bind_channels(self.house, self.workspaces)
        record_loaded(self.house)
        self._tell_of_ended()
        with self.house.database.writing() as connection:
            is_alone = self.house.database.is_sqlite
            outbox.awaken(connection, (lambda _: True) if is_alone else has_ended)
            recurring.plant(connection, self.house)
            wake(connection, self.house.clock())  # quiet hours may be others now
        self.delivery.start()
        self.delivery.vetting.start()
        self._tick.start()
        return missing

    def stop(self) -> None:
        """Finish what has begun: the sweep under way, then each deliverer's post, as far as Slack answers in time."""
        self.delivery.bell.close()
        self.delivery.vetting.stop()
        if self._tick.running:
            self._tick.shutdown(wait=True)
        if not self.delivery.stop():
            log.warning("a post was left unanswered: whoever starts next looks whether it arrived")
        self.delivery.vetting.stop(VETTING_WITHIN)
        self.house.database.close()

    @_goes_on("the sweep failed")
    def sweep(self) -> None:
        """Fire what is due. Where the database does not answer, the rows stay pending."""
        if isinstance(self.house.clock, ExerciseClock):
            self.house.clock.read_again()
        sweep(self.house)

    @_goes_on("what is open at ended bodies could not be told")
    def look_again(self) -> None:
        """Tell what is open at bodies whose last day has passed while the bot runs."""
        self._tell_of_ended()

    def _tell_of_ended(self) -> None:
        """At a start, and whenever the bodies in force are others than before."""
        absent = self.house.registry.absent(self.house.clock())
        if absent != self._absent:
            tell_of_ended(self.house)
            self._absent = absent

    @_goes_on("the checkpoints could not be signed")
    def sign(self) -> None:
        """Sign what has grown of the logs, and tell."""
        try:
            sign_grown(self.house)
        except KeyringError as error:
            log.error("no checkpoints are signed: %s", error)  # noqa: TRY400  it says all there is

    @_goes_on("the logs' words could not be indexed")
    def index(self) -> None:
        """Bring the index of the logs' words on for a moment; what is left over is found without it."""
        until = monotonic() + INDEXES_FOR
        while finding.index_some(self.house.database) and monotonic() < until:
            pass

    @_goes_on("the calendar feeds could not be written")
    def write_feeds(self) -> None:
        """Write what has changed in the desks' calendar feeds."""
        if self._feeds:
            write_feeds(self.house, self._feeds)
