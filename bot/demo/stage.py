"""The demo set up: a local workspace with its cast, and the bot connected to it, all on this machine."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from slack_sdk import WebClient

from bot.clock import SystemClock
from bot.delivery.bell import Bell
from bot.demo import NO_CLONE, DemoError
from bot.demo.cast import APP_TOKEN, BOT_TOKEN, SCRIPT, Cast, cast_for, channel_id, workspace_for
from bot.demo.download import obtain_local_slack
from bot.demo.process import refuse_taken_port
from bot.demo.workspace import LocalWorkspace
from bot.installation import load_calendars, load_registry
from bot.service import Service
from bot.slack.binding import bind_channels
from bot.slack.socket_mode import socket_mode
from bot.slack.workspaces import Workspaces
from state.database import Database, upgrade
from state.exercise import change, timed
from state.house import House

ROOT = Path(__file__).parents[2]
PLAYED = ("us-usfj", "jp-jjoc")
"""The demo's two watches: data of the demo, not of the code it shows."""

ACCOUNT = "demo"
"""Who sets its clock."""

SETTLE = 30.0
"""Seconds for what was committed to appear in the channels."""


class Stage(msgspec.Struct, frozen=True):
    """The workspace, the house and the cast, with the bot connected."""

    workspace: LocalWorkspace
    house: House
    cast: Cast
    service: Service

    def type(self, seat: str, body: str, text: str) -> None:
        """A seat's account types `/acm text` in the channel of a body."""
        self.workspace.command(self.cast.accounts[seat], self.cast.channel_of(body), f"/acm {text}")

    def settle(self) -> None:
        """Wait until everything that is to be told has been told."""
        if not self.service.delivery.settle(SETTLE):
            raise DemoError(f"the channels were not told everything within {SETTLE:.0f} seconds")

    def prompt(self, seat: str, text: str) -> None:
        """The same in the script's own channel: the workspace would show to all what that account alone is told."""
        self.workspace.command(self.cast.accounts[seat], channel_id(SCRIPT), f"/acm {text}")


@contextmanager
def set_stage(
    port: int, folder: Path, say: Callable[[str], None], begins: datetime | None = None, played: Sequence[str] = ()
) -> Iterator[Stage]:
    """Bring, start, connect and staff everything; take it down again at the end of the block.

    `begins` makes an exercise of it, in which it is that time now. `played` are seats that are a person's besides the
    two watches.
    """
    if port:
        refuse_taken_port(port)
    house = _new_house(folder)
    cast = cast_for(house.registry, PLAYED, played)
    binary = obtain_local_slack(say)
    house = msgspec.structs.replace(
        house, administrators={nation: (cast.actor(who),) for nation, who in cast.administrators.items()}
    )
    if begins:
        house = _exercise(house, begins)
    say(f"filling {len(cast.accounts)} seats")
    with (
        TemporaryDirectory(prefix="kakehashi-demo-") as thrown_away,
        _connected(LocalWorkspace(binary, 0, workspace_for(cast), Path(thrown_away)), house, cast) as stage,
    ):
        _fill_seats(stage)
    say("starting the workspace and the bot")
    with _connected(LocalWorkspace(binary, port, workspace_for(cast), folder), house, cast) as stage:
        stage.service.start()
        yield stage


@contextmanager
def _connected(workspace: LocalWorkspace, house: House, cast: Cast) -> Iterator[Stage]:
    """The bot in a workspace, not yet begun."""
    bell = Bell()
    house = msgspec.structs.replace(house, on_commit=bell.ring)
    with workspace:
        client = WebClient(BOT_TOKEN, base_url=workspace.api_url, retry_handlers=[])
        service = Service(house, Workspaces((client,)), bell)
        try:
            with socket_mode(service.app(client), APP_TOKEN, client):
                workspace.wait_for(lambda: workspace.bot_connected, what="the bot to connect")
                yield Stage(workspace, house, cast, service)
        finally:
            service.stop()


def _new_house(folder: Path) -> House:
    """A fresh database in `folder`; the registry and calendars of the repository."""
    if not (ROOT / "deploy").is_dir():
        raise DemoError(NO_CLONE)
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
    return House(database, registry, calendars, {}, SystemClock())


def _exercise(house: House, begins: datetime) -> House:
    change(timed(house, is_exercise=True), lambda was, real: was.put(real, begins), ACCOUNT)
    return timed(house, is_exercise=True)  # which reads how the clock was set


def _fill_seats(stage: Stage) -> None:
    """Each nation's administrator admits its people; each account takes its seat. All by slash command.

    It is done in a workspace of its own, which is thrown away: who took which seat would stand above the first card
    of every channel. It is in the logs.
    """
    cast = stage.cast
    for nation, admin in cast.administrators.items():
        people = " ".join(f"<@{account}>" for account in cast.accounts_of(nation))
        stage.workspace.command(admin, channel_id(SCRIPT), f"/acm admit {people}")
    absent = cast.registry.absent(stage.house.clock())
    for seat in (row for row in cast.registry.seats.values() if row.body not in absent):
        stage.prompt(seat.id, f"take {seat.id}")
    bind_channels(stage.house, stage.service.workspaces)
    stage.service.delivery.drain()  # not sooner: while nobody is admitted every channel is full of strangers
