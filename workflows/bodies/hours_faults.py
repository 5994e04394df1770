"""What can be wrong with the hours in a registry, and with what its quiet hours don't hold back."""

from collections.abc import Iterator, Mapping, Sequence

from workflows.bodies.faults import Fault, Path
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Body, Nation
from workflows.situation import PHASES
from workflows.times.hours import read_hours
from workflows.times.suspense import URGENCIES


def hours_faults(registry: Registry, nations: Mapping[int, Nation], bodies: Mapping[int, Body]) -> Iterator[Fault]:
    """Hours that are none, and urgencies and phases that nobody knows."""
    rows: list[tuple[Path, Nation | Body]] = [(("nation", at), row) for at, row in nations.items()]
    rows += [(("body", at), row) for at, row in bodies.items()]
    for path, row in (*rows, (("bilateral",), registry.bilateral)):
        yield from _wrong((*path, "working_hours"), row.working_hours)
        yield from _wrong((*path, "quiet_hours"), row.quiet_hours or None)
        if row.quiet_hours and not any(_wrong(path, row.quiet_hours)) and read_hours(row.quiet_hours).is_always:
            yield Fault((*path, "quiet_hours"), "quiet_hours are the whole day: nothing would ever be told")
    for field, known in (("urgencies", URGENCIES), ("phases", PHASES)):
        for at, word in enumerate(getattr(registry.quiet, field)):
            if word not in known:
                yield Fault(("quiet", field, at), f"{word!r} is not one of {', '.join(known)}")


def _wrong(path: Path, words: Sequence[str] | None) -> Iterator[Fault]:
    try:
        if words is not None:
            read_hours(words)
    except ValueError as error:
        yield Fault(path, str(error))
