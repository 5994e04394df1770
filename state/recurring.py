"""What a desk is told by the clock: rows of `reminder` without a matter, of which each sets the next when it fires."""

from sqlalchemy import Connection, delete, func, or_, select

from state.house import House
from state.reminders import add_reminders
from state.tables.reminders import reminder
from workflows.digest import DIGESTS
from workflows.recurring import EVENT, Clockwork, chain_of

_by_clock = (reminder.c.matter_id == "", or_(reminder.c.rule.in_(DIGESTS), reminder.c.rule.startswith(f"{EVENT}:")))


def plant(connection: Connection, house: House) -> None:
    """At a start: of each chain the next one is pending, as the registry and the rhythm say now.

    One that fell due while nobody ran stays, and is told late. What was fired is never set again, though the clock may
    have been put back. Several processes may do this at once.
    """
    now, clockwork = house.clock(), Clockwork(house.registry, house.rhythm, house.calendars)
    pending = connection.execute(select(reminder).where(*_by_clock, reminder.c.state == "pending")).all()
    right = [row for row in pending if row.due_at <= now or clockwork.is_right(row.rule, row.body, row.due_at)]
    # Deleted, not dropped: should its time come to be the right one again, it has to be set again.
    wrong = {row.id for row in pending} - {row.id for row in right}
    connection.execute(delete(reminder).where(reminder.c.id.in_(wrong)))
    kept = {chain_of(row.rule, row.body) for row in right}
    after = dict.fromkeys((chain for chain in clockwork.chains() if chain not in kept), now)
    # Without the pending ones: another process may have set some since they were read, and they stand as they are.
    fired = (
        select(reminder.c.rule, reminder.c.body, func.max(reminder.c.due_at).label("due_at"))
        .where(*_by_clock, reminder.c.state != "pending")
        .group_by(reminder.c.rule, reminder.c.body)
    )
    for row in connection.execute(fired):
        chain = chain_of(row.rule, row.body)
        if chain in after:
            after[chain] = max(after[chain], row.due_at)
    wanted = (clockwork.following(chain, at) for chain, at in after.items())
    add_reminders(connection, "", [row for row in wanted if row])
