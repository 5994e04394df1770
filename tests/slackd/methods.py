"""The Web API methods, found by name in `METHODS`; the other `methods_*` files add theirs.

A method gets the world (locked), the calling team and its arguments, and gives the answer without `ok`; what
Slack refuses is raised as ApiError.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.slackd.model import ApiError, Channel, Json, Team, User
from tests.slackd.world import World

MOST_OF_A_PAGE = 1000
JSON_ARGS = ("blocks", "view", "metadata", "files", "attachments")


class Args:
    """The arguments of one call, whether they came as form fields or as JSON."""

    def __init__(self, raw: Json) -> None:
        self.raw = raw
        for name in JSON_ARGS:
            if isinstance(raw.get(name), str):
                raw[name] = _decoded(name, raw[name])

    def need(self, name: str) -> str:
        if self.raw.get(name) in (None, ""):
            raise ApiError("invalid_arguments", f"missing required field: {name}")
        return str(self.raw[name])

    def get(self, name: str, default: str = "") -> str:
        value = self.raw.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        return str(self.raw.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.raw.get(name) or default)
        except ValueError:
            raise ApiError("invalid_arguments", f"must be a number: {name}") from None

    def blocks(self) -> list[Any] | None:
        """The blocks, or None when the argument isn't there."""
        found = self.raw.get("blocks")
        if found is not None and not isinstance(found, list):
            raise ApiError("invalid_blocks_format")
        return found


def _decoded(name: str, value: str) -> Any:
    try:
        return json.loads(value) if value else None
    except json.JSONDecodeError:
        code = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
        raise ApiError(code, f"not valid JSON [json-pointer:/{name}]") from None


Run = Callable[[World, Team, Args], Json]


@dataclass(frozen=True)
class Method:
    run: Run
    scope: str


METHODS: dict[str, Method] = {}


def method(name: str, scope: str = "") -> Callable[[Run], Run]:
    """Enters a method; `scope` is what any call of it needs."""

    def enter(run: Run) -> Run:
        METHODS[name] = Method(run, scope)
        return run

    return enter


def check_scope(team: Team, scope: str) -> None:
    if scope and scope not in team.scopes:
        raise ApiError("missing_scope", needed=scope, provided=",".join(team.scopes))


def seen_channel(world: World, team: Team, channel_id: str, may: str = "") -> Channel:
    """The channel as the bot sees it: a private one that it isn't in does not exist for it.

    `may` is the part of the scope after the channel's kind, such as `history`.
    """
    channel = world.channels.get(channel_id)
    if channel is None or channel.team != team.id:
        raise ApiError("channel_not_found")
    if channel.is_private and team.bot_user not in channel.members:
        raise ApiError("channel_not_found")
    if may:
        check_scope(team, f"{channel.kind}:{may}")
    return channel


def joined_channel(world: World, team: Team, channel_id: str, may: str = "") -> Channel:
    channel = seen_channel(world, team, channel_id, may)
    if team.bot_user not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def page(items: Sequence[Any], args: Args, default: int = 100) -> tuple[list[Any], Json]:
    """One page by `limit` and `cursor`, and the answer's part that names the next."""
    limit = args.number("limit", default)
    if not 1 <= limit <= MOST_OF_A_PAGE:
        raise ApiError("invalid_limit")
    try:
        start = int(base64.b64decode(args.get("cursor"), validate=True) or b"0")
    except (binascii.Error, ValueError):
        raise ApiError("invalid_cursor") from None
    end = start + limit
    following = base64.b64encode(str(end).encode()).decode() if end < len(items) else ""
    return list(items[start:end]), {"response_metadata": {"next_cursor": following}}


@method("auth.test")
def auth_test(world: World, team: Team, _args: Args) -> Json:
    bot = world.users[team.bot_user]
    return {
        "url": f"https://{team.name}.slack.com/",
        "team": team.name,
        "team_id": team.id,
        "user": bot.name,
        "user_id": bot.id,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }


@method("team.info", "team:read")
def team_info(_world: World, team: Team, _args: Args) -> Json:
    return {"team": {"id": team.id, "name": team.name, "domain": team.name, "icon": {}}}


@method("users.info", "users:read")
def users_info(world: World, team: Team, args: Args) -> Json:
    user = world.users.get(args.need("user"))
    if user is None or (user.team != team.id and not _meets(world, team, user)):
        raise ApiError("user_not_found")
    return {"user": drawn_user(user)}


def _meets(world: World, team: Team, user: User) -> bool:
    """Whether somebody of another team is in a channel that is shared with this one."""
    return any(user.id in place.members for place in world.channels.values() if place.team == team.id)


@method("users.list", "users:read")
def users_list(world: World, team: Team, args: Args) -> Json:
    members = [drawn_user(user) for user in world.users.values() if user.team == team.id]
    found, following = page(members, args)
    return {"members": found, **following}


def drawn_user(user: User) -> Json:
    return {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "real_name": user.name,
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_stranger": False,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "tz": user.tz,
        "profile": {"real_name": user.name, "display_name": user.name, "team": user.team},
    }
