"""Asking Slack what kind of account somebody has, and keeping the answer where listeners can read it."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.faults import code_of
from bot.slack.workspaces import Workspace
from state.channels import accounts
from state.house import House
from workflows.membership import FULL, Kind

PAGE = 200  # accounts in one answer, as Slack advises
FEW = 10  # accounts that are asked for one by one
WALK_EVERY = timedelta(hours=1)

User = dict[str, Any]
"""An account as Slack's `users.info`, `users.list` and its events show it."""

UNSEEN = ("user_not_found", "user_not_visible")
"""What Slack answers of an account that is nobody's of this workspace."""

SIGNS: tuple[tuple[Kind, Callable[[User, str], bool]], ...] = (
    ("deactivated", lambda user, _team: bool(user.get("deleted"))),
    ("bot", lambda user, _team: bool(user.get("is_bot")) or user.get("id") == "USLACKBOT"),
    ("outsider", lambda user, team: bool(user.get("is_stranger")) or not _is_of(user, team)),
    ("guest", lambda user, _team: bool(user.get("is_restricted") or user.get("is_ultra_restricted"))),
)
"""What each kind but a full member's is known by; the first that holds counts."""


def kind_of(user: User, team: str) -> Kind:
    """What kind of account it is, seen from workspace `team`. Source: docs.slack.dev, the user object."""
    return next((kind for kind, is_so in SIGNS if is_so(user, team)), FULL)


def _is_of(user: User, team: str) -> bool:
    """Whether the account is of this workspace: its own, or one of those that an Enterprise account may enter."""
    teams = (user.get("enterprise_user") or {}).get("teams") or ()
    return user.get("team_id", team) == team or team in teams


def ask_account(client: WebClient, user: str) -> User:
    """The account; an outsider's where the workspace knows none. Raises what slack_sdk does where Slack refuses."""
    try:
        found: User = client.users_info(user=user)["user"]
    except SlackApiError as error:
        if code_of(error) not in UNSEEN:
            raise
        return {"id": user, "is_stranger": True}
    return found


class Accounts:
    """One process's asking. All raise what slack_sdk raises where Slack does not answer."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._walks: dict[str, tuple[str, datetime | None]] = {}
        """By workspace: the page to come, and when the last walk ended."""

    def learn(self, workspace: Workspace, users: Iterable[str]) -> None:
        """Ask for those of `users` that have still to be asked for; many by the list of all, up to the last of them."""
        with self.house.database.reading() as connection:
            left = set(accounts.to_ask(connection, workspace.team, list(users)))
        cursor = ""
        while len(left) > FEW:
            found, cursor = self._page(workspace, cursor)
            left -= found
            if not cursor:
                break
        for user in sorted(left):
            self._keep(workspace, [ask_account(workspace.client, user)])

    def walk(self, workspace: Workspace) -> None:
        """One page of all accounts; at the end nothing until WALK_EVERY has passed. It finds what no event told."""
        cursor, ended = self._walks.get(workspace.team, ("", None))
        now = self.house.machine_now()
        if ended is not None and now - ended < WALK_EVERY:
            return
        _, cursor = self._page(workspace, cursor)
        self._walks[workspace.team] = (cursor, None if cursor else now)

    def _page(self, workspace: Workspace, cursor: str) -> tuple[set[str], str]:
        answer = workspace.client.users_list(limit=PAGE, cursor=cursor)
        found: list[User] = answer["members"]
        self._keep(workspace, found)
        return {str(user["id"]) for user in found}, str((answer.get("response_metadata") or {}).get("next_cursor", ""))

    def _keep(self, workspace: Workspace, found: Iterable[User]) -> None:
        kinds: dict[str, str] = {str(user["id"]): kind_of(user, workspace.team) for user in found}
        with self.house.database.writing() as connection:
            accounts.keep(connection, workspace.team, kinds, self.house.machine_now())
