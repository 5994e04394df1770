"""What keeps the logs replayable: the entries' stages of any log alone lead to where the matter stands in its view."""

from collections.abc import Iterable, Iterator

from workflows.bodies.rows import Audience
from workflows.known import may_see, stage_seen
from workflows.matter import Matter
from workflows.vocabulary import Entry

ACT = "stage"
"""The act of a derived entry: nobody's own, only where the matter now stands."""


def audiences(matter: Matter) -> tuple[Audience, ...]:
    """The audiences that know of a matter: all its nations together, and each for itself."""
    if len(matter.audience) == 1:
        return (matter.audience,)
    return (matter.audience, *((nation,) for nation in matter.audience))


def stage_entries(before: Matter | None, matter: Matter, entries: Iterable[Entry]) -> Iterator[Entry]:
    """A derived entry for each log in whose view the stage has changed and which none of `entries` tells so.

    A nation's track also moves by what others do: all have acknowledged, a new text is proposed, the outcome falls.
    """
    told = {entry.audience for entry in entries if entry.stage is not None}
    for readers in audiences(matter):
        was = stage_seen(before.stage, readers) if before is not None and may_see(before, readers) else None
        now = stage_seen(matter.stage, readers)
        if now != was and readers not in told:
            yield Entry(readers, ACT, {"mode": matter.mode}, stage=now)
