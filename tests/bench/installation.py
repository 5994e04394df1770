"""A whole installation for `kakehashi run`: its folder, its Slack, and a crowd that can open requests."""

import json
import os
import shutil
import tomllib
from pathlib import Path

from slack_sdk import WebClient

from bot.clock import SystemClock
from bot.delivery.bell import Bell
from bot.slack.binding import bind_channels
from bot.slack.workspaces import Workspaces
from state.database import Database, upgrade
from state.house import House
from tests.bench.place import channel_of
from tests.play import DEPLOY, TEAM, administrator, calendars, person, staff
from tests.slackd import Slackd
from workflows.bodies.reading import read_registry
from workflows.bodies.registry import Registry
from workflows.bodies.rows import BILATERAL

EXTRA = 2  # seats that every national body has here beside the registry's own


class Installation:
    """Everybody admitted and seated; `environ` is what `kakehashi run` needs to be told."""

    def __init__(self, folder: Path, slackd: Slackd) -> None:
        folder.mkdir()
        self.folder = folder
        self.slackd = slackd
        self.registry = self._write()
        self._furnish()
        self.url = f"sqlite:///{folder}/kakehashi.db"
        self.environ = {
            **os.environ,
            "KAKEHASHI_SETTINGS": str(folder / "kakehashi.toml"),
            "KAKEHASHI_DATABASE_URL": self.url,
            "SLACK_API_URL": slackd.api_url,
            "SLACK_BOT_TOKEN": slackd.token(),
            "SLACK_APP_TOKEN": slackd.app_token,
            "SLACK_SIGNING_SECRET": slackd.signing_secret,
        }
        self._staff()

    @property
    def crowd(self) -> list[tuple[str, str, str]]:
        return crowd_of(self.registry)

    def _write(self) -> Registry:
        """Settings, calendars, and the registry with the extra seats."""
        text = registry_text()
        (self.folder / "bodies.toml").write_text(text, "utf-8")
        shutil.copytree(DEPLOY / "calendars", self.folder / "calendars")
        registry = registry_of(text)
        files = sorted(f"calendars/{path.name}" for path in (self.folder / "calendars").glob("*.toml"))
        people = "\n".join(f'{nation} = ["{TEAM}/{administrator(nation).user}"]' for nation in registry.nations)
        settings = f'registry = "bodies.toml"\ncalendars = {json.dumps(files)}\nlog_level = "ERROR"\n[administrators]\n'
        (self.folder / "kakehashi.toml").write_text(f"{settings}{people}\n", "utf-8")
        return registry

    def _furnish(self) -> None:
        """People and private channels."""
        members = {nation: [administrator(nation).user] for nation in self.registry.nations}
        for seat in self.registry.seats.values():
            members[seat.nation].append(person(seat.id).user)
        for users in members.values():
            for user in users:
                self.slackd.add_user(user)
        for body in self.registry.bodies.values():
            nations = self.registry.audience_of(body.id)
            inside = tuple(user for nation in nations for user in members[nation])
            self.slackd.add_channel(channel_of(body.id), name=body.channel, members=inside, is_private=True)

    def _staff(self) -> None:
        database = Database(self.url)
        upgrade(database.engine)
        administrators = {nation: (administrator(nation),) for nation in self.registry.nations}
        house = House(database, self.registry, calendars(), administrators, SystemClock(), on_commit=Bell().ring)
        client = WebClient(self.slackd.token(), self.slackd.api_url, retry_handlers=[])
        bind_channels(house, Workspaces((client,)))
        staff(house)
        database.close()


def registry_text() -> str:
    """The registry with the extra seats, as a file has it."""
    text = (DEPLOY / "bodies.toml").read_text("utf-8")
    for body in tomllib.loads(text)["body"]:
        if body["nation"] != BILATERAL:
            before, row, after = text.partition(f'\nid = "{body["id"]}"\n')
            text = before + row + after.replace("\nseats = [\n", f"\nseats = [\n{_seats(body['id'])}", 1)
    return text


def registry_of(text: str) -> Registry:
    registry, faults = read_registry(tomllib.loads(text))
    if registry is None:
        raise RuntimeError(str(faults))
    return registry


def crowd_of(registry: Registry) -> list[tuple[str, str, str]]:
    """(user, body, counterpart) of everybody in an extra seat who can ask a counterpart, one body after the other."""
    bodies = [row for row in registry.bodies.values() if row.counterparts]
    return [
        (person(_seat(body.id, number)).user, body.id, body.counterparts[0])
        for number in range(1, EXTRA + 1)
        for body in bodies
    ]


def _seat(body: str, number: int) -> str:
    return f"{body}-extra-{number}"


def _seats(body: str) -> str:
    names = 'title = "Desk officer", title_ja = "担当官", role = "coordinate"'
    return "".join(f'  {{ id = "{_seat(body, number)}", {names} }},\n' for number in range(1, EXTRA + 1))
