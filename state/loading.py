"""Reading what a decision needs, locked in the one order: the matter, then the acting person's seats."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from sqlalchemy import BindParameter, Connection, bindparam, select, tuple_

from state import situation
from state.house import House
from state.logs.reading import recorded
from state.matters import children, decode_matter, lock_matters, matter_by, parents
from state.operations import NAMING, net_of
from state.personal import own_reminders
from state.prepared import Prepared, only, together
from state.seated import roster_of
from state.tables.channels import channel
from state.tables.deliveries import inbox
from state.tables.logs import log_content, purge_order
from state.tables.matters import matter
from state.tables.people import account, holder, person
from workflows.catalogue import about_subject, counting, naming, procedures, surveying
from workflows.command import Command
from workflows.crossing import links_in, typed_in
from workflows.entries import Recorded, read_name
from workflows.given.links import channels_in
from workflows.known import may_see
from workflows.logs.purging import PURGE
from workflows.matter import Actor, Matter
from workflows.needs import Net
from workflows.procedure import Procedure
from workflows.standing.people import leaving, people_about
from workflows.standing.personal import ABOUT_OWN
from workflows.standing.verbs import SWEEPING
from workflows.vocabulary import Reminder, World

_by_subject = select(matter.c.data, matter.c.version).where(
    matter.c.subject == bindparam("subject"),
    matter.c.procedure == bindparam("procedure"),
    matter.c.is_open == bindparam("is_open"),
)
_about = {lock: Prepared(_by_subject.with_for_update(of=matter) if lock else _by_subject) for lock in (False, True)}
_all_open = select(matter.c.id).where(matter.c.is_open).order_by(matter.c.id).with_for_update()
_of_actor: dict[str, BindParameter[str]] = {"team": bindparam("team"), "user": bindparam("user")}
_nation = Prepared(select(person.c.nation).filter_by(**_of_actor))
_own_seats = Prepared(select(holder.c.seat).filter_by(**_of_actor).with_for_update(read=True))
_own_turn = Prepared(select(person.c.nation).filter_by(**_of_actor).with_for_update())
_desk = Prepared(select(channel.c.body).filter_by(team=bindparam("team"), channel=bindparam("channel")))
# Three questions in one way there and back.
_arrival = Prepared(
    select(
        select(inbox.c.answer).where(inbox.c.key == bindparam("key")).scalar_subquery(),
        select(person.c.nation).filter_by(**_of_actor).scalar_subquery(),
        select(channel.c.body).filter_by(team=bindparam("team"), channel=bindparam("channel")).scalar_subquery(),
    )
)


class Arrival(NamedTuple):
    """What is known of a command as it comes in: what was answered to this delivery before, and who is where."""

    answered: bytes | None
    nation: str | None
    desk: str | None


def arrival(connection: Connection, command: Command) -> Arrival:
    """Asked first of all. Where the command names its desk already, that counts."""
    team, user = (command.actor.team, command.actor.user) if command.actor else ("", "")
    params = {"key": command.key or "", "team": team, "user": user, "channel": command.channel or ""}
    answered, nation, desk = _arrival.run(connection, params).fetchone()
    return Arrival(answered, nation, command.desk or desk)


def matter_of(
    connection: Connection, command: Command, nation: str | None, *, lock: bool
) -> tuple[tuple[Matter, int] | None, Command]:
    """What the command is about, with its version: named, or the open one of what it names; and the command.

    Where it names what a matter is about, that word has done its work and is taken out. Whether another nation than the
    person's own has such a matter open is not to be found out by naming what it would be about.
    """
    if lock and command.verb in SWEEPING:
        connection.execute(_all_open)
    if lock and command.verb == PURGE:
        _lock_purged(connection, command)
    if command.matter:
        return matter_by(connection, command.matter, lock=lock), command
    for procedure in about_subject().get(command.verb, ()):
        word = command.given.get(procedure.subject, "").strip().lower()
        row = _about[lock].run(connection, {"procedure": procedure.id, "subject": word, "is_open": True}).fetchone()
        about = decode_matter(row[0]) if row else None
        if row and about and about.nation == nation:
            given = {name: value for name, value in command.given.items() if name != procedure.subject}
            return (about, row[1]), msgspec.structs.replace(command, matter=about.id, given=given, by_subject=True)
    return None, command


def world(
    connection: Connection,
    house: House,
    command: Command,
    nation: str | None,
    now: datetime,
    *,
    lock: bool = True,
    about: Matter | None = None,
) -> World:
    """The facts a decision may look at, as they are in this transaction; `lock` keeps the person's seats."""
    with together(connection):
        if command.actor is not None and lock and not house.database.is_sqlite:
            _own_seats.run(connection, {"team": command.actor.team, "user": command.actor.user})
        asked = situation.ask(connection)
        revision, said = situation.said_in(asked)
    held = roster_of(connection, revision).at(now)
    people, leaves = people_about(command), leaving(command)
    admitted = _nations(connection, people) if people else {}
    surveyed = _surveyed(command, nation, admitted, leaves)
    return World(
        registry=house.registry,
        nation=nation,
        administrators=house.administrators,
        allow_cui=house.allow_cui,
        holders=held,
        calendars=house.calendars,
        situation=said,
        matter_id=house.new_id(),
        linked=_linked(connection, command) if command.verb in naming() else None,
        relatives=parents(connection, [about]) if about and about.parent else {},
        children=children(connection, about, only_open=True) if about and command.verb in counting() else (),
        more_ids=tuple(house.new_id() for _ in held.seats_of(leaves)) if leaves else (house.new_id(),),
        admitted=admitted,
        accounts=_kinds(connection, people) if people else {},
        rhythm=house.rhythm,
        net=net_of(connection, [about], command) if about else Net(),
        entry=_entry(connection, command) if "entry" in command.given else None,
        ordered=_ordered(connection, command) if command.verb == PURGE else {},
        channels=_linked_channels(connection, command, about),
        own=_own(connection, house, command.actor, lock=lock) if command.actor and command.verb in ABOUT_OWN else (),
        open=_open(connection, surveyed) if surveyed else (),
    )


