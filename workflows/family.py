"""Matters that others gave birth to: what is shown of them on each other's cards, and who has to look at these anew."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.catalogue import openings, procedures
from workflows.known import as_known, may_see, serial_for
from workflows.matter import Matter
from workflows.named_seats import seats_about
from workflows.progress import movers
from workflows.release import text_for
from workflows.view import MatterView, Relative
from workflows.vocabulary import Accepted, Entry, Notice, World


def relative(matter: Matter, registry: Registry, readers: Audience) -> Relative | None:
    """What these readers see of a matter on a relative's card; None where they may not know of it."""
    if not may_see(matter, readers):
        return None
    matter, procedure = as_known(matter, readers), procedures()[matter.procedure]
    moving = dict.fromkeys(row.body for row in movers(matter, procedure, registry))
    serial, title = serial_for(matter, registry, readers), text_for(matter, readers).title
    is_open = not procedure.stage(matter.stage_id).end
    return Relative(serial, matter.procedure, title, matter.stage_id, tuple(moving), is_open)


def with_family(
    view: MatterView,
    parent: Matter | None,
    children: Iterable[Matter],
    registry: Registry,
    at: tuple[Audience, str | None],
) -> MatterView:
    """The view with the matter's parent and children as far as its readers may know of these, and what can be begun.

    `at`: who reads it, and at which desk, where it is a desk's.
    """
    readers, desk = at
    found = filter(None, (relative(row, registry, readers) for row in children))
    above = relative(parent, registry, readers) if parent else None
    kin = tuple(sorted(found, key=lambda row: row.serial))
    return msgspec.structs.replace(view, parent=above, children=kin, begins=tuple(_begins(view, registry, desk)))


def _begins(view: MatterView, registry: Registry, desk: str | None) -> Iterator[str]:
    """The verbs for which there is a seat at a desk that has the card to act on, while the matter is open."""
    procedure = procedures()[view.procedure]
    acts = any(route.body == desk and route.acts for route in view.routes)
    for verb in procedure.children if acts and not procedure.stage(view.stage).end else ():
        who = openings()[verb][1].who
        if any(seat.body == desk for seat in seats_about(who, registry, "").values()):
            yield verb


def told_to_parent(answer: Accepted, before: Matter | None, world: World) -> Accepted:
    """The answer, with a look at the parent's card wherever its readers see the child otherwise than before.

    Where they may not know of the child nothing is queued: not even an edit of a card that looks the same.
    """
    after = answer.matter
    parent = world.relatives.get(after.parent) if after else None
    if after is None or parent is None:
        return answer
    notices = tuple(_looks(before, after, parent, world.registry))
    return msgspec.structs.replace(answer, notices=(*answer.notices, *notices))


def _looks(before: Matter | None, after: Matter, parent: Matter, registry: Registry) -> Iterator[Notice]:
    for route in procedures()[parent.procedure].addressees(parent, registry):
        readers = registry.audience_of(route.body)
        now, was = relative(after, registry, readers), relative(before, registry, readers) if before else None
        if may_see(parent, readers) and now != was:
            yield Notice("card", route.body, about=parent.id)


def born_of(entries: Sequence[Entry], parent: Matter, registry: Registry) -> tuple[Entry, ...]:
    """The entries of a matter that begins, each with what its readers call the parent, where they may know of it."""
    return tuple(
        msgspec.structs.replace(row, content={**row.content, "parent": serial_for(parent, registry, row.audience)})
        if may_see(parent, row.audience)
        else row
        for row in entries
    )
