"""Who sits where: all seats are read once for each revision that the database gives them (migration 0004)."""

from datetime import datetime

from sqlalchemy import Connection, select, true

from state.prepared import Prepared, only
from state.tables.people import holder, staffing
from workflows.matter import Actor
from workflows.roster import Holding, Roster

_revision = Prepared(select(staffing.c.revision))
_staffed = select(staffing.c.revision, holder).join_from(staffing, holder, true(), isouter=True)


def holders(connection: Connection, now: datetime) -> Roster:
    return roster_of(connection, only(_revision.run(connection, {}))).at(now)


_rosters: dict[str, Roster] = {}
"""By revision: what was read of one holds as long as that one does."""

MOST_ROSTERS = 8


def roster_of(connection: Connection, revision: str | None) -> Roster:
    """The one of this revision; where it has to be read, with the revision it has by then, in one statement."""
    found = _rosters.get(revision or "")
    if found is not None:
        return found
    rows = connection.execute(_staffed).all()
    roster = Roster(
        Holding(row.seat, row.place, Actor(row.team, row.user), row.on_watch, row.until) for row in rows if row.seat
    )
    if len(_rosters) >= MOST_ROSTERS:
        _rosters.clear()
    _rosters[rows[0].revision] = roster
    return roster