def _surveyed(command: Command, nation: str | None, admitted: Mapping[Actor, str], leaves: Actor | None) -> str | None:
    """The nation whose open matters the decision looks at: of who leaves, or of who surveys; None where of none."""
    if leaves:
        return admitted.get(leaves)
    return nation if command.verb in surveying() or command.verb in SWEEPING else None


def _linked(connection: Connection, command: Command) -> Matter | None:
    """The other matter that the command names; an operation's are read with all that it has linked."""
    fields = [name for name in naming()[command.verb] if name not in NAMING]
    serial = next((word for name in fields if (word := command.given.get(name, "").strip().upper())), "")
    found = matter_by(connection, serial) if serial else None
    return found[0] if found else None


def _entry(connection: Connection, command: Command) -> Recorded | None:
    """The entry of a log that the command names, whoever may know of it."""
    name = read_name(command.given["entry"])
    return next(recorded(connection, name[0], [name[1]]), None) if name else None


def _lock_purged(connection: Connection, command: Command) -> None:
    """The matter that an entry is about, and then its content: of several orders each sees those before it."""
    log, seq = read_name(command.given.get("entry", "")) or ("", 0)
    entry = next(recorded(connection, log, [seq]), None)
    if entry is not None:
        lock_matters(connection, [entry.serial] if entry.serial else [])
        connection.execute(select(log_content.c.seq).filter_by(log=log, seq=seq).with_for_update())


def _ordered(connection: Connection, command: Command) -> dict[str, str]:
    """By nation, the seats that have ordered before that the content of the entry be purged."""
    log, seq = read_name(command.given.get("entry", "")) or ("", 0)
    rows = connection.execute(select(purge_order).filter_by(log=log, seq=seq).order_by(purge_order.c.nation))
    return {row.nation: row.seat for row in rows}


def _linked_channels(connection: Connection, command: Command, about: Matter | None) -> dict[str, str]:
    """By id, whose channels the links lead to, in the workspace of who wrote or releases them; "" for nobody's."""
    if command.actor is None:
        return {}
    typed = channels_in("\n".join([word for _, word in typed_in(command)]))
    links = (*typed, *links_in(about)) if about else typed
    if not links:
        return {}
    ids = {id_ for _, id_ in links}
    query = select(channel.c.channel, channel.c.body).where(channel.c.team == command.actor.team)
    rows = connection.execute(query.where(channel.c.channel.in_(ids)))
    return {**dict.fromkeys(ids, ""), **{row.channel: row.body for row in rows}}


def _own(connection: Connection, house: House, actor: Actor, *, lock: bool) -> tuple[Reminder, ...]:
    """A person's own reminders. One command of theirs about these at a time: they are numbered."""
    if lock and not house.database.is_sqlite:
        _own_turn.run(connection, {"team": actor.team, "user": actor.user})
    return own_reminders(connection, actor)


def nation_of(connection: Connection, actor: Actor) -> str | None:
    return only(_nation.run(connection, {"team": actor.team, "user": actor.user}))


def desk_of(connection: Connection, team: str, channel_id: str) -> str | None:
    """The body whose channel this is, None where none is bound to it."""
    return only(_desk.run(connection, {"team": team, "channel": channel_id}))


def channels(connection: Connection) -> dict[str, tuple[str, str]]:
    """(team, channel) by body."""
    return {row.body: (row.team, row.channel) for row in connection.execute(select(channel))}


def _kinds(connection: Connection, people: Sequence[Actor]) -> dict[Actor, str]:
    keys = [(row.team, row.user) for row in people]
    query = select(account).where(tuple_(account.c.team, account.c.user).in_(keys))
    return {Actor(row.team, row.user): row.kind for row in connection.execute(query)}


def _open(connection: Connection, nation: str) -> tuple[tuple[Matter, Procedure], ...]:
    rows = connection.execute(select(matter.c.data).where(matter.c.is_open).order_by(matter.c.due_at)).scalars()
    found = (row for row in map(decode_matter, rows) if may_see(row, (nation,)))
    return tuple((row, procedures()[row.procedure]) for row in found if row.procedure in procedures())


def _nations(connection: Connection, people: Sequence[Actor]) -> dict[Actor, str]:
    keys = [(row.team, row.user) for row in people]
    query = select(person).where(tuple_(person.c.team, person.c.user).in_(keys))
    return {Actor(row.team, row.user): row.nation for row in connection.execute(query)}
