"""`kakehashi log export` and `kakehashi log verify FILE`."""

import argparse
from pathlib import Path

from bot.cli.common import Failure, say
from bot.cli.known import add_known, known_of
from bot.cli.opening import open_house
from bot.cli.taken import record_export
from bot.exercise import opening_of
from state.export import FORMS, export_log
from state.log_reading import log_views
from state.verify import Tampered, verify_file
from workflows.registry import Audience, Registry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="export|verify")
    export = acts.add_parser("export", help="write the logs that a nation, or all together, may read")
    readers = export.add_mutually_exclusive_group(required=True)
    readers.add_argument("--nation", metavar="ID", help="every log that this nation reads")
    readers.add_argument("--joint", action="store_true", help="the log that all nations read")
    export.add_argument("--format", choices=tuple(FORMS), default="jsonl", help="jsonl (can be verified), csv or md")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.set_defaults(act=_export)
    verify = acts.add_parser("verify", help="prove an export (jsonl) from the file alone")
    verify.add_argument("file", type=Path, metavar="FILE")
    add_known(verify)
    verify.set_defaults(act=_verify)


def run(arguments: argparse.Namespace) -> int:
    arguments.act(arguments)
    return 0


def _export(arguments: argparse.Namespace) -> None:
    with open_house() as (house, _), house.database.reading() as connection:
        names = house.registry.logs_read_by(_audience(arguments, house.registry))
        views = list(log_views(connection, names))
        export_log(views, arguments.format, arguments.out, opening_of(house))
        record_export(house, _audience(arguments, house.registry), views, arguments.format)
    for view in views:
        say(f"{arguments.out}: log {view.log}, {view.size} entries, root {view.root}")


def _audience(arguments: argparse.Namespace, registry: Registry) -> Audience:
    if arguments.joint:
        return registry.everyone
    if arguments.nation not in registry.nations:
        raise Failure(f"{arguments.nation!r} is not a nation of the registry: {', '.join(registry.nations)}")
    return (arguments.nation,)


def _verify(arguments: argparse.Namespace) -> None:
    result = verify_file(arguments.file, known_of(arguments))
    if isinstance(result, Tampered):
        raise Failure(f"{arguments.file}: {result.said()}")
    for log in result.logs:
        purged = f", {log.purged} purged" if log.purged else ""
        entries = f"{log.size} entries" if log.part is None else f"{log.part} of {log.size} entries"
        say(f"{arguments.file}: log {log.name} verified, {entries}{purged}, root {log.root}")
    for remark in result.remarks:
        say(remark.said())
