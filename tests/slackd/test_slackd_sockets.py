"""Socket Mode against slack_sdk's own client, and against Bolt's handler on top of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from tests.slackd import Slackd
from tests.slackd.websocket import TEXT, frame, read_frame

Hear = Callable[[SocketModeRequest], None]


@contextmanager
def connected(slackd: Slackd, hear: Hear) -> Iterator[SocketModeClient]:
    web_client = WebClient(base_url=slackd.api_url)
    client = SocketModeClient(slackd.app_token, web_client=web_client, ping_interval=1)

    def listen(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        hear(request)
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, {"text": "ok"}))

    client.socket_mode_request_listeners.append(listen)
    before = slackd.socket_count
    client.connect()
    try:
        slackd.wait_for(lambda: slackd.socket_count > before)
        yield client
    finally:
        client.close()


@pytest.mark.parametrize(("size", "head"), [(125, 2), (126, 4), (65_535, 4), (65_536, 10)])
def test_a_frame_says_its_length_in_the_shortest_way(size: int, head: int) -> None:
    assert len(frame(TEXT, bytes(size))) == head + size
    masked = bytearray(frame(TEXT, bytes(size)))
    masked[1] |= 0x80
    masked[head:head] = b"mask"
    mask = (b"mask" * size)[:size]
    assert read_frame(BytesIO(masked)) == (TEXT, mask)


def test_a_command_goes_through_the_socket_and_its_answer_is_shown(slackd: Slackd) -> None:
    slackd.via, heard = slackd.socket_mode, list[SocketModeRequest]()
    long = "長" * 20_000
    with connected(slackd, heard.append):
        ack = slackd.command("U1", "C1", "/acm", long)
    assert (ack.status, ack.json) == (200, {"text": "ok"})
    assert (heard[0].type, heard[0].payload["text"]) == ("slash_commands", long)
    assert [message.text for message in slackd.ephemerals("U1")] == ["ok"]


def test_each_envelope_goes_to_one_of_several_connections_in_turn(slackd: Slackd) -> None:
    slackd.via = slackd.socket_mode
    one, two = list[SocketModeRequest](), list[SocketModeRequest]()
    with connected(slackd, one.append), connected(slackd, two.append):
        for text in "abcd":
            slackd.message("U1", "C1", text)
    assert [len(one), len(two)] == [2, 2]
    texts = sorted(request.payload["event"]["text"] for request in one + two)
    assert texts == ["a", "b", "c", "d"]


def test_a_repeat_says_so_in_its_envelope(slackd: Slackd) -> None:
    slackd.via, heard = slackd.socket_mode, list[SocketModeRequest]()
    with connected(slackd, heard.append):
        slackd.send(slackd.message("U1", "C1", "x").delivery, retry=2)
    assert [request.retry_attempt for request in heard] == [None, 2]
    assert heard[0].payload["event_id"] == heard[1].payload["event_id"]


def test_a_client_told_to_refresh_comes_back_on_a_new_connection(slackd: Slackd) -> None:
    slackd.via, heard = slackd.socket_mode, list[SocketModeRequest]()
    with connected(slackd, heard.append):
        slackd.refresh_sockets()
        slackd.wait_for(lambda: len(slackd.calls("apps.connections.open")) == 2 and slackd.socket_count == 1)
        assert slackd.command("U1", "C1", "/acm").status == 200
    slackd.wait_for(lambda: slackd.socket_count == 0)


def test_nobody_connected_is_no_answer(slackd: Slackd) -> None:
    delivery = slackd.compose.command("U1", "C1", "/acm", "")
    assert slackd._sockets.carry({}, delivery, 0.05) == (None, "no connection")


def test_bolts_socket_mode_handler_works_on_it(
    slackd: Slackd, client: WebClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SLACK_APP_TOKEN", raising=False)
    app = App(client=client, process_before_response=True)
    app.command("/acm")(lambda ack: ack("through bolt"))
    handler = SocketModeHandler(app, slackd.app_token)
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt says no types there
    try:
        slackd.via = slackd.socket_mode
        assert slackd.command("U1", "C1", "/acm").error is None
    finally:
        handler.close()  # type: ignore[no-untyped-call]  # the same
    assert [message.text for message in slackd.ephemerals("U1")] == ["through bolt"]
