"""The Web API of the loopback Slack, as slack_sdk's own client sees it."""

from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slackd import Slackd
from tests.slackd.model import SCOPES, Json

BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go", "value": "1"}
META = {"event_type": "acm", "event_payload": {"outbox": "x1"}}


def refusal(call: Any, **args: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**args)
    code: str = refused.value.response["error"]
    return code


def test_auth_test_names_team_and_bot_and_shows_scopes(slackd: Slackd, client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0001", "UBOTT0001", "BT0001")
    assert dict(answer.headers)["X-OAuth-Scopes"] == ",".join(SCOPES)
    assert slackd.calls()[-1].status == 200


@pytest.mark.parametrize(("token", "code"), [("", "not_authed"), ("xoxb-no", "invalid_auth")])
def test_a_token_is_checked(slackd: Slackd, token: str, code: str) -> None:
    assert refusal(WebClient(token, base_url=slackd.api_url).auth_test) == code


def test_the_apps_own_token_opens_sockets_and_nothing_else(slackd: Slackd, client: WebClient) -> None:
    app_client = WebClient(slackd.app_token, base_url=slackd.api_url)
    assert refusal(app_client.auth_test) == "not_allowed_token_type"
    assert refusal(client.apps_connections_open, app_token=slackd.token()) == "not_allowed_token_type"


def test_a_missing_scope_and_a_removed_app_are_told(slackd: Slackd, client: WebClient) -> None:
    team = slackd.teams["T0001"]
    team.scopes = ("chat:write",)
    assert refusal(client.users_list) == "missing_scope"
    assert refusal(client.conversations_history, channel="C1") == "missing_scope"
    team.revoked = True
    assert refusal(client.auth_test) == "token_revoked"


def test_a_method_that_is_not_served_is_refused(client: WebClient) -> None:
    assert refusal(client.api_call, api_method="admin.users.list") == "unknown_method"


@pytest.mark.parametrize("form", [False, True])
def test_arguments_come_as_form_or_as_json(slackd: Slackd, client: WebClient, *, form: bool) -> None:
    blocks = '[{"type": "divider"}]' if form else [{"type": "divider"}]
    args: Json = {"channel": "C1", "text": "hello", "blocks": blocks}
    if form:
        client.api_call("chat.postMessage", params=args)
    else:
        client.api_call("chat.postMessage", json=args)
    (message,) = slackd.messages("C1")
    assert message.text == "hello"
    assert [block["type"] for block in message.blocks] == ["divider"]
    assert message.blocks[0]["block_id"]


def test_metadata_is_kept_in_slacks_form_only_and_shown_when_asked_for(slackd: Slackd, client: WebClient) -> None:
    client.chat_postMessage(channel="C1", text="kept", metadata=META)
    client.chat_postMessage(channel="C1", text="dropped", metadata={"outbox": "x1"})
    assert [message.metadata for message in slackd.messages("C1")] == [META, None]
    with_metadata = client.conversations_history(channel="C1", include_all_metadata=True)["messages"]
    assert [message.get("metadata") for message in with_metadata] == [None, META]
    plain = client.conversations_history(channel="C1")["messages"]
    assert [message.get("metadata") for message in plain] == [None, None]


def test_an_update_keeps_the_earlier_version_and_the_metadata(slackd: Slackd, client: WebClient) -> None:
    posted = client.chat_postMessage(channel="C1", text="a", blocks=[{"type": "divider"}], metadata=META)
    client.chat_update(channel="C1", ts=posted["ts"], text="b")
    (message,) = slackd.messages("C1")
    assert (message.text, message.blocks, message.metadata, message.edits) == ("b", [], META, 1)
    assert message.versions[0].text == "a"
    client.chat_update(channel="C1", ts=posted["ts"], text="b", metadata={})
    assert slackd.messages("C1")[0].metadata is None
    assert refusal(client.chat_update, channel="C1", ts="1.000001", text="c") == "message_not_found"


def test_threads_are_read_by_replies_and_not_by_history(slackd: Slackd, client: WebClient) -> None:
    parent = client.chat_postMessage(channel="C1", text="card")["ts"]
    client.chat_postMessage(channel="C1", text="why", thread_ts=parent, metadata=META)
    history = client.conversations_history(channel="C1")["messages"]
    assert [(message["text"], message["reply_count"]) for message in history] == [("card", 1)]
    thread = client.conversations_replies(channel="C1", ts=parent, include_all_metadata=True)["messages"]
    assert [message["text"] for message in thread] == ["card", "why"]
    assert thread[1]["metadata"] == META
    assert [message.text for message in slackd.messages("C1", parent)] == ["card", "why"]
    assert refusal(client.chat_postMessage, channel="C1", text="x", thread_ts="1.1") == "thread_not_found"


def test_lists_are_paged_by_cursor(slackd: Slackd, client: WebClient) -> None:
    for number in range(5):
        client.chat_postMessage(channel="C1", text=str(number))
    pages = [[m["text"] for m in p["messages"]] for p in client.conversations_history(channel="C1", limit=2)]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]
    users = [user["id"] for page in client.users_list(limit=1) for user in page["members"]]
    assert users == ["UBOTT0001", "U1", "U2"]
    assert [page["members"] for page in client.conversations_members(channel="C1", limit=1)] == [
        ["U1"],
        ["UBOTT0001"],
    ]
    assert refusal(client.users_list, cursor="no cursor") == "invalid_cursor"
    assert refusal(client.users_list, limit=2000) == "invalid_limit"
    assert len(slackd.messages("C1")) == 5


