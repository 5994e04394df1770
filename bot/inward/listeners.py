"""The Bolt app: one listener for each way in. Each acknowledges after one transaction; only a form calls Slack."""

import logging
import re
from collections.abc import Callable
from typing import Any

import msgspec
from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.blocks import Block, Message
from bot.desks import Person
from bot.exercise import marked, marked_text, marked_view
from bot.inward.forms import Form, pressed, submitted
from bot.inward.instead import ACTION as INSTEAD
from bot.inward.modals import draw_notice, inputs_of
from bot.inward.typed_lines import pressed_instead, typed
from bot.rhythm.attendance import pressed_attendance
from bot.sentences.saids import SAIDS
from bot.slack.accounts import kind_of
from bot.slack.faults import UNANSWERED, code_of
from bot.slack.workspaces import Workspaces
from bot.words import languages, speaker
from state.apply import apply
from state.channels import accounts, vetting
from state.database import BusyError
from state.faults import traced
from state.house import House
from state.telling import tell_person
from workflows.command import Command
from workflows.matter import Actor
from workflows.vocabulary import Said

COMMAND = "/acm"
SORRY = "Something went wrong on this side; nothing was done. / こちらの不具合です。何も実行されていません。"
"""Said of a fault that nobody expected, so in both languages without asking for any."""

COMINGS_AND_GOINGS = ("member_joined_channel", "member_left_channel", "channel_shared")
ACCOUNTS = ("team_join", "user_change")
MARKINGS = ("reaction_added", "pin_added")
"""What the bot asks Slack to be told of; deploy/manifest.yaml names the same."""

TRIGGER_LIVES = 3  # seconds

log = logging.getLogger(__name__)


def bare_app(client: WebClient, signing_secret: str = "", workspaces: Workspaces | None = None) -> App:
    """A Bolt app without listeners. `client` says where Slack is; in Socket Mode no request is signed.

    It answers in each workspace with the bot's token there; without `workspaces` there is only the client's.
    """
    known = workspaces or Workspaces((client,))

    def authorize(team_id: str | None) -> AuthorizeResult:
        workspace = known.of(team_id or "")
        token = workspace.client.token
        return AuthorizeResult(
            enterprise_id=None, team_id=workspace.team, bot_user_id=workspace.bot_user, bot_token=token
        )

    return App(
        # Each request gets a client of its own, as this one is but with that token; nothing is tried twice by itself.
        client=WebClient(base_url=client.base_url, timeout=client.timeout, retry_handlers=[]),
        authorize=authorize,
        signing_secret=signing_secret or "socket-mode",
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=bool(signing_secret),
    )


def build_app(house: House, client: WebClient, signing_secret: str = "", workspaces: Workspaces | None = None) -> App:
    """A `bare_app` that listens for this house."""
    app = bare_app(client, signing_secret, workspaces)
    app.command(COMMAND)(_on_command(house))
    app.action(re.compile("^move:"))(_on_press(house))
    app.action(re.compile("^attend:"))(_on_attend(house))
    app.action("more")(_on_press(house))
    app.action(INSTEAD)(_on_instead(house))
    app.view("verb")(_on_submit(house))
    app.view("told")(_on_nothing)
    app.event("message")(_on_nothing)
    app.event("app_mention")(_on_nothing)
    for kind in COMINGS_AND_GOINGS:
        app.event(kind)(_on_moved(house))
    for kind in ACCOUNTS:
        app.event(kind)(_on_account(house))
    for kind in MARKINGS:
        app.event(kind)(_on_marked(house))
    app.error(_on_error(house))
    return app


def _on_command(house: House) -> Callable[..., BoltResponse | None]:
    def on_command(ack: Ack, body: dict[str, Any], client: WebClient) -> BoltResponse | None:
        person = Person(Actor(body["team_id"], body["user_id"]), body["channel_id"])
        answer = typed(house, person, body.get("text") or "", f"trigger:{body['trigger_id']}")
        if isinstance(answer, Form):
            _open(house, client, body["trigger_id"], person, answer)
            ack()
            return None
        return _said(marked(answer, house))

    return on_command


