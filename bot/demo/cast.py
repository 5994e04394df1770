"""Who is in the demo's workspace: an account for each seat, named for it, and an administrator for each nation."""

from collections.abc import Iterator, Sequence

import msgspec

from bot.demo import DemoError
from bot.demo.workspace import Channel, User, WorkspaceConfig
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.matter import Actor
from workflows.near import nearest

TEAM = "T0KAKEHASHI"
BOT_USER, BOT_TOKEN, APP_TOKEN = "U0KAKEHASHI", "xoxb-demo", "xapp-demo"
SCRIPT = "demo-script"
"""A channel of no body, where people are admitted, and where the script types: what an account alone is told of that
would else stand in the channels of the bodies, for this workspace shows it to all."""


class Cast(msgspec.Struct, frozen=True):
    """Accounts by seat, administrators by nation, and the seats that a person plays, first one for each nation."""

    registry: Registry
    accounts: dict[str, str]
    administrators: dict[str, str]
    played: tuple[Seat, ...]

    def actor(self, account: str) -> Actor:
        return Actor(TEAM, account)

    def is_played(self, seat: str) -> bool:
        return seat in {row.id for row in self.played}

    def channel_of(self, body: str) -> str:
        return channel_id(body)

    def accounts_of(self, nation: str) -> list[str]:
        """The accounts that hold a seat of this nation, each once."""
        seats = self.registry.seats.values()
        return list(dict.fromkeys(self.accounts[seat.id] for seat in seats if seat.nation == nation))


def cast_for(registry: Registry, played_bodies: tuple[str, ...], played: Sequence[str] = ()) -> Cast:
    """The cast; at each of `played_bodies` the first seat that stands watch is the person's, and so are those `played`.

    Raises DemoError where the registry doesn't have one of these.
    """
    watches = [registry.watch_of(body)[0].id for body in played_bodies]
    if unknown := [seat for seat in played if seat not in registry.seats]:
        near = ", ".join(nearest(unknown[0], tuple(registry.seats)))
        raise DemoError(f"There is no seat {unknown[0]}" + (f"; is it {near}?" if near else "."))
    return Cast(
        registry=registry,
        accounts={seat: user_id(seat) for seat in registry.seats},
        administrators={nation: user_id(f"{nation}-admin") for nation in registry.nations},
        played=tuple(registry.seats[seat] for seat in dict.fromkeys((*watches, *played))),
    )


def workspace_for(cast: Cast) -> WorkspaceConfig:
    """The workspace: a channel for each body, national ones private, and everybody in the channels they may read."""
    return WorkspaceConfig(
        team_id=TEAM,
        team_name="Kakehashi demo",
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        bot_user_id=BOT_USER,
        users=tuple(_users(cast)),
        channels=tuple(_channels(cast)),
    )


def user_id(name: str) -> str:
    return "U" + name.upper().replace("-", "")


def channel_id(body: str) -> str:
    return "C" + body.upper().replace("-", "")


def _users(cast: Cast) -> Iterator[User]:
    """The played seats first: the page acts as the first account until another is chosen."""
    seats = [*cast.played, *(seat for seat in cast.registry.seats.values() if not cast.is_played(seat.id))]
    for seat in seats:
        mark = "▶ " if cast.is_played(seat.id) else ""
        yield User(cast.accounts[seat.id], seat.id, f"{mark}{seat.id}")
    for nation, account in cast.administrators.items():
        yield User(account, f"{nation}-admin", f"{nation}-admin")


def _channels(cast: Cast) -> Iterator[Channel]:
    for body in cast.registry.bodies.values():
        readers = cast.registry.audience_of(body.id)
        members = [account for nation in readers for account in cast.accounts_of(nation)]
        members += [cast.administrators[nation] for nation in readers]
        is_private = len(readers) < len(cast.registry.everyone)
        yield Channel(channel_id(body.id), body.channel, is_private, (*members, BOT_USER))
    everybody = (*cast.accounts.values(), *cast.administrators.values(), BOT_USER)
    yield Channel(channel_id(SCRIPT), SCRIPT, is_private=False, members=everybody)
