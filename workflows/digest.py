"""The digest of a desk: when it is due, and what stands in it, drawn from what the desk's own readers may see."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from workflows.bodies.registry import Registry
from workflows.times.dtg import in_zone
from workflows.view import MatterView
from workflows.vocabulary import Reminder

MORNING, EVENING = "digest-morning", "digest-evening"
DIGESTS = (MORNING, EVENING)
"""Rules of the reminders that tell one: of a desk no more than one is pending, and it sets the next when it fires."""

NOON = time(12)

AHEAD = timedelta(hours=24)
"""Suspenses up to here are told as due: a digest a day would name each of them beforehand."""


class Item(msgspec.Struct, frozen=True):
    """A matter in a digest. `due` is when this desk's own move is due, else that of whoever is to move; None: never."""

    view: MatterView
    due: datetime | None
    is_ours: bool
    is_overdue: bool


class Digest(msgspec.Struct, frozen=True):
    """What a desk has a part in; each list has the most pressing first."""

    came: tuple[Item, ...]
    overdue: tuple[Item, ...]
    due: tuple[Item, ...]
    open: tuple[Item, ...]
    """All that is open, what stands in the other lists among it."""


def digest_times(body: str, registry: Registry) -> tuple[time, ...]:
    """When the desk of `body` is told, by the clock of its zone: as it says itself, else where it keeps a watch."""
    own = registry.bodies[body].digests
    if own is not None:
        return own
    return registry.rhythm.digests if registry.seats_at(body, "watch") else ()


def next_digest(body: str, registry: Registry, after: datetime) -> Reminder | None:
    """The first digest of a desk that is due later than `after`; None where it has none.

    A time that daylight saving leaves out on a day is told as much later as the clock was put forward; one that is
    there twice is the first of the two. Raises NaiveTime.
    """
    times = digest_times(body, registry) if body in registry.bodies else ()
    if not times:
        return None
    zone = registry.zone_of(body)
    today = in_zone(after, zone).date()
    found = [
        (datetime.combine(today + timedelta(days=day), at, ZoneInfo(zone)).astimezone(UTC), at)
        for day in range(-1, 3)  # a time that was put off by daylight saving may fall on the next day
        for at in times
    ]
    due, at = min(row for row in found if row[0] > after)
    return Reminder(MORNING if at < NOON else EVENING, body, due)


def digest_of(views: Iterable[MatterView], came: Collection[str], desk: str, now: datetime) -> Digest:
    """What stands in the digest of `desk` at `now`.

    `views` are drawn for the desk's own readers and hold what is open and what is in `came`, ids of the matters whose
    card came to the desk since the last digest; some of these may be over by now.
    """
    here = sorted(
        (_item(view, desk, now) for view in views if any(route.body == desk for route in view.routes)),
        key=lambda item: (item.due is None, item.due or now, item.view.serial),
    )
    pending = [item for item in here if item.view.movers]
    return Digest(
        came=tuple(item for item in here if item.view.id in came),
        overdue=tuple(item for item in pending if item.is_overdue),
        due=tuple(item for item in pending if item.due is not None and now <= item.due <= now + AHEAD),
        open=tuple(pending),
    )


def _item(view: MatterView, desk: str, now: datetime) -> Item:
    own = [mover for mover in view.movers if mover.body == desk]
    due = min((mover.due for mover in own or view.movers if mover.due is not None), default=None)
    return Item(view, due, bool(own), due is not None and due < now)
