"""The rows of the bench: what is measured, in what unit, and the bar that each has to reach."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec


class Bar(msgspec.Struct, frozen=True):
    """What a row must reach: at most `limit`, or at least where `is_least`; of its ratio or of its own value."""

    of: Literal["ratio", "value"]
    limit: float
    is_least: bool = False

    def __str__(self) -> str:
        return f"{self.of} {'≥' if self.is_least else '≤'} {self.limit:g}"

    def is_reached(self, figure: float) -> bool:
        return figure >= self.limit if self.is_least else figure <= self.limit


class Spec(msgspec.Struct, frozen=True):
    name: str
    unit: str
    bar: Bar


class Row(msgspec.Struct, frozen=True):
    """One line of the table. `baseline` is what `value` was measured beside, in the same unit."""

    name: str
    value: float
    unit: str
    baseline: float
    ratio: float
    bar: str
    holds: bool


#: (name, value, baseline)
Figure = tuple[str, float, float]

TWICE_THE_FLOOR = Bar("ratio", 2)
THROUGHPUT = Bar("ratio", 0.6, is_least=True)
WITHIN_A_FIFTH = Bar("ratio", 1.2)
WITHIN_A_TENTH = Bar("ratio", 1.1)
WITHIN_A_SECOND = Bar("value", 1)
SWEPT = Bar("value", 2_000, is_least=True)
SLACKS_PATIENCE = Bar("value", 3)

CROWDS = (20, 50)
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

SPECS: tuple[Spec, ...] = (
    *(Spec(f"open in process, {kind}; beside the bare listener", "ms", TWICE_THE_FLOOR) for kind in KINDS.values()),
    *(
        Spec(f"open over HTTP, 20 callers, {kind}; beside the bare listener", "1/s", THROUGHPUT)
        for kind in KINDS.values()
    ),
    *(
        spec
        for crowd in CROWDS
        for spec in (
            Spec(f"longest of {crowd} opening at once, Slack late; beside instant Slack", "s", WITHIN_A_FIFTH),
            Spec(f"latest of all {crowd}, Slack late; beside instant Slack", "s", SLACKS_PATIENCE),
            Spec(f"another's command while {crowd} open, Slack late; beside instant Slack", "s", WITHIN_A_FIFTH),
        )
    ),
    *(
        spec
        for kind in KINDS.values()
        for spec in (
            Spec(f"idle tick, 100,000 reminders pending, {kind}; beside 1,000", "ms", Bar("value", 5)),
            Spec(f"1,000 due at once, last in the outbox, {kind}; beside one alone", "s", WITHIN_A_SECOND),
            Spec(f"1,000 due at once, p99 lateness, {kind}; beside one alone", "s", WITHIN_A_SECOND),
            Spec(f"idle tick, 1,000,000 pending by 1,000, {kind}; beside spread", "", WITHIN_A_TENTH),
            Spec(f"telling tick, 1,000,000 pending by 1,000, {kind}; beside spread", "", WITHIN_A_TENTH),
        )
    ),
    Spec("sweep, SQLite; beside PostgreSQL", "1/s", SWEPT),
    Spec("sweep, three processes on one PostgreSQL; beside one", "1/s", SWEPT),
    *(Spec(f"append 1,000 after 1,000,000, {kind}; beside spread", "", WITHIN_A_TENTH) for kind in KINDS.values()),
    Spec("export 1,000,000 as JSON lines; beside what it is asked for", "1/s", Bar("value", 30_000, is_least=True)),
    Spec("memory of exporting 1,000,000; beside the program before it", "MiB", Bar("value", 150)),
    Spec("verify 1,000,000; beside json.loads of the same file", "s", Bar("ratio", 3)),
    Spec("page of 50,000 entries, longest main-thread task; beside 1,000", "ms", Bar("value", 200)),
    Spec("PDF of 20,000 entries, an entry; beside 2,000", "ms", Bar("ratio", 1.3)),
    Spec("memory of a PDF of 20,000 entries; beside the program before it", "MiB", Bar("value", 300)),
    Spec("kakehashi --help; beside an empty Python", "s", Bar("value", 0.4)),
    Spec("kakehashi run until connected; beside an empty Python", "s", Bar("value", 2)),
    Spec("memory of kakehashi run at rest (PSS); beside an empty Python", "MiB", Bar("value", 120)),
)


def rows_of(figures: Iterable[Figure], specs: Sequence[Spec] = SPECS) -> list[Row]:
    """The figures as rows, in the order of `specs`. Raises ValueError unless there is one figure for each."""
    found = {name: (value, baseline) for name, value, baseline in figures}
    names = [spec.name for spec in specs]
    if missing := [name for name in names if name not in found]:
        raise ValueError(f"not measured: {', '.join(missing)}")
    if unknown := [name for name in found if name not in names]:
        raise ValueError(f"no such row: {', '.join(unknown)}")
    return [_row(spec, *found[spec.name]) for spec in specs]


def _row(spec: Spec, value: float, baseline: float) -> Row:
    ratio = value / baseline
    holds = spec.bar.is_reached(ratio if spec.bar.of == "ratio" else value)
    return Row(spec.name, round(value, 4), spec.unit, round(baseline, 4), round(ratio, 3), str(spec.bar), holds)


def table(rows: Sequence[Row]) -> str:
    """The rows for people, a line each."""
    lines = [
        f"{row.name:68} {row.value:9.3f} {row.baseline:9.3f} {row.unit:4} {row.ratio:8.2f}  {row.bar:12}"
        f" {'holds' if row.holds else 'DOES NOT HOLD'}"
        for row in rows
    ]
    return "\n".join([f"{'':68} {'value':>9} {'beside':>9} {'':4} {'ratio':>8}  bar", *lines])


def write(rows: Sequence[Row], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=1) + b"\n")
