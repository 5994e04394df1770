"""What kind an account is, and how that is found out: by the list, and now and then by walking through them all."""

from typing import Any

import pytest

from bot.slack.accounts import PAGE, WALK_EVERY, kind_of
from tests.bot.lanes import BODY, goes_on, held
from tests.bot.office import Office, user_of
from tests.play import Clock
from tests.slackd import Slackd


def test_accounts_are_asked_for_by_the_list_and_not_one_by_one(office: Office, slackd: Slackd) -> None:
    goes_on(office)
    assert len(slackd.calls("users.list")) <= 2 * (len(slackd.users) // PAGE + 1)
    assert slackd.calls("users.info") == []
    known = {row["user"] for row in office.rows("account")}
    assert set(slackd.users) == known


def test_what_no_event_told_is_found_by_walking_through_all_accounts(
    office: Office, slackd: Slackd, clock: Clock
) -> None:
    goes_on(office)
    slackd.change(slackd.users[user_of("us-usfj-cos")], is_restricted=True)
    goes_on(office)
    assert held(office) == []
    clock.forward(WALK_EVERY)
    goes_on(office)
    goes_on(office)
    assert (BODY, "guest", user_of("us-usfj-cos")) in held(office)


KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "a full member": ({}, "member"),
    "a guest": ({"is_restricted": True}, "guest"),
    "a guest of one channel": ({"is_restricted": True, "is_ultra_restricted": True}, "guest"),
    "a bot": ({"is_bot": True}, "bot"),
    "Slack's own bot": ({"id": "USLACKBOT", "is_bot": False}, "bot"),
    "a deactivated one": ({"deleted": True, "is_restricted": True}, "deactivated"),
    "of another workspace": ({"team_id": "T0002"}, "outsider"),
    "of an Enterprise that this workspace is in": (
        {"team_id": "T0002", "enterprise_user": {"teams": ["T0001"]}},
        "member",
    ),
    "a stranger": ({"is_stranger": True}, "outsider"),
}


@pytest.mark.parametrize(("shown", "kind"), KINDS.values(), ids=KINDS)
def test_what_kind_an_account_is(shown: dict[str, Any], kind: str) -> None:
    assert kind_of({"id": "U1", "team_id": "T0001", **shown}, "T0001") == kind
