"""The registry of an installation: its rows, and what is worked out from them. reading.py reads them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from itertools import combinations, islice

import msgspec

from workflows.bodies.rows import ACTIVE, BILATERAL, Audience, Bilateral, Body, Nation, Role, Seat
from workflows.bodies.rules import Authority, Quiet, Rhythm, Routing
from workflows.kept import kept
from workflows.situation import Category, Label
from workflows.times.hours import Hours, read_hours
from workflows.times.validity import Validity, span_of


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
    categories: Mapping[str, Category] = {}
    situation_labels: Mapping[str, Label] = {}
    name_ja: str = ""
    words_ja: Mapping[str, str] = {}
    """Its echelons and tracks in Japanese."""
    rhythm: Rhythm = Rhythm()
    quiet: Quiet = Quiet()
    parts: Mapping[str, tuple[str, ...]] = {}
    """By name, `PROCEDURE.PART`, the seats that have this part in a procedure."""

    @cached_property
    def openers(self) -> Mapping[str, Seat]:
        """The seats from which something can be opened: a nation's own that do more than read."""
        return {
            seat.id: seat for seat in self.seats.values() if seat.role in ACTIVE and not self.is_bilateral(seat.body)
        }

    @cached_property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """Bodies by their short label in small letters; one that has ended may share it with who came after."""
        found: dict[str, tuple[str, ...]] = {}
        for body in self.bodies.values():
            label = body.abbr.lower()
            found[label] = (*found.get(label, ()), body.id)
        return found

    @cached_property
    def everyone(self) -> Audience:
        """All nations: the audience of what is joint."""
        return tuple(self.nations)

    @cached_property
    def validity(self) -> Validity:
        """Of the bodies that are dated."""
        rows = (body for body in self.bodies.values() if body.is_dated)
        return Validity({row.id: span_of(row.valid_from, row.valid_to, self.zone_of(row.id)) for row in rows})

    def absent(self, now: datetime) -> frozenset[str]:
        """The bodies that are not yet, or no longer, in force at `now`."""
        return self.validity.absent(now)

    def heir(self, body: str, now: datetime) -> str | None:
        """The body that stands in the place of one that has ended: its successor, or the successor's, in force now."""
        absent, at = self.absent(now), self.bodies[body].successor
        while at in absent:
            at = self.bodies[at].successor
        return at

    def forerunner(self, body: str, now: datetime) -> str | None:
        """The body in force now which `body`, not yet in force, is to follow."""
        absent = self.absent(now)
        return next((row.id for row in self.bodies.values() if row.successor == body and row.id not in absent), None)

    def counterparts_in(self, body: str, nation: str) -> tuple[str, ...]:
        """The counterparts of `body` that are of one nation."""
        return tuple(row for row in self.bodies[body].counterparts if self.bodies[row].nation == nation)

    @kept
    def audience_of(self, body: str) -> Audience:
        """Who reads the channel of `body`: its nation, or those of its members."""
        row = self.bodies[body]
        if row.nation != BILATERAL:
            return (row.nation,)
        sitting = {self.bodies[member].nation for member in row.members}
        return tuple(nation for nation in self.nations if nation in sitting)

    def is_inside(self, body: str, readers: Audience) -> bool:
        """Whether nobody but `readers` reads the channel of `body`."""
        return set(self.audience_of(body)) <= set(readers)

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

    @kept
    def joint_calendars(self, bodies: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the calendars of several bodies, each once."""
        return tuple(dict.fromkeys(id_ for body in bodies for id_ in self.calendar_ids(body)))

    @cached_property
    def every_calendar(self) -> tuple[str, ...]:
        """The ids of every nation's calendar, each once."""
        return tuple(dict.fromkeys(nation.calendar for nation in self.nations.values()))

    @kept
    def working_hours_of(self, body: str) -> Hours:
        """When `body` works, by the clock of its zone."""
        row = self.bodies[body]
        return read_hours(row.working_hours or self._home(row).working_hours)

    @kept
    def quiet_hours_of(self, body: str) -> Hours | None:
        """When its desk is not called by mere reminders: as it says itself; else, where it keeps no watch, its nation.

        By the clock of its zone; None: it always may be called.
        """
        row = self.bodies[body]
        watched = any(seat.role == "watch" for seat in row.seats)
        home = () if watched else self._home(row).quiet_hours
        words = home if row.quiet_hours is None else row.quiet_hours
        return read_hours(words) if words else None

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
        return tuple(above for above in upward if self.is_inside(above, readers))

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
    def oprs_of(self, seat: str) -> tuple[Seat, ...]:
        """Who answers for a seat: those of its side who decide at its body, and at the nearest above that has any."""
        row = self.seats[seat]
        found = tuple(other for other in self.seats_at(row.body, "decide", nation=row.nation) if other != row)
        for body in islice(self.upward(row.body), 1, None):
            if seats := self.seats_at(body, "decide", nation=row.nation):
                return (*found, *seats)
        return found

    def seats_of_part(self, name: str) -> tuple[Seat, ...]:
        """The seats that have a part in a procedure; none where this mechanism does not have it."""
        return tuple(self.seats[seat] for seat in self.parts.get(name, ()))

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

    @kept
    def logs_read_by(self, audience: Audience) -> tuple[str, ...]:
        """Logs that every nation of `audience` reads, the narrowest first: its own, and each that it shares."""
        others = tuple(nation for nation in self.nations if nation not in audience)
        wider = (more for size in range(len(others) + 1) for more in combinations(others, size))
        return tuple(self.log_name((*audience, *more)) for more in wider)

    def _home(self, row: Body) -> Nation | Bilateral:
        return self.bilateral if row.nation == BILATERAL else self.nations[row.nation]
