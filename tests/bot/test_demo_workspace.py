"""The local Slack workspace, and what it does with a small Bolt app: what the demo and its tests rest on."""

import json
import socket
import stat
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.demo import DemoError
from bot.demo.download import obtain_local_slack
from bot.demo.workspace import LocalWorkspace, User, WorkspaceConfig
from tests.bot.small_bot import CARD, CONFIG, Bot


@pytest.fixture(scope="module")
def binary() -> Path:
    return obtain_local_slack(lambda _line: None)


@pytest.fixture
def workspace(binary: Path, tmp_path: Path) -> Iterator[LocalWorkspace]:
    """A workspace that no bot has connected to."""
    with LocalWorkspace(binary, 0, CONFIG, tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def connected_bot(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """One bot for the module: Slack's client takes up to three seconds to close its connection."""
    with LocalWorkspace(binary, 0, CONFIG, tmp_path_factory.mktemp("workspace")) as workspace:
        bot = Bot(workspace)
        handler = SocketModeHandler(bot.app, CONFIG.app_token)
        handler.client.web_client = WebClient(CONFIG.app_token, base_url=workspace.api_url)
        handler.connect()  # type: ignore[no-untyped-call]  # Bolt has no types here.
        try:
            workspace.wait_for(lambda: workspace.bot_connected, what="the bot's connection")
            yield bot
        finally:
            handler.close()  # type: ignore[no-untyped-call]  # Bolt has no types here.


@pytest.fixture
def bot(connected_bot: Bot) -> Bot:
    """The connected bot, with its workspace as it was at the start."""
    connected_bot.workspace._post("reset", {})
    connected_bot.heard.clear()
    return connected_bot


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  The workspace on loopback.
        return bytes(answer.read())


def posted(bot: Bot) -> str:
    return str(bot.client.chat_postMessage(channel="C0US", text="CR-26-0001", blocks=CARD)["ts"])


def test_the_workspace_has_the_people_and_channels_it_was_given(workspace: LocalWorkspace) -> None:
    state = workspace.state()
    assert {user["id"] for user in state["users"]} == {"U0BOT", "U0US", "U0JP"}
    assert {(c["id"], c["is_private"], tuple(c["members"])) for c in state["channels"]} == {
        (c.id, c.is_private, c.members) for c in CONFIG.channels
    }
    assert not workspace.bot_connected
    assert b"local-slack" in fetched(workspace.page_url + "archives/C0US")


def test_a_slash_command_reaches_the_bot_and_its_answer_the_channel(bot: Bot) -> None:
    bot.workspace.command("U0US", "C0US", '/acm open "架け橋" to:us-policy')
    [(kind, body)] = bot.heard
    assert (kind, body["user_id"], body["channel_id"], body["team_id"]) == (
        "command",
        "U0US",
        "C0US",
        "T0TEST",
    )
    assert body["text"] == 'open "架け橋" to:us-policy'
    assert body["trigger_id"]
    [answer] = bot.workspace.messages("C0US")
    assert (answer["subtype"], answer["ephemeral_to"]) == ("ephemeral", "U0US")
    assert answer["text"].startswith("You typed open")


def test_a_button_and_an_option_are_pressed_as_the_page_would(bot: Bot) -> None:
    ts = posted(bot)
    bot.workspace.press("U0JP", "C0US", ts, "ack")
    bot.workspace.press("U0JP", "C0US", ts, "more", "withdraw")
    button, menu = (body for _, body in bot.heard)
    assert (button["user"]["id"], button["user"]["team_id"]) == ("U0JP", "T0TEST")
    assert (button["actions"][0]["value"], button["actions"][0]["block_id"]) == ("m1", "moves")
    assert button["message"]["ts"] == ts
    assert menu["actions"][0]["selected_option"]["value"] == "withdraw"


@pytest.mark.parametrize(("action_id", "value"), [("gone", None), ("ack", "m2"), ("more", "gone")])
def test_pressing_what_a_message_does_not_have_is_refused(bot: Bot, action_id: str, value: str | None) -> None:
    with pytest.raises(DemoError, match=action_id):
        bot.workspace.press("U0US", "C0US", posted(bot), action_id, value)
    assert bot.heard == []


def test_a_modal_is_seen_refused_with_field_errors_and_accepted(bot: Bot) -> None:
    bot.workspace.press("U0US", "C0US", posted(bot), "ask")
    [view] = bot.workspace.wait_for(lambda: bot.workspace.views, what="the modal")
    assert (view["callback_id"], view["private_metadata"]) == ("open", "kept")
    assert bot.workspace.submit("U0US", {}) == {"title": "A title, please."}
    assert [v["id"] for v in bot.workspace.views] == [view["id"]]
    assert bot.workspace.submit("U0US", {"title": {"text": {"type": "plain_text_input", "value": "Fuel"}}}) == {}
    assert bot.workspace.views == []
    empty, filled = (body for kind, body in bot.heard if kind == "submit")
    assert empty["view"]["id"] == filled["view"]["id"] == view["id"]
    assert filled["view"]["state"]["values"]["title"]["text"]["value"] == "Fuel"
    assert filled["user"]["id"] == "U0US"


def test_submitting_with_no_modal_open_is_refused(workspace: LocalWorkspace) -> None:
    with pytest.raises(DemoError, match="No modal"):
        workspace.submit("U0US", {})


def test_a_card_is_edited_in_place_and_answered_in_its_thread(bot: Bot) -> None:
    ts = posted(bot)
    bot.client.chat_update(channel="C0US", ts=ts, text="closed", blocks=CARD[:1])
    reply = bot.client.chat_postMessage(channel="C0US", text="routed", thread_ts=ts)["ts"]
    typed = bot.workspace.say("U0US", "C0US", "seen <@U0JP>", thread_ts=ts)
    assert [m["ts"] for m in bot.workspace.messages("C0US")] == [ts, reply, typed]
    assert bot.workspace.messages("C0US")[0]["blocks"] == CARD[:1]
    replies = bot.client.conversations_replies(channel="C0US", ts=ts)["messages"]
    assert [m["ts"] for m in replies] == [ts, reply, typed]
    bot.workspace.wait_for(lambda: bot.heard, what="the typed line")
    kind, event = bot.heard[0]
    assert (kind, event["text"], event["thread_ts"]) == ("said", "seen <@U0JP>", ts)


def test_an_uploaded_file_can_be_had_again_byte_for_byte(bot: Bot) -> None:
    text = '{"serial":"CR-26-0001"}\n{"題":"架け橋"}\n'
    bot.client.files_upload_v2(channel="C0US", content=text, filename="log-joint.jsonl", initial_comment="The log")
    [message] = bot.workspace.messages("C0US")
    [file] = message["files"]
    assert (message["text"], file["name"], file["size"]) == ("The log", "log-joint.jsonl", len(text.encode()))
    assert fetched(file["permalink"]).decode() == text


def test_what_the_workspace_leaves_out_of_a_post_is_known(bot: Bot) -> None:
    """Delivery looks for its metadata before it posts again: here it never finds it."""
    metadata = {"event_type": "notice", "event_payload": {"id": "x1"}}
    bot.client.chat_postMessage(channel="C0US", text="with metadata", blocks=CARD[:1], metadata=metadata)
    [message] = bot.workspace.messages("C0US")
    assert "metadata" not in message
    assert "block_id" not in message["blocks"][0]
    assert any(
        line["summary"] == "chat.postMessage" and line["detail"]["metadata"] == metadata for line in bot.workspace.log()
    )


def test_a_wait_in_vain_says_for_what(workspace: LocalWorkspace) -> None:
    with pytest.raises(DemoError, match=r"0\.05 seconds in vain for a card"):
        workspace.wait_for(lambda: workspace.messages("C0US"), 0.05, "a card")


def test_a_wait_ends_when_the_workspace_dies(workspace: LocalWorkspace) -> None:
    def ended() -> bool:
        psutil.Process(workspace.pid).kill()
        return False

    with pytest.raises(DemoError, match="went away"):
        workspace.wait_for(ended, 10, "anything")


def test_the_workspace_is_ended_with_its_block(binary: Path, tmp_path: Path) -> None:
    with LocalWorkspace(binary, 0, CONFIG, tmp_path) as running:
        pid = running.pid
        assert psutil.pid_exists(pid)
    assert not psutil.pid_exists(pid)


def test_a_taken_port_is_named_with_the_way_to_choose_another(binary: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        sentence = rf"^Port {port} can't be used .*: make demo PORT={port + 1}$"
        with pytest.raises(DemoError, match=sentence), LocalWorkspace(binary, port, CONFIG, tmp_path):
            pytest.fail("it started on a taken port")


def test_a_configuration_that_the_workspace_refuses_is_reported_in_its_words(binary: Path, tmp_path: Path) -> None:
    broken = json.loads("[1]")
    config = WorkspaceConfig("T", "n", "xoxb", "xapp", "U0BOT", (User("U0US", broken, "x"),), ())
    with (
        pytest.raises(DemoError, match=r"ended as it started; it said: .*users\.0\.name"),
        LocalWorkspace(binary, 0, config, tmp_path),
    ):
        pytest.fail("it started")


def test_a_program_that_cannot_run_here_is_one_sentence(tmp_path: Path) -> None:
    program = tmp_path / "local-slack"
    program.write_bytes(b"\x7fELF of another machine")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with (
        pytest.raises(DemoError, match="can't be run here: Exec format error"),
        LocalWorkspace(program, 0, CONFIG, tmp_path),
    ):
        pytest.fail("it started")
