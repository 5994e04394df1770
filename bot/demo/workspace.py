"""A Slack workspace on this machine, with people who type, press and submit by program.

It is the npm package local-slack 0.1.8. It listens on every interface and has no login, so whoever
reaches the port can act as anybody in it: it is for demos and tests.
"""

import contextlib
import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from bot.demo import DemoError
from bot.demo.page import PageSocket
from bot.demo.process import ServerProcess, refuse_taken_port

T = TypeVar("T")
CALL_WITHIN = 15.0  # seconds; a command waits for the bot's acknowledgement, which is given up after 5
WAIT_FOR = 10.0  # seconds


class User(NamedTuple):
    id: str
    name: str
    real_name: str


class Channel(NamedTuple):
    id: str
    name: str
    is_private: bool
    members: tuple[str, ...]  # user ids; the bot's own too, where it is to hear what is said


@dataclass(frozen=True)
class WorkspaceConfig:
    team_id: str
    team_name: str
    bot_token: str
    app_token: str
    bot_user_id: str
    users: tuple[User, ...]  # The page acts as the first of them until another one is chosen.
    channels: tuple[Channel, ...]
    bot_name: str = "kakehashi"
    app_id: str = "A0KAKEHASHI"

    def as_json(self) -> dict[str, Any]:
        """The configuration in the shape that local-slack reads."""
        return {
            "workspace": {"teamId": self.team_id, "name": self.team_name, "domain": "kakehashi"},
            "apps": [
                {
                    "appId": self.app_id,
                    "botUserId": self.bot_user_id,
                    "botName": self.bot_name,
                    "botToken": self.bot_token,
                    "appToken": self.app_token,
                    "mode": "socket",
                }
            ],
            "users": [user._asdict() for user in self.users],
            "channels": [channel._asdict() for channel in self.channels],
        }


