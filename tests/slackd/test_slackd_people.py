"""What people do in the loopback Slack, through a real Bolt app."""

import json
from collections.abc import Callable, Iterator

import pytest
from slack_bolt import Ack as BoltAck
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slackd import Slackd, SlackdError, signed, to_bolt
from tests.slackd.model import Json

BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}
CARD = [{"type": "actions", "block_id": "row", "elements": [{**BUTTON, "value": "r1"}]}]
OPTIONS = [{"text": {"type": "plain_text", "text": word}, "value": word} for word in ("a", "b")]


def entry(block_id: str, element: Json, **fields: bool) -> Json:
    label = {"type": "plain_text", "text": block_id}
    return {
        "type": "input",
        "block_id": block_id,
        "label": label,
        "element": {"action_id": "x", **element},
        **fields,
    }


MODAL = {
    "type": "modal",
    "callback_id": "open",
    "title": {"type": "plain_text", "text": "Open"},
    "submit": {"type": "plain_text", "text": "Open"},
    "blocks": [
        entry("title", {"type": "plain_text_input", "max_length": 10}),
        entry("to", {"type": "static_select", "options": OPTIONS}),
        entry("info", {"type": "multi_static_select", "options": OPTIONS}, optional=True),
        entry("mode", {"type": "radio_buttons", "options": OPTIONS, "initial_option": OPTIONS[1]}),
    ],
}


@pytest.fixture
def app(slackd: Slackd, client: WebClient) -> App:
    app = App(signing_secret=slackd.signing_secret, client=client, process_before_response=True)
    slackd.via = to_bolt(app)
    return app


@pytest.fixture
def seen(app: App) -> list[Json]:
    """Every request body that reached a listener."""
    bodies: list[Json] = []

    @app.middleware
    def keep(body: Json, next: Callable[[], None]) -> None:  # noqa: A002  Bolt's name
        bodies.append(body)
        next()

    return bodies


