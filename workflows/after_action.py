"""After-action figures, reckoned from the entries that a reader may read: how long what took, where it waited.

Of a nation whose own log the reader does not read, only what stands in a shared one counts: its answers show no time of
their own there, its decisions do.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import msgspec

from workflows.bodies.registry import Registry
from workflows.catalogue import beside, procedure_of, procedures
from workflows.effects.releasing import SPILL
from workflows.given.fields import MODES
from workflows.logs.correcting import ADD, AMEND
from workflows.logs.purging import ORDER, PURGE
from workflows.standing.people import ENTERED

ESCALATION, OUTCOME, OPENING = "escalation", "outcome", frozenset({"disclose", "open"})
HANDED = frozenset({"ack", "notours", "escalate", "redirect", "reroute", "relieve", "move-body", "escalation"})
"""Acts by which another body has it next."""
ABOUT = frozenset({AMEND, ADD, PURGE, ORDER, ENTERED, SPILL})
"""Acts by no verb of a matter's own that do not take it on, as those of its verbs don't that are `beside`."""


class Step(msgspec.Struct, frozen=True):
    """One entry about a matter. `stage` is where it stands after it in that log's view, None where it does not move."""

    time: datetime
    log: str
    seq: int
    act: str
    serial: str
    seat: str | None
    stage: str | None
    content: Mapping[str, Any]


class Span(msgspec.Struct, frozen=True):
    """A time at one stage; what lasts still is counted until `ended` all the same."""

    stage: str
    begun: datetime
    ended: datetime

    @property
    def took(self) -> timedelta:
        return self.ended - self.begun


class Side(msgspec.Struct, frozen=True):
    """How long a nation took at a stage, from its beginning to the nation's last move there."""

    nation: str
    stage: str
    took: timedelta


class Course(msgspec.Struct, frozen=True):
    """What became of one matter."""

    serial: str
    title: str
    mode: str
    opened: datetime
    decided: datetime | None
    outcome: str
    due: datetime | None
    spans: tuple[Span, ...]
    sides: tuple[Side, ...]
    overdue: int
    """How often it went up because a suspense had passed."""
    handed: int
    """How often it went on to another body."""

    @property
    def to_decision(self) -> timedelta | None:
        """From opening to joint decision."""
        return self.decided - self.opened if self.decided else None

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.decided is not None and self.decided > self.due

    @property
    def waited(self) -> str:
        """The stage at which it stood longest, until the decision where there is one."""
        until = self.decided
        spans = [span for span in self.spans if until is None or span.begun < until]
        times: Counter[str] = Counter()
        for span in spans:
            times[span.stage] += int(span.took.total_seconds() * 1000)
        return max(times, key=lambda stage: times[stage]) if times else ""


class Summary(msgspec.Struct, frozen=True):
    """All matters of one mode."""

    mode: str
    count: int
    decided: int
    to_decision: timedelta | None
    """The median of those that were decided."""
    stages: Mapping[str, timedelta]
    """By stage the median of the times there."""
    overdue: int
    late: int
    handed: float
    """A matter's, on average."""


def ends_of(serial: str) -> frozenset[str]:
    """The stages at which a matter of that serial is over; none where its procedure is not there any more."""
    found = procedures().get(procedure_of(serial))
    return frozenset(stage.id for stage in found.stages if stage.end) if found else frozenset()


def course_of(steps: Sequence[Step], registry: Registry, now: datetime) -> Course:
    """Of one matter's entries, in any order; at least one."""
    ordered = sorted(steps, key=lambda step: (step.time, step.log.count("+"), step.seq))
    first, outcome = ordered[0], next((step for step in ordered[::-1] if step.act == OUTCOME), None)
    spans = tuple(_spans(ordered, now))
    dues = [_instant(step.content.get("due")) for step in ordered if step.act in OPENING]
    return Course(
        serial=ordered[-1].serial,
        title=_last(ordered, "title"),
        mode=_last([step for step in ordered if step.act != "mode" or step.content.get("in_force")], "mode"),
        opened=first.time,
        decided=outcome.time if outcome else None,
        outcome=str(outcome.content.get("outcome", "")) if outcome else "",
        due=next((due for due in dues[::-1] if due), None),
        spans=spans,
        sides=tuple(_sides(ordered, spans, registry)),
        overdue=sum(step.act == ESCALATION for step in ordered),
        handed=_handed(ordered),
    )


