"""Socket Mode: how Slack reaches the bot when nothing listens for it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

CLOSE_WITHIN = 2.5  # seconds: the client may wait longer for an answer than a stopping bot has


@contextmanager
def socket_mode(app: App, app_token: str, client: WebClient) -> Iterator[None]:
    """Connected until the end of the block, when what has come in is still answered.

    Raises what slack_sdk raises where Slack does not answer.
    """
    handler = SocketModeHandler(app, app_token, web_client=client)
    handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    try:
        yield
    finally:
        closing = threading.Thread(target=_close, args=(handler,), daemon=True)
        closing.start()
        closing.join(CLOSE_WITHIN)


def _close(handler: SocketModeHandler) -> None:
    """The client would close its connection first, and what is under way could not be answered any more."""
    handler.client.closed = True  # nothing more is taken from its queue
    handler.client.message_workers.shutdown(wait=True)
    handler.close()  # type: ignore[no-untyped-call]  # as above
