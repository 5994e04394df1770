"""The desks of a running installation: who reads where, in which language and zone."""

import msgspec

from bot.reader import Reader
from state.house import House, Transaction
from state.loading import desk_of, nation_of
from state.seated import holders
from workflows.bodies.rows import Audience
from workflows.command import Away
from workflows.matter import Actor
from workflows.roster import Roster

SHORT_OF_NATION = "UTC"
"""The zone shown to somebody of whom no nation is known."""


class Person(msgspec.Struct, frozen=True):
    """Who did something, and in which channel, as Slack names it."""

    actor: Actor
    channel: str
    door: str = "slash"
    account: str = ""
    """At the command line: the system's account that types for them."""
    away: Away | None = None
    """Where it was done away from Slack."""


def reader_at(house: House, connection: Transaction, desk: str) -> Reader:
    """The readers of a body's channel."""
    return _at_desk(house, desk, holders(connection, house.clock()))


def reader_in(house: House, connection: Transaction, actor: Actor, channel: str) -> Reader:
    """One person where they typed or pressed; `channel` as Slack names it."""
    return reader_for(house, connection, actor, desk_of(connection, actor.team, channel))


def reader_for(house: House, connection: Transaction, actor: Actor, desk: str | None) -> Reader:
    """One person at a desk, or in a direct message."""
    return reader_of(house, actor, desk, nation_of(connection, actor), holders(connection, house.clock()))


def reader_alone(house: House, connection: Transaction, actor: Actor) -> Reader:
    """One person who is told something directly; an administrator in the language of the nation they are named for."""
    named = next((nation for nation, rows in house.administrators.items() if actor in rows), None)
    nation = nation_of(connection, actor) or named
    return reader_of(house, actor, None, nation, holders(connection, house.clock()))


def reader_of(house: House, actor: Actor, desk: str | None, nation: str | None, held: Roster) -> Reader:
    """The same from what is known already."""
    registry = house.registry
    if desk is not None:
        # Their view is the channel's audience and their nation together.
        readers = {*registry.audience_of(desk), *([nation] if nation else [])}
        audience = tuple([row for row in registry.nations if row in readers])
        return _at_desk(house, desk, held, audience, is_known=nation is not None)
    seat = next(
        (registry.seats[seat] for seat, holder in held.items() if holder == actor and seat in registry.seats), None
    )
    home = registry.nations.get(nation or "")
    language = home.languages[0] if home else "en"
    zone = registry.zone_of(seat.body) if seat else home.zone if home else SHORT_OF_NATION
    audience = (nation,) if nation else registry.everyone
    known = nation is not None
    return Reader(registry, audience, language, zone, held, is_known=known, calendars=house.calendars)


def _at_desk(
    house: House, desk: str, held: Roster, audience: Audience | None = None, *, is_known: bool = True
) -> Reader:
    """Who reads there: all of its channel, or `audience`."""
    registry = house.registry
    return Reader(
        registry=registry,
        audience=registry.audience_of(desk) if audience is None else audience,
        language=registry.language_of(desk),
        zone=registry.zone_of(desk),
        holders=held,
        desk=desk,
        is_known=is_known,
        calendars=house.calendars,
    )
