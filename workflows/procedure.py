"""The rows a procedure is made of. A procedure is one file in workflows/catalogue/; here is what its tables hold."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.fields import Given, Shown
from workflows.who import Part, Whoever

if TYPE_CHECKING:  # the engine knows these rows; they only name the types it hands to an effect
    from workflows.act import Act, Effect
    from workflows.matter import Actor, Matter
    from workflows.vocabulary import Refused


class Stage(msgspec.Struct, frozen=True):
    """One position. With `tracks` it is parallel: each nation stands at one of these, at first the first.

    `mover` says whose move it is (of each nation, while its track is in `waiting`); `share` is the part of the
    request's span by which this stage is due, None where nothing is.
    """

    id: str
    tracks: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    mover: Whoever | None = None
    share: Fraction | None = None
    releaser: Whoever | None = None
    """Whose move it is while an answer is kept inside one nation until it is released: for others nothing moves."""
    end: bool = False
    reopens: bool = False
    """Whether an end may be left again."""
    listed: str = ""
    """The verb that lists, over all matters, what stands here."""


class Edge(msgspec.Struct, frozen=True, omit_defaults=True):
    """The whole matter goes from one of `sources` to `target`."""

    trigger: str
    sources: tuple[str, ...]
    target: str
    restarts: bool = False
    """Whether a matter that stood at `target` already begins a new round there, with every clock anew."""


class Step(msgspec.Struct, frozen=True):
    """One nation's track of `stage` goes from one of `sources` to `target`; the trigger is `<trigger>:<nation>`."""

    trigger: str
    stage: str
    sources: tuple[str, ...]
    target: str


class Move(msgspec.Struct, frozen=True):
    """A verb at some stages: who may, what must be given, what follows. `button` is its style, None for the menu.

    `again`: a side whose track has moved on may make it anew; its card then offers it in the menu.
    """

    verb: str
    stages: tuple[str, ...]
    who: tuple[Whoever, ...]
    effect: "Callable[[Act], Effect | Refused]"
    given: tuple[Given, ...] = ()
    button: Literal["default", "primary", "danger"] | None = None
    again: bool = False
    person: "Callable[[Matter, Actor], bool] | None" = None
    """Whose it is by the person and not by a seat held: it is made in the seat that the matter is about."""
    fitting: "Callable[[Registry, str, frozenset[str]], tuple[str, ...]] | None" = None
    """Of a move that begins a matter: the bodies to which one may put it, the likeliest first, none of those absent.
    None named: those to which one may put a request (`addressable`)."""
    useful: "Callable[[Matter, Sequence[Seat], Registry], bool] | None" = None
    """Whether these seats of a desk have something to do with it: else it has no button there; typed it is refused."""
    surveys: bool = False
    """Whether it looks at what is open: the world then has all open matters that the person's nation may know."""
    counts_children: bool = False
    """Whether it asks what is still open under the matter."""
    beside: bool = False
    """Whether it does not take the matter on: no nation has moved by it, however late it comes."""
    categories: tuple[str, ...] = ()
    """Situation categories, by their ids in the registry, of which one must be in force; none named: whichever is."""


class Join(msgspec.Struct, frozen=True):
    """What follows by itself once `when` holds at `stage`: the parallel tracks meeting."""

    stage: str
    when: "Callable[[Matter, Registry], bool]"
    effect: "Callable[[Act, Matter], Effect]"


class ReminderRule(msgspec.Struct, frozen=True):
    """When a suspense is chased: at `share` of the span from entering the stage to its due time.

    `levels` above zero goes to that ancestor of the body whose move it is (an escalation); `unwatched` rules fire at
    once, where nobody holds the watch.
    """

    id: str
    share: Fraction
    levels: int = 0
    unwatched: bool = False
    before: int | None = None
    """Minutes before the suspense itself, where it goes by these and not by a share: in quiet hours too, for after them
    it is of no use. A shorter span has no such reminder."""
    only: tuple[str, ...] = ()
    """Stages at which it holds; none named: at all."""
    opr: bool = False
    """Whether it calls those who answer for the seat that the matter is about."""
    does: "Callable[[Act], Effect] | None" = None
    """What time itself brings about, as was said beforehand, such as the end of acting; else it only tells."""
    listed: str = ""
    """Under what name a watch that is handed over tells beforehand of what then ends: workflows/brief.py."""


class Procedure(msgspec.Struct, frozen=True, dict=True, eq=False):
    """One procedure's tables. What they say of a stage is looked up once and kept; one is like no other but itself."""

    id: str
    kind: str
    """Short label in serials: CR, TK, RFI, MSG."""
    stages: tuple[Stage, ...]
    edges: tuple[Edge, ...]
    steps: tuple[Step, ...]
    opening: Move
    moves: tuple[Move, ...]
    joins: tuple[Join, ...]
    reminders: tuple[ReminderRule, ...]
    addressees: "Callable[[Matter, Registry], tuple[Any, ...]]"
    subject: str = ""
    """The field that names what it is about, where only one may be open for it at a time."""
    body_ended: str = ""
    """The trigger that ends one about a seat whose body is no more, from wherever it stands."""
    also_opens: tuple[Move, ...] = ()
    """Other verbs than the opening's that begin a matter."""
    card: tuple[Shown, ...] = ()
    children: tuple[str, ...] = ()
    """The verbs that can begin something under one that is open."""
    by_category: tuple[str, ...] = ()
    """Names, `PROCEDURE.THING`, of what a situation category may bar or open."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts that the registry has to fill."""
        moves = (self.opening, *self.also_opens, *self.moves)
        whoever = [*(row for move in moves for row in move.who), *(stage.mover for stage in self.stages)]
        return tuple(dict.fromkeys(row.name for row in whoever if isinstance(row, Part)))

    def stage(self, stage_id: str) -> Stage:
        return self._by_id[stage_id]

    def move(self, verb: str, stage_id: str) -> Move | None:
        """The row for `verb` at a stage, None where the verb doesn't apply there."""
        return next((row for row in self.moves if row.verb == verb and stage_id in row.stages), None)

    def moves_at(self, stage_id: str) -> tuple[Move, ...]:
        return tuple(row for row in self.moves if stage_id in row.stages)

    def joins_at(self, stage_id: str) -> tuple[Join, ...]:
        return self._joins[stage_id]

    def reminders_at(self, stage_id: str) -> tuple[ReminderRule, ...]:
        """The rules that hold at a stage."""
        return self._reminders[stage_id]

    @cached_property
    def restarting(self) -> frozenset[tuple[str, str]]:
        """Triggers that start every clock anew, each with the stage at which it does so though none is left."""
        return frozenset((row.trigger, row.target) for row in self.edges if row.restarts)

    @cached_property
    def _by_id(self) -> dict[str, Stage]:
        return {stage.id: stage for stage in self.stages}

    @cached_property
    def _joins(self) -> dict[str, tuple[Join, ...]]:
        return {at: tuple(row for row in self.joins if row.stage == at) for at in self._by_id}

    @cached_property
    def _reminders(self) -> dict[str, tuple[ReminderRule, ...]]:
        return {at: tuple(row for row in self.reminders if not row.only or at in row.only) for at in self._by_id}