def compare(courses: Sequence[Course]) -> tuple[Summary, ...]:
    """Coordination and integration side by side, each mode that there is."""
    groups = [(mode, [row for row in courses if row.mode == mode]) for mode in MODES]
    return tuple(_summary(mode, rows) for mode, rows in groups if rows)


def _summary(mode: str, rows: Sequence[Course]) -> Summary:
    stages: dict[str, list[timedelta]] = {}
    for row in rows:
        for span in row.spans:
            stages.setdefault(span.stage, []).append(span.took)
    decided = [row.to_decision for row in rows if row.to_decision is not None]
    return Summary(
        mode=mode,
        count=len(rows),
        decided=len(decided),
        to_decision=_median(decided) if decided else None,
        stages={stage: _median(times) for stage, times in stages.items()},
        overdue=sum(row.overdue for row in rows),
        late=sum(row.is_late for row in rows),
        handed=sum(row.handed for row in rows) / len(rows),
    )


def _median(times: Iterable[timedelta]) -> timedelta:
    return timedelta(seconds=median(time.total_seconds() for time in times))


def _spans(ordered: Sequence[Step], now: datetime) -> Iterable[Span]:
    """From each stage to the next, as the widest log says it from where it begins; what is over lasts no longer."""
    widest = max((step.log for step in ordered), key=lambda log: log.count("+"))
    shared = min(step.time for step in ordered if step.log == widest)
    changes: list[tuple[str, datetime]] = []
    for step in ordered:
        if step.log != widest and step.time >= shared:
            continue
        if step.stage is not None and (not changes or changes[-1][0] != step.stage):
            changes.append((step.stage, step.time))
    for (stage, begun), (_, ended) in pairwise(changes):
        yield Span(stage, begun, ended)
    if changes and changes[-1][0] not in ends_of(ordered[-1].serial):
        yield Span(*changes[-1], max(now, changes[-1][1]))


def _sides(ordered: Sequence[Step], spans: Sequence[Span], registry: Registry) -> Iterable[Side]:
    """By nation and stage: the last move that the nation's seats made there.

    Of the reader's nation as its own logs have it, of every other as the shared one has.
    """
    for span in spans:
        last: dict[str, datetime] = {}
        for step in ordered:
            for nation, at in _acts(step, registry):
                if span.begun < at <= span.ended:
                    last[nation] = max(at, last.get(nation, at))
        yield from (
            Side(nation, span.stage, last[nation] - span.begun) for nation in registry.nations if nation in last
        )


def _acts(step: Step, registry: Registry) -> Iterable[tuple[str, datetime]]:
    """Which nations took it on by this entry, and when."""
    if step.seat in registry.seats and step.act not in beside() | ABOUT:
        yield registry.seats[step.seat].nation, step.time
    if step.act == OUTCOME:
        for nation, side in step.content.get("decisions", {}).items():
            if at := _instant(side.get("decided")):
                yield nation, at


def _handed(ordered: Sequence[Step]) -> int:
    """Each such act once, though two logs may say it."""
    return len({(step.time, step.act, step.seat) for step in ordered if step.act in HANDED})


def _last(ordered: Sequence[Step], field: str) -> str:
    return next((str(step.content[field]) for step in ordered[::-1] if step.content.get(field)), "")


def _instant(word: object) -> datetime | None:
    return datetime.fromisoformat(word) if isinstance(word, str) and word else None
