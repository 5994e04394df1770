"""Who is in a channel, what it is, and what may be changed about it with whose token."""

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slackd import Slackd, SlackdError, to_bolt
from tests.slackd.model import Json


def refused(call: object, **args: object) -> str:
    assert callable(call)
    with pytest.raises(SlackApiError) as told:
        call(**args)
    return str(told.value.response["error"])


@pytest.fixture
def person(slackd: Slackd) -> WebClient:
    """Somebody's own token."""
    return WebClient(slackd.person_token("U1"), base_url=slackd.api_url, retry_handlers=[], timeout=5)


def test_members_come_in_pages(slackd: Slackd, client: WebClient) -> None:
    users = tuple(f"U{at}" for at in range(10, 15))
    for user in users:
        slackd.add_user(user)
    slackd.add_channel("C9", members=users, is_private=True)
    pages = [page["members"] for page in client.conversations_members(channel="C9", limit=4)]
    assert [len(page) for page in pages] == [4, 2]
    assert {*pages[0], *pages[1]} == {*users, "UBOTT0001"}
    assert refused(client.conversations_members, channel="C9", cursor="x") == "invalid_cursor"


def test_only_a_shared_channel_takes_people_of_another_team_and_shows_them(slackd: Slackd, client: WebClient) -> None:
    slackd.add_team("T0002")
    slackd.add_user("U9", team="T0002")
    with pytest.raises(SlackdError):
        slackd.add_channel("C9", members=("U9",))
    assert refused(client.users_info, user="U9") == "user_not_found"
    slackd.add_channel("C9", members=("U9",), is_ext_shared=True)
    assert client.users_info(user="U9")["user"]["team_id"] == "T0002"
    assert client.conversations_info(channel="C9")["channel"]["is_ext_shared"] is True


def test_the_app_hears_who_comes_goes_and_changes(slackd: Slackd, client: WebClient) -> None:
    app = App(signing_secret=slackd.signing_secret, client=client, process_before_response=True)
    heard: list[Json] = []

    def keep(event: Json) -> None:
        heard.append(event)

    for kind in ("member_joined_channel", "member_left_channel", "user_change", "team_join"):
        app.event(kind)(keep)
    slackd.via = to_bolt(app)
    slackd.join("U2", "C1")
    slackd.leave("U2", "C1")
    slackd.change_user("U2", is_restricted=True)
    slackd.join_team(slackd.add_user("U3"))
    assert [event["type"] for event in heard] == [
        "member_joined_channel",
        "member_left_channel",
        "user_change",
        "team_join",
    ]
    assert [event.get("user") for event in heard[:2]] == ["U2", "U2"]
    assert heard[2]["user"]["is_restricted"] is True
    assert heard[3]["user"]["id"] == "U3"
    assert slackd.channels["C1"].members == {"U1", "UBOTT0001"}


def test_a_person_makes_names_and_fills_a_channel_that_the_bot_may_not(
    slackd: Slackd, client: WebClient, person: WebClient
) -> None:
    assert person.auth_test()["user_id"] == "U1"
    assert refused(client.conversations_create, name="new", is_private=True) == "missing_scope"
    made = person.conversations_create(name="new", is_private=True)["channel"]["id"]
    assert (slackd.channels[made].members, slackd.channels[made].is_private) == ({"U1"}, True)
    assert refused(client.conversations_info, channel=made) == "channel_not_found"
    assert refused(person.conversations_create, name="new") == "name_taken"
    person.conversations_invite(channel=made, users=["U2", "UBOTT0001"])
    assert slackd.channels[made].members == {"U1", "U2", "UBOTT0001"}
    assert refused(person.conversations_invite, channel=made, users=["U2"]) == "already_in_channel"
    assert refused(person.conversations_invite, channel=made, users=["U404"]) == "user_not_found"
    person.conversations_rename(channel=made, name="newer")
    assert slackd.channels[made].name == "newer"
    assert refused(person.conversations_rename, channel=made, name="Not so") == "invalid_name_specials"
    other = WebClient(slackd.person_token("U2"), base_url=slackd.api_url, retry_handlers=[])
    assert refused(other.conversations_rename, channel=made, name="mine") == "not_authorized"
