"""Who took what of the logs, and who has checked them: in each log concerned, for all who read it."""

from datetime import datetime

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience
from workflows.command import Command
from workflows.vocabulary import Accepted, Entry, Refused, Said, World


def exported(command: Command, world: World, _now: datetime) -> Accepted | Refused:
    """At the command line the host's operator has taken logs: those for whom it was read of it, and nobody else."""
    readers = _readers(command.given["readers"], world.registry)
    taken = {"logs": sizes(command.given["logs"]), "format": command.given["format"]}
    part = {"part": command.given["part"]} if command.given.get("part") else {}
    return Accepted(Said("recorded"), entries=(Entry(readers, "export", {**taken, **part, **_by(command)}),))


def verified(command: Command, world: World, _now: datetime) -> Accepted | Refused:
    """The logs of this installation were checked: in each stands that it was, up to which size, with what result."""
    said = {"found": command.given["found"], **_by(command)}
    return Accepted(
        Said("recorded"),
        entries=tuple(
            Entry(_readers(log, world.registry), "verify", {"size": size, **said})
            for log, size in sizes(command.given["logs"]).items()
        ),
    )


def sizes(word: str) -> dict[str, int]:
    """By log how many entries it had. Raises ValueError where it is not written so."""
    parts = (part.rpartition(":") for part in word.split())
    return {log: int(size) for log, _, size in parts}


def _by(command: Command) -> dict[str, str]:
    return {"account": command.account, "door": command.door}


def _readers(word: str, registry: Registry) -> Audience:
    named = word.split("+")
    return tuple(nation for nation in registry.nations if nation in named)
