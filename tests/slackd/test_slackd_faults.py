"""The loopback Slack misbehaving, and requests to a real HTTP server."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import RemoteDisconnected
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slackd import Cut, Error, Late, RateLimited, Slackd, Status, over_http


def test_429_is_for_one_call_of_that_channel(slackd: Slackd, client: WebClient) -> None:
    slackd.fault("chat.postMessage", RateLimited(7), channel="C1")
    client.chat_postMessage(channel="C2", text="x")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1", text="x")
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "7")
    client.chat_postMessage(channel="C1", text="x")
    assert [call.status for call in slackd.calls()] == [200, 429, 200]
    assert [call.accepted for call in slackd.calls()] == [True, False, True]
    assert len(slackd.messages("C1")) == 1


@pytest.mark.parametrize("accepted", [False, True])
def test_500_before_or_after_it_took_effect(slackd: Slackd, client: WebClient, *, accepted: bool) -> None:
    slackd.fault("chat.postMessage", Status(500, accepted=accepted))
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C1", text="x")
    assert len(slackd.messages("C1")) == int(accepted)
    assert [call.accepted for call in slackd.calls()] == [accepted]


@pytest.mark.parametrize("accepted", [False, True])
def test_a_cut_connection_before_or_after_it_took_effect(slackd: Slackd, client: WebClient, *, accepted: bool) -> None:
    slackd.fault("chat.postMessage", Cut(accepted=accepted))
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel="C1", text="x")
    assert len(slackd.messages("C1")) == int(accepted)
    assert slackd.calls()[-1].status == 0


def test_slack_sdk_posts_twice_by_itself_when_an_accepted_answer_is_lost(slackd: Slackd) -> None:
    careless = WebClient(slackd.token(), base_url=slackd.api_url)
    slackd.fault("chat.postMessage", Cut(accepted=True))
    careless.chat_postMessage(channel="C1", text="x")
    assert len(slackd.messages("C1")) == 2


def test_faults_queue_up_and_a_standing_one_stays_until_cleared(slackd: Slackd, client: WebClient) -> None:
    slackd.fault("auth.test", Error("fatal_error"))
    slackd.fault("*", Error("internal_error"), times=None)
    for code in ("fatal_error", "internal_error", "internal_error"):
        with pytest.raises(SlackApiError, match=code):
            client.auth_test()
    slackd.clear_faults()
    assert client.auth_test()["ok"]


def test_lateness_adds_to_another_fault_and_callers_do_not_wait_for_each_other(
    slackd: Slackd, client: WebClient
) -> None:
    slackd.fault("*", Late(0.15), times=None)
    slackd.fault("auth.test", Error("fatal_error"))
    with pytest.raises(SlackApiError, match="fatal_error"):
        client.auth_test()
    start = time.perf_counter()
    with ThreadPoolExecutor(50) as callers:
        list(callers.map(lambda n: client.chat_postMessage(channel="C1", text=str(n)), range(50)))
    assert 0.15 <= time.perf_counter() - start < 3
    assert len(slackd.messages("C1")) == 50


@pytest.mark.parametrize("accepted", [False, True])
def test_a_call_hangs_until_it_is_let_go(slackd: Slackd, client: WebClient, *, accepted: bool) -> None:
    hang = slackd.hang("chat.postMessage", accepted=accepted)
    with ThreadPoolExecutor(1) as caller:
        call = caller.submit(client.chat_postMessage, channel="C1", text="x")
        slackd.wait_for(lambda: slackd.calls("chat.postMessage"))
        if accepted:
            slackd.wait_for(lambda: slackd.messages("C1"))
        assert (len(slackd.messages("C1")), call.done()) == (int(accepted), False)
        client.chat_postMessage(channel="C2", text="others go on")
        hang.release()
        call.result(timeout=5)
    assert len(slackd.messages("C1")) == 1


def test_a_hanging_caller_is_cut_off_when_the_server_closes(slackd: Slackd, client: WebClient) -> None:
    slackd.hang("auth.test")
    with ThreadPoolExecutor(1) as caller:
        call = caller.submit(client.auth_test)
        slackd.wait_for(lambda: slackd.calls("auth.test"))
        slackd.close()
        assert isinstance(call.exception(timeout=5), (RemoteDisconnected, ConnectionResetError))


def test_an_upload_and_an_answer_can_fail_too(slackd: Slackd, client: WebClient) -> None:
    slackd.fault("upload", Status(503))
    with pytest.raises(Exception, match="503"):
        client.files_upload_v2(channel="C1", content="x", filename="a.txt")
    assert slackd.uploads == []
    assert [call.method for call in slackd.calls()] == ["files.getUploadURLExternal", "upload"]


def test_a_failure_inside_slackd_is_raised_when_it_closes(client: WebClient, slackd: Slackd) -> None:
    slackd.clock = lambda: 1 / 0
    with pytest.raises(RemoteDisconnected):
        client.auth_test()
    with pytest.raises(ExceptionGroup, match="slackd failed"):
        slackd.close()
    slackd._server.failures.clear()


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Keeps the test's output clean."""


def test_requests_go_over_http_signed(slackd: Slackd, client: WebClient) -> None:
    app = App(signing_secret=slackd.signing_secret, client=client, process_before_response=True)
    app.command("/acm")(lambda ack: ack("over http"))
    server: WSGIServer = make_server("127.0.0.1", 0, SlackRequestHandler(app), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        slackd.via = over_http(f"http://127.0.0.1:{server.server_port}/slack/events")
        assert slackd.command("U1", "C1", "/acm").status == 200
        bad = slackd.send(slackd.compose.command("U1", "C1", "/acm", ""), wrong_signature=True)
        assert (bad.status, bad.error) == (401, "http 401")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert [message.text for message in slackd.ephemerals("U1")] == ["over http"]
    gone = slackd.command("U1", "C1", "/acm")
    assert (gone.status, gone.error) == (None, "no answer")
