"""A loopback Slack for tests: Web API, request formats, Socket Mode, Slack's limits, and misbehaviour to order.

    with Slackd() as slackd:                                    # team T0001, bot token slackd.token()
        slackd.add_user("U1", name="us.watch")
        slackd.add_channel("C1", members=("U1",), is_private=True)
        app = App(signing_secret=slackd.signing_secret, client=WebClient(slackd.token(), slackd.api_url))
        slackd.via = to_bolt(app)                               # or over_http(url), or slackd.socket_mode
        slackd.fault("chat.postMessage", RateLimited(2), channel="C1")       # one 429, then as ever
        ack = slackd.command("U1", "C1", "/acm", 'open "Title"')             # a person types; Ack(status, ...)
        slackd.send(ack.delivery, retry=1)                                   # the same request again
        slackd.wait_for(lambda: slackd.messages("C1"))                       # told by change, no sleeps
        slackd.press("U1", "C1", slackd.messages("C1")[-1].ts, "move:ack")   # a person presses

Set up
    `add_team`, `add_user`, `add_channel`, `dm`, `person_token`; `users` and `channels` may be changed as one likes
    (`change` wakes those who wait), `team.scopes` and `team.revoked` too. `clock` may be replaced.
    `one_message_a_second` switches that limit on.
People (each gives an Ack: status, body, seconds, error, delivery)
    `command`, `press`, `press_in_view`, `submit`, `message`, `join`, `leave`, `join_team`, `change_user`, `event`. A
    person can do only what Slack lets a person do, else SlackdError; `forged=True` does it anyway.
    `compose.command(...)` and so on give the Delivery without sending it: keep it, and `send` it late, again
    (`retry=1`), badly signed (`wrong_signature=True`) or with an old signature (`age=600`).
    `signed(delivery, secret)` and `delivery.body` are its headers and body.
Misbehaving
    `fault(method, RateLimited | Status | Error | Late | Cut | Hang, channel=, times=)`, `hang`, `clear_faults`.
    `Late` adds to other faults; `times=None` stays. `Cut(accepted=True)` is a call that took effect unanswered.
What happened (copies; order of arrival)
    `messages(channel, thread=)`, `ephemerals(user)`, `calls(method=)`, `uploads`, `views`, `view_of(user)`,
    `socket_count`. A Message has text, blocks, metadata, thread_ts, edits and versions; a block or element
    without an id gets one, as in Slack. `wait_for(condition, timeout)` waits without sleeping.
"""

from tests.slackd.delivery import over_http, signed, to_bolt
from tests.slackd.faults import Cut, Error, Hang, Late, RateLimited, Status
from tests.slackd.model import Ack, Call, Channel, Delivery, Message, SlackdError, Team, Upload, User, View
from tests.slackd.slackd import Slackd

__all__ = [
    "Ack",
    "Call",
    "Channel",
    "Cut",
    "Delivery",
    "Error",
    "Hang",
    "Late",
    "Message",
    "RateLimited",
    "Slackd",
    "SlackdError",
    "Status",
    "Team",
    "Upload",
    "User",
    "View",
    "over_http",
    "signed",
    "to_bolt",
]
