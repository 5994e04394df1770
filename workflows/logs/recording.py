"""What an act leaves in the logs: who did it, in which seat, and what was in force then (DOMAIN 6)."""

from collections.abc import Iterable

from workflows.act import Act, Record
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.known import stage_seen
from workflows.matter import Actor, Matter
from workflows.roster import Change
from workflows.vocabulary import Entry


def entries_of(record: Record, matter: Matter, act: Act) -> Iterable[Entry]:
    """A record as entries: one in the acting nation's log, with the person, and one in the joint log."""
    registry = act.registry
    bilateral = record.seat is not None and registry.is_bilateral(act.seat.body)
    person = _person(act)
    common = {"mode": matter.mode, **_situation(act, record), "door": act.command.door}
    joint_readers = matter.audience
    own_readers: Audience = (act.nation,)
    if record.own is not None and not (bilateral and record.own == record.joint):
        content = {**common, **record.own, "body": act.seat.body, "person": person}
        yield Entry(own_readers, record.act, content, record.seat, stage_seen(matter.stage, own_readers))
    if record.joint is not None and (joint_readers != own_readers or record.own is None):
        who = {"person": person} if bilateral else {}
        content = {**common, **record.joint, "body": act.seat.body if record.seat else "", **who}
        yield Entry(joint_readers, record.act, content, record.seat, stage_seen(matter.stage, joint_readers))


def seats_changed(seated: Iterable[Change], registry: Registry) -> Iterable[Entry]:
    """Who sits at a body where several nations sit is on record for all of them, and not why one of them changes it."""
    for change in seated:
        body, row = registry.seats[change.seat].body, change.holding
        if registry.is_bilateral(body):
            content: dict[str, object] = {"person": _plain(row.actor if row else None), "was": _plain(change.was)}
            if row is not None:
                content |= {"on_watch": row.on_watch, "until": row.until}
            yield Entry(registry.audience_of(body), "seat", content, change.seat)


def _plain(actor: Actor | None) -> dict[str, str]:
    return {"team": actor.team, "user": actor.user} if actor else {}


def _situation(act: Act, record: Record) -> dict[str, object]:
    """The phase, and each nation's category, in force at the time."""
    situation, at = act.world.situation, record.at or act.now
    return {"phase": situation.phase(at), "category": [row.value for row in situation.categories(at)]}


def _person(act: Act) -> dict[str, object]:
    """Who acted, and whether for the seat's holder; nobody where time did."""
    actor = act.command.actor
    if actor is None:
        return {}
    holding = act.world.holders.holding(act.seat.id, actor)
    acting = {"acting": True} if holding and holding.is_acting else {}
    return {"team": actor.team, "user": actor.user, **acting}
