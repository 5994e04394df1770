"""How a request reaches the app: signed over HTTP, through Socket Mode, or straight into a Bolt app."""

import hashlib
import hmac
import http.client
import time
from urllib.parse import urlsplit

from slack_bolt import App, BoltRequest

from tests.slackd.model import Carrier, Delivery

PATIENCE = 10.0  # seconds; Slack itself has 3, and `Ack.seconds` says how long it took


def signed(delivery: Delivery, secret: str, *, age: float = 0, wrong: bool = False) -> dict[str, str]:
    """The headers of a request sent `age` seconds ago; `wrong` spoils the signature."""
    timestamp = str(int(time.time() - age))
    key = f"{secret}-spoilt" if wrong else secret
    base = f"v0:{timestamp}:{delivery.body}".encode()
    return {
        "Content-Type": delivery.content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={hmac.new(key.encode(), base, hashlib.sha256).hexdigest()}",
    }


def over_http(url: str, timeout: float = PATIENCE) -> Carrier:
    """Posts to the app's request URL; no answer within `timeout` seconds, or none at all, is (None, reason)."""
    parts = urlsplit(url)

    def carry(headers: dict[str, str], delivery: Delivery) -> tuple[int | None, str]:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
        try:
            connection.request("POST", parts.path or "/", delivery.body.encode(), headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except (OSError, http.client.HTTPException) as failure:
            return None, repr(failure)
        finally:
            connection.close()

    return carry


def to_bolt(app: App) -> Carrier:
    """Dispatches into a Bolt app in this process, signature check and all."""

    def carry(headers: dict[str, str], delivery: Delivery) -> tuple[int | None, str]:
        response = app.dispatch(BoltRequest(body=delivery.body, headers=dict(headers)))
        return response.status, response.body

    return carry
