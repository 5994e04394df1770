"""Where the checkpoints of the logs are told: in the channel that each nation names for it."""

from collections.abc import Iterator, Mapping

from workflows.bodies.registry import Registry
from workflows.vocabulary import Notice


def notices(registry: Registry, signed: Mapping[str, str]) -> Iterator[Notice]:
    """For each nation those of the logs that it reads; `signed` has the new ones by log."""
    for nation in registry.nations.values():
        names = registry.logs_read_by((nation.id,))
        mine = [{"log": name, "note": note} for name, note in signed.items() if name in names]
        if mine and nation.log_desk:
            yield Notice("checkpoint", nation.log_desk, {"checkpoints": mine})
