"""Socket Mode: how Slack reaches the bot when nothing listens for it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

CLOSE_WITHIN = 3.0  # seconds: the client may wait longer for an answer than a stopping bot has


@contextmanager
def socket_mode(app: App, app_token: str, client: WebClient) -> Iterator[None]:
    """Connected until the end of the block. Raises what slack_sdk raises where Slack does not answer."""
    handler = SocketModeHandler(app, app_token, web_client=client)
    handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    try:
        yield
    finally:
        closing = threading.Thread(target=handler.close, daemon=True)
        closing.start()
        closing.join(CLOSE_WITHIN)
