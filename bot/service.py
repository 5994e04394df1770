"""A running bot: the Bolt app, the deliverers, and the tick, on one house. Started and stopped as one."""

import logging
from collections.abc import Iterator

from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_sdk import WebClient

from bot.bell import Bell
from bot.delivery import Delivery
from bot.listeners import build_app
from state import outbox
from state.binding import bind
from state.house import House
from state.sweep import sweep

TICK = 1  # seconds between looks for due reminders

log = logging.getLogger(__name__)


class Service:
    """One process of the bot. `bell` must be the one that the house rings after a commit."""

    def __init__(self, house: House, client: WebClient, bell: Bell, signing_secret: str = "") -> None:
        self.house = house
        self.client = client
        self.app: App = build_app(house, client, signing_secret)
        self.delivery = Delivery(house, client, bell)
        self._tick = BackgroundScheduler(timezone="UTC")
        self._tick.add_job(
            self.sweep, "interval", seconds=TICK, max_instances=1, coalesce=True, misfire_grace_time=None
        )

    def start(self) -> list[str]:
        """Bind the channels and begin; says which bodies have no channel fit for them."""
        missing = bind_channels(self.house, self.client)
        with self.house.database.writing() as connection:
            outbox.awaken(connection, is_alone=self.house.database.is_sqlite)
        self.delivery.start()
        self._tick.start()
        return missing

    def stop(self) -> None:
        """Finish what has begun: the sweep under way, then each deliverer's post, as far as Slack answers in time."""
        self.delivery.bell.close()
        self._tick.shutdown(wait=True)
        if not self.delivery.stop():
            log.warning("a post was left unanswered: whoever starts next looks whether it arrived")
        self.house.database.close()

    def sweep(self) -> None:
        """Fire what is due. A database that does not answer is told and tried at the next tick."""
        try:
            sweep(self.house)
        except Exception:  # the tick must go on; the rows stay pending
            log.exception("the sweep failed")


def bind_channels(house: House, client: WebClient) -> list[str]:
    """Find each body's channel by its name; gives the bodies that have none fit for them.

    A channel that not every nation reads must be private: one that is open to the workspace is not bound, and nothing
    is said there.
    """
    team = str(client.auth_test()["team_id"])
    rows = {str(row["name"]): row for row in _conversations(client)}
    absent = house.registry.absent(house.clock())
    fit: dict[str, str] = {}
    # A body that has ended may have left its channel to another one: those in force come first.
    for body in sorted(house.registry.bodies.values(), key=lambda body: body.id in absent):
        row = rows.get(body.channel)
        is_open_to_all = house.registry.audience_of(body.id) == house.registry.everyone
        if row and (is_open_to_all or row["is_private"]) and str(row["id"]) not in fit.values():
            fit[body.id] = str(row["id"])
    with house.database.writing() as connection:
        bind(connection, team, fit)
    return [body for body in house.registry.bodies if body not in fit and body not in absent]


def _conversations(client: WebClient) -> Iterator[dict[str, object]]:
    pages = client.conversations_list(types="public_channel,private_channel", limit=200, exclude_archived=True)
    for page in pages:
        yield from page["channels"]
