"""Links of messages go to nobody whom the channel that they lead into doesn't have, whatever the verb.

Source: DESIGN rule 3. What follows from a decision is looked at, not the verb: what is entered, told and shown.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.catalogue import procedures
from workflows.command import Command
from workflows.given.links import channels_in
from workflows.matter import Matter
from workflows.release import FIELDS, is_shared
from workflows.view import see
from workflows.vocabulary import Accepted, Refused, World


class _Read(NamedTuple):
    """A link, the channel that it leads into, and who reads it."""

    link: str
    channel: str
    readers: Audience


def leads_inside(before: Matter | None, answer: Accepted, command: Command, world: World) -> Refused | None:
    """Refused where others would read a link than those who read the channel that it leads into.

    What is typed is refused at once, though it would cross only with its release or with all answers. What lies there
    from before is refused to who releases it. What stays inside the acting nation may have any link.
    """
    if not world.channels or command.actor is None:  # time alone releases nothing
        return None
    registry = world.registry
    typed = {link: name for name, word in typed_in(command) for link, _ in channels_in(word)}
    known = {row.link for row in (*_shown(before, registry), *_shared(before))} if before else set()
    for row in (answer, *answer.also):
        released = (one for one in _read_now(row, registry) if row is answer and one.link not in known)
        to_come = _read_later(row.matter, registry) if row.matter else ()
        said = (one for one in (*_read_now(row, registry), *to_come) if one.link in typed)
        for one in (*said, *released):
            if not _is_theirs(one, world):
                field = typed.get(one.link)
                code = "link-would-cross" if field is None else "link-is-inside"
                return Refused(code, {"word": one.link, "field": field or ""}, field=field)
    return None


def typed_in(command: Command) -> tuple[tuple[str, str], ...]:
    """What the person typed, by field."""
    away = (("by", command.away.by), ("late", command.away.late)) if command.away else ()
    return (*command.given.items(), *away)


def links_in(facts: Any) -> tuple[tuple[str, str], ...]:
    """Every link of a message in these, however deep it lies, with the id of its channel."""
    return channels_in(msgspec.json.encode(facts).decode())


def _is_theirs(one: _Read, world: World) -> bool:
    """Whether all who read it read that channel; of a channel that is no body's nobody knows."""
    if set(one.readers) <= {world.nation}:
        return True
    body = world.channels.get(one.channel, "")
    return body in world.registry.bodies and set(one.readers) <= set(world.registry.audience_of(body))


def _read_now(answer: Accepted, registry: Registry) -> Iterator[_Read]:
    """What can be read once this is done."""
    for entry in answer.entries:
        yield from _links(entry.content, entry.audience)
    for notice in answer.notices:
        if notice.desk and notice.to is None:
            yield from _links(notice.facts, registry.audience_of(notice.desk))
    if answer.matter:
        yield from _shown(answer.matter, registry)


def _read_later(matter: Matter, registry: Registry) -> Iterator[_Read]:
    """What all to whom the matter goes will read of it, once it is released and all have answered."""
    bodies = (body for body in (matter.owner, *matter.to) if body in registry.bodies)
    theirs = {*matter.audience, *matter.tracks, *(nation for body in bodies for nation in registry.audience_of(body))}
    readers = tuple(nation for nation in registry.nations if nation in theirs)
    texts = (*matter.texts, matter.draft) if matter.draft else matter.texts
    missing = matter.missing if len(matter.audience) > 1 else ""  # of a return inside, which its release empties
    released = msgspec.structs.replace(matter, audience=readers, texts=texts, draft=None, missing=missing)
    yield from _shown(released, registry)
    yield from _shared(released)


def _shown(matter: Matter, registry: Registry) -> Iterator[_Read]:
    """Of the matter as its readers see it, where they are of several nations."""
    if len(matter.audience) > 1:
        yield from _links(see(matter, procedures()[matter.procedure], registry, matter.audience), matter.audience)


def _shared(matter: Matter) -> Iterator[_Read]:
    """Of the fields that others read, or will once they open."""
    if len(matter.audience) > 1:
        for nation in matter.tracks:
            words = [row.words(matter, nation) for name, row in FIELDS.items() if is_shared(name, matter, nation)]
            yield from _links(words, matter.audience)


def _links(facts: Any, readers: Audience) -> Iterator[_Read]:
    return (_Read(link, channel, readers) for link, channel in links_in(facts))