def _on_press(house: House) -> Callable[..., None]:
    def on_press(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        if action["action_id"] == "more":
            verb, _, value = str(action["selected_option"]["value"]).partition(":")
        else:
            verb, value = action["action_id"].partition(":")[2], str(action.get("value", ""))
        person = _person(body)
        form = pressed(house, person, verb, value, f"trigger:{body['trigger_id']}")
        if form is not None:
            _open(house, client, body["trigger_id"], person, form)
        ack()

    return on_press


def _on_attend(house: House) -> Callable[..., None]:
    def on_attend(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        answer, value = action["action_id"].partition(":")[2], str(action.get("value", ""))
        pressed_attendance(house, _person(body), answer, value, f"trigger:{body['trigger_id']}")
        ack()

    return on_attend


def _on_instead(house: House) -> Callable[..., None]:
    def on_instead(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        person = _person(body)
        form = pressed_instead(house, person, str(action.get("value", "")), f"trigger:{body['trigger_id']}")
        if form is not None:
            _open(house, client, body["trigger_id"], person, form)
        ack()

    return on_instead


def _on_submit(house: House) -> Callable[..., None]:
    def on_submit(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        answer = submitted(house, _person(body).actor, view) or {}
        if "view" in answer:
            answer = {**answer, "view": marked_view(answer["view"], house)}
        ack(**answer)

    return on_submit


def _on_moved(house: House) -> Callable[..., None]:
    def on_moved(ack: Ack, body: dict[str, Any], event: dict[str, Any], context: BoltContext) -> None:
        """Somebody came or went: the channel is looked at before anything more is said there. Repeats do no harm."""
        with house.database.writing() as connection:
            if event.get("user") == context.bot_user_id:  # perhaps a channel that is no body's yet
                vetting.note(connection, body["team_id"], event["channel"])
            vetting.heard(connection, body["team_id"], (event["channel"],))
        ack()

    return on_moved


def _on_account(house: House) -> Callable[..., None]:
    def on_account(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        user, team = event["user"], body["team_id"]
        with house.database.writing() as connection:
            accounts.hear(connection, team, user["id"], kind_of(user, team))
        ack()

    return on_account


def _on_marked(house: House) -> Callable[..., None]:
    def on_marked(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        """A message was pinned, or marked with the agreed emoji: it is to be put up for the log."""
        item = event.get("item") or {}
        channel = str(item.get("channel") or event.get("channel_id") or "")
        ts = str(item.get("ts") or (item.get("message") or {}).get("ts") or "")
        if ts and channel and event.get("reaction", house.record_emoji) == house.record_emoji:
            key = f"marked:{body['team_id']}:{channel}:{ts}"
            person = Actor(body["team_id"], event["user"])
            apply(house, Command("point-out", person, given={"ts": ts}, door="event", key=key, channel=channel))
        ack()

    return on_marked


def _on_nothing(ack: Ack) -> None:
    """Acknowledged so that Slack does not send it again; nothing follows from it."""
    ack()


def _person(body: dict[str, Any]) -> Person:
    """Who pressed or sent, and in which channel; a form has none."""
    return Person(Actor(body["team"]["id"], body["user"]["id"]), (body.get("channel") or {}).get("id", ""))


def _said(message: Message) -> BoltResponse:
    """An answer for the person alone, which acknowledges the command."""
    answer = {"response_type": "ephemeral", "text": message.text, "blocks": message.blocks}
    return BoltResponse(status=200, body=msgspec.json.encode(answer).decode())


def _open(house: House, client: WebClient, trigger_id: str, person: Person, form: Form) -> None:
    """Show a form; whom Slack doesn't show it is told so."""
    if not _show(client, trigger_id, marked_view(form.view, house)):
        tell_person(house, person.actor, person.channel, Said("no-form"))


def _show(client: WebClient, trigger_id: str, view: Block) -> bool:
    """Open a form, within the three seconds that its trigger lives. False where Slack doesn't say that it shows it."""
    client.timeout = TRIGGER_LIVES  # Bolt makes a client for each request, so this is for this one call
    try:
        client.views_open(trigger_id=trigger_id, view=view)
    except UNANSWERED as error:
        log.warning("a form could not be opened: %s", code_of(error) or type(error).__name__)
        return False
    return True


def _on_error(house: House) -> Callable[..., BoltResponse]:
    def on_error(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse:
        """The last resort: the person hears that nothing was done, the operator's log has the fault, not its text.

        What fails after something was done does not come here: see bot.inward.unshown.
        """
        words = SORRY
        if isinstance(error, BusyError):
            log.warning("a request found the database busy: %s", error)
            words = " / ".join(speaker(language)(SAIDS["busy"]) for language in languages())
        else:
            log.error("a request failed: %s", traced(error))
        words = marked_text(words, house)
        if body.get("type") == "event_callback":  # nobody waits for an answer, and Slack sends it again
            return BoltResponse(status=503, body="")
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": words})
        if body.get("type") == "view_submission":
            return BoltResponse(status=200, body=_said_in_form(words, body["view"]))
        if body.get("trigger_id"):  # a button has no answer of its own but a form
            _show(client, body["trigger_id"], draw_notice(words))
        return BoltResponse(status=200, body="")

    return on_error


def _said_in_form(words: str, view: dict[str, Any]) -> dict[str, Any]:
    """On the form's first field, so that what was filled in stays; in place of a form without any."""
    if inputs := inputs_of(view):
        return {"response_action": "errors", "errors": {inputs[0]: words}}
    return {"response_action": "update", "view": draw_notice(words)}
