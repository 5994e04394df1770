"""What a decision looks at and what comes of it: the World in, Accepted or Refused out, and the facts these carry."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.entries import Recorded
from workflows.matter import Actor, Matter
from workflows.needs import Net
from workflows.procedure import Procedure
from workflows.rhythm import Attendance, Event
from workflows.roster import Change, Roster
from workflows.situation import Setting, Situation
from workflows.times.calendars import Calendar

Params = Mapping[str, Any]


class World(msgspec.Struct, frozen=True):
    """What was read and locked in this transaction."""

    registry: Registry
    nation: str | None
    """The actor's nation, None where no administrator has said one."""
    administrators: Mapping[str, tuple[Actor, ...]]
    """By nation, from the settings."""
    holders: Roster
    calendars: Mapping[str, Calendar]
    situation: Situation = Situation()
    matter_id: str = ""
    """A fresh random id, should this command open a matter."""
    more_ids: tuple[str, ...] = ()
    """Further ones, where it may open several: one for each seat that the person has whom it strikes off."""
    linked: Matter | None = None
    """The other matter that the command names."""
    relatives: Mapping[str, Matter] = {}
    """By id the matters under which those were begun that this is about."""
    children: tuple[Matter, ...] = ()
    """What was begun under the matter and is open, for a move that counts these."""
    net: Net = Net()
    """Operations that the matter is, or belongs to, with their matters."""
    own: tuple["Reminder", ...] = ()
    """The reminders that the actor asked for and that pend, for a verb that is about them."""
    open: tuple[tuple[Matter, Procedure], ...] = ()
    """What is open and may be known to the actor's nation, for a move that surveys it."""
    admitted: Mapping[Actor, str] = {}
    """Nations of the people that the command is about (workflows.standing.people)."""
    accounts: Mapping[Actor, str] = {}
    """What kind of Slack account they have (workflows.membership), as far as that is known."""
    allow_cui: bool = False
    """Whether this installation may carry CUI: it is not ours to judge."""
    desks: Collection[str] = ()
    """The bodies that have a channel, for what is told to a desk by the clock alone."""
    rhythm: Mapping[str, Event] = {}
    """Events that recur, by id."""
    entry: Recorded | None = None
    """The entry of a log that the command names."""
    ordered: Mapping[str, str] = {}
    """By nation, the seats that have ordered before that its content be purged."""
    channels: Mapping[str, str] = {}
    """By Slack's id, the body of each channel that a link in the command or its matter leads to; "" for nobody's."""

    @property
    def joint_calendars(self) -> tuple[Calendar, ...]:
        """Every nation's calendar."""
        return tuple(map(self.calendars.__getitem__, self.registry.every_calendar))

    def calendars_at(self, bodies: Iterable[str]) -> tuple[Calendar, ...]:
        """The calendars of a joint step of these bodies: a day counts where it is a working day in all (DOMAIN 8)."""
        return tuple(map(self.calendars.__getitem__, self.registry.joint_calendars(tuple(bodies))))

    def seats_of(self, actor: Actor) -> tuple[str, ...]:
        return self.holders.seats_of(actor)


class Said(msgspec.Struct, frozen=True):
    """An answer to one person: a code with its facts; the words are drawn in bot/."""

    code: str
    params: Params = {}


class Entry(msgspec.Struct, frozen=True):
    """One line of record for the log of `audience`. `content` is hashed apart, so that a hash tells nothing."""

    audience: Audience
    act: str
    content: Mapping[str, Any]
    seat: str | None = None
    stage: tuple[str, ...] | None = None
    """The stage that it leads to, in that log's view; None where it moves no matter."""
    time: datetime | None = None
    names: tuple[str, int] | None = None
    """The log and the number of the entry that this one corrects or adds to."""
    serial: str | None = None
    """What its readers call the matter that it is about, where it moves none."""


class Notice(msgspec.Struct, frozen=True):
    """What to tell one desk: a kind with facts, never Block Kit. `to` makes it for that person's eyes alone."""

    kind: str
    desk: str | None
    facts: Params = {}
    to: Actor | None = None
    about: str = ""
    """The id of the matter, where it is another one than that of the command."""


class Reminder(msgspec.Struct, frozen=True):
    """A row that the sweep fires at `due_at`: `rule` of the procedure, for `body`, whose move it was."""

    rule: str
    body: str
    due_at: datetime
    facts: Params = {}
    owner: Actor | None = None
    """Whose own it is, where a person asked for it for themselves."""
    number: int | None = None
    """What its owner calls it while it pends."""
    waited_from: datetime | None = None
    """When it was due at first, where it was put off since."""


class Snooze(msgspec.Struct, frozen=True):
    """A person is not called by reminders of a matter until then."""

    actor: Actor
    matter_id: str
    until: datetime


class PurgeOrder(msgspec.Struct, frozen=True):
    """A nation has ordered that the content of an entry be emptied. `is_last`: all that read it have by now."""

    log: str
    seq: int
    nation: str
    seat: str
    is_last: bool


class Accepted(msgspec.Struct, frozen=True):
    """Everything that follows, as facts.

    `reminders` is all that its matter should be chased by: those that pend and are still among them stay, others are
    dropped, and of the rest those whose time is still to come are set. None leaves what pends. Without a matter they
    are a person's own and are added.
    """

    said: Said
    matter: Matter | None = None
    entries: tuple[Entry, ...] = ()
    notices: tuple[Notice, ...] = ()
    reminders: tuple[Reminder, ...] | None = None
    seated: tuple[Change, ...] = ()
    """Places of seats that are now held by somebody else, or by nobody."""
    admitted: tuple[tuple[Actor, str], ...] = ()
    """People who now have a nation."""
    dismissed: tuple[Actor, ...] = ()
    """People who now have no nation."""
    cancelled: tuple[tuple[Actor, int], ...] = ()
    """People's own reminders that are no longer wanted, by owner and number."""
    snoozed: tuple[Snooze, ...] = ()
    attending: tuple[Attendance, ...] = ()
    """What seats now say of being at an event."""
    also: tuple["Accepted", ...] = ()
    """What follows for other matters, one each, in the same transaction."""
    settings: tuple[Setting, ...] = ()
    """What was now said of the phase or the category."""
    ordered: tuple[PurgeOrder, ...] = ()


SEAT_FIELD = "as"
"""What a typed line calls the seat from which one acts."""
UNMARKED = "unmarked"
"""The field in which a person says that a word only looks like a classified marking."""


class Refused(msgspec.Struct, frozen=True):
    """An answer with a reason; the matter stays as it is. `field` names the input it is about, for a modal."""

    code: str
    params: Params = {}
    field: str | None = None
    entries: tuple[Entry, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def said(self) -> Said:
        return Said(self.code, self.params)

    @property
    def asks_for_words(self) -> bool:
        """Whether a form could give what is wanting. It has no field for the seat: of that one is asked before it."""
        return "faults" in self.params or self.field not in (None, SEAT_FIELD)
