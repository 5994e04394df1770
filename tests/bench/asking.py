"""A full `open` as a person types it, made into requests to measure with."""

from itertools import count
from urllib.parse import urlencode

from slack_bolt import BoltRequest

from tests.bench.place import channel_of
from tests.play import ASKING, TEAM, person
from tests.slackd.delivery import signed
from tests.slackd.model import Delivery

FORM = "application/x-www-form-urlencoded"
DETAIL = (
    "Two teams for 48 hours from first light. They bring their own tools; quarters and fuel are asked for. The runway "
    "is closed to heavy aircraft until the second lift has been repaired; light aircraft can land."
)
OPEN = (
    'open "Runway repair teams at Nyutabaru" to:{to} info:us-osd-ipsa,jp-mod-dp urgency:priority mode:integration '
    f'detail:"{DETAIL}"'
)

_numbers = count(1)


def typed(user: str, body: str, text: str) -> Delivery:
    """A line behind /acm in the channel of `body`; every one is a delivery of its own."""
    number = next(_numbers)
    payload = {
        "token": "slackd-verification-token",
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": channel_of(body),
        "channel_name": "privategroup",
        "user_id": user,
        "user_name": user.lower(),
        "command": "/acm",
        "text": text,
        "api_app_id": "A0001",
        "is_enterprise_install": "false",
        "response_url": f"http://127.0.0.1:9/response/{number}",
        "trigger_id": f"{number}.bench",
    }
    return Delivery("slash_commands", payload, urlencode(payload), FORM, user, channel_of(body))


def opening() -> Delivery:
    return typed(person(ASKING).user, "us-usfj", OPEN.format(to="jp-jjoc"))


def request(delivery: Delivery, secret: str) -> BoltRequest:
    """As it comes to Bolt in process, signed."""
    return BoltRequest(body=delivery.body, headers=dict(signed(delivery, secret)))
