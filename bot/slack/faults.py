"""What Slack's refusal of a post means: rest the lane and try again, or give up the one message."""

from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=1), timedelta(minutes=5)
MOST_TRIES = 15
"""Of a message at which Slack says something that no table here knows: an hour of them."""

UNANSWERED = (SlackClientError, OSError, HTTPException)
"""What a call raises where no answer came that can be read: it may have taken effect all the same."""

LANE_FAULTS = (
    "access_denied",
    "account_inactive",
    "channel_not_found",
    "ekm_access_denied",
    "fatal_error",
    "internal_error",
    "invalid_auth",
    "is_archived",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "not_in_channel",
    "org_login_required",
    "request_timeout",
    "restricted_action",
    "service_unavailable",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
)
"""Answers about the channel, the token or Slack itself, not about the message: the lane waits until it is mended."""

MESSAGE_FAULTS = (
    "cannot_dm_bot",
    "cant_update_message",
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "metadata_too_large",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
    "user_disabled",
    "user_not_found",
    "user_not_in_channel",
)
"""Answers about the message or the one it is for: sent again, it would be refused again."""


def code_of(error: Exception) -> str:
    """Slack's own word for what is wrong; empty where it gave none."""
    data = _answer(error, "data")
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def asked_to_wait(error: Exception) -> timedelta | None:
    """How long Slack wants us to wait, None where it says nothing of the kind."""
    if _answer(error, "status_code") != HTTPStatus.TOO_MANY_REQUESTS and code_of(error) != "ratelimited":
        return None
    headers: dict[str, str] = {name.lower(): value for name, value in (_answer(error, "headers") or {}).items()}
    after = headers.get("retry-after", "")
    return timedelta(seconds=int(after)) if after.isdecimal() else FIRST_WAIT


def is_lost(error: Exception, tries: int) -> bool:
    """Whether the message is to be given up. One of which nothing is known gets MOST_TRIES."""
    code = code_of(error)
    if code in MESSAGE_FAULTS:
        return True
    status = _answer(error, "status_code") or HTTPStatus.SERVICE_UNAVAILABLE
    is_known = status >= HTTPStatus.INTERNAL_SERVER_ERROR or code in LANE_FAULTS
    return not is_known and tries >= MOST_TRIES


def wait_after(tries: int) -> timedelta:
    """How long to wait where Slack does not say: twice as long each time."""
    wait: timedelta = FIRST_WAIT * 2 ** min(max(tries - 1, 0), 10)
    return min(wait, LONGEST_WAIT)


def _answer(error: Exception, part: str) -> Any:
    return getattr(error.response, part, None) if isinstance(error, SlackApiError) else None