def open_modal(slackd: Slackd, app: App, answer: Json | None = None) -> str:
    """Opens MODAL for U1; its submission is answered with `answer`. Gives the view's id."""

    @app.command("/acm")
    def command(ack: BoltAck, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("open")
    def submitted(ack: BoltAck) -> None:
        ack(**(answer or {}))

    assert slackd.command("U1", "C1", "/acm", "open").error is None
    return slackd.view_of("U1").id


def test_a_slash_command_reaches_the_app_and_its_answer_that_person(slackd: Slackd, app: App, seen: list[Json]) -> None:
    app.command("/acm")(lambda ack, command: ack(f"heard {command['text']}"))
    ack = slackd.command("U1", "C1", "/acm", 'open "T" 「件名」')
    assert (ack.status, ack.error, ack.in_time) == (200, None, True)
    assert [message.text for message in slackd.ephemerals("U1")] == ['heard open "T" 「件名」']
    assert (seen[0]["team_id"], seen[0]["channel_name"]) == ("T0001", "privategroup")
    assert slackd.messages("C1") == []


def test_an_answer_past_the_limits_is_not_shown(slackd: Slackd, app: App) -> None:
    app.command("/acm")(lambda ack: ack(blocks=[{"type": "header", "text": "x"}], text="x"))
    assert str(slackd.command("U1", "C1", "/acm").error).startswith("invalid_blocks")
    assert slackd.ephemerals("U1") == []


def test_a_non_member_cannot_type_in_a_private_channel_but_a_forger_can(slackd: Slackd, app: App) -> None:
    app.command("/acm")(lambda ack: ack("refused"))
    with pytest.raises(SlackdError, match="not a member"):
        slackd.command("U2", "C1", "/acm")
    assert slackd.command("U2", "C1", "/acm", forged=True).status == 200


@pytest.mark.parametrize(("how", "status"), [({}, 200), ({"wrong_signature": True}, 401), ({"age": 600}, 401)])
def test_a_request_is_signed(slackd: Slackd, app: App, how: Json, status: int) -> None:
    app.command("/acm")(lambda ack: ack())
    delivery = slackd.compose.command("U1", "C1", "/acm", "help")
    assert slackd.send(delivery, **how).status == status
    assert len(signed(delivery, slackd.signing_secret)) == 4


def test_the_same_event_again_has_its_id_and_says_it_is_a_retry(slackd: Slackd, app: App, seen: list[Json]) -> None:
    numbers: list[str] = []
    app.event("message")(lambda request: numbers.extend(request.headers.get("x-slack-retry-num", ["none"])))
    ack = slackd.message("U1", "C1", "status")
    slackd.send(ack.delivery, retry=1)
    assert numbers == ["none", "1"]
    assert seen[0]["event_id"] == seen[1]["event_id"]
    assert [message.text for message in slackd.messages("C1")] == ["status"]
    assert (seen[0]["event"]["channel_type"], seen[0]["event"]["ts"]) == ("group", slackd.messages("C1")[0].ts)


def test_the_app_hears_nothing_where_it_is_not(slackd: Slackd) -> None:
    slackd.add_channel("C3", members=("U1",), bot=False)
    with pytest.raises(SlackdError, match="the app is not in C3"):
        slackd.message("U1", "C3", "x")
    assert slackd.messages("C3") == []


def test_what_is_done_inside_a_modal_names_the_view(slackd: Slackd, app: App, seen: list[Json]) -> None:
    app.action("x")(lambda ack: ack())
    view_id = open_modal(slackd, app)
    with pytest.raises(SlackdError, match="4 elements"):
        slackd.press_in_view("U1", view_id, "x")
    slackd.press_in_view("U1", view_id, "x", block_id="to", choose="b")
    action, container = seen[-1]["actions"][0], seen[-1]["container"]
    assert (action["block_id"], action["selected_option"]["value"]) == ("to", "b")
    assert container == {"type": "view", "view_id": view_id}


def test_a_persons_message_is_not_the_apps_to_edit(slackd: Slackd, app: App, client: WebClient) -> None:
    app.event("message")(lambda: None)
    slackd.message("U1", "C1", "mine")
    with pytest.raises(SlackApiError, match="cant_update_message"):
        client.chat_update(channel="C1", ts=slackd.messages("C1")[0].ts, text="yours")


def test_somebody_who_joins_is_told_of_and_is_in(slackd: Slackd, app: App, seen: list[Json]) -> None:
    app.event("member_joined_channel")(lambda: None)
    assert slackd.join("U2", "C1").status == 200
    assert (seen[0]["event"]["user"], seen[0]["event"]["channel"]) == ("U2", "C1")
    assert "U2" in slackd.channels["C1"].members


def test_a_button_is_pressed_where_it_is_and_not_where_it_is_not(
    slackd: Slackd, app: App, client: WebClient, seen: list[Json]
) -> None:
    app.action("go")(lambda ack: ack())
    ts = client.chat_postMessage(channel="C1", text="card", blocks=CARD)["ts"]
    slackd.press("U1", "C1", ts, "go")
    action, container = seen[0]["actions"][0], seen[0]["container"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "row", "r1")
    assert (container["message_ts"], seen[0]["message"]["text"]) == (ts, "card")
    kept = slackd.compose.press("U1", "C1", ts, "go")
    client.chat_update(channel="C1", ts=ts, text="done", blocks=[])
    with pytest.raises(SlackdError, match="0 elements"):
        slackd.press("U1", "C1", ts, "go")
    assert slackd.send(kept).status == 200
    assert slackd.press("U1", "C1", ts, "go", value="forged", forged=True).status == 200
    assert seen[-1]["actions"][0]["value"] == "forged"


def test_two_buttons_of_one_name_are_told_apart_by_value(
    slackd: Slackd, app: App, client: WebClient, seen: list[Json]
) -> None:
    app.action("go")(lambda ack: ack())
    rows = [{"type": "actions", "elements": [{**BUTTON, "value": value}]} for value in ("r1", "r2")]
    ts = client.chat_postMessage(channel="C1", text="card", blocks=rows)["ts"]
    with pytest.raises(SlackdError, match="2 elements"):
        slackd.press("U1", "C1", ts, "go")
    slackd.press("U1", "C1", ts, "go", value="r2")
    assert seen[0]["actions"][0]["value"] == "r2"


def test_an_ephemeral_button_is_pressed_by_whom_it_was_shown_to_only(
    slackd: Slackd, app: App, seen: list[Json]
) -> None:
    app.command("/acm")(lambda ack: ack(text="card", blocks=CARD))
    app.action("go")(lambda ack: ack())
    slackd.command("U1", "C2", "/acm")
    (shown,) = slackd.ephemerals("U1")
    with pytest.raises(SlackdError, match="sees no message"):
        slackd.press("U2", "C2", shown.ts, "go")
    slackd.press("U1", "C2", shown.ts, "go")
    assert seen[-1]["container"]["is_ephemeral"]
    assert "message" not in seen[-1]


def test_respond_adds_replaces_and_deletes(slackd: Slackd, app: App, client: WebClient) -> None:
    answers: Iterator[Json] = iter(
        [{"text": "psst"}, {"text": "new", "replace_original": True}, {"delete_original": True}]
    )

    @app.action("go")
    def pressed(ack: BoltAck, respond: Callable[..., None]) -> None:
        ack()
        respond(**next(answers))

    ts = client.chat_postMessage(channel="C1", text="card", blocks=CARD)["ts"]
    presses = [slackd.compose.press("U1", "C1", ts, "go") for _ in range(3)]
    slackd.send(presses[0])
    assert [message.text for message in slackd.ephemerals("U1")] == ["psst"]
    slackd.send(presses[1])
    assert [message.text for message in slackd.messages("C1")] == ["new"]
    slackd.send(presses[2])
    assert slackd.messages("C1") == []


def test_a_response_url_is_good_five_times_and_for_half_an_hour(slackd: Slackd, app: App) -> None:
    codes: list[int] = []

    @app.command("/acm")
    def command(ack: BoltAck, respond: Callable[..., Json], command: Json) -> None:
        ack()
        codes.extend(respond("x").status_code for _ in range(int(command["text"])))  # type: ignore[attr-defined]

    slackd.command("U1", "C1", "/acm", "6")
    assert codes == [200] * 5 + [404]
    late = slackd.compose.command("U1", "C1", "/acm", "1")
    now = slackd.clock() + 1801
    slackd.clock = lambda: now
    slackd.send(late)
    assert codes[-1] == 404


def test_a_modal_is_filled_in_and_closes(slackd: Slackd, app: App, seen: list[Json]) -> None:
    view_id = open_modal(slackd, app)
    ack = slackd.submit("U1", view_id, {"title": "T", "to": "a", "info": ["a", "b"]})
    state = json.loads(json.dumps(seen[-1]["view"]["state"]["values"]))
    assert state["title"]["x"] == {"type": "plain_text_input", "value": "T"}
    assert state["to"]["x"]["selected_option"]["value"] == "a"
    assert [option["value"] for option in state["info"]["x"]["selected_options"]] == ["a", "b"]
    assert state["mode"]["x"]["selected_option"]["value"] == "b"
    assert (ack.error, slackd.views[0].open) == (None, False)
    assert slackd.send(ack.delivery).status == 200


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"to": "a"}, "title must be filled in"),
        ({"title": "x" * 11, "to": "a"}, "takes 0 to 10 characters"),
        ({"title": "T", "to": "c"}, "offers no 'c'"),
        ({"title": "T", "to": "a", "where": "x"}, "no such block"),
    ],
)
def test_slacks_client_does_not_send_a_modal_that_is_wrong(slackd: Slackd, app: App, values: Json, reason: str) -> None:
    view_id = open_modal(slackd, app)
    with pytest.raises(SlackdError, match=reason):
        slackd.submit("U1", view_id, values)
    with pytest.raises(SlackdError, match="not on the screen"):
        slackd.submit("U2", view_id, {"title": "T", "to": "a"})
    assert slackd.submit("U1", view_id, values, forged=True).status == 200


