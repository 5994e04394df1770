"""The Slack workspaces that the bot is in: the client for each, and the bot's own user there."""

from collections.abc import Sequence
from functools import cached_property

import msgspec
from slack_sdk import WebClient


class Workspace(msgspec.Struct, frozen=True):
    team: str
    bot_user: str
    client: WebClient


class Workspaces:
    """Clients, each with the bot's token for one workspace; which workspace that is, Slack says when first asked.

    `teams` are the ids that the settings give, as far as they give any.
    """

    def __init__(self, clients: Sequence[WebClient], teams: Sequence[str] = ()) -> None:
        self._clients = tuple(clients)
        self._teams = tuple(teams) or ("",) * len(self._clients)

    @cached_property
    def all(self) -> tuple[Workspace, ...]:
        """Raises what slack_sdk raises where Slack does not answer, and WrongWorkspaceError."""
        answers = [(client.auth_test(), client) for client in self._clients]
        found = tuple(Workspace(str(row["team_id"]), str(row["user_id"]), client) for row, client in answers)
        for workspace, team in zip(found, self._teams, strict=True):
            if team not in ("", workspace.team):
                raise WrongWorkspaceError(f"the token that the settings name for {team} is for {workspace.team}")
        return found

    def of(self, team: str) -> Workspace:
        """The workspace with this id; the only one there is for whoever is let in from elsewhere.

        Raises NoWorkspaceError.
        """
        found = {row.team: row for row in self.all}
        if team not in found and len(found) > 1:
            raise NoWorkspaceError(team)
        return found.get(team, self.all[0])


class WrongWorkspaceError(Exception):
    """A token is for another workspace than the settings say: mend [workspaces] there, or the variable."""


class NoChannelError(Exception):
    """No channel is bound to this body: make one with the registry's name, and invite the bot."""


class NoWorkspaceError(NoChannelError):
    """The bot has no token for this workspace: name one in the settings."""
