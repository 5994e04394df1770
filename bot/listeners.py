"""The Bolt app: one listener for each way in. Each acknowledges after one transaction; only a form calls Slack."""

import logging
import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient

from bot.blocks import Message
from bot.inward import Form, Person, pressed, submitted, typed
from bot.modals import draw_notice
from bot.saids import SAIDS
from bot.slack_faults import UNANSWERED, code_of
from bot.words import languages, speaker
from state.database import BusyError
from state.faults import traced
from state.house import House
from workflows.matter import Actor

COMMAND = "/acm"
SORRY = "Something went wrong on this side; nothing was done. / こちらの不具合です。何も実行されていません。"
"""Said of a fault that nobody expected, so in both languages without asking for any."""

TRIGGER_LIVES = 3  # seconds

log = logging.getLogger(__name__)


def build_app(house: House, client: WebClient, signing_secret: str = "") -> App:
    """A Bolt app on this house. `client` says where Slack is; in Socket Mode no request is signed."""
    app = App(
        client=client,
        signing_secret=signing_secret or "socket-mode",
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=bool(signing_secret),
    )
    app.command(COMMAND)(_on_command(house))
    app.action(re.compile("^move:"))(_on_press(house))
    app.action("more")(_on_press(house))
    app.view("verb")(_on_submit(house))
    app.view("told")(_on_nothing)
    app.event("message")(_on_nothing)
    app.event("app_mention")(_on_nothing)
    app.error(_on_error)
    return app


def _on_command(house: House) -> Callable[..., None]:
    def on_command(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        person = Person(Actor(body["team_id"], body["user_id"]), body["channel_id"])
        answer = typed(house, person, body.get("text") or "", f"trigger:{body['trigger_id']}")
        if isinstance(answer, Form):
            _show(client, body["trigger_id"], answer)
            ack()
        else:
            _say(ack, answer)

    return on_command


def _on_press(house: House) -> Callable[..., None]:
    def on_press(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        channel = (body.get("channel") or {}).get("id", "")
        person = Person(Actor(body["team"]["id"], body["user"]["id"]), channel)
        if action["action_id"] == "more":
            verb, _, value = str(action["selected_option"]["value"]).partition(":")
        else:
            verb, value = action["action_id"].partition(":")[2], str(action.get("value", ""))
        form = pressed(house, person, verb, value, f"trigger:{body['trigger_id']}")
        if form is not None:
            _show(client, body["trigger_id"], form)
        ack()

    return on_press


def _on_submit(house: House) -> Callable[..., None]:
    def on_submit(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        instead = submitted(house, Actor(body["team"]["id"], body["user"]["id"]), view)
        ack(**instead) if instead else ack()

    return on_submit


def _on_nothing(ack: Ack) -> None:
    """Acknowledged so that Slack does not send it again; nothing follows from it."""
    ack()


def _say(ack: Ack, message: Message) -> None:
    ack(text=message.text, blocks=message.blocks, response_type="ephemeral")


def _show(client: WebClient, trigger_id: str, form: Form) -> None:
    """Open a form, within the three seconds that its trigger lives; one that came too late is asked for again."""
    client.timeout = TRIGGER_LIVES  # Bolt makes a client for each request, so this is for this one call
    try:
        client.views_open(trigger_id=trigger_id, view=form.view)
    except UNANSWERED as error:
        log.warning("a form could not be opened: %s", code_of(error) or type(error).__name__)


def _on_error(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse:
    """The last resort: the person hears that nothing was done, the operator's log has the fault without its text."""
    words = SORRY
    if isinstance(error, BusyError):
        log.warning("a request found the database busy: %s", error)
        words = " / ".join(speaker(language)(SAIDS["busy"]) for language in languages())
    else:
        log.error("a request failed: %s", traced(error))
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": words})
    if body.get("type") == "view_submission":
        return BoltResponse(status=200, body=_said_in_form(words, body["view"]))
    if body.get("trigger_id"):  # a button has no answer of its own but a form
        _show(client, body["trigger_id"], Form(draw_notice(words)))
    return BoltResponse(status=200, body="")


def _said_in_form(words: str, view: dict[str, Any]) -> dict[str, Any]:
    """On the form's first field, so that what was filled in stays; in place of a form without any."""
    inputs = [block["block_id"] for block in view.get("blocks", ()) if block.get("type") == "input"]
    if inputs:
        return {"response_action": "errors", "errors": {inputs[0]: words}}
    return {"response_action": "update", "view": draw_notice(words)}
