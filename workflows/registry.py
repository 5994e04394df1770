"""The registry of an installation: nations, bodies, seats, who may set what. The rows; registry_reading reads them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, Literal, TypeVar, cast

import msgspec

BILATERAL = "bilateral"
"""What a body's `nation` says when every nation sits in it: a word of the file's format, not a nation."""

Role = Literal["decide", "coordinate", "watch", "read"]
ACTIVE: tuple[Role, ...] = ("decide", "coordinate", "watch")
Audience = tuple[str, ...]
"""The nations that may see a thing, in the registry's order."""


F = TypeVar("F", bound=Callable[..., Any])


def kept(question: F) -> F:
    """Keep the answers of a function of a registry, which never changes, and of words that it names."""
    return cast(F, lru_cache(maxsize=4096)(question))


class Nation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    name_ja: str
    abbr: str
    languages: tuple[str, ...]
    zone: str
    working_hours: tuple[str, str]
    calendar: str


class Bilateral(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What channels in which every nation sits keep: their language (the first) and zone."""

    name: str
    name_ja: str
    languages: tuple[str, ...]
    zone: str


class Seat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A post of a body. `nation` and `body` are filled in when the registry is read."""

    id: str
    title: str
    role: Role
    title_ja: str = ""
    holders: int = 1
    """How many people may hold it at once; one of them has the watch."""
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
    zone: str | None = None
    calendar: str | None = None
    language: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    review_by: date | None = None
    official: bool = True
    note: str | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether the body stands on `day`; both ends of its validity are inclusive."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Routing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    owner: dict[str, str]
    combined: str


class Disclosure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`seat` decides on release for `under` and every body below it, unless a nearer row says otherwise."""

    seat: str
    under: str


class Authority(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nation: str
    mode: str
    disclosure: tuple[Disclosure, ...]


class Registry(msgspec.Struct, frozen=True, dict=True, eq=False):
    """All rows. It never changes while it is loaded, so what is worked out from it is kept; two are never equal."""

    name: str
    version: str
    echelons: tuple[str, ...]
    nations: dict[str, Nation]
    bilateral: Bilateral
    bodies: dict[str, Body]
    seats: dict[str, Seat]
    routing: Routing
    authorities: dict[str, Authority]

    @cached_property
    def openers(self) -> Mapping[str, Seat]:
        """The seats from which something can be opened: a nation's own that do more than read."""
        return {
            seat.id: seat for seat in self.seats.values() if seat.role in ACTIVE and not self.is_bilateral(seat.body)
        }

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Bodies by their short label in small letters."""
        return {body.abbr.lower(): body.id for body in self.bodies.values()}

    @cached_property
    def everyone(self) -> Audience:
        """All nations: the audience of what is joint."""
        return tuple(self.nations)

    def audience_of(self, body: str) -> Audience:
        """Who reads the channel of `body`."""
        nation = self.bodies[body].nation
        return self.everyone if nation == BILATERAL else (nation,)

    def is_bilateral(self, body: str) -> bool:
        return self.bodies[body].nation == BILATERAL

    def zone_of(self, body: str) -> str:
        """IANA name of the zone in which `body` works."""
        row = self.bodies[body]
        return row.zone or self._home(row).zone

    def language_of(self, body: str) -> str:
        row = self.bodies[body]
        return row.language or self._home(row).languages[0]

    def calendar_ids(self, body: str) -> tuple[str, ...]:
        """The calendars whose working days count for `body`: its own, or every nation's at a bilateral one."""
        row = self.bodies[body]
        if row.calendar:
            return (row.calendar,)
        return tuple(self.nations[nation].calendar for nation in self.audience_of(body))

    def upward(self, body: str) -> Iterator[str]:
        """`body`, its parent, and so on to a root."""
        at: str | None = body
        while at is not None:
            yield at
            at = self.bodies[at].parent

    @kept
    def above(self, body: str, readers: Audience) -> tuple[str, ...]:
        """The bodies over `body`, nearest first, whose channels nobody but `readers` reads."""
        upward = islice(self.upward(body), 1, None)
        return tuple(above for above in upward if set(self.audience_of(above)) <= set(readers))

    def depth(self, body: str) -> int:
        """Place on the ladder of echelons: 0 is the highest."""
        return self.echelons.index(self.bodies[body].echelon)

    @kept
    def seats_at(self, body: str, *roles: Role, nation: str | None = None) -> tuple[Seat, ...]:
        """Seats of `body` with one of `roles` (any, if none is given), of one nation where it is named."""
        return tuple(
            seat
            for seat in self.bodies[body].seats
            if (not roles or seat.role in roles) and nation in (None, seat.nation)
        )

    @kept
    def watch_of(self, body: str, nation: str | None = None) -> tuple[Seat, ...]:
        """Who stands watch: the watch seats, else those that coordinate, else those that decide (DOMAIN 6.1)."""
        for role in ("watch", "coordinate", "decide"):
            if seats := self.seats_at(body, role, nation=nation):
                return seats
        return ()

    @kept
    def deciders_of(self, body: str) -> tuple[Seat, ...]:
        """Each nation's decide seats there, else at the nearest body above that has one of that nation (DOMAIN 6.1)."""
        found: list[Seat] = []
        for nation in self.nations:
            seats = (self.seats_at(above, "decide", nation=nation) for above in self.upward(body))
            found.extend(next(filter(None, seats), ()))
        return tuple(found)

    @kept
    def disclosure_seat(self, body: str) -> Seat | None:
        """The seat that may release what `body` wrote: the nearest row on the way up."""
        row = self.bodies[body]
        authority = self.authorities.get(row.nation)
        rows = {row.under: row.seat for row in authority.disclosure} if authority else {}
        for above in self.upward(body):
            if above in rows:
                return self.seats[rows[above]]
        return None

    @kept
    def log_name(self, audience: Audience) -> str:
        """The log that this audience reads: its nations joined by plus signs, in the registry's order."""
        return "+".join(nation for nation in self.nations if nation in audience)

    def logs_read_by(self, audience: Audience) -> tuple[str, ...]:
        """Logs that every nation of `audience` reads: a single one reads its own and the joint one."""
        joint = self.log_name(self.everyone)
        return (joint,) if len(audience) > 1 else (self.log_name(audience), joint)

    def _home(self, row: Body) -> Nation | Bilateral:
        return self.bilateral if row.nation == BILATERAL else self.nations[row.nation]
