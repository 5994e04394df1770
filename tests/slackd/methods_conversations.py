"""`conversations.*`."""

import re

from tests.slackd.methods import Args, check_scope, joined_channel, method, page, seen_channel
from tests.slackd.methods_chat import drawn
from tests.slackd.model import ApiError, Channel, Json, Team
from tests.slackd.world import World

MOST_INVITED = 100  # people in one call
TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im"}


@method("conversations.list")
def conversations_list(world: World, team: Team, args: Args) -> Json:
    """Public channels of the team, and of the private ones those that the bot is in."""
    wanted = args.get("types", "public_channel").replace(" ", "").split(",")
    if not set(wanted) <= set(TYPES) | {"mpim"}:
        raise ApiError("invalid_types")
    kinds = {TYPES[kind] for kind in wanted if kind in TYPES}
    for kind in sorted(kinds):
        check_scope(team, f"{kind}:read")
    found = [
        drawn_channel(team, channel)
        for channel in world.channels.values()
        if channel.team == team.id and channel.kind in kinds
        if not channel.is_private or team.bot_user in channel.members
        if not (channel.is_archived and args.flag("exclude_archived"))
    ]
    channels, following = page(found, args)
    return {"channels": channels, **following}


@method("conversations.info")
def info(world: World, team: Team, args: Args) -> Json:
    channel = seen_channel(world, team, args.need("channel"), "read")
    counted = {"num_members": len(channel.members)} if args.flag("include_num_members") else {}
    return {"channel": {**drawn_channel(team, channel), **counted}}


@method("conversations.members")
def members(world: World, team: Team, args: Args) -> Json:
    channel = seen_channel(world, team, args.need("channel"), "read")
    found, following = page(sorted(channel.members), args)
    return {"members": found, **following}


@method("conversations.history")
def history(world: World, team: Team, args: Args) -> Json:
    """The newest first, without the replies in threads; metadata only when asked for."""
    channel = joined_channel(world, team, args.need("channel"), "history")
    found = [
        drawn(world, message, metadata=args.flag("include_all_metadata"))
        for message in reversed(world.messages(channel.id))
        if message.thread_ts in (None, message.ts) and _between(message.ts, args)
    ]
    messages, following = page(found, args)
    has_more = bool(following["response_metadata"]["next_cursor"])
    return {"messages": messages, "has_more": has_more, **following}


@method("conversations.replies")
def replies(world: World, team: Team, args: Args) -> Json:
    """A thread, its parent first, then the oldest first."""
    channel, ts = joined_channel(world, team, args.need("channel"), "history"), args.need("ts")
    thread = world.messages(channel.id, ts)
    if not thread:
        raise ApiError("thread_not_found")
    found = [
        drawn(world, message, metadata=args.flag("include_all_metadata"))
        for message in thread
        if message.ts == ts or _between(message.ts, args)
    ]
    messages, following = page(found, args)
    has_more = bool(following["response_metadata"]["next_cursor"])
    return {"messages": messages, "has_more": has_more, **following}


@method("conversations.create")
def create(world: World, team: Team, args: Args) -> Json:
    """A new channel whose first and only member is who makes it."""
    is_private, name = args.flag("is_private"), args.need("name")
    check_scope(team, "groups:write" if is_private else "channels:write")
    _check_name(world, team, name)
    channel = Channel(world.number("C"), team.id, name, is_private, creator=team.bot_user, members={team.bot_user})
    world.channels[channel.id] = channel
    return {"channel": drawn_channel(team, channel)}


@method("conversations.rename")
def rename(world: World, team: Team, args: Args) -> Json:
    """Whoever made it may, and a workspace's owners; this Slack has no owners."""
    channel, name = joined_channel(world, team, args.need("channel"), "write"), args.need("name")
    if channel.creator not in ("", team.bot_user):
        raise ApiError("not_authorized")
    _check_name(world, team, name)
    channel.name = name
    return {"channel": drawn_channel(team, channel)}


@method("conversations.invite")
def invite(world: World, team: Team, args: Args) -> Json:
    channel = joined_channel(world, team, args.need("channel"), "write")
    users = args.need("users").split(",")
    if len(users) > MOST_INVITED:
        raise ApiError("too_many_users")
    known = [world.users.get(user) for user in users]
    if any(user is None or user.team != team.id or user.deleted for user in known):
        raise ApiError("user_not_found")
    if set(users) & channel.members:
        raise ApiError("already_in_channel")
    channel.members |= set(users)
    return {"channel": drawn_channel(team, channel)}


def _check_name(world: World, team: Team, name: str) -> None:
    if not re.fullmatch(r"[a-z0-9_-]{1,80}", name):
        raise ApiError("invalid_name_specials")
    if any(channel.name == name and channel.team == team.id for channel in world.channels.values()):
        raise ApiError("name_taken")


@method("conversations.open", "im:write")
def conversations_open(world: World, team: Team, args: Args) -> Json:
    users = args.need("users").split(",")
    person = world.users.get(users[0])
    if len(users) != 1 or person is None or person.team != team.id:
        raise ApiError("user_not_found")
    if person.deleted:
        raise ApiError("user_disabled")
    if person.is_bot:
        raise ApiError("cannot_dm_bot")
    channel = world.dm(person.id)
    return {"channel": drawn_channel(team, channel) if args.flag("return_im") else {"id": channel.id}}


def drawn_channel(team: Team, channel: Channel) -> Json:
    shown: Json = {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.is_im,
        "is_group": False,
        "is_im": channel.is_im,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": team.bot_user in channel.members,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "context_team_id": channel.team,
    }
    if channel.is_im:
        shown |= {"user": next(iter(channel.members - {team.bot_user}))}
    return shown


def _between(ts: str, args: Args) -> bool:
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    at = float(ts)
    return oldest < at < latest or (args.flag("inclusive") and at in (oldest, latest))