def test_history_is_bounded_by_oldest_and_latest(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel="C1", text=str(n))["ts"] for n in range(3)]
    found = client.conversations_history(channel="C1", oldest=stamps[0], latest=stamps[2])["messages"]
    assert [message["text"] for message in found] == ["1"]
    found = client.conversations_history(channel="C1", oldest=stamps[1], inclusive=True)["messages"]
    assert [message["text"] for message in found] == ["2", "1"]


def test_a_private_channel_without_the_bot_does_not_exist_for_it(slackd: Slackd, client: WebClient) -> None:
    slackd.add_channel("C3", members=("U2",), is_private=True, bot=False)
    slackd.add_channel("C4", members=("U2",), bot=False)
    calls = (client.conversations_info, client.conversations_members, client.conversations_history)
    assert {refusal(call, channel="C3") for call in calls} == {"channel_not_found"}
    assert refusal(client.chat_postMessage, channel="C3", text="x") == "channel_not_found"
    assert refusal(client.chat_postMessage, channel="C4", text="x") == "not_in_channel"
    listed = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert [(channel["id"], channel["is_private"], channel["is_member"]) for channel in listed] == [
        ("C1", True, True),
        ("C2", False, True),
        ("C4", False, False),
    ]
    assert slackd.messages("C3") == slackd.messages("C4") == []


def test_teams_do_not_see_each_other(slackd: Slackd, client: WebClient) -> None:
    slackd.add_team("T0002")
    slackd.add_user("U9", team="T0002")
    slackd.add_channel("C9", team="T0002", members=("U9",))
    other = WebClient(slackd.token("T0002"), base_url=slackd.api_url)
    assert refusal(client.chat_postMessage, channel="C9", text="x") == "channel_not_found"
    assert refusal(client.users_info, user="U9") == "user_not_found"
    other.chat_postMessage(channel="C9", text="x")
    assert [call.team for call in slackd.calls("chat.postMessage")] == ["T0001", "T0002"]
    assert other.team_info()["team"]["id"] == "T0002"


def test_a_person_is_shown_with_their_standing(slackd: Slackd, client: WebClient) -> None:
    slackd.add_user("U5", is_restricted=True)
    slackd.users["U5"].deleted = True
    user = client.users_info(user="U5")["user"]
    assert (user["deleted"], user["is_restricted"], user["is_ultra_restricted"]) == (True, True, False)
    assert refusal(client.users_info, user="U404") == "user_not_found"


def test_a_direct_message_opens_once(slackd: Slackd, client: WebClient) -> None:
    opened = client.conversations_open(users="U1")["channel"]["id"]
    assert opened == client.conversations_open(users=["U1"])["channel"]["id"] == slackd.dm("U1").id
    client.chat_postMessage(channel="U1", text="to you")
    assert [message.text for message in slackd.messages(opened)] == ["to you"]
    slackd.users["U2"].deleted = True
    assert refusal(client.conversations_open, users="U2") == "user_disabled"


def test_an_ephemeral_message_is_one_persons(slackd: Slackd, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C1", user="U1", text="psst")
    assert [message.text for message in slackd.ephemerals("U1")] == ["psst"]
    assert slackd.messages("C1") == slackd.ephemerals("U2") == []
    assert refusal(client.chat_postEphemeral, channel="C1", user="U2", text="x") == "user_not_in_channel"


def test_a_file_goes_through_all_three_steps(slackd: Slackd, client: WebClient) -> None:
    parent = client.chat_postMessage(channel="C1", text="card")["ts"]
    client.files_upload_v2(
        channel="C1", content="one\ntwo", filename="log.jsonl", title="Log", initial_comment="x", thread_ts=parent
    )
    (upload,) = slackd.uploads
    assert (upload.filename, upload.content, upload.channels) == ("log.jsonl", b"one\ntwo", ["C1"])
    assert (upload.title, upload.comment, upload.thread_ts) == ("Log", "x", parent)
    assert slackd.messages("C1", parent)[-1].files == [upload.id]
    assert client.files_info(file=upload.id)["file"]["name"] == "log.jsonl"
    announced = client.files_getUploadURLExternal(filename="a", length=3)["file_id"]
    assert refusal(client.files_completeUploadExternal, files=[{"id": announced}]) == "file_not_found"
    with pytest.raises(HTTPError, match="400") as refused:
        urlopen(f"{slackd.base_url}/upload/{announced}", b"four")  # noqa: S310  loopback
    refused.value.close()


def test_one_message_a_second_when_switched_on(slackd: Slackd, client: WebClient) -> None:
    now = [1_000_000.0]
    slackd.clock, slackd.one_message_a_second = (lambda: now[0]), True
    client.chat_postMessage(channel="C1", text="1")
    client.chat_postMessage(channel="C2", text="other channel")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1", text="2")
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "1")
    now[0] += 1
    client.chat_postMessage(channel="C1", text="2")
    assert [message.text for message in slackd.messages("C1")] == ["1", "2"]


def test_every_time_stamp_is_later_than_the_last(slackd: Slackd, client: WebClient) -> None:
    slackd.clock = lambda: 1_000_000.0
    stamps = [client.chat_postMessage(channel="C1", text="x")["ts"] for _ in range(3)]
    assert stamps == sorted(set(stamps))


def test_waiting_ends_with_the_last_calls_when_it_is_in_vain(slackd: Slackd, client: WebClient) -> None:
    client.auth_test()
    with pytest.raises(TimeoutError, match=r"auth\.test"):
        slackd.wait_for(lambda: slackd.messages("C1"), timeout=0.1)


def test_a_card_posted_twice_is_two_messages(slackd: Slackd, client: WebClient) -> None:
    card: list[Json] = [{"type": "actions", "elements": [BUTTON]}]
    for _ in range(2):
        client.chat_postMessage(channel="C1", text="card", blocks=card)
    ids = {message.blocks[0]["block_id"] for message in slackd.messages("C1")}
    assert len(ids) == 2
