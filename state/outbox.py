"""The queue of what is to be told: lanes, one a desk, each held by one deliverer at a time under a lease.

A claim is a transaction of its own and Slack is never called inside one. Every claim raises the lane's fence; marks
that carry an older one change nothing, so a deliverer that was thought dead cannot undo another's work.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, and_, exists, func, or_, select, update

from state.tables.channels import hold
from state.tables.deliveries import card, lane, outbox
from state.upserting import insert_into

LEASE = timedelta(seconds=60)
# What ends later was written by a clock that was set back since. The margins are for clocks of other hosts, and for
# Slack, which may ask for minutes.
LONGEST_LEASE, LONGEST_REST = 2 * LEASE, timedelta(minutes=15)
UNSENT = ("pending", "sending")


class Claim(msgspec.Struct, frozen=True):
    """One lane, held until the lease ends."""

    lane: str
    fence: int


class Row(msgspec.Struct, frozen=True):
    """One thing to tell. `state` "sending" means that an earlier try may have reached Slack."""

    seq: int
    id: str
    lane: str
    kind: str
    matter_id: str | None
    facts: Mapping[str, Any]
    made_at: datetime
    state: str
    attempts: int


def claim(connection: Connection, holder: str, now: datetime) -> Claim | None:
    """Take a free lane that has something to tell, the one that has waited longest; None where there is none.

    One that is held because of who is in its channel (state.channels.vetting) is left alone.
    """
    _make_lanes(connection)
    waiting = (
        select(func.min(outbox.c.seq)).where(outbox.c.lane == lane.c.lane, outbox.c.state.in_(UNSENT)).scalar_subquery()
    )
    free = (
        select(lane.c.lane, lane.c.fence)
        .where(
            waiting.is_not(None),
            ~exists().where(hold.c.body == lane.c.lane),
            _is_over(lane.c.lease_until, now, LONGEST_LEASE),
            _is_over(lane.c.not_before, now, LONGEST_REST),
        )
        .order_by(waiting)
        .limit(1)
        .with_for_update(skip_locked=True, of=lane)
    )
    row = connection.execute(free).one_or_none()
    if row is None:
        return None
    connection.execute(
        update(lane).where(lane.c.lane == row.lane).values(holder=holder, fence=row.fence + 1, lease_until=now + LEASE)
    )
    return Claim(row.lane, row.fence + 1)


def next_row(connection: Connection, held: Claim) -> Row | None:
    """The oldest row of the lane that has not been sent."""
    found = connection.execute(
        select(outbox).where(outbox.c.lane == held.lane, outbox.c.state.in_(UNSENT)).order_by(outbox.c.seq).limit(1)
    ).one_or_none()
    if found is None:
        return None
    return Row(
        seq=found.seq,
        id=found.id,
        lane=found.lane,
        kind=found.kind,
        matter_id=found.matter_id,
        facts=msgspec.json.decode(found.facts),
        made_at=found.made_at,
        state=found.state,
        attempts=found.attempts,
    )


def begin(connection: Connection, held: Claim, row: Row, now: datetime) -> bool:
    """Note, before Slack is called, that it will be. False where the lane is no longer ours."""
    return _mark(connection, held, row, now, state="sending", attempts=outbox.c.attempts + 1)


def finish(connection: Connection, held: Claim, row: Row, now: datetime, ts: str | None) -> bool:
    """Mark a row as sent, with Slack's id of the message where it made one."""
    return _mark(connection, held, row, now, state="sent", sent_at=now, ts=ts)


def fail(connection: Connection, held: Claim, row: Row, now: datetime, error: str) -> bool:
    """Give a row up: Slack will never take it as it is. It stays there, with the reason."""
    return _mark(connection, held, row, now, state="failed", sent_at=now, error=error[:200])


def put_off(connection: Connection, held: Claim, until: datetime) -> None:
    """Let the lane rest until then and free it; other lanes go on."""
    connection.execute(update(lane).where(_is_held(held)).values(holder=None, lease_until=None, not_before=until))


def release(connection: Connection, held: Claim) -> None:
    connection.execute(update(lane).where(_is_held(held)).values(holder=None, lease_until=None, not_before=None))


