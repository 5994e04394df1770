"""One act under way: what an effect is given, and what it gives back to the engine."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.command import Command
from workflows.matter import Matter
from workflows.roster import Change
from workflows.situation import Setting
from workflows.vocabulary import Notice, Params, Refused, Said, World


class Act(msgspec.Struct, frozen=True):
    """A command whose seat is settled and whose words are read: `given` has values of the kinds that the rows name."""

    command: Command
    world: World
    now: datetime
    seat: Seat
    given: Mapping[str, Any]
    matter: Matter | None = None
    parent: Matter | None = None
    """What a new matter is begun under."""
    decided: datetime | None = None
    """When it was decided, of what is put on record as a decision (workflows.effects.on_record)."""

    @property
    def registry(self) -> Registry:
        return self.world.registry

    @property
    def nation(self) -> str:
        """The nation for which the seat speaks."""
        return self.seat.nation

    @property
    def about(self) -> Matter:
        """The matter, for effects that have one."""
        if self.matter is None:
            msg = f"{self.command.verb} has no matter"
            raise TypeError(msg)
        return self.matter


def not_now(matter: Matter, verb: str) -> Refused:
    """The verb doesn't apply as things stand; what is so instead."""
    facts = {"verb": verb, "place": matter.place, "since": matter.entered_at, "outcome": matter.outcome}
    return Refused("not-now", facts)


def text_changed(act: Act, draft: int = 0) -> Refused | None:
    """Refused where the person had something else before them than what is to be answered now.

    `draft` is 1 where that is a text which waits for its release.
    """
    seen, matter = act.command.seen, act.about
    if seen in (None, matter.reading + draft):
        return None
    if matter.reading > matter.version:
        return Refused("put-up-anew", {"place": matter.place, "since": matter.entered_at})
    return Refused("text-changed", {"seen": seen, "version": matter.version + draft})


def said_already(act: Act) -> Refused:
    """The acting nation has given this very answer, and nothing has come since to which it could be another."""
    return Refused("said-already", {"place": act.about.place, "since": act.about.entered_at})


class Record(msgspec.Struct, frozen=True):
    """What an act leaves in the logs.

    `own` goes to the log of the acting seat's nation, `joint` to that of the matter's audience. Where both are the
    same log they are one entry. A derived record (`seat` None) has no `own`.
    """

    act: str
    own: Params | None = None
    joint: Params | None = None
    seat: str | None = None
    at: datetime | None = None
    """When it was so, where that was not just now: the phase and the category of that time stand beside it."""


class Effect(msgspec.Struct, frozen=True):
    """What an act does: the matter with its data changed, the triggers to fire in order, what to record and to say."""

    matter: Matter
    triggers: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    said: Said | None = None
    seated: tuple[Change, ...] = ()
    """Places of seats that change hands by it."""
    begins: tuple[Command, ...] = ()
    """What the acting person begins by it: each opens a matter under this one, or none of all this happens."""
    stage_due: datetime | None = None
    """When the stage that it leads to is due, where that is no share of the whole span."""
    notices: tuple[Notice, ...] = ()
    """What it tells beside what follows from the matter itself."""
    settings: tuple[Setting, ...] = ()
    """What it says of the phase or the category."""


Outcome = Effect | Refused
