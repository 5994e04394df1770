"""A message that somebody pinned or marked: looked up by the deliverers, put up as an entry for its channel's log."""

from datetime import UTC, datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.mrkdwn import unescape
from bot.slack.faults import code_of
from state import outbox
from state.apply import apply
from state.house import House
from workflows.command import Command, Quoted
from workflows.matter import Actor


def quote(house: House, row: outbox.Row, client: WebClient, channel: str) -> None:
    """Put it up as it reads now. What the bot itself or another app said is none of anybody's words: nothing follows.

    Its key is the message: whoever marks it, and however often it is tried, it is put up once.
    """
    ts, by = str(row.facts["ts"]), Actor(**row.facts["by"])
    message = _message(client, channel, ts)
    text = str((message or {}).get("text", ""))
    if message is None or message.get("bot_id") or not message.get("user") or not text:
        return
    said = Quoted(Actor(by.team, str(message["user"])), datetime.fromtimestamp(float(ts), UTC))
    given, key = {"text": unescape(text)}, f"entry:{by.team}:{channel}:{ts}"
    apply(house, Command("nominate", by, row.lane, given, quoted=said, door="event", key=key))


def _message(client: WebClient, channel: str, ts: str) -> dict[str, Any] | None:
    """In the channel itself, or else in a thread there; None where it is gone."""
    found = client.conversations_history(channel=channel, latest=ts, oldest=ts, inclusive=True, limit=1)["messages"]
    if not any(row["ts"] == ts for row in found):
        found = _replies(client, channel, ts)
    return next((row for row in found if row["ts"] == ts), None)


def _replies(client: WebClient, channel: str, ts: str) -> list[dict[str, Any]]:
    try:
        answer = client.conversations_replies(channel=channel, ts=ts, latest=ts, oldest=ts, inclusive=True)
    except SlackApiError as error:
        if code_of(error) == "thread_not_found":
            return []
        raise
    return list(answer["messages"])
