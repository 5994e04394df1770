"""What the workspace's channels should be by the registry, and what would make them so; see bot/cli/channels.py.

Nobody is ever taken out of a channel, and none is opened, closed or archived: what would need that is told only.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec
from slack_sdk import WebClient

from bot.slack.binding import conversations
from bot.slack.workspaces import Workspace
from state.channels import vetting
from state.house import House
from state.loading import channels
from state.seated import holders
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Body
from workflows.membership import FULL, Cause, Place, causes

PAGE = 200  # members asked for at a time
AT_ONCE = 100  # people that Slack takes in one invitation

Verb = Literal["create", "rename", "invite"]


class Shown(msgspec.Struct, frozen=True):
    """A channel as Slack shows it to the bot or to who sets it up."""

    id: str
    name: str
    is_private: bool
    is_archived: bool
    is_shared: bool
    members: tuple[str, ...]


class Step(msgspec.Struct, frozen=True):
    """One thing to do. `channel` is empty for one that has still to be made."""

    verb: Verb
    body: str
    channel: str
    name: str
    users: tuple[str, ...] = ()

    def __str__(self) -> str:
        whom = f": {', '.join(self.users)}" if self.users else ""
        return f"{self.verb} #{self.name}{whom}"


class Line(msgspec.Struct, frozen=True):
    """A body's channel: how it is, and what is to be done about it; where nothing is, by `steps` at least."""

    body: str
    channel: str
    now: tuple[str, ...]
    steps: tuple[Step, ...]
    is_here: bool = True
    """Whether Slack shows it in the workspace that was asked."""


class Found(msgspec.Struct, frozen=True):
    """What a plan is made from."""

    registry: Registry
    shown: Mapping[str, Shown]
    """By channel id."""
    bound: Mapping[str, str]
    """Channel ids by body, in this workspace; bodies whose channels are in another one are in `elsewhere`."""
    elsewhere: Collection[str]
    holders: Mapping[str, tuple[str, ...]]
    """By body: who holds a seat there, of this workspace."""
    unwanted: Mapping[str, tuple[str, ...]]
    """By channel id: what keeps the bot from speaking there, in words."""
    bot_user: str


def look(house: House, workspace: Workspace, setup: WebClient | None) -> Found:
    """Ask Slack with the bot's token, and with that of whoever sets it up for what it shows beside. Writes nothing."""
    shown: dict[str, Shown] = {}
    wanted = {body.channel for body in house.registry.bodies.values()}
    with house.database.reading() as connection:
        addresses, held = channels(connection), holders(connection, house.clock()).rows
    ours = {body: channel for body, (team, channel) in addresses.items() if team == workspace.team}
    for client in (workspace.client, *([setup] if setup else [])):
        for row in conversations(client, archived=True):
            id_ = str(row["id"])
            if id_ not in shown and (row["name"] in wanted or id_ in ours.values()):
                shown[id_] = _shown(client, row)
    seated: dict[str, list[str]] = {}
    for place in held:
        if place.seat in house.registry.seats and place.actor.team == workspace.team:
            seated.setdefault(house.registry.seats[place.seat].body, []).append(place.actor.user)
    return Found(
        registry=house.registry,
        shown=shown,
        bound=ours,
        elsewhere={body for body in addresses if body not in ours},
        holders={body: tuple(dict.fromkeys(users)) for body, users in seated.items()},
        unwanted=dict(_unwanted(house, workspace, shown, ours)),
        bot_user=workspace.bot_user,
    )


def plan(found: Found, today: date, nation: str | None = None) -> tuple[Line, ...]:
    """A line for each body that stands today; of those whose channel `nation` reads, where one is given."""
    return tuple(
        _line(body, found)
        for body in found.registry.bodies.values()
        if body.is_valid_on(today) and (nation is None or nation in found.registry.audience_of(body.id))
    )


def carry_out(step: Step, client: WebClient, made: dict[str, str]) -> None:
    """Do one step; `made` keeps the ids of new channels by name. Raises what slack_sdk raises."""
    if step.verb == "create":
        made[step.name] = str(client.conversations_create(name=step.name, is_private=True)["channel"]["id"])
        return
    channel = step.channel or made[step.name]
    if step.verb == "rename":
        client.conversations_rename(channel=channel, name=step.name)
        return
    for at in range(0, len(step.users), AT_ONCE):
        client.conversations_invite(channel=channel, users=list(step.users[at : at + AT_ONCE]))


