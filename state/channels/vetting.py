"""Whether a lane may speak: what Slack was last asked of its channel, what was heard since, and what holds it.

A lane speaks where its channel was looked at within CHECKED_FOR, nothing was heard of its members since, and nothing
holds it. That is asked of the database before each post, and of Slack no more than once in CHECKED_FOR while a lane is
busy. Somebody who joins is heard of by an event, so what remains open is the time until that event is here; and, for
what Slack tells no app of (a channel made public, an event that was lost), CHECKED_FOR. All of it are rows: whichever
process hears, looks or speaks, the others know.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)

from state.house import House
from state.instant import Instant
from state.prepared import Prepared
from state.tables.channels import channel, hold, vetting
from state.tables.people import account, person
from state.upserting import insert_into
from state.writing import write
from workflows.membership import Cause, Kind, Member, Place, causes, held
from workflows.vocabulary import Accepted, Said

CHECKED_FOR = timedelta(minutes=2)
HELD_FOR = timedelta(seconds=30)
"""How often a channel that is held is looked at again."""
LEFT_ALONE = timedelta(hours=1)
"""How long a channel may go without a look though nothing is said there."""

_there = and_(vetting.c.team == channel.c.team, vetting.c.channel == channel.c.channel)
_is_clear = Prepared(
    select(
        and_(
            exists(select(literal(1)).select_from(channel.join(vetting, _there)))
            .where(
                channel.c.body == bindparam("lane"),
                vetting.c.checked_at > bindparam("since", type_=Instant),
                vetting.c.checked_at <= bindparam("until", type_=Instant),  # later: the clock was set back since
            )
            .correlate(None),
            ~exists().where(hold.c.body == bindparam("lane")).correlate(None),
        )
    )
)


class Look(msgspec.Struct, frozen=True):
    """A look at a body's channel that has begun. `changed` says what had been heard of it by then."""

    body: str
    team: str
    channel: str
    changed: int


class Seen(msgspec.Struct, frozen=True):
    """What a look found; `users` without the bot itself."""

    is_private: bool
    is_shared: bool
    users: tuple[str, ...]


def is_clear(connection: Connection, lane: str, now: datetime) -> bool:
    """Whether a lane may speak now. What goes to one person directly always may."""
    if lane.startswith("@"):
        return True
    looked = {"lane": lane, "since": now - CHECKED_FOR, "until": now + CHECKED_FOR}
    return bool(_is_clear.run(connection, looked).fetchone()[0])


def heard(connection: Connection, team: str, channels: Iterable[str] | None = None) -> None:
    """Something was heard of who is in these channels (None: of anybody in the workspace): they are looked at anew."""
    which = vetting.c.team == team if channels is None else _among(team, channels)
    connection.execute(update(vetting).where(which).values(changed=vetting.c.changed + 1, checked_at=None))


def begin(connection: Connection, body: str) -> Look | None:
    """Begin to look at a body's channel; None where it has none."""
    address = connection.execute(select(channel.c.team, channel.c.channel).filter_by(body=body)).one_or_none()
    if address is None:
        return None
    note(connection, address.team, address.channel)
    changed = connection.execute(select(vetting.c.changed).where(_among(address.team, (address.channel,))))
    return Look(body, address.team, address.channel, changed.scalar_one())


def note(connection: Connection, team: str, channel_id: str) -> None:
    """A row for this channel, where there is none yet: it has still to be looked at."""
    row = insert_into(vetting, connection.dialect).values(team=team, channel=channel_id, changed=0, checked_at=null())
    connection.execute(row.on_conflict_do_nothing())


