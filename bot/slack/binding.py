"""Finding each body's channel by its name, in every workspace that the bot is in."""

from collections.abc import Iterator

from slack_sdk import WebClient

from bot.slack.workspaces import Workspaces
from state.channels import vetting
from state.channels.binding import bind
from state.house import House
from state.loading import channels

PAGE = 200  # channels asked for at a time

Address = tuple[str, str]
"""(team, channel)."""


def bind_channels(house: House, workspaces: Workspaces) -> list[str]:
    """Find each body's channel; gives the bodies that have none.

    Where several workspaces have one of that name, the first workspace counts. A channel that was bound and has
    another name now stays bound: whoever renames one in Slack takes nothing away. Every channel is looked at anew
    before anything is said there (state.channels.vetting): one that is open, or that strangers made, is silent.
    """
    there: dict[Address, str] = {}
    for workspace in workspaces.all:
        for row in conversations(workspace.client):
            there[workspace.team, str(row["id"])] = str(row["name"])
    by_name = {name: address for address, name in reversed(there.items())}
    absent = house.registry.absent(house.clock())
    named: dict[str, Address] = {}
    # A body that has ended may have left its channel to another one: those in force come first.
    for body in sorted(house.registry.bodies.values(), key=lambda body: body.id in absent):
        if body.channel in by_name and by_name[body.channel] not in named.values():
            named[body.id] = by_name[body.channel]
    with house.database.writing() as connection:
        before = channels(connection)
        taken = set(named.values())
        kept = {
            body: address
            for body, address in before.items()
            if body in house.registry.bodies and body not in named and address in there and address not in taken
        }
        fit = {**named, **kept}
        for workspace in workspaces.all:
            of_team = {body: channel for body, (team, channel) in fit.items() if team == workspace.team}
            bind(connection, workspace.team, of_team)
            vetting.forget(connection, workspace.team)
            vetting.heard(connection, workspace.team)
    return [body for body in house.registry.bodies if body not in fit and body not in absent]


def conversations(client: WebClient, *, archived: bool = False) -> Iterator[dict[str, object]]:
    """Every channel that this token shows."""
    pages = client.conversations_list(types="public_channel,private_channel", limit=PAGE, exclude_archived=not archived)
    for page in pages:
        yield from page["channels"]
