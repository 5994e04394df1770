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
from state.faults import traced
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
        except Exception as error:  # noqa: BLE001  the tick must go on; the rows stay pending
            log.error("the sweep failed: %s", traced(error))  # noqa: TRY400  its words are not for this log


def bind_channels(house: House, client: WebClient) -> list[str]:
    """Find each body's channel by its name; gives the bodies that have none fit for them.

    A nation's channel must be private: one that is open to the workspace is not bound, and nothing is said there.
    """
    team = str(client.auth_test()["team_id"])
    rows = {str(row["name"]): row for row in _conversations(client)}
    fit = {
        body.id: str(rows[body.channel]["id"])
        for body in house.registry.bodies.values()
        if body.channel in rows and (house.registry.is_bilateral(body.id) or rows[body.channel]["is_private"])
    }
    with house.database.writing() as connection:
        bind(connection, team, fit)
    return [body for body in house.registry.bodies if body not in fit]


def _conversations(client: WebClient) -> Iterator[dict[str, object]]:
    pages = client.conversations_list(types="public_channel,private_channel", limit=200, exclude_archived=True)
    for page in pages:
        yield from page["channels"]
