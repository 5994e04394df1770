"""What is known of Slack accounts, as facts: a listener may not ask Slack, so who asked it keeps the answer here.

What an event says of an account counts at once, and the account is asked for again: events may come late or twice.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, and_, select, update

from state.channels import vetting
from state.tables.people import account, person
from state.upserting import insert_into
from workflows.matter import Actor
from workflows.membership import FULL


def keep(connection: Connection, team: str, kinds: Mapping[str, str], now: datetime) -> None:
    """What Slack answered: kinds by user. Where one is another than before, every channel is looked at anew."""
    rows = [{"team": team, "user": user, "kind": kind, "asked_at": now} for user, kind in sorted(kinds.items())]
    if not rows:
        return
    before = select(account.c.user, account.c.kind).where(account.c.team == team, account.c.user.in_(list(kinds)))
    has_changed = any(kinds[row.user] != row.kind for row in connection.execute(before))
    asked = insert_into(account, connection.dialect)
    new = {"kind": asked.excluded.kind, "asked_at": asked.excluded.asked_at}
    connection.execute(asked.on_conflict_do_update(index_elements=["team", "user"], set_=new), rows)
    if has_changed:
        vetting.heard(connection, team)


def hear(connection: Connection, team: str, user: str, kind: str) -> None:
    """What an event said of one account. Of most events, such as a new picture, nothing follows."""
    row = {"team": team, "user": user, "kind": kind, "asked_at": None}
    connection.execute(insert_into(account, connection.dialect).values(row).on_conflict_do_nothing())
    is_other = and_(account.c.team == team, account.c.user == user, account.c.kind != kind)
    if connection.execute(update(account).where(is_other).values(kind=kind, asked_at=None)).rowcount:
        vetting.heard(connection, team)


def to_ask(connection: Connection, team: str, users: Collection[str]) -> list[str]:
    """Those of `users` of whom Slack has still to be asked, in order."""
    asked = select(account.c.user).where(
        account.c.team == team, account.c.user.in_(users), account.c.asked_at.is_not(None)
    )
    return sorted(set(users) - set(connection.execute(asked).scalars()))


def unfit(connection: Connection) -> list[Actor]:
    """The admitted whose account can hold no seat, as Slack itself said when it was asked."""
    known = and_(account.c.team == person.c.team, account.c.user == person.c.user)
    query = select(person.c.team, person.c.user).select_from(person.join(account, known))
    rows = connection.execute(
        query.where(account.c.kind != FULL, account.c.asked_at.is_not(None)).order_by(person.c.team, person.c.user)
    )
    return [Actor(row.team, row.user) for row in rows]


def people_to_ask(connection: Connection) -> list[tuple[str, str]]:
    """(team, user) of the admitted of whom Slack has still to be asked."""
    known = and_(account.c.team == person.c.team, account.c.user == person.c.user)
    query = select(person.c.team, person.c.user).select_from(person.outerjoin(account, known))
    rows = connection.execute(query.where(account.c.asked_at.is_(None)).order_by(person.c.team, person.c.user))
    return [(row.team, row.user) for row in rows]
