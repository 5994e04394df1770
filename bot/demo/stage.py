"""The demo set up: a local workspace with its cast, and the bot connected to it, all on this machine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from slack_sdk import WebClient

from bot.bell import Bell
from bot.clock import SystemClock
from bot.demo import DemoError
from bot.demo.cast import APP_TOKEN, BOT_TOKEN, SETUP, Cast, cast_for, channel_id, workspace_for
from bot.demo.download import obtain_local_slack
from bot.demo.process import refuse_taken_port
from bot.demo.workspace import LocalWorkspace
from bot.installation import load_calendars, load_registry
from bot.service import Service
from bot.socket_mode import socket_mode
from bot.workspaces import Workspaces
from state.database import Database, upgrade
from state.exercise import change, timed
from state.house import House

ROOT = Path(__file__).parents[2]
PLAYED = ("us-usfj", "jp-jjoc")
"""The demo's two watches: data of the demo, not of the code it shows."""

ACCOUNT = "demo"
"""Who sets its clock."""


class Stage(msgspec.Struct, frozen=True):
    """The workspace, the house and the cast, with the bot connected."""

    workspace: LocalWorkspace
    house: House
    cast: Cast
    service: Service

    def type(self, seat: str, body: str, text: str) -> None:
        """A seat's account types `/acm text` in the channel of a body."""
        self.workspace.command(self.cast.accounts[seat], self.cast.channel_of(body), f"/acm {text}")


@contextmanager
def set_stage(port: int, folder: Path, say: Callable[[str], None], begins: datetime | None = None) -> Iterator[Stage]:
    """Bring, start, connect and staff everything; take it down again at the end of the block.

    `begins` makes an exercise of it, in which it is that time now.
    """
    if port:
        refuse_taken_port(port)
    binary = obtain_local_slack(say)
    bell = Bell()
    house = _new_house(folder, bell)
    cast = cast_for(house.registry, PLAYED)
    house = msgspec.structs.replace(
        house, administrators={nation: (cast.actor(who),) for nation, who in cast.administrators.items()}
    )
    if begins:
        house = _exercise(house, begins)
    say("starting the workspace and the bot")
    with LocalWorkspace(binary, port, workspace_for(cast), folder) as workspace:
        client = WebClient(BOT_TOKEN, base_url=workspace.api_url, retry_handlers=[])
        service = Service(house, Workspaces((client,)), bell)
        stage = Stage(workspace, house, cast, service)
        try:
            with socket_mode(service.app(client), APP_TOKEN, client):
                workspace.wait_for(lambda: workspace.bot_connected, what="the bot to connect")
                say(f"filling {len(cast.accounts)} seats")
                _fill_seats(stage)
                service.start()  # not sooner: while nobody is admitted every channel is full of strangers
                yield stage
        finally:
            service.stop()


def _new_house(folder: Path, bell: Bell) -> House:
    """A fresh database in `folder`; the registry and calendars of the repository."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "kakehashi.db"
    for leftover in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        leftover.unlink(missing_ok=True)
    database = Database(f"sqlite:///{file}")
    upgrade(database.engine)
    registry, findings = load_registry(ROOT / "deploy" / "bodies.toml")
    calendars, more = load_calendars(sorted((ROOT / "deploy" / "calendars").glob("*.toml")))
    if registry is None or findings or more:
        raise DemoError(f"deploy/ is at fault, `kakehashi check` says more: {(*findings, *more)[0]}")
    return House(database, registry, calendars, {}, SystemClock(), on_commit=bell.ring)


def _exercise(house: House, begins: datetime) -> House:
    change(timed(house, is_exercise=True), lambda was, real: was.put(real, begins), ACCOUNT)
    return timed(house, is_exercise=True)  # which reads how the clock was set


def _fill_seats(stage: Stage) -> None:
    """Each nation's administrator admits its people; each account takes its seat. All by slash command."""
    cast = stage.cast
    for nation, admin in cast.administrators.items():
        people = " ".join(f"<@{account}>" for account in cast.accounts_of(nation))
        stage.workspace.command(admin, channel_id(SETUP), f"/acm admit {people}")
    absent = cast.registry.absent(stage.house.clock())
    for seat in (row for row in cast.registry.seats.values() if row.body not in absent):
        stage.workspace.command(cast.accounts[seat.id], channel_id(SETUP), f"/acm take {seat.id}")
