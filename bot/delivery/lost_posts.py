"""Looking for what an earlier try may have left in a channel: Slack has no key that would keep it from coming twice."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from state import outbox

METADATA = "kakehashi_notice"
EARLIER = timedelta(minutes=1)
"""How far Slack's clock may be behind ours."""


def metadata_of(row: outbox.Row, drawn: str) -> dict[str, Any]:
    """What a message carries to be known again: a random id, and for a card the digest of what is drawn on it."""
    return {"event_type": METADATA, "event_payload": {"id": row.id, "drawn": drawn}}


def find_message(client: WebClient, row: outbox.Row, channel: str, thread: str | None) -> tuple[str, str] | None:
    """(ts, digest) of the message with this row's id in its metadata, None where there is none.

    The digest is of what was drawn then: a card that has changed since is edited by the row that tells of the change.
    """
    for message in _since(client, row, channel, thread):
        payload = (message.get("metadata") or {}).get("event_payload", {})
        if payload.get("id") == row.id:
            return str(message["ts"]), str(payload.get("drawn", ""))
    return None


def file_mark(row: outbox.Row) -> str:
    """The part of a file's name by which it is known again."""
    return row.id[:12]


def find_file(client: WebClient, row: outbox.Row, channel: str) -> bool:
    """Whether a file with this row's mark in its name is in the channel."""
    mark = file_mark(row)
    messages = _since(client, row, channel, None)
    return any(mark in (file.get("name") or "") for message in messages for file in message.get("files", ()))


def _since(client: WebClient, row: outbox.Row, channel: str, thread: str | None) -> Iterator[dict[str, Any]]:
    """The messages of a channel, or of one thread, since the row was made."""
    since = str((row.made_at - EARLIER).timestamp())
    options: dict[str, Any] = {"channel": channel, "oldest": since, "limit": 200, "include_all_metadata": True}
    pages = client.conversations_replies(ts=thread, **options) if thread else client.conversations_history(**options)
    for page in pages:
        yield from page["messages"]
