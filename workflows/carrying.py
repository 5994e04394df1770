"""Carrying out what was decided: the effect's triggers, the joins that follow, what is recorded, told and chased."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from workflows.act import Act, Effect, Record, not_now
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.known import as_known, may_see
from workflows.logs.recording import entries_of, seats_changed
from workflows.logs.replay import stage_entries
from workflows.machine import advance
from workflows.matter import SEPARATOR, Matter
from workflows.offered import offered
from workflows.procedure import Procedure
from workflows.progress import Mover, movers
from workflows.reminding.reminders import reminders_for
from workflows.roster import Change
from workflows.routing import Route
from workflows.view import see
from workflows.vocabulary import Accepted, Notice, Refused, Said

JOIN_LIMIT = 8  # joins that may follow one another; more is a circle in a procedure's table


def carry_out(procedure: Procedure, effect: Effect, act: Act, before: Matter | None) -> Accepted | Refused:
    """Fire the effect's triggers and then every join that holds; say what follows."""
    registry = act.registry
    moved = _advance(procedure, effect, act)
    if moved is None:
        return not_now(effect.matter if before is None else before, act.command.verb)
    records, seated = list(effect.records), list(effect.seated)
    for _ in range(JOIN_LIMIT):
        join = next((row for row in procedure.joins_at(moved.stage_id) if row.when(moved, registry)), None)
        if join is None:
            break
        follows = join.effect(act, moved)
        joined = _advance(procedure, follows, act)
        if joined is None:
            msg = f"{procedure.id}: {follows.triggers} leads nowhere from {moved.stage}"
            raise RuntimeError(msg)
        moved = joined
        records.extend(follows.records)
        seated.extend(follows.seated)
    else:
        msg = f"{procedure.id}: the joins at {moved.stage} go in a circle"
        raise RuntimeError(msg)
    entries = tuple([entry for record in records for entry in entries_of(record, moved, act)])
    moving = movers(moved, procedure, registry)
    notices = _notices(procedure, before, moved, records, act, moving=moving)
    return Accepted(
        said=effect.said or Said("done"),
        matter=moved,
        entries=(*entries, *stage_entries(before, moved, entries), *seats_changed(seated, registry)),
        notices=(*notices, *effect.notices, *told_of_watch(seated, registry)),
        reminders=reminders_for(moving, moved, procedure, registry, act.world.holders),
        seated=tuple(seated),
        settings=effect.settings,
    )


def _advance(procedure: Procedure, effect: Effect, act: Act) -> Matter | None:
    """The effect's matter after its triggers, None where one has no edge. A new stage or round starts every clock."""
    matter = effect.matter
    for trigger in effect.triggers:
        stage = advance(procedure, tuple(matter.tracks), matter.stage, trigger)
        if stage is None:
            return None
        at = stage[0].split(SEPARATOR, 1)[0]
        anew = at != matter.stage_id or (trigger, at) in procedure.restarting
        matter = msgspec.structs.replace(matter, stage=stage)
        if anew:
            tracks = {nation: msgspec.structs.replace(row, since=act.now) for nation, row in matter.tracks.items()}
            matter = msgspec.structs.replace(matter, entered_at=act.now, stage_due=effect.stage_due, tracks=tracks)
    return matter


def _notices(
    procedure: Procedure,
    before: Matter | None,
    matter: Matter,
    records: list[Record],
    act: Act,
    *,
    moving: Sequence[Mover],
) -> tuple[Notice, ...]:
    """The card at every desk that carries it; what happened, where it may be known; a mention for who is to move."""
    registry = act.registry
    was = {(row.body, row.since) for row in movers(before, procedure, registry)} if before else set()
    now_moving = {row.body for row in moving if (row.body, row.since) not in was}
    disclosed = before is None or before.audience != matter.audience
    found: list[Notice] = []
    desks: dict[str, Route] = {row.body: row for row in procedure.addressees(matter, registry)}
    former = procedure.addressees(before, registry) if before else ()
    had = {row.body for row in former}
    changed = _Changed(procedure, before, matter, registry) if before else None
    for route in (desks | {row.body: row for row in former if row.body not in desks}).values():
        if route.body not in had or changed is None or changed.at(route.body):
            found.append(Notice("card", route.body))
        if disclosed and route.acts and route.body in desks and len(matter.audience) > 1:
            found.append(Notice("routing", route.body))
        told = [row for record in records if (row := _told(record, route.body, matter, act))]
        moves = route.body in now_moving
        if (told and route.acts) or moves:
            found.append(Notice("told", route.body, {"records": told if route.acts else [], "move": moves}))
    return tuple(found)


class _Changed:
    """What looks otherwise than before, and to whom. For what stays inside another nation nothing is even queued."""

    def __init__(self, procedure: Procedure, before: Matter, after: Matter, registry: Registry) -> None:
        self._procedure = procedure
        self._rows = (before, after)
        self._registry = registry
        self._by_audience: dict[Audience, bool] = {}

    def at(self, desk: str) -> bool:
        """Whether what the desk's readers see, or what is offered there, has changed."""
        readers = self._registry.audience_of(desk)
        if readers not in self._by_audience:  # many desks have the same readers
            was, is_now = (see(row, self._procedure, self._registry, readers) for row in self._rows)
            self._by_audience[readers] = was != is_now
        return self._by_audience[readers] or self._is_offered_otherwise(desk, readers)

    def _is_offered_otherwise(self, desk: str, readers: Audience) -> bool:
        """Of what they see alike."""
        if not may_see(self._rows[1], readers):
            return False
        known = (as_known(row, readers) for row in self._rows)
        was, is_now = (offered(row, self._procedure, self._registry, desk) for row in known)
        return was != is_now


def _told(record: Record, desk: str, matter: Matter, act: Act) -> dict[str, Any] | None:
    """What one desk may be told of a record: on the acting side the own part, else the joint one."""
    readers = act.registry.audience_of(desk)
    content = record.own if record.own is not None and readers == (act.nation,) else record.joint
    if content is None or not set(readers) <= set(matter.audience):
        return None
    nation = act.nation if record.seat else ""
    return {"act": record.act, "seat": record.seat or "", "nation": nation, "content": dict(content)}


def told_of_watch(seated: Iterable[Change], registry: Registry) -> tuple[Notice, ...]:
    """Who has the watch of a body now is for all in its channel."""
    return tuple(
        Notice("seat-taken", registry.seats[row.seat].body, {"seat": row.seat, "holder": row.holding.actor})
        for row in seated
        if row.holding and row.holding.on_watch and _is_watch(row.seat, registry)
    )


def _is_watch(seat: str, registry: Registry) -> bool:
    return registry.seats[seat] in registry.watch_of(registry.seats[seat].body)