def table(lines: Sequence[Line]) -> str:
    """The plan for a terminal: how each channel is and what is to be done, a row for each body."""
    rows = [("body", "channel", "now", "to do")]
    for line in lines:
        doing = "; ".join(_shortly(step) for step in line.steps)
        rows.append((line.body, f"#{line.channel}", "; ".join(line.now) or "as it should be", doing or "-"))
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) for row in rows
    )


def _shortly(step: Step) -> str:
    return f"{step.verb} {', '.join(step.users)}" if step.users else step.verb


def _shown(client: WebClient, row: Mapping[str, object]) -> Shown:
    id_ = str(row["id"])
    pages = client.conversations_members(channel=id_, limit=PAGE)
    return Shown(
        id=id_,
        name=str(row["name"]),
        is_private=bool(row.get("is_private")),
        is_archived=bool(row.get("is_archived")),
        is_shared=bool(row.get("is_ext_shared")),
        members=tuple(str(user) for page in pages for user in page["members"]),
    )


def _line(body: Body, found: Found) -> Line:
    named = [row for row in found.shown.values() if row.name == body.channel]
    living = [row for row in named if not row.is_archived]
    bound = found.shown.get(found.bound.get(body.id, ""))
    channel = living[0] if living else bound
    if channel is None and body.id in found.elsewhere:
        return Line(body.id, body.channel, ("in another workspace",), (), is_here=False)
    if channel is None and named:
        return Line(body.id, body.channel, ("archived: take it out of the archive",), ())
    wanted = (found.bot_user, *found.holders.get(body.id, ()))
    if channel is None:
        create = Step("create", body.id, "", body.channel)
        invite = Step("invite", body.id, "", body.channel, wanted)
        return Line(body.id, body.channel, ("missing",), (create, invite), is_here=False)
    return Line(body.id, body.channel, tuple(_state(channel, body, found)), tuple(_steps(channel, body, wanted)))


def _state(channel: Shown, body: Body, found: Found) -> Iterator[str]:
    if channel.name != body.channel:
        yield f"named #{channel.name}"
    if channel.is_archived:
        yield "archived: take it out of the archive"
    if found.bot_user not in channel.members:
        yield "without the bot"
    yield from found.unwanted.get(channel.id, ())


def _steps(channel: Shown, body: Body, wanted: Sequence[str]) -> Iterator[Step]:
    if channel.is_archived:
        return
    if channel.name != body.channel:
        yield Step("rename", body.id, channel.id, body.channel)
    if absent := tuple(user for user in wanted if user not in channel.members):
        yield Step("invite", body.id, channel.id, body.channel, absent)


UNWANTED = {
    "open": "open to the workspace: make it private",
    "shared": "shared with another organisation: end that",
    "unknown": "not to be there, not admitted",
    "guest": "not to be there, guests",
    "outsider": "not to be there, of another organisation",
    "bot": "not to be there, other apps",
    "deactivated": "not to be there, deactivated",
}
"""What holds a lane (workflows.membership), as the operator is told it."""


def in_words(found: Sequence[Cause]) -> Iterator[str]:
    """What holds a lane, for the operator."""
    for code, sentence in UNWANTED.items():
        users = [cause.user for cause in found if cause.code == code]
        if users:
            yield f"{sentence}: {', '.join(users)}" if any(users) else sentence


def _unwanted(
    house: House, workspace: Workspace, shown: Mapping[str, Shown], bound: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    by_name = {body.channel: body.id for body in house.registry.bodies.values()}
    by_id = {channel: body for body, channel in bound.items()}
    with house.database.reading() as connection:
        for row in shown.values():
            body = by_name.get(row.name) or by_id.get(row.id)
            if body is None:
                continue
            users = [user for user in row.members if user != workspace.bot_user]
            members = vetting.members(connection, house, workspace.team, users, unasked=FULL)
            found = causes(body, Place(row.is_private, row.is_shared, members), house.registry)
            yield row.id, tuple(in_words(found))