def awaken(connection: Connection, has_ended: Callable[[str], bool]) -> None:
    """At a start: try every lane at once, and free those whose holder has ended, as when its process was killed."""
    held = connection.execute(select(lane.c.holder).distinct().where(lane.c.holder.is_not(None))).scalars()
    ended = [holder for holder in held if has_ended(holder)]
    connection.execute(update(lane).values(not_before=None))
    connection.execute(update(lane).where(lane.c.holder.in_(ended)).values(holder=None, lease_until=None))


def card_of(connection: Connection, matter_id: str, lane_name: str) -> tuple[str, str] | None:
    """(ts, digest) of the matter's card in a lane, None where there is none yet."""
    row = connection.execute(
        select(card.c.ts, card.c.digest).where(card.c.matter_id == matter_id, card.c.lane == lane_name)
    ).one_or_none()
    return (row.ts, row.digest) if row else None


def keep_card(connection: Connection, matter_id: str, lane_name: str, ts: str, digest: str) -> None:
    """Remember where the card is and what was drawn on it."""
    row = insert_into(card, connection.dialect).values(matter_id=matter_id, lane=lane_name, ts=ts, digest=digest)
    connection.execute(
        row.on_conflict_do_update(index_elements=["matter_id", "lane"], set_={"ts": ts, "digest": digest})
    )


def is_overtaken(connection: Connection, row: Row) -> bool:
    """Whether a later one of its kind already waits in the lane, so that this one need not be told any more."""
    later = (outbox.c.lane == row.lane) & (outbox.c.kind == row.kind) & (outbox.c.seq > row.seq)
    return connection.execute(select(exists().where(later, outbox.c.state.in_(UNSENT)))).scalar_one()


def came_since(connection: Connection, row: Row, at_first: timedelta) -> frozenset[str]:
    """Ids of the matters whose card first came into the lane since a row of this kind was last posted there.

    Where none was, since `at_first` before this row was made. A lane is told in the order of its rows, so that no clock
    is asked which came first: an exercise's may have been put back, and is not the one that `sent_at` goes by.
    """
    posted = (outbox.c.state == "sent") & (outbox.c.lane == row.lane) & outbox.c.ts.is_not(None)
    last = connection.execute(select(func.max(outbox.c.seq)).where(posted, outbox.c.kind == row.kind)).scalar()
    came = func.min(outbox.c.seq) > last if last else func.min(outbox.c.made_at) > row.made_at - at_first
    cards = select(outbox.c.matter_id).where(posted, outbox.c.kind == "card").group_by(outbox.c.matter_id)
    return frozenset(connection.execute(cards.having(came)).scalars())


def waiting(connection: Connection) -> int:
    """How many rows are still to be told."""
    return connection.execute(select(func.count()).select_from(outbox).where(outbox.c.state.in_(UNSENT))).scalar_one()


def _make_lanes(connection: Connection) -> None:
    """A row for each lane that has something to tell and none yet. Other claimers may do the same at once."""
    known = exists().where(lane.c.lane == outbox.c.lane)
    names = (
        connection.execute(select(outbox.c.lane).distinct().where(outbox.c.state == "pending", ~known)).scalars().all()
    )
    if names:
        rows = [{"lane": name, "fence": 0} for name in names]
        connection.execute(insert_into(lane, connection.dialect).on_conflict_do_nothing(), rows)


def _is_over(end: Column[datetime], now: datetime, longest: timedelta) -> ColumnElement[bool]:
    return or_(end.is_(None), end <= now, end > now + longest)


def _mark(connection: Connection, held: Claim, row: Row, now: datetime, **values: object) -> bool:
    """Renew the lease and mark the row. False, with nothing marked, where the lane is no longer ours."""
    renewed = connection.execute(update(lane).where(_is_held(held)).values(lease_until=now + LEASE))
    if renewed.rowcount != 1:
        return False
    connection.execute(update(outbox).where(outbox.c.seq == row.seq).values(**values))
    return True


def _is_held(held: Claim) -> ColumnElement[bool]:
    return and_(lane.c.lane == held.lane, lane.c.fence == held.fence)
