"""`kakehashi ics`: the calendar feed of each desk, as files."""

import argparse
from pathlib import Path

from bot.cli.common import Failure, say
from bot.cli.opening import open_house
from bot.rhythm.feed import write_feeds
from workflows.bodies.registry import Registry
from workflows.given.bodies import find_body
from workflows.given.reading import Fault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder, made where it isn't there")
    parser.add_argument("--desk", nargs="+", metavar="BODY", help="only these bodies' (default: all)")


def run(arguments: argparse.Namespace) -> int:
    with open_house() as (house, _):
        absent = house.registry.absent(house.clock())
        desks = [_body(word, house.registry, absent) for word in arguments.desk] if arguments.desk else None
        count, changed = write_feeds(house, arguments.out, desks)
    say(f"{arguments.out}: {count} feeds, {changed} of them new or changed")
    return 0


def _body(word: str, registry: Registry, absent: frozenset[str]) -> str:
    found = find_body(word, registry, absent)
    if isinstance(found, Fault):
        near = ", ".join(found.params["near"])
        raise Failure(f"there is no body {word!r}" + (f"; did you mean {near}?" if near else ""))
    return found