class LocalWorkspace:
    """A running workspace, from `with` to the end of its block.

    `binary` is what `obtain_local_slack` gave; `port` 0 means any free one; `directory` gets the
    configuration and the uploaded files. Everything raises DemoError with a sentence for the person.
    """

    def __init__(self, binary: Path, port: int, config: WorkspaceConfig, directory: Path) -> None:
        self._binary = binary
        self._port = port
        self._config = config
        self._directory = directory

    def __enter__(self) -> Self:
        refuse_taken_port(self._port)
        self._directory.mkdir(parents=True, exist_ok=True)
        config_file = self._directory / "workspace.json"
        config_file.write_text(json.dumps(self._config.as_json(), ensure_ascii=False, indent=2))
        with contextlib.ExitStack() as started:
            self._server = ServerProcess(
                [
                    str(self._binary),
                    "--config",
                    str(config_file),
                    "--port",
                    str(self._port),
                    "--base-host",
                    "127.0.0.1",
                    "--files-dir",
                    str(self._directory / "files"),
                ]
            )
            started.callback(self._server.stop)
            self._page = PageSocket(self._server.url)
            started.callback(self._page.close)
            self._running = started.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    @property
    def pid(self) -> int:
        return self._server.pid

    def wait_ended(self, timeout: float | None = None) -> bool:
        """Whether its process ends, by whatever, within so many seconds; without a number once it has."""
        return self._server.wait_ended(timeout)

    @property
    def api_url(self) -> str:
        """The base of the Web API, for `SLACK_API_URL`."""
        return self._server.url + "/api/"

    @property
    def page_url(self) -> str:
        """The address of the web page; `page_url + "archives/" + channel id` opens it at a channel."""
        return self._server.url + "/"

    @property
    def bot_connected(self) -> bool:
        return self._page.bot_connected

    @property
    def views(self) -> list[dict[str, Any]]:
        """The open modals, the one on top last: one stack for the whole workspace, whoever opened it."""
        return self._page.views

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Types a line in a channel, or in a thread of it; returns the message's `ts`."""
        told = {"user": user, "channel": channel, "text": text, "thread_ts": thread_ts}
        return str(self._post("message", told)["message"]["ts"])

    def command(self, user: str, channel: str, text: str) -> None:
        """Types a slash command with its words, and returns when the bot has acknowledged it.

        What the bot answers with its acknowledgement is a message in the channel. Never call this from
        the thread that has to acknowledge.
        """
        name, _, words = text.partition(" ")
        self._post("command", {"user": user, "channel": channel, "command": name, "text": words})

    def press(self, user: str, channel: str, ts: str, action_id: str, value: str | None = None) -> None:
        """Presses the button `action_id` of a message, or chooses the option `value` of that menu.

        With `value` a button must carry it too, which tells apart two of one action id. Returns when the
        bot has acknowledged it; DemoError where the message has no such element.
        """
        action = _action(self._message(channel, ts), action_id, value)
        self._post("interact", {"user": user, "channel": channel, "messageTs": ts, "action": action})

    def submit(self, user: str, values: dict[str, dict[str, Any]]) -> dict[str, str]:
        """Submits the modal on top: {block id: {action id: {"type": …, "value": …}}}, as Slack sends it.

        A field left out goes as empty, whatever it began with. Returns the bot's field errors by block
        id, empty when it accepted.
        """
        return self._page.submit(user, values, WAIT_FOR)

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """All messages of a channel, oldest first, replies in threads and ephemeral ones among them."""
        found: list[dict[str, Any]] = self._get(f"messages/{channel}")["messages"]
        return found

    def state(self) -> dict[str, Any]:
        """The workspace: its `users`, `channels` (direct messages too) and `apps`."""
        return self._get("state")

    def log(self) -> list[dict[str, Any]]:
        """The last 1,000 lines of traffic: `direction`, `kind`, `summary`, `detail`, `time` in ms."""
        found: list[dict[str, Any]] = self._get("log")["log"]
        return found

    def wait_for(self, condition: Callable[[], T], timeout: float = WAIT_FOR, what: str = "a change") -> T:
        """The first true answer of `condition`, asked now and after each change of the workspace."""
        return self._page.wait_for(condition, timeout, what)

    def _message(self, channel: str, ts: str) -> dict[str, Any]:
        for message in self.messages(channel):
            if message["ts"] == ts:
                return message
        raise DemoError(f"There is no message {ts} in {channel}.")

    def _get(self, path: str) -> dict[str, Any]:
        return self._call(urllib.request.Request(f"{self._server.url}/_control/{path}"))  # noqa: S310  Our own server.

    def _post(self, path: str, told: dict[str, Any]) -> dict[str, Any]:
        return self._call(
            urllib.request.Request(  # noqa: S310  Our own server.
                f"{self._server.url}/_control/{path}",
                data=json.dumps(told).encode(),
                headers={"Content-Type": "application/json"},
            )
        )

    def _call(self, request: urllib.request.Request) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(request, timeout=CALL_WITHIN) as answer:  # noqa: S310  Our own server.
                found: dict[str, Any] = json.load(answer)
        except OSError as fault:
            raise DemoError(f"The local Slack workspace did not answer {request.selector}: {fault}") from fault
        return found


def _action(message: dict[str, Any], action_id: str, value: str | None) -> dict[str, Any]:
    """What the page sends when the element `action_id` of `message` is used."""
    for number, block in enumerate(message.get("blocks", [])):
        for element in (*block.get("elements", ()), block.get("accessory") or {}):
            if element.get("action_id") != action_id:
                continue
            block_id = block.get("block_id", f"b{number}")  # As the page numbers those without one.
            used = {"type": element["type"], "action_id": action_id, "block_id": block_id}
            if element["type"] == "button" and value in (None, element.get("value")):
                return used | {"value": element.get("value"), "text": element["text"]}
            for option in element.get("options", ()):
                if option["value"] == value:
                    return used | {"selected_option": option}
    carrying = f" that carries {value}" if value is not None else ""
    raise DemoError(f"The message has no {action_id}{carrying}.")
