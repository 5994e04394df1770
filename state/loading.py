"""Reading what a decision needs, locked in the one order: the matter, then the acting person's seats."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, bindparam, or_, select, tuple_

from state.house import House
from state.tables import channel, holder, matter, person, serial
from workflows import standing
from workflows.matter import Actor, Matter
from workflows.vocabulary import Command, World

_decode = msgspec.json.Decoder(Matter).decode

_by_id = select(matter.c.data, matter.c.version).where(matter.c.id == bindparam("key"))
_by_serial = (
    select(matter.c.data, matter.c.version)
    .join(serial, serial.c.matter_id == matter.c.id)
    .where(serial.c.serial == bindparam("key"))
)
_nation = select(person.c.nation).where(person.c.team == bindparam("team"), person.c.user == bindparam("user"))
_holders = select(holder.c.seat, holder.c.team, holder.c.user)
_own_seats = (
    select(holder.c.seat)
    .where(holder.c.team == bindparam("team"), holder.c.user == bindparam("user"))
    .with_for_update(read=True)
)
_desk = select(channel.c.body).where(channel.c.team == bindparam("team"), channel.c.channel == bindparam("channel"))


def matter_by(connection: Connection, key: str, *, lock: bool = False) -> tuple[Matter, int] | None:
    """A matter and its version, by its id or by any serial of it; locked for writing where asked."""
    query = _by_serial if "-" in key else _by_id
    row = connection.execute(query.with_for_update(of=matter) if lock else query, {"key": key}).one_or_none()
    return (_decode(row.data), row.version) if row else None


def lock_matters(connection: Connection, keys: Sequence[str]) -> None:
    """Lock several matters, named by ids or serials, in the order of their ids: nobody waits in a circle."""
    named = select(serial.c.matter_id).where(serial.c.serial.in_(keys))
    rows = select(matter.c.id).where(or_(matter.c.id.in_(keys), matter.c.id.in_(named))).order_by(matter.c.id)
    if keys:
        connection.execute(rows.with_for_update())


def world(connection: Connection, house: House, command: Command) -> World:
    """The facts a decision may look at, as they are in this transaction."""
    actor, nation = command.actor, None
    if actor is not None:
        nation = connection.execute(_nation, {"team": actor.team, "user": actor.user}).scalar()
        if not house.database.is_sqlite:
            connection.execute(_own_seats, {"team": actor.team, "user": actor.user})
    linked = command.given.get("successor")
    found = matter_by(connection, linked.strip().upper()) if linked else None
    named = standing.named_people(command) if command.verb == "admit" else ()
    return World(
        registry=house.registry,
        nation=nation,
        administrators=house.administrators,
        holders=holders(connection),
        calendars=house.calendars,
        matter_id=house.new_id(),
        linked=found[0] if found else None,
        admitted=_nations(connection, named) if named else {},
    )


def holders(connection: Connection) -> dict[str, Actor]:
    """Who holds each seat now."""
    return {row.seat: Actor(row.team, row.user) for row in connection.execute(_holders)}


def nation_of(connection: Connection, actor: Actor) -> str | None:
    return connection.execute(_nation, {"team": actor.team, "user": actor.user}).scalar()


def desk_of(connection: Connection, team: str, channel_id: str) -> str | None:
    """The body whose channel this is, None where none is bound to it."""
    return connection.execute(_desk, {"team": team, "channel": channel_id}).scalar()


def channels(connection: Connection) -> dict[str, tuple[str, str]]:
    """(team, channel) by body."""
    return {row.body: (row.team, row.channel) for row in connection.execute(select(channel))}


def _nations(connection: Connection, people: Sequence[Actor]) -> dict[Actor, str]:
    keys = [(row.team, row.user) for row in people]
    query = select(person).where(or_(tuple_(person.c.team, person.c.user).in_(keys)))
    return {Actor(row.team, row.user): row.nation for row in connection.execute(query)}