def keep(connection: Connection, house: House, look: Look, seen: Seen, now: datetime) -> bool | None:
    """Keep what was found, and tell of what newly holds the lane. Says whether it may speak.

    None, with nothing kept, where something was heard meanwhile: what was found may be of before that.
    """
    row = select(vetting.c.changed).where(_among(look.team, (look.channel,))).with_for_update()
    if connection.execute(row).scalar_one_or_none() != look.changed:
        return None
    place = Place(seen.is_private, seen.is_shared, members(connection, house, look.team, seen.users))
    found = set(causes(look.body, place, house.registry))
    there = {Cause(row.cause, row.user) for row in connection.execute(select(hold).filter_by(body=look.body))}
    for cause in there - found:
        connection.execute(delete(hold).filter_by(body=look.body, cause=cause.code, user=cause.user))
    if new := found - there:
        rows = [{"body": look.body, "cause": row.code, "user": row.user, "since": now} for row in sorted(new)]
        connection.execute(insert(hold), rows)
        notices = held(look.body, look.team, new, house.registry, house.administrators)
        write(connection, house, Accepted(Said("held"), notices=notices), None, now)
    connection.execute(update(vetting).where(_among(look.team, (look.channel,))).values(checked_at=now))
    return not found


def to_look_at(connection: Connection, now: datetime) -> list[str]:
    """The bodies whose channels want a look by now, whether or not there is anything to tell there.

    Never looked at or heard of since; held, and long enough ago, or one who holds it was admitted meanwhile; or left
    alone too long.
    """
    is_held = exists().where(hold.c.body == channel.c.body)
    admitted = exists(select(literal(1)).select_from(hold.join(person, (person.c.user == hold.c.user)))).where(
        hold.c.body == channel.c.body, person.c.team == channel.c.team, person.c.admitted_at >= vetting.c.checked_at
    )
    wanting = or_(
        vetting.c.checked_at.is_(None),
        vetting.c.checked_at <= now - LEFT_ALONE,
        and_(is_held, vetting.c.checked_at <= now - HELD_FOR),
        admitted,
    )
    query = select(channel.c.body).select_from(channel.outerjoin(vetting, _there)).where(wanting)
    return list(connection.execute(query.order_by(channel.c.body)).scalars())


def holds(connection: Connection) -> dict[str, tuple[Cause, ...]]:
    """What holds each lane that is held, by body: the operator's to see, and nobody's in a channel."""
    found: dict[str, tuple[Cause, ...]] = {}
    for row in connection.execute(select(hold).order_by(hold.c.body, hold.c.cause, hold.c.user)):
        found[row.body] = (*found.get(row.body, ()), Cause(row.cause, row.user))
    return found


def unbound(connection: Connection) -> list[tuple[str, str]]:
    """(team, channel) of those that the bot was asked into and that are no body's: their names may be looked at."""
    query = select(vetting.c.team, vetting.c.channel).select_from(vetting.outerjoin(channel, _there))
    return [(row.team, row.channel) for row in connection.execute(query.where(channel.c.body.is_(None)))]


def forget(connection: Connection, team: str) -> None:
    """Take away what is kept of channels that are no body's."""
    others = [place for of, place in unbound(connection) if of == team]
    connection.execute(delete(vetting).where(_among(team, others)))


def members(
    connection: Connection, house: House, team: str, users: Collection[str], *, unasked: Kind = "outsider"
) -> tuple[Member, ...]:
    """Members of a channel with what is known of them; an account that Slack was not asked for counts as `unasked`.

    An administrator is of the nation for which the settings name them.
    """
    named = {
        actor.user: nation for nation, rows in house.administrators.items() for actor in rows if actor.team == team
    }
    known = select(person.c.user, person.c.nation).where(person.c.team == team, person.c.user.in_(users))
    nations = {**named, **{row.user: row.nation for row in connection.execute(known)}}
    asked = select(account.c.user, account.c.kind).where(account.c.team == team, account.c.user.in_(users))
    kinds = {row.user: row.kind for row in connection.execute(asked)}
    return tuple(Member(user, nations.get(user), kinds.get(user, unasked)) for user in users)


def _among(team: str, channels: Iterable[str]) -> ColumnElement[bool]:
    return and_(vetting.c.team == team, vetting.c.channel.in_(list(channels)))
