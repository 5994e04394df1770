"""Who may be in a body's channel, and what holds its lane where somebody else is there. Source: DESIGN rule 3."""

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

import msgspec

from workflows.bodies.registry import Registry
from workflows.matter import Actor
from workflows.vocabulary import Notice

Kind = Literal["member", "guest", "bot", "deactivated", "outsider"]
"""Of a Slack account. An outsider is of another organisation and comes in by a shared channel."""

FULL: Kind = "member"
"""The kind that holds seats and may be in a body's channel."""


class Member(msgspec.Struct, frozen=True):
    """Somebody in a channel, as far as is known. `nation` is None where no administrator has said one."""

    user: str
    nation: str | None
    kind: str


class Place(msgspec.Struct, frozen=True):
    """A channel as Slack tells of it; `members` without the bot itself."""

    is_private: bool
    is_shared: bool
    """With another organisation (Slack Connect)."""
    members: tuple[Member, ...]


class Cause(msgspec.Struct, frozen=True, order=True):
    """One thing that holds a lane: `open` or `shared`, which are of the channel, a kind of account, or `unknown`."""

    code: str
    user: str = ""


def causes(body: str, place: Place, registry: Registry) -> tuple[Cause, ...]:
    """Everything that keeps the bot from speaking in a body's channel as it is; nothing where all is well.

    Every member has to be a full member of the workspace and of a nation that sits in the body. Another app's bot holds
    no seat and reads along, so it holds the lane as a guest does. A channel that not every nation reads has to be
    private too; what all read may stand open in a workspace that they share. Somebody of another nation counts as
    unknown: what another administrator has said of whom is not told here.
    """
    audience = registry.audience_of(body)
    return tuple(sorted(_causes(place, audience, is_for_all=audience == registry.everyone)))


def _causes(place: Place, audience: Collection[str], *, is_for_all: bool) -> Iterator[Cause]:
    if not is_for_all and not place.is_private:
        yield Cause("open")
    if place.is_shared:
        yield Cause("shared")
    for member in place.members:
        if member.kind != FULL:
            yield Cause(member.kind, member.user)
        elif member.nation not in audience:
            yield Cause("unknown", member.user)


def held(
    body: str, team: str, found: Collection[Cause], registry: Registry, administrators: Mapping[str, tuple[Actor, ...]]
) -> tuple[Notice, ...]:
    """What the administrators of each nation that sits there are told, each alone; nobody else is told anything.

    `team` is the workspace that the people named are of.
    """
    facts = {"body": body, "team": team, "causes": [{"code": row.code, "user": row.user} for row in sorted(found)]}
    return tuple(
        Notice("held", None, {**facts, "nation": nation}, administrator)
        for nation in registry.audience_of(body)
        for administrator in administrators.get(nation, ())
    )
