"""For whose readers a command writes, one nation's or all together, and of which time: as options."""

import argparse
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.cli.common import Failure
from bot.cli.times import a_day_or_time
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience

Span: TypeAlias = tuple[datetime | None, datetime | None]
"""From the one instant on, up to but without the other."""


def add_span(parser: "argparse._ActionsContainer", first: str, last: str) -> None:
    """`first` and `last` are what is said of each option."""
    in_zone = "; a day, or a time without an offset, is read in the readers' zone: 2026-11-02"
    parser.add_argument("--from", dest="first", type=a_day_or_time, metavar="TIME", help=first + in_zone)
    parser.add_argument("--to", dest="last", type=a_day_or_time, metavar="TIME", help=last)


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


def span_of(arguments: argparse.Namespace, audience: Audience, registry: Registry) -> Span:
    """What has no offset is read in the nation's zone; of all together in that in which they meet."""
    zone = ZoneInfo(registry.nations[audience[0]].zone if len(audience) == 1 else registry.bilateral.zone)
    first, last = (at.replace(tzinfo=zone) if at and not at.tzinfo else at for at in (arguments.first, arguments.last))
    return first, last
