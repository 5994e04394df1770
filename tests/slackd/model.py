"""What a Slack workspace is made of, as far as the bot can see it; plain data."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

#: Everything that the Web API methods served here may ask for.
SCOPES = (
    *("chat:write", "commands", "files:read", "files:write", "team:read", "users:read", "im:write"),
    *("channels:read", "groups:read", "im:read", "channels:history", "groups:history", "im:history"),
    *("reactions:read", "pins:read"),
)

#: What a person's own token may be given beside.
PERSON_SCOPES = ("channels:read", "groups:read", "channels:write", "groups:write")


class SlackdError(Exception):
    """A person could not have done that in Slack: mend the test, or forge it (`forged=True`)."""


class ApiError(Exception):
    """A Web API answer with `ok: false`; `messages` go to its `response_metadata.messages`."""

    def __init__(self, code: str, *messages: str, **extra: str) -> None:
        super().__init__(code, *messages)
        self.code, self.messages, self.extra = code, messages, extra

    def body(self) -> Json:
        errors = list(self.messages)
        detail = [f"[ERROR] {message}" for message in errors]
        told = {"errors": errors, "response_metadata": {"messages": detail}} if errors else {}
        return {"ok": False, "error": self.code, **told, **self.extra}


@dataclass
class Team:
    id: str
    name: str
    bot_token: str
    bot_user: str
    bot_id: str
    scopes: tuple[str, ...] = SCOPES
    revoked: bool = False  #: the app was removed: every call answers `token_revoked`


@dataclass
class User:
    id: str
    team: str
    name: str
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    tz: str = "Etc/UTC"


@dataclass
class Channel:
    id: str
    team: str
    name: str
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False  #: with another organisation, by Slack Connect
    creator: str = ""
    topic: str = ""
    members: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        """The stem of its scopes: `channels`, `groups` (private) or `im`."""
        return "im" if self.is_im else "groups" if self.is_private else "channels"


@dataclass(frozen=True)
class Version:
    text: str
    blocks: list[Json]
    metadata: Json | None
    at: float


@dataclass
class Message:
    """One message; `versions` holds every state it was in, the present one last."""

    channel: str
    ts: str
    user: str
    versions: list[Version]
    thread_ts: str | None = None
    bot_id: str | None = None
    files: list[str] = field(default_factory=list)
    deleted: bool = False
    ephemeral_for: str | None = None

    @property
    def text(self) -> str:
        return self.versions[-1].text

    @property
    def blocks(self) -> list[Json]:
        return self.versions[-1].blocks

    @property
    def metadata(self) -> Json | None:
        return self.versions[-1].metadata

    @property
    def edits(self) -> int:
        return len(self.versions) - 1


@dataclass
class Upload:
    id: str
    team: str
    filename: str
    length: int
    title: str = ""
    content: bytes | None = None
    comment: str = ""
    channels: list[str] = field(default_factory=list)
    thread_ts: str | None = None
    completed: bool = False


@dataclass
class View:
    """A modal on a person's screen; `errors` are those that the last submission brought back, by block."""

    id: str
    team: str
    user: str
    payload: Json
    root_id: str
    hash: str
    open: bool = True
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.payload["blocks"]
        return blocks


@dataclass
class Trigger:
    user: str
    at: float
    spent: bool = False


@dataclass
class ResponseUrl:
    """Where an answer to one act may be posted: five times within thirty minutes, as in Slack."""

    user: str
    channel: str
    at: float
    source: Message | None = None
    uses: int = 0


@dataclass
class Call:
    """A call of the Web API, `upload` or `response_url`. `status` is None until answered, 0 if cut off."""

    method: str
    args: Json
    team: str | None
    at: float
    status: int | None = None
    answer: Json | None = None
    accepted: bool = False  #: it took effect, whatever was answered

    @property
    def channel(self) -> str | None:
        named = self.args.get("channel") or self.args.get("channel_id")
        return str(named) if named else None


@dataclass(frozen=True)
class Delivery:
    """A request on its way to the app, whole but unsigned. Sent again, it is a repeat."""

    kind: str  #: `slash_commands`, `interactive` or `events_api`, as Socket Mode names them
    payload: Json
    body: str  #: as posted over HTTP
    content_type: str
    user: str = ""
    channel: str = ""
    view_id: str | None = None


@dataclass(frozen=True)
class Ack:
    """How the app acknowledged. `status` None: not at all; `error`: what Slack objects to in it."""

    delivery: Delivery
    status: int | None
    body: str
    seconds: float
    error: str | None = None

    @property
    def in_time(self) -> bool:
        return self.status == 200 and self.seconds <= 3

    @property
    def json(self) -> Json:
        """The body as an object; empty when it is no JSON object."""
        if not self.body.startswith("{"):
            return {}
        found: Json = json.loads(self.body)
        return found


#: How a signed request reaches the app: headers and body in, status and body out; status None for no answer.
Carrier = Callable[[dict[str, str], Delivery], tuple[int | None, str]]
