"""For whose readers a command writes: one nation's, or all together, as options."""

import argparse

from bot.cli.common import Failure
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience


def add_readers(parser: argparse.ArgumentParser, *, nation: str, joint: str) -> None:
    """`nation` and `joint` are what is said of each option; one of them has to be given."""
    readers = parser.add_mutually_exclusive_group(required=True)
    readers.add_argument("--nation", metavar="ID", help=nation)
    readers.add_argument("--joint", action="store_true", help=joint)


def audience_of(arguments: argparse.Namespace, registry: Registry) -> Audience:
    """Raises Failure for a nation that there isn't."""
    if arguments.joint:
        return registry.everyone
    if arguments.nation not in registry.nations:
        raise Failure(f"{arguments.nation!r} is not a nation of the registry: {', '.join(registry.nations)}")
    return (arguments.nation,)
