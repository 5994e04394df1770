"""What a reader of typed words may look at, and what it answers where they can't be read."""

from datetime import datetime

import msgspec

from workflows.bodies.registry import Registry
from workflows.times.calendars import Calendar
from workflows.times.hours import Hours
from workflows.times.suspense import OFFICE
from workflows.vocabulary import Params


class Fault(msgspec.Struct, frozen=True):
    code: str
    params: Params


class Reading(msgspec.Struct, frozen=True):
    """What a reader may look at: the registry, the instant, the zone of the place where it was typed, all calendars."""

    registry: Registry
    now: datetime
    zone: str
    calendars: tuple[Calendar, ...]
    nation: str = ""
    """Whose seats may be named."""
    team: str = ""
    """The workspace whose people may be named."""
    hours: Hours = OFFICE
    """When one works there."""
