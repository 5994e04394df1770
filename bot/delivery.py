"""Taking the outbox to Slack: lanes claimed under a lease, each notice drawn at delivery from what is so by then.

Slack has no idempotency key, so a post whose answer was lost is looked for by its outbox id in the channel before it is sent again.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.error import URLError

import msgspec
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import Connection

from bot.bell import Bell
from bot.blocks import Message
from bot.cards import draw_card
from bot.desks import reader_at, reader_for
from bot.exporting import export_file
from bot.told import ABOUT_MATTER, ALONE
from state import outbox
from state.house import House, random_id
from state.loading import channels, matter_by
from workflows.catalogue import procedures
from workflows.matter import Actor
from workflows.view import see

METADATA = "kakehashi_notice"
IDLE = 1.0  # seconds between looks at the database when nobody in this process has written
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=1), timedelta(minutes=5)

LANE_FAULTS = (
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "invalid_auth",
    "account_inactive",
    "token_revoked",
)
"""Answers that say something about the channel or the token, not about the message: the lane waits until it is mended."""

log = logging.getLogger(__name__)


class Put(msgspec.Struct, frozen=True):
    """What a delivery did: the message's ts, and the card that now stands in the lane."""

    ts: str | None = None
    card: tuple[str, str] | None = None


class Delivery:
    """The deliverers of one process. They listen for `bell`; `stop` lets the post under way end."""

    def __init__(self, house: House, client: WebClient, bell: Bell, threads: int = 4) -> None:
        self.house = house
        self.client = client
        self.bell = bell
        self.told = Bell()
        """Rung after each row that was dealt with."""
        self.name = random_id()
        self._threads = [threading.Thread(target=self._work, name=f"delivery-{n}") for n in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self.bell.close()
        for thread in self._threads:
            thread.join()

    def settle(self, at_most: float) -> bool:
        """Wait until nothing is left to tell, that many seconds at most; says whether it came to that."""
        until = time.monotonic() + at_most
        while time.monotonic() < until:
            heard = self.told.rings
            with self.house.database.reading() as connection:
                if outbox.waiting(connection) == 0:
                    return True
            self.told.wait(heard, until - time.monotonic())
        return False

    def drain(self) -> None:
        """Deliver what can be delivered now, in the caller's thread."""
        while self._deliver_lane():
            pass

    def _work(self) -> None:
        while not self.bell.is_closed:
            heard = self.bell.rings
            try:
                busy = self._deliver_lane()
            except Exception:  # the thread must live on: what failed is logged, and tried again once the lease is over
                log.exception("delivery failed")
                busy = False
            if not busy:
                self.bell.wait(heard, IDLE)

    def _deliver_lane(self) -> bool:
        """Claim one lane and tell what it holds. False where no lane has anything to tell now."""
        with self.house.database.writing() as connection:
            held = outbox.claim(connection, self.name, self.house.clock())
        if held is None:
            return False
        while not self.bell.is_closed:
            with self.house.database.reading() as connection:
                row = outbox.next_row(connection, held)
            if row is None:
                break
            if not self._deliver(held, row):
                return True
        with self.house.database.writing() as connection:
            outbox.release(connection, held)
        return True

    def _deliver(self, held: outbox.Claim, row: outbox.Row) -> bool:
        """One row. False where the lane was put off or lost."""
        try:
            put = self._put(held, row)
        except SlackApiError as error:
            return self._refused(held, row, error)
        except (URLError, TimeoutError, ConnectionError, OSError) as error:
            self._put_off(held, row, None, type(error).__name__)
            return False
        if put is None:
            return False
        with self.house.database.writing() as connection:
            kept = outbox.finish(connection, held, row, self.house.clock(), put.ts)
            if kept and put.card and row.matter_id:
                outbox.keep_card(connection, row.matter_id, row.lane, *put.card)
        self.told.ring()
        return kept

    def _put(self, held: outbox.Claim, row: outbox.Row) -> Put | None:
        """Draw and send. None where the lane is no longer ours."""
        with self.house.database.reading() as connection:
            task = self._draw(connection, row)
        if task is None:
            return Put()
        with self.house.database.writing() as connection:
            if not outbox.begin(connection, held, row, self.house.clock()):
                return None
        return task()

    def _draw(self, connection: Connection, row: outbox.Row) -> Callable[[], Put] | None:
        """What is to be sent, as a call that needs no transaction; None where there is nothing to tell any more."""
        if row.lane.startswith("@"):
            return self._draw_direct(connection, row)
        address = channels(connection).get(row.lane)
        if address is None:
            raise SlackApiError(f"no channel is bound to {row.lane}", {"error": "channel_not_found"})
        channel = address[1]
        reader = reader_at(self.house, connection, row.lane)
        if row.kind == "export":
            return lambda: self._upload(connection, row, channel)
        if row.kind in ALONE:
            message = ALONE[row.kind](row.facts, None, reader)
            if row.kind == "answer":
                return lambda: self._whisper(row, channel, message)
            return lambda: self._post(row, channel, message, None)
        found = matter_by(connection, row.matter_id) if row.matter_id else None
        if found is None:
            return None
        matter = found[0]
        procedure = procedures()[matter.procedure]
        view = see(matter, procedure, self.house.registry, reader.audience, row.lane)
        if view is None:
            return None
        card = outbox.card_of(connection, matter.id, row.lane)
        if row.kind == "card":
            return self._draw_card(row, channel, draw_card(view, reader), card)
        message = ABOUT_MATTER[row.kind](row.facts, view, reader)
        return lambda: self._post(row, channel, message, card[0] if card else None)

    def _draw_card(
        self, row: outbox.Row, channel: str, message: Message, card: tuple[str, str] | None
    ) -> Callable[[], Put] | None:
        """A new card is posted; one that is there is edited only where this channel's own drawing has changed."""
        drawn = hashlib.sha256(msgspec.json.encode(message)).hexdigest()
        if card is None:
            return lambda: self._with_card(self._post(row, channel, message, None), drawn)
        ts, digest = card
        if digest == drawn:
            return None

        def edit() -> Put:
            self.client.chat_update(channel=channel, ts=ts, text=message.text, blocks=message.blocks)
            return Put(ts, (ts, drawn))

        return edit

    def _draw_direct(self, connection: Connection, row: outbox.Row) -> Callable[[], Put]:
        team, _, user = row.lane[1:].partition("/")
        reader = reader_for(self.house, connection, Actor(team, user), None)
        message = ALONE[row.kind](row.facts, None, reader)

        def post() -> Put:
            opened = self.client.conversations_open(users=[user])
            return self._post(row, opened["channel"]["id"], message, None)

        return post

    def _post(self, row: outbox.Row, channel: str, message: Message, thread: str | None) -> Put:
        if row.state == "sending" and (ts := self._find(row, channel, thread)):
            return Put(ts)
        answer = self.client.chat_postMessage(
            channel=channel,
            text=message.text,
            blocks=message.blocks,
            thread_ts=thread,
            metadata={"event_type": METADATA, "event_payload": {"id": row.id}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return Put(str(answer["ts"]))

    def _with_card(self, put: Put, drawn: str) -> Put:
        return Put(put.ts, (put.ts or "", drawn))

    def _whisper(self, row: outbox.Row, channel: str, message: Message) -> Put:
        user = str((row.facts.get("to") or {}).get("user", ""))
        self.client.chat_postEphemeral(channel=channel, user=user, text=message.text, blocks=message.blocks)
        return Put()

    def _upload(self, _connection: Connection, row: outbox.Row, channel: str) -> Put:
        name = f"{row.id[:12]}"
        if row.state == "sending" and self._find_file(row, channel, name):
            return Put()
        with export_file(self.house, row.facts["audience"], row.facts["format"]) as (path, title):
            self.client.files_upload_v2(
                channel=channel, file=str(path), filename=f"{title}-{name}{path.suffix}", title=title
            )
        return Put()

    def _find(self, row: outbox.Row, channel: str, thread: str | None) -> str | None:
        """The message that an earlier try left in the channel, by the outbox id in its metadata."""
        since = str((row.made_at - timedelta(minutes=1)).timestamp())
        options: dict[str, Any] = {"channel": channel, "oldest": since, "limit": 200, "include_all_metadata": True}
        if thread:
            pages = self.client.conversations_replies(ts=thread, **options)
        else:
            pages = self.client.conversations_history(**options)
        for page in pages:
            for message in page["messages"]:
                if message.get("metadata", {}).get("event_payload", {}).get("id") == row.id:
                    return str(message["ts"])
        return None

    def _find_file(self, row: outbox.Row, channel: str, name: str) -> bool:
        since = str((row.made_at - timedelta(minutes=1)).timestamp())
        pages = self.client.conversations_history(channel=channel, oldest=since, limit=200)
        return any(
            name in file.get("name", "")
            for page in pages
            for message in page["messages"]
            for file in message.get("files", ())
        )

    def _refused(self, held: outbox.Claim, row: outbox.Row, error: SlackApiError) -> bool:
        """Slack's no: wait where it says so or where the channel is at fault; give up a message that it will never take."""
        response = error.response
        status = getattr(response, "status_code", 200)
        code = str(response.get("error", "")) if hasattr(response, "get") else ""
        if status == 429 or code == "ratelimited":  # noqa: PLR2004  HTTP's "too many requests"
            after = float(response.headers.get("Retry-After", 1))
            self._put_off(held, row, timedelta(seconds=after), "ratelimited")
            return False
        if status >= 500 or code in LANE_FAULTS or code in ("internal_error", "fatal_error", "service_unavailable"):  # noqa: PLR2004
            self._put_off(held, row, None, code or str(status))
            return False
        log.error("Slack will not take a %s: %s", row.kind, code)
        with self.house.database.writing() as connection:
            return outbox.fail(connection, held, row, self.house.clock(), code)

    def _put_off(self, held: outbox.Claim, row: outbox.Row, wait: timedelta | None, why: str) -> None:
        """The lane rests; others go on. Without word from Slack the wait doubles with each try."""
        if wait is None:
            wait = min(FIRST_WAIT * 2 ** min(row.attempts, 10), LONGEST_WAIT)
        log.warning("a %s waits %.0f s: %s", row.kind, wait.total_seconds(), why)
        with self.house.database.writing() as connection:
            outbox.put_off(connection, held, self.house.clock() + wait)
