"""The workspaces and what happened in them: one lock, one condition that tells every change."""

import copy
import dataclasses
import itertools
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from tests.slackd.blockkit import elements_of
from tests.slackd.model import (
    PERSON_SCOPES,
    SCOPES,
    ApiError,
    Call,
    Channel,
    Json,
    Message,
    ResponseUrl,
    SlackdError,
    Team,
    Trigger,
    Upload,
    User,
    Version,
    View,
)

Found = TypeVar("Found")

LOOK_AGAIN = 0.05  # seconds: how often a wait looks at what this Slack can't see, such as a database
RESPONSE_URL_USES = 5
RESPONSE_URL_FOR = 1800  # seconds


def copied(message: Message) -> Message:
    """A copy that later edits leave alone; versions themselves never change."""
    return dataclasses.replace(message, versions=list(message.versions), files=list(message.files))


class World:
    def __init__(self, trigger_seconds: float = 3.0) -> None:
        self.trigger_seconds = trigger_seconds
        self.clock: Callable[[], float] = time.time  #: may be replaced; signatures keep to the true time
        self.one_message_a_second = False  #: `chat.postMessage` to one channel, else 429
        self.teams: dict[str, Team] = {}
        self.person_tokens: dict[str, Team] = {}  #: a token's team, with that person for its bot user
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.changed = threading.Condition()
        self._version = 0
        self._numbers = itertools.count(1)
        self._last_ts = 0
        self.base_url = ""
        self._messages: dict[str, Message] = {}  #: by time stamp; unique in all of this Slack
        self.replies: dict[str, list[str]] = {}  #: time stamps of a thread's replies, by its parent's
        self.last_post: dict[str, float] = {}  #: by channel
        self.all_uploads: list[Upload] = []
        self.all_views: list[View] = []
        self.all_calls: list[Call] = []

    # Setting up ---------------------------------------------------------------------------------------------

    def add_team(self, team_id: str, *, name: str = "", scopes: tuple[str, ...] = SCOPES) -> Team:
        """A workspace with the app installed: bot token `xoxb-ID`, and the app's own bot user."""
        bot = User(f"UBOT{team_id}", team_id, "kakehashi", is_bot=True)
        team = Team(team_id, name or team_id.lower(), f"xoxb-{team_id}", bot.id, f"B{team_id}", scopes)
        self.teams[team_id], self.users[bot.id] = team, bot
        return team

    def add_user(
        self,
        user_id: str,
        *,
        team: str = "T0001",
        name: str = "",
        is_bot: bool = False,
        deleted: bool = False,
        is_restricted: bool = False,
        is_ultra_restricted: bool = False,
        tz: str = "Etc/UTC",
    ) -> User:
        standing = (is_bot, deleted, is_restricted, is_ultra_restricted)
        user = User(user_id, self.teams[team].id, name or user_id.lower(), *standing, tz)
        self.users[user_id] = user
        return user

    def add_channel(
        self,
        channel_id: str,
        *,
        team: str = "T0001",
        name: str = "",
        members: tuple[str, ...] = (),
        is_private: bool = False,
        is_ext_shared: bool = False,
        bot: bool = True,
    ) -> Channel:
        """A channel with these people in it and, unless `bot=False`, the app's bot user.

        Only one that is shared by Slack Connect takes people of other teams.
        """
        everybody = {*members, *([self.teams[team].bot_user] if bot else [])}
        strangers = {user for user in everybody if self.user(user).team != team}
        if strangers and not is_ext_shared:
            raise SlackdError(f"not of team {team}: {sorted(strangers)}")
        channel = Channel(channel_id, team, name or channel_id.lower(), is_private, members=everybody)
        channel.is_ext_shared = is_ext_shared
        self.channels[channel_id] = channel
        return channel

    def person_token(self, user: str, scopes: tuple[str, ...] = PERSON_SCOPES) -> str:
        """A token with which its holder calls the Web API as this person."""
        token = f"xoxp-{user}"
        team = self.teams[self.user(user).team]
        self.person_tokens[token] = dataclasses.replace(team, bot_token=token, bot_user=user, bot_id="", scopes=scopes)
        return token

    def change(self, thing: User | Channel, **values: Any) -> None:
        """Changes an account or a channel; nobody is told of it by an event."""
        with self.changed:
            for name, value in values.items():
                setattr(thing, name, value)
            self.tell()

    def dm(self, user: str) -> Channel:
        """The direct-message channel of this person and the bot; made when it isn't there yet."""
        person = self.user(user)
        bot = self.teams[person.team].bot_user
        with self.changed:
            found = [c for c in self.channels.values() if c.is_im and user in c.members]
            made = Channel(f"D{user}", person.team, user, is_private=True, is_im=True, members={user, bot})
            return self.channels.setdefault(made.id, found[0] if found else made)

    # What happened ------------------------------------------------------------------------------------------

    def messages(self, channel: str, thread: str | None = None) -> list[Message]:
        """The messages that are in a channel, in order; with `thread`, that thread's, its parent first."""
        with self.changed:
            return [
                copied(message)
                for message in self._messages.values()
                if message.channel == channel and not message.deleted and message.ephemeral_for is None
                if thread is None or thread in (message.ts, message.thread_ts)
            ]

    def ephemerals(self, user: str) -> list[Message]:
        """What this person alone was shown, in order: by ack, by response_url or by chat.postEphemeral."""
        with self.changed:
            own = [m for m in self._messages.values() if m.ephemeral_for == user and not m.deleted]
            return [copied(message) for message in own]

    def calls(self, method: str | None = None) -> list[Call]:
        """Every call that came in, in order of arrival."""
        with self.changed:
            return [copy.copy(call) for call in self.all_calls if method in (None, call.method)]

    @property
    def uploads(self) -> list[Upload]:
        """The files that were shared."""
        with self.changed:
            return [copy.copy(upload) for upload in self.all_uploads if upload.completed]

    @property
    def views(self) -> list[View]:
        """Every modal that was ever opened, in order; `open` says which are on somebody's screen."""
        with self.changed:
            return [copy.copy(view) for view in self.all_views]

    def view_of(self, user: str) -> View:
        """The modal on top of this person's screen. Raises SlackdError when there is none."""
        shown = [view for view in self.views if view.user == user and view.open]
        if not shown:
            raise SlackdError(f"{user} has no modal open")
        return shown[-1]

    def wait_for(self, condition: Callable[[], Found], timeout: float = 5.0) -> Found:
        """What `condition` gives, as soon as that is true.

        It is asked after each change here and, for what this Slack can't see, every 50 ms, and never under
        the lock. Raises TimeoutError with the last calls that came in.
        """
        deadline = time.monotonic() + timeout
        while True:
            with self.changed:
                seen = self._version
            found = condition()
            if found:
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                last = [(call.method, call.status, call.answer) for call in self.calls()[-5:]]
                raise TimeoutError(f"not so within {timeout} s; last calls: {last}")
            with self.changed:
                self.changed.wait_for(lambda: self._version != seen, min(left, LOOK_AGAIN))  # noqa: B023  called here

    # For the rest of slackd ---------------------------------------------------------------------------------

    def tell(self) -> None:
        """Wakes those who wait. To be called with `changed` held, after every change."""
        self._version += 1
        self.changed.notify_all()

    def number(self, prefix: str) -> str:
        """A new id; ids of one run are told apart by number, never by chance."""
        return f"{prefix}{next(self._numbers):08d}"

    def new_ts(self) -> str:
        """The next message time stamp: by the clock, and always later than the last."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def user(self, user: str) -> User:
        if user not in self.users:
            raise SlackdError(f"no such user: {user}")
        return self.users[user]

    def post(self, message: Message) -> Message:
        with self.changed:
            self._messages[message.ts] = message
            if message.thread_ts and message.ephemeral_for is None:
                self.replies.setdefault(message.thread_ts, []).append(message.ts)
            self.tell()
        return message

    def version(self, text: str, blocks: list[Json] | None, metadata: Json | None = None) -> Version:
        """One state of a message, with the block and action ids that Slack makes up where there are none."""
        made = copy.deepcopy(blocks or [])
        for block in made:
            block.setdefault("block_id", self.number("b"))
            for element in elements_of(block):
                element.setdefault("action_id", self.number("a"))
        return Version(text, made, metadata, self.clock())

    def find_message(self, channel: str, ts: str, user: str | None = None) -> Message | None:
        """The message itself; an ephemeral one only for `user`."""
        with self.changed:
            message = self._messages.get(ts)
        if message is None or message.channel != channel or message.deleted:
            return None
        return message if message.ephemeral_for in (None, user) else None

    def find_view(self, view_id: str) -> View | None:
        with self.changed:
            found = [v for v in self.all_views if view_id in (v.id, v.payload.get("external_id") or None)]
            return found[0] if found else None

    def issue_trigger(self, user: str) -> str:
        with self.changed:
            trigger_id = f"{next(self._numbers)}.{next(self._numbers)}.{secrets.token_hex(8)}"
            self.triggers[trigger_id] = Trigger(user, self.clock())
        return trigger_id

    def spend_trigger(self, trigger_id: str) -> str:
        """The user whose screen a trigger opens. Raises what `views.open` answers to a bad one."""
        with self.changed:
            trigger = self.triggers.get(trigger_id)
            if trigger is None:
                raise ApiError("invalid_trigger_id")
            if trigger.spent:
                raise ApiError("exchanged_trigger_id")
            if self.clock() - trigger.at > self.trigger_seconds:
                raise ApiError("expired_trigger_id")
            trigger.spent = True
            return trigger.user

    def spend_response_url(self, token: str) -> ResponseUrl:
        with self.changed:
            url = self.response_urls.get(token)
            if url is None or url.uses >= RESPONSE_URL_USES:
                raise ApiError("used_url")
            if self.clock() - url.at > RESPONSE_URL_FOR:
                raise ApiError("expired_url")
            url.uses += 1
            return url
