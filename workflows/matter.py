"""What a matter holds: everything that goes through a procedure, as it stands. Times are aware UTC."""

from datetime import datetime
from typing import Any

import msgspec

from workflows.bodies.rows import Audience

SEPARATOR = "/"
"""Between the parts of a stage's path. Ids may hold dashes and underscores, which `transitions` takes by default."""
ROUNDS = "rounds"
"""Among a matter's facts: how often something was put up to be answered that is no text of its own, as a product."""


class Actor(msgspec.Struct, frozen=True, order=True):
    """A person: Slack team id and user id."""

    team: str
    user: str


class Text(msgspec.Struct, frozen=True):
    """One version of the text that is asked about; `seat` proposed it."""

    title: str
    detail: str
    seat: str
    at: datetime
    nation: str = ""
    """The nation of that seat; empty where it is the asking one."""


class Condition(msgspec.Struct, frozen=True):
    """A condition of one nation's concurrence; `accepted_by` has, by nation, the seats that accepted it."""

    text: str
    accepted_by: dict[str, str] = {}


class Answer(msgspec.Struct, frozen=True):
    """One OPR's (or OCR's) answer on one version of the text."""

    kind: str
    """concurred, conditions, non-concurred or not-ours: the track's position that it leads to."""
    seat: str
    at: datetime
    version: int
    authority: str = ""
    rationale: str = ""
    conditions: tuple[Condition, ...] = ()
    reason: str = ""
    """Said to the other side, with a non-concurrence."""


class Decision(msgspec.Struct, frozen=True):
    """One nation's decision (DOMAIN 10): what its own record holds; `kind` and `conditions` become joint."""

    kind: str
    """approved, conditions, deferred or disapproved: the track's position."""
    seat: str
    at: datetime
    situation: str
    considered: str
    rejected: str
    rationale: str
    dissent: str
    authority: str
    conditions: str = ""


class Track(msgspec.Struct, frozen=True):
    """One nation's side of a joint matter."""

    lead: str
    """The lead body, which is the OPR."""
    since: datetime
    """When it last became this side's move."""
    ocrs: tuple[str, ...] = ()
    answer: Answer | None = None
    ocr_answers: dict[str, Answer] = {}
    decision: Decision | None = None


class Mark(msgspec.Struct, frozen=True):
    """Who may read a field, as decided by hand: of these `words`, or where None of whatever is written there."""

    readers: Audience
    words: tuple[str, ...] | None = None


class OnIt(msgspec.Struct, frozen=True):
    """Somebody said in their nation that they work on it, until when; or, without that, that they have seen it."""

    actor: Actor
    body: str
    nation: str
    at: datetime
    until: datetime | None


class Reckoning(msgspec.Struct, frozen=True):
    """How a suspense in working time was counted: so many from `since`, by zone and hours of `body`."""

    unit: str
    """days or hours."""
    count: int
    since: datetime
    body: str
    bodies: tuple[str, ...] = ()
    """Whose calendars counted; none: every nation's."""


class Matter(msgspec.Struct, frozen=True):
    """A coordination request, tasking, …: one row of state, and what a decision reads and returns."""

    id: str
    """Random; the only id of it that leaves the process beside the serials."""
    procedure: str
    stage: tuple[str, ...]
    """Paths such as ("staffing/us/awaiting", "staffing/jp/concurred"): one for each nation where tracks run."""
    nation: str
    asker: str
    """The body that asks."""
    owner: str
    """The bilateral body that owns it."""
    to: tuple[str, ...]
    info: tuple[str, ...]
    audience: Audience
    """The nations that may know of it."""
    urgency: str
    mode: str
    opened_at: datetime
    """From here its span is reckoned. Once released, its release: how long it lay inside is the asker's own."""
    entered_at: datetime
    """When the present stage was entered."""
    due_at: datetime
    texts: tuple[Text, ...]
    """Versions in order; the last is what is asked now."""
    tracks: dict[str, Track]
    stage_due: datetime | None = None
    """When the present stage is due, where it has a suspense of its own and no share of the whole span."""
    by: datetime | None = None
    """When the asker said it was due; None where that follows from the urgency."""
    reckoned: Reckoning | None = None
    """How `due_at` came about, where it was counted in working time."""
    draft: Text | None = None
    """A new text of a matter that was already joint, waiting for release: the asking nation's alone until then."""
    serials: dict[str, str] = {}
    """By log: what each audience calls it."""
    mode_proposed: str | None = None
    mode_agreed: tuple[str, ...] = ()
    """Nations whose mode seat has agreed to what is proposed."""
    outcome: str | None = None
    missing: str = ""
    """What a return said is missing, or why it was withdrawn."""
    marks: dict[str, dict[str, Mark]] = {}
    """By nation and field of workflows.release: audiences that were changed by hand."""
    on_it: dict[str, OnIt] = {}
    """By seat, who works on it: each row its nation's alone."""
    escalated: tuple[str, ...] = ()
    """Bodies that got the card because a suspense passed or it was passed up."""
    raised: int = 0
    """How many echelons all its sides have been taken up, as all of them know."""
    parent: str = ""
    """The random id of the matter that it was begun under."""
    operations: tuple[str, ...] = ()
    """The random ids of operations to which somebody has linked it."""
    told_late: datetime | None = None
    """The suspense of which those that wait for it were told that it has passed."""
    subject: str = ""
    """What it is about, where only one of its procedure may be open for it at a time: a seat."""
    facts: dict[str, Any] = {}
    """What its procedure keeps beside, by name: plain JSON values. All who know of the matter may read them."""
    kept: dict[str, dict[str, Any]] = {}
    """The like by nation, for that nation alone: what has not been released."""

    @property
    def stage_id(self) -> str:
        """The stage without tracks."""
        return self.stage[0].split(SEPARATOR, 1)[0]

    @property
    def place(self) -> tuple[str, str]:
        """That stage, and the procedure whose it is."""
        return self.stage_id, self.procedure

    @property
    def text(self) -> Text:
        return self.texts[-1]

    @property
    def version(self) -> int:
        """Number of the present text, counted from 1."""
        return len(self.texts)

    @property
    def reading(self) -> int:
        """Counts whatever is put up to be answered: texts, and what the procedure has put up on these. No draft."""
        return self.version + int(self.facts.get(ROUNDS, 0))

    def put_up(self) -> "Matter":
        """The matter with one more thing put up on the same text: who answers has to have read this one."""
        return self.with_facts(**{ROUNDS: self.facts.get(ROUNDS, 0) + 1})

    def position(self, nation: str) -> str | None:
        """Where this nation's track stands; None where the stage has no tracks."""
        for path in self.stage:
            parts = path.split(SEPARATOR)
            if len(parts) == 3 and parts[1] == nation:  # noqa: PLR2004  stage/nation/position
                return parts[2]
        return None

    def with_facts(self, **facts: Any) -> "Matter":
        """The matter with some of its procedure's facts added or replaced."""
        return msgspec.structs.replace(self, facts={**self.facts, **facts})

    def with_kept(self, nation: str, **facts: Any) -> "Matter":
        """The like for what is that nation's alone."""
        return msgspec.structs.replace(self, kept={**self.kept, nation: {**self.kept.get(nation, {}), **facts}})

    def with_track(self, nation: str, **changes: object) -> "Matter":
        """The matter with some fields of one nation's track replaced."""
        track = msgspec.structs.replace(self.tracks[nation], **changes)
        return msgspec.structs.replace(self, tracks={**self.tracks, nation: track})
