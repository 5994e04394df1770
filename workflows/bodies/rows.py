"""What the rows of a registry hold: nations, what bilateral channels keep, bodies and their seats."""

from datetime import date, time
from typing import Literal

import msgspec

BILATERAL = "bilateral"
"""What a body's `nation` says when every nation sits in it: a word of the file's format, not a nation."""

Role = Literal["decide", "coordinate", "watch", "read"]
ACTIVE: tuple[Role, ...] = ("decide", "coordinate", "watch")
Audience = tuple[str, ...]
"""The nations that may see a thing, in the registry's order."""


class Nation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    name_ja: str
    abbr: str
    languages: tuple[str, ...]
    zone: str
    working_hours: tuple[str, str]
    calendar: str
    quiet_hours: tuple[str, ...] = ()
    log_desk: str = ""  # the body in whose channel the checkpoints of the logs that it reads are told


class Bilateral(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What channels in which every nation sits keep: their language (the first), zone and hours."""

    name: str
    name_ja: str
    languages: tuple[str, ...]
    zone: str
    working_hours: tuple[str, str] = ("08:30", "17:00")
    quiet_hours: tuple[str, ...] = ()


class Seat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A post of a body. `nation` and `body` are filled in when the registry is read."""

    id: str
    title: str
    role: Role
    title_ja: str = ""
    holders: int = 1  # how many people may hold it at once; one of them has the watch
    nation: str = ""
    body: str = ""


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One body of the mechanism; deploy/bodies.toml says what each field means."""

    id: str
    name: str
    name_ja: str
    abbr: str
    nation: str
    system: str
    track: str
    echelon: str
    channel: str
    seats: tuple[Seat, ...]
    confidence: str
    source: str
    counterparts: tuple[str, ...] = ()
    parent: str | None = None
    members: tuple[str, ...] = ()
    no_counterpart: str | None = None
    no_counterpart_ja: str = ""
    no_requests: str | None = None
    no_requests_ja: str = ""
    may_task: tuple[str, ...] = ()  # bodies of its nation besides those below it
    zone: str | None = None
    calendar: str | None = None
    language: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    review_by: date | None = None
    official: bool = True
    note: str | None = None
    digests: tuple[time, ...] | None = None
    """When its desk is told what is open, by its own clock; None: as the rhythm says."""
    working_hours: tuple[str, str] | None = None
    quiet_hours: tuple[str, ...] | None = None
    """When its desk is not called by a mere reminder; none: never."""

    def is_valid_on(self, day: date) -> bool:
        """Whether the body stands on `day`; both ends of its validity are inclusive."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def is_dated(self) -> bool:
        return self.valid_from is not None or self.valid_to is not None
