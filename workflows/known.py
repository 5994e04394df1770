"""Whether readers may know of a matter, and as what: its serial, its stage, what a nation keeps of it."""

import msgspec

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.matter import SEPARATOR, Matter


def may_see(matter: Matter, audience: Audience) -> bool:
    """Whether every nation that reads there may know of the matter."""
    return set(audience) <= set(matter.audience)


def as_known(matter: Matter, audience: Audience) -> Matter:
    """The matter as `audience` knows it: what waits for release, and what a nation keeps, is that nation's alone."""
    kept = {nation: facts for nation, facts in matter.kept.items() if audience == (nation,)}
    draft = matter.draft if audience == (matter.nation,) else None
    return msgspec.structs.replace(matter, draft=draft, kept=kept)


def is_name_known(matter: Matter, key: str, registry: Registry, audience: Audience) -> bool:
    """Whether `key`, a serial or the random id, is what these readers may know the matter by."""
    names = (matter.serials.get(log) for log in registry.logs_read_by(audience))
    return may_see(matter, audience) and key in (matter.id, *names)


def serial_for(matter: Matter, registry: Registry, audience: Audience) -> str:
    """What this audience calls it: the serial of the widest log that it was released to."""
    joint = registry.log_name(matter.audience)
    return matter.serials.get(joint) or matter.serials.get(registry.log_name(audience), "")


def stage_seen(stage: tuple[str, ...], audience: Audience) -> tuple[str, ...]:
    """The stage in one audience's view: of the tracks only its own nation's, and of nobody's where several read."""
    head = stage[0].split(SEPARATOR, 1)[0]
    own = tuple(path for path in stage if len(audience) == 1 and path.split(SEPARATOR)[1:2] == [audience[0]])
    return own or (head,)
