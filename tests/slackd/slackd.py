"""The loopback Slack itself. What it is for, and an example, are in the package's docstring."""

import threading
import time
from collections.abc import Mapping
from typing import Any, Self

from tests.slackd import methods_conversations, methods_views  # noqa: F401  Importing them enters their methods.
from tests.slackd.answers import settle
from tests.slackd.compose import Compose
from tests.slackd.delivery import PATIENCE, signed
from tests.slackd.faults import Fault, FaultBook, Hang
from tests.slackd.methods import drawn_user
from tests.slackd.model import Ack, Carrier, Delivery, Json, SlackdError, User
from tests.slackd.server import Server
from tests.slackd.websocket import Sockets
from tests.slackd.world import World


class Slackd(World):
    """A Slack on 127.0.0.1 with one team, `T0001`, until more are added. Use it in a `with` statement."""

    signing_secret = "slackd-signing-secret"

    def __init__(self, trigger_seconds: float = 3.0, app_token: str = "xapp-slackd") -> None:
        super().__init__(trigger_seconds)
        self.app_token = app_token
        self.via: Carrier | None = None  #: how people's acts reach the app: over_http, to_bolt, socket_mode
        self.compose = Compose(self)  #: the same acts, made into a Delivery and not sent
        self._book = FaultBook()
        self._sockets = Sockets(self)
        self.add_team("T0001")
        self._server = Server(self, self._book, self._sockets, self.app_token)
        self.base_url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends every connection and thread. Raises what went wrong inside slackd meanwhile, if anything did."""
        self._server.end()
        self._thread.join(5)
        if self._server.failures:
            raise ExceptionGroup("slackd failed", [f for f in self._server.failures if isinstance(f, Exception)])

    @property
    def api_url(self) -> str:
        return f"{self.base_url}/api/"

    def token(self, team: str = "T0001") -> str:
        return self.teams[team].bot_token

    # Misbehaving --------------------------------------------------------------------------------------------

    def fault(self, method: str, fault: Fault, *, channel: str | None = None, times: int | None = 1) -> None:
        """Orders a fault for the next `times` calls (None: until cleared) of a method, or of all (`*`).

        The oldest one that fits is used; `Late` adds to any other. `upload` and `response_url` count as methods.
        """
        self._book.order(method, fault, channel, times)

    def hang(self, method: str, *, channel: str | None = None, accepted: bool = False) -> Hang:
        """The next call of this method gets no answer until `release()` of what this gives."""
        fault = Hang(accepted)
        self.fault(method, fault, channel=channel)
        return fault

    def clear_faults(self) -> None:
        self._book.clear()

    # Socket Mode --------------------------------------------------------------------------------------------

    def socket_mode(self, headers: dict[str, str], delivery: Delivery) -> tuple[int | None, str]:
        """A carrier: through the Socket Mode connection whose turn it is; waits for one if there is none."""
        return self._sockets.carry(headers, delivery, PATIENCE)

    @property
    def socket_count(self) -> int:
        return self._sockets.count

    def refresh_sockets(self) -> None:
        """Asks every Socket Mode client to connect anew, as Slack does now and then."""
        self._sockets.refresh()

    # People -------------------------------------------------------------------------------------------------

    def send(
        self,
        delivery: Delivery,
        *,
        via: Carrier | None = None,
        retry: int = 0,
        age: float = 0,
        wrong_signature: bool = False,
    ) -> Ack:
        """Carries a Delivery to the app, once more if it has been before, and does what the answer asks.

        `retry` above 0 says so in Slack's retry headers; `age` makes the signature that many seconds old.
        """
        carrier = via or self.via
        if carrier is None:
            raise SlackdError("say how requests reach the app: slackd.via = to_bolt(app), for one")
        headers = signed(delivery, self.signing_secret, age=age, wrong=wrong_signature)
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        start = time.perf_counter()
        status, body = carrier(headers, delivery)
        return settle(self, delivery, status, body, time.perf_counter() - start)

    def command(self, user: str, channel: str, command: str, text: str = "", *, forged: bool = False) -> Ack:
        """A slash command typed. Raises SlackdError for a private channel that this person isn't in."""
        return self.send(self.compose.command(user, channel, command, text, forged=forged))

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
    ) -> Ack:
        """A button pressed (or an option chosen) in a message. Raises SlackdError when it isn't there."""
        return self.send(self.compose.press(user, channel, ts, action_id, value=value, choose=choose, forged=forged))

    def press_in_view(
        self,
        user: str,
        view_id: str,
        action_id: str,
        *,
        block_id: str | None = None,
        choose: Any = None,
        forged: bool = False,
    ) -> Ack:
        """The same inside a modal; `block_id` where several blocks share the action id."""
        act = self.compose.press_in_view(user, view_id, action_id, block_id=block_id, choose=choose, forged=forged)
        return self.send(act)

    def submit(self, user: str, view_id: str, values: Mapping[str, Any] | None = None, *, forged: bool = False) -> Ack:
        """A modal sent off, `values` by block id. Raises SlackdError for what Slack's client would not send."""
        return self.send(self.compose.submit(user, view_id, values, forged=forged))

    def message(self, user: str, channel: str, text: str, *, thread_ts: str | None = None, forged: bool = False) -> Ack:
        """A message typed: kept in the channel, and told to the app as an event."""
        return self.send(self.compose.message(user, channel, text, thread_ts=thread_ts, forged=forged))

    def join(self, user: str, channel: str) -> Ack:
        """Somebody joins a channel; the app hears `member_joined_channel`."""
        place = self.channels[channel]
        with self.changed:
            place.members.add(self.user(user).id)
            self.tell()
        about = {"user": user, "channel": channel, "team": place.team}
        kind = {"channel_type": "G" if place.is_private else "C"}
        return self.event({"type": "member_joined_channel", **about, **kind}, team=place.team)

    def leave(self, user: str, channel: str) -> Ack:
        """Somebody leaves a channel; the app hears `member_left_channel`."""
        place = self.channels[channel]
        with self.changed:
            place.members.discard(user)
            self.tell()
        about = {"user": user, "channel": channel, "team": place.team}
        kind = {"channel_type": "G" if place.is_private else "C"}
        return self.event({"type": "member_left_channel", **about, **kind}, team=place.team)

    def react(self, user: str, channel: str, ts: str, emoji: str) -> Ack:
        """Somebody puts an emoji to a message; the app hears `reaction_added`, which does not have the message."""
        place, item = self.channels[channel], {"type": "message", "channel": channel, "ts": ts}
        author = next((row.user for row in self.messages(channel) if row.ts == ts), None)
        event = {"type": "reaction_added", "user": user, "reaction": emoji, "item_user": author, "item": item}
        return self.event(event, team=place.team)

    def pin(self, user: str, channel: str, ts: str) -> Ack:
        """Somebody pins a message; the app hears `pin_added`."""
        place, item = self.channels[channel], {"type": "message", "channel": channel, "message": {"ts": ts}}
        return self.event({"type": "pin_added", "user": user, "channel_id": channel, "item": item}, team=place.team)

    def join_team(self, user: User) -> Ack:
        """The app hears `team_join` of somebody who was added."""
        return self.event({"type": "team_join", "user": drawn_user(user)}, team=user.team)

    def change_user(self, user: str, **standing: bool) -> Ack:
        """An account becomes a guest (`is_restricted=True`) or the like; the app hears `user_change`."""
        self.change(self.user(user), **standing)
        changed = drawn_user(self.user(user))
        return self.event({"type": "user_change", "user": changed}, team=self.user(user).team)

    def event(self, event: Json, *, team: str = "T0001") -> Ack:
        """Any other event, in Slack's envelope."""
        return self.send(self.compose.event(event, team=team))
