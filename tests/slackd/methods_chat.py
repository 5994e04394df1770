"""`chat.*`, and a message as Slack draws it."""

from typing import Any

from tests.slackd.blockkit import check_message
from tests.slackd.methods import Args, joined_channel, method, seen_channel
from tests.slackd.methods_files import drawn_file
from tests.slackd.model import ApiError, Channel, Json, Message, Team
from tests.slackd.world import World

APP_ID = "A00000001"


@method("chat.postMessage", "chat:write")
def post_message(world: World, team: Team, args: Args) -> Json:
    channel = _to_post(world, team, args)
    _keep_the_pace(world, channel)
    blocks, text = args.blocks(), args.get("text")
    check_message(text, blocks or [])
    thread_ts = args.get("thread_ts") or None
    if thread_ts and world.find_message(channel.id, thread_ts) is None:
        raise ApiError("thread_not_found")
    state = world.version(text, blocks, _metadata(args.raw.get("metadata")))
    message = Message(channel.id, world.new_ts(), team.bot_user, [state], thread_ts, team.bot_id)
    world.post(message)
    return {"channel": channel.id, "ts": message.ts, "message": drawn(world, message, metadata=True)}


@method("chat.update", "chat:write")
def update(world: World, team: Team, args: Args) -> Json:
    """Without `blocks`, a new text takes them away; without `metadata`, it stays; `{}` removes it."""
    channel = seen_channel(world, team, args.need("channel"))
    message = world.find_message(channel.id, args.need("ts"))
    if message is None:
        raise ApiError("message_not_found")
    if message.user != team.bot_user:
        raise ApiError("cant_update_message")
    blocks, text = args.blocks(), args.raw.get("text")
    if blocks is None and text is None:
        raise ApiError("no_text")
    check_message(text, blocks or [])
    given = args.raw.get("metadata")
    metadata = message.metadata if given is None else _metadata(given)
    text = message.text if text is None else str(text)
    message.versions.append(world.version(text, blocks, metadata))
    answer = {"text": message.text, "message": drawn(world, message, metadata=True)}
    return {"channel": channel.id, "ts": message.ts, **answer}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(world: World, team: Team, args: Args) -> Json:
    channel, user = _to_post(world, team, args), args.need("user")
    if user not in channel.members:
        raise ApiError("user_not_in_channel")
    blocks, text = args.blocks(), args.get("text")
    check_message(text, blocks or [])
    state = world.version(text, blocks)
    thread_ts = args.get("thread_ts") or None
    message = Message(channel.id, world.new_ts(), team.bot_user, [state], thread_ts, team.bot_id)
    message.ephemeral_for = user
    return {"message_ts": world.post(message).ts}


def drawn(world: World, message: Message, *, metadata: bool) -> Json:
    """A message as the Web API and the request payloads show it."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "team": world.users[message.user].team,
        "ts": message.ts,
        "text": message.text,
        "blocks": message.blocks,
    }
    if message.bot_id:
        shown |= {"bot_id": message.bot_id, "app_id": APP_ID}
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.edits:
        shown["edited"] = {"user": message.user, "ts": f"{message.versions[-1].at:.6f}"}
    if message.files:
        files = [drawn_file(upload) for upload in world.all_uploads if upload.id in message.files]
        shown |= {"files": files, "upload": True}
    if metadata and message.metadata:
        shown["metadata"] = message.metadata
    if replies := world.replies.get(message.ts):
        shown |= {"thread_ts": message.ts, "reply_count": len(replies), "latest_reply": replies[-1]}
    return shown


def _to_post(world: World, team: Team, args: Args) -> Channel:
    named = args.need("channel")
    if named in world.users and world.users[named].team == team.id:
        return world.dm(named)
    channel = joined_channel(world, team, named)
    if channel.is_archived:
        raise ApiError("is_archived")
    return channel


def _keep_the_pace(world: World, channel: Channel) -> None:
    now = world.clock()
    if world.one_message_a_second and now - world.last_post.get(channel.id, now - 1) < 1:
        raise ApiError("ratelimited")
    world.last_post[channel.id] = now


def _metadata(given: Any) -> Json | None:
    """Slack keeps metadata only in its own form: an `event_type` and an object `event_payload`."""
    if not isinstance(given, dict):
        return None
    kind, payload = given.get("event_type"), given.get("event_payload")
    whole = isinstance(kind, str) and kind and isinstance(payload, dict)
    return {"event_type": kind, "event_payload": payload} if whole else None
