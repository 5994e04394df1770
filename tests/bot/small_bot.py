"""A small Bolt app for the local Slack workspace: a card with a button and a menu, and a modal."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.demo.workspace import Channel, LocalWorkspace, User, WorkspaceConfig

CONFIG = WorkspaceConfig(
    team_id="T0TEST",
    team_name="Alliance",
    bot_token="xoxb-loopback",
    app_token="xapp-loopback",
    bot_user_id="U0BOT",
    users=(User("U0US", "us-watch", "US watch officer"), User("U0JP", "jp-watch", "JP watch officer")),
    channels=(
        Channel("C0JOINT", "bilateral", is_private=False, members=("U0US", "U0JP", "U0BOT")),
        Channel("C0US", "us-policy", is_private=True, members=("U0US", "U0BOT")),
    ),
)
CARD: list[dict[str, Any]] = [
    {"type": "header", "text": {"type": "plain_text", "text": "CR-26-0001"}},
    {
        "type": "actions",
        "block_id": "moves",
        "elements": [
            {
                "type": "button",
                "action_id": "ack",
                "value": "m1",
                "text": {"type": "plain_text", "text": "Acknowledge"},
            },
            {
                "type": "button",
                "action_id": "ask",
                "value": "m2",
                "text": {"type": "plain_text", "text": "Ask"},
            },
        ],
    },
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "More"},
        "accessory": {
            "type": "overflow",
            "action_id": "more",
            "options": [{"text": {"type": "plain_text", "text": "Withdraw"}, "value": "withdraw"}],
        },
    },
]
MODAL = {
    "type": "modal",
    "callback_id": "open",
    "private_metadata": "kept",
    "title": {"type": "plain_text", "text": "New request"},
    "submit": {"type": "plain_text", "text": "Open"},
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Title"},
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        }
    ],
}


class Bot:
    """A Bolt app that does a bit of everything; `heard` is what Slack sent to it."""

    def __init__(self, workspace: LocalWorkspace) -> None:
        self.workspace = workspace
        self.heard: list[tuple[str, Any]] = []
        self.client = WebClient(CONFIG.bot_token, base_url=workspace.api_url)
        self.app = App(client=self.client, process_before_response=True)
        self.app.command("/acm")(self.typed)
        self.app.action("ack")(self.pressed)
        self.app.action("more")(self.pressed)
        self.app.action("ask")(self.asked)
        self.app.view("open")(self.submitted)
        self.app.event("message")(self.said)

    def typed(self, ack: Ack, body: dict[str, Any]) -> None:
        self.heard.append(("command", body))
        ack(response_type="ephemeral", text=f"You typed {body['text']}")

    def pressed(self, ack: Ack, body: dict[str, Any]) -> None:
        self.heard.append(("press", body))
        ack()

    def asked(self, ack: Ack, body: dict[str, Any]) -> None:
        ack()
        self.client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    def submitted(self, ack: Ack, body: dict[str, Any]) -> None:
        self.heard.append(("submit", body))
        if body["view"]["state"]["values"]["title"]["text"]["value"]:
            ack()
        else:
            ack(response_action="errors", errors={"title": "A title, please."})

    def said(self, event: dict[str, Any]) -> None:
        self.heard.append(("said", event))
