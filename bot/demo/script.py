"""The demo accounts' part: a plain table of what a seat types when a request waits for it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import msgspec

from bot.demo.cast import Cast
from bot.typed import quote
from state import reading
from state.house import House
from workflows.answers import open_conditions
from workflows.catalogue import procedures
from workflows.matter import Matter
from workflows.named_seats import seats_for
from workflows.procedure import Who
from workflows.registry import Seat
from workflows.view import serial_for

RATIONALE = "Within means at hand, says the staff of {nation}"
"""A nation's own words, which never cross: a reader of the other nation must not find them."""
GROUNDS = f"authority:{quote('Standing procedures')} rationale:{quote(RATIONALE)}"
RECORD = " ".join(
    f"{name}:{quote(text)}"
    for name, text in {
        "situation": "As on the card; nothing further known",
        "considered": "Do as asked; do it later; do nothing",
        "rejected": "Later: the need is now. Nothing: the need is real",
        "rationale": "Both staffs concur",
        "dissent": "none stated",
        "authority": "Seat at the owning body",
    }.items()
)


class Line(msgspec.Struct, frozen=True):
    """At `stage`, one of `who` types `verb`, the serial, and `rest` with `{nation}` filled in."""

    stage: str
    who: Who
    verb: str
    rest: str = ""
    when: Callable[[Matter, str], bool] = lambda _matter, _nation: True


def _waits(matter: Matter, nation: str) -> bool:
    """Whether this nation's track has yet to move."""
    return matter.position(nation) in procedures()[matter.procedure].stage(matter.stage_id).waiting


SCRIPT = (
    Line("release-check", Who.DISCLOSURE, "disclose"),
    Line("received", Who.LEAD_WATCH, "ack", when=_waits),
    Line("staffing", Who.LEAD_DECIDE, "concur", GROUNDS, _waits),
    Line("combined", Who.CO_LEADS, "concur", GROUNDS, _waits),
    Line("reconciling", Who.LEAD_DECIDE, "accept", when=lambda matter, nation: bool(open_conditions(matter, nation))),
    Line("deciding", Who.OWNER_DECIDE, "decide", f"approve {RECORD}", _waits),
    Line(
        "decided",
        Who.LEAD_STAFF,
        "implement",
        when=lambda matter, _nation: matter.outcome in ("approved", "conditions"),
    ),
    Line(
        "decided", Who.LEAD_STAFF, "close", when=lambda matter, _nation: matter.outcome in ("disapproved", "deferred")
    ),
    Line("implementing", Who.LEAD_STAFF, "close", when=_waits),
)
MODE = Line("", Who.MODE, "mode", "integration")


class Cue(msgspec.Struct, frozen=True):
    """A seat's turn: the line it types, in the channel of its body, once `after` has come."""

    seat: Seat
    text: str
    after: datetime


def cues(house: House, cast: Cast, wait: timedelta, *, everybody: bool = False) -> Iterator[Cue]:
    """The turns that the script has now. Seats that a person plays are left to them, unless it plays `everybody`."""
    with house.database.reading() as connection:
        matters = reading.open_matters(connection, ())
    for matter in matters:
        cue = next(_cues_for(matter, house, cast, wait, everybody=everybody), None)
        if cue is not None:
            yield cue


def _cues_for(matter: Matter, house: House, cast: Cast, wait: timedelta, *, everybody: bool) -> Iterator[Cue]:
    lines = [line for line in SCRIPT if line.stage == matter.stage_id]
    if matter.mode_proposed and len(matter.audience) > 1:
        lines.insert(0, MODE)
    for line in lines:
        for seat in seats_for((line.who,), matter, procedures()[matter.procedure], house.registry):
            agreed = line is MODE and seat.nation in matter.mode_agreed
            if agreed or not line.when(matter, seat.nation) or (cast.is_played(seat.id) and not everybody):
                continue
            serial = serial_for(matter, house.registry, (seat.nation,))
            yield Cue(
                seat, f"{line.verb} {serial} {line.rest.format(nation=seat.nation)}".strip(), matter.entered_at + wait
            )