def test_field_errors_stay_on_the_modal(slackd: Slackd, app: App) -> None:
    view_id = open_modal(slackd, app, {"response_action": "errors", "errors": {"title": "too short"}})
    slackd.submit("U1", view_id, {"title": "T", "to": "a"})
    view = slackd.view_of("U1")
    assert (view.open, view.errors) == (True, {"title": "too short"})


def test_field_errors_for_a_block_that_is_not_there_are_trouble(slackd: Slackd, app: App) -> None:
    view_id = open_modal(slackd, app, {"response_action": "errors", "errors": {"nowhere": "x"}})
    assert "must name input blocks" in str(slackd.submit("U1", view_id, {"title": "T", "to": "a"}).error)


def test_a_modal_is_updated_by_the_answer_and_by_the_method(slackd: Slackd, app: App, client: WebClient) -> None:
    renamed = {**MODAL, "title": {"type": "plain_text", "text": "Again"}}
    view_id = open_modal(slackd, app, {"response_action": "update", "view": renamed})
    stale = slackd.view_of("U1").hash
    slackd.submit("U1", view_id, {"title": "T", "to": "a"})
    assert slackd.view_of("U1").payload["title"]["text"] == "Again"
    client.views_update(view_id=view_id, view=MODAL)
    assert slackd.view_of("U1").payload["title"]["text"] == "Open"
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_update(view_id=view_id, view=MODAL, hash=stale)


def test_a_trigger_is_known_fresh_and_used_once(slackd: Slackd, client: WebClient) -> None:
    now = [1_000_000.0]
    slackd.clock = lambda: now[0]
    first, second = slackd.issue_trigger("U1"), slackd.issue_trigger("U1")
    client.views_open(trigger_id=first, view=MODAL)
    now[0] += 3.1
    for trigger, code in ((first, "exchanged"), (second, "expired"), ("1.2.3", "invalid")):
        with pytest.raises(SlackApiError, match=f"{code}_trigger_id"):
            client.views_open(trigger_id=trigger, view=MODAL)
    assert len(slackd.views) == 1
