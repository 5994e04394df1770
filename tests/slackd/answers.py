"""What the app answers to people: in the body of an acknowledgement, or later at the `response_url`."""

import json
from typing import Any

from tests.slackd.blockkit import check_message
from tests.slackd.methods_views import apply_submission
from tests.slackd.model import Ack, ApiError, Delivery, Json, Message, ResponseUrl
from tests.slackd.world import World

IN_TIME = 3.0  # seconds within which Slack takes an acknowledgement


def settle(world: World, delivery: Delivery, status: int | None, body: str, seconds: float) -> Ack:
    """Does with an acknowledgement what Slack does; what Slack objects to is in the Ack's `error`."""
    error = None
    if status is None:
        error = "no answer"
    elif status != 200:
        error = f"http {status}"
    elif seconds > IN_TIME:
        error = "operation_timeout"
    else:
        try:
            _apply(world, delivery, body)
        except ApiError as refused:
            error = ": ".join([refused.code, *refused.messages])
    return Ack(delivery, status, body, seconds, error)


def say(world: World, to: ResponseUrl, answer: Json) -> None:
    """One answer: to that person alone unless `in_channel`; or in place of the message that was acted on."""
    source = to.source
    with world.changed:
        if source and answer.get("delete_original"):
            source.deleted = True
            world.tell()
            return
        blocks, text = answer.get("blocks"), str(answer.get("text") or "")
        check_message(text, blocks or [], budget=False)
        if source and answer.get("replace_original"):
            source.versions.append(world.version(text, blocks, source.metadata))
            world.tell()
            return
        team = world.teams[world.channels[to.channel].team]
        thread = answer.get("thread_ts")
        state = world.version(text, blocks)
        message = Message(to.channel, world.new_ts(), team.bot_user, [state], thread, team.bot_id)
        message.ephemeral_for = None if answer.get("response_type") == "in_channel" else to.user
        world.post(message)


def _apply(world: World, delivery: Delivery, body: str) -> None:
    if delivery.kind == "slash_commands" and body.strip():
        say(world, ResponseUrl(delivery.user, delivery.channel, 0), _answer(body))
    if delivery.payload.get("type") == "view_submission" and delivery.view_id:
        view = world.find_view(delivery.view_id)
        if view is not None:
            apply_submission(world, world.teams[view.team], view, _answer(body))


def _answer(body: str) -> Json:
    if not body.lstrip().startswith("{"):
        return {"text": body} if body.strip() else {}
    try:
        found: Any = json.loads(body)
    except json.JSONDecodeError:
        raise ApiError("invalid_json") from None
    return dict(found)
