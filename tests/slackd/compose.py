"""What people do, as the requests that Slack makes of it; nothing is sent from here.

Source: docs.slack.dev, interactivity/implementing-slash-commands, reference/interaction-payloads and
apis/events-api.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tests.slackd.blockkit import elements_of
from tests.slackd.methods_chat import APP_ID, drawn
from tests.slackd.methods_views import drawn_view
from tests.slackd.model import Channel, Delivery, Json, Message, ResponseUrl, SlackdError, Team, View
from tests.slackd.state import element_state, state_values
from tests.slackd.world import World

FORM = "application/x-www-form-urlencoded"
VERIFICATION_TOKEN = "slackd-verification-token"


class Compose:
    """Each method gives a Delivery. `forged` skips the checks on who is where and what is on screen."""

    def __init__(self, world: World) -> None:
        self.world = world

    def command(self, user: str, channel: str, command: str, text: str, *, forged: bool = False) -> Delivery:
        place = self._place(user, channel, forged=forged)
        names = {"channels": place.name, "groups": "privategroup", "im": "directmessage"}
        payload = {
            "token": VERIFICATION_TOKEN,
            "team_id": place.team,
            "team_domain": self.world.teams[place.team].name,
            "channel_id": place.id,
            "channel_name": names[place.kind],
            "user_id": user,
            "user_name": self.world.user(user).name,
            "command": command,
            "text": text,
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._response_url(user, place.id),
            "trigger_id": self.world.issue_trigger(user),
        }
        return Delivery("slash_commands", payload, urlencode(payload), FORM, user, channel)

    def press(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        *,
        value: str | None = None,
        choose: Any = None,
        forged: bool = False,
    ) -> Delivery:
        """A button pressed, or with `choose` an option chosen, in a message that this person sees.

        `value` says which, where several buttons of the message share the action id; forged, it may be any.
        """
        place = self._place(user, channel, forged=forged)
        message = self.world.find_message(channel, ts, user)
        if message is None:
            raise SlackdError(f"{user} sees no message {ts} in {channel}")
        action = self._action(message.blocks, action_id, value, choose, forged=forged)
        payload = {
            **self._interaction("block_actions", user, self.world.teams[place.team]),
            "container": _container(message),
            "channel": {"id": place.id, "name": place.name},
            "state": {"values": state_values(message.blocks, {})},
            "response_url": self._response_url(user, place.id, message),
            "actions": [action],
        }
        if message.ephemeral_for is None:
            payload["message"] = drawn(self.world, message, metadata=True)
        return _interactive(payload, user, channel)

    def press_in_view(
        self,
        user: str,
        view_id: str,
        action_id: str,
        *,
        block_id: str | None = None,
        choose: Any = None,
        forged: bool = False,
    ) -> Delivery:
        """Something pressed or chosen inside a modal; `block_id` where several blocks share the action id."""
        view, team = self._view(user, view_id, forged=forged)
        blocks = [block for block in view.blocks if block_id in (None, block["block_id"])]
        payload = {
            **self._interaction("block_actions", user, team),
            "container": {"type": "view", "view_id": view.id},
            "view": drawn_view(team, view, state_values(view.blocks, {}, forged=True)),
            "actions": [self._action(blocks, action_id, None, choose, forged=forged)],
        }
        return _interactive(payload, user, "", view.id)

    def submit(
        self, user: str, view_id: str, values: Mapping[str, Any] | None = None, *, forged: bool = False
    ) -> Delivery:
        """A modal sent off; `values` by block id, see `state_values`."""
        view, team = self._view(user, view_id, forged=forged)
        state = state_values(view.blocks, values or {}, forged=forged)
        payload = {
            **self._interaction("view_submission", user, team),
            "view": drawn_view(team, view, state),
            "response_urls": [],
        }
        return _interactive(payload, user, "", view.id)

    def message(
        self, user: str, channel: str, text: str, *, thread_ts: str | None = None, forged: bool = False
    ) -> Delivery:
        """A message typed; it is kept in the channel too. `text` is as Slack writes it (`&amp;`, `<@U1>`)."""
        place = self._place(user, channel, forged=forged)
        if not forged and self.world.teams[place.team].bot_user not in place.members:
            raise SlackdError(f"the app is not in {channel}, so it hears nothing of this")
        kinds = {"channels": "channel", "groups": "group", "im": "im"}
        message = Message(channel, self.world.new_ts(), user, [self.world.version(text, None)], thread_ts)
        shown = drawn(self.world, self.world.post(message), metadata=False)
        about = {"channel": channel, "channel_type": kinds[place.kind], "event_ts": message.ts}
        return self.event({**shown, **about}, team=place.team)

    def event(self, event: Json, *, team: str = "T0001") -> Delivery:
        event_id, bot = self.world.number("Ev"), self.world.teams[team].bot_user
        payload = {
            "token": VERIFICATION_TOKEN,
            "team_id": team,
            "context_team_id": team,
            "context_enterprise_id": None,
            "api_app_id": APP_ID,
            "event": {"event_ts": self.world.new_ts(), **event},
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(self.world.clock()),
            "authorizations": [
                {"enterprise_id": None, "team_id": team, "user_id": bot, "is_bot": True}
                | {"is_enterprise_install": False}
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{event_id}",
        }
        return Delivery("events_api", payload, json.dumps(payload), "application/json")

    def _place(self, user: str, channel: str, *, forged: bool) -> Channel:
        person, place = self.world.user(user), self.world.channels.get(channel)
        if place is None:
            raise SlackdError(f"no such channel: {channel}")
        if forged:
            return place
        if person.deleted or person.team != place.team:
            raise SlackdError(f"{user} can't sign in to {place.team}")
        if place.is_private and user not in place.members:
            raise SlackdError(f"{user} is not a member of the private channel {channel}")
        return place

    def _view(self, user: str, view_id: str, *, forged: bool) -> tuple[View, Team]:
        view = self.world.find_view(view_id)
        if view is None:
            raise SlackdError(f"no such view: {view_id}")
        if not forged and (view.user != user or not view.open):
            raise SlackdError(f"{view_id} is not on the screen of {user}")
        return view, self.world.teams[view.team]

    def _interaction(self, kind: str, user: str, team: Team) -> Json:
        name = self.world.user(user).name
        return {
            "type": kind,
            "token": VERIFICATION_TOKEN,
            "api_app_id": APP_ID,
            "team": {"id": team.id, "domain": team.name},
            "user": {"id": user, "username": name, "name": name, "team_id": team.id},
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self.world.issue_trigger(user),
        }

    def _response_url(self, user: str, channel: str, source: Message | None = None) -> str:
        token = secrets.token_urlsafe(12)
        with self.world.changed:
            self.world.response_urls[token] = ResponseUrl(user, channel, self.world.clock(), source)
        return f"{self.world.base_url}/response/{token}"

    def _action(self, blocks: list[Json], action_id: str, value: str | None, choose: Any, *, forged: bool) -> Json:
        found = [
            (block["block_id"], element)
            for block in blocks
            for element in elements_of(block)
            if element["action_id"] == action_id and value in (None, element.get("value"))
        ]
        if forged and not found:
            text = {"type": "plain_text", "text": action_id}
            element = {"type": "button", "action_id": action_id, "text": text, "value": value or ""}
            found = [(self.world.number("b"), element)]
        if len(found) != 1:
            offered = [(e["action_id"], e.get("value")) for block in blocks for e in elements_of(block)]
            raise SlackdError(f"{len(found)} elements are {action_id} ({value}); there are {offered}")
        block_id, element = found[0]
        action = {"action_id": action_id, "block_id": block_id, "action_ts": self.world.new_ts()}
        if element["type"] == "button":
            return {**element, **action}
        return {**action, **element_state(element, choose, forged=forged)}


def _container(message: Message) -> Json:
    hidden = message.ephemeral_for is not None
    where = {"message_ts": message.ts, "channel_id": message.channel, "is_ephemeral": hidden}
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    return {"type": "message", **where, **thread}


def _interactive(payload: Json, user: str, channel: str, view_id: str | None = None) -> Delivery:
    body = urlencode({"payload": json.dumps(payload)})
    return Delivery("interactive", payload, body, FORM, user, channel, view_id)
