"""`kakehashi log export` and `kakehashi log verify FILE`."""

import argparse
from pathlib import Path

from bot.cli import archive
from bot.cli.common import Failure, say
from bot.cli.known import add_known, known_of
from bot.cli.opening import open_house
from bot.cli.taken import record_export
from bot.exporting import write_logs
from state.log_reading import log_views
from state.verify import Tampered, verify_file
from workflows.registry import Audience, Registry
from workflows.standing import FORMATS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="export|verify|archive|hold|unhold")
    export = acts.add_parser("export", help="write the logs that a nation, or all together, may read")
    readers = export.add_mutually_exclusive_group(required=True)
    readers.add_argument("--nation", metavar="ID", help="every log that this nation reads")
    readers.add_argument("--joint", action="store_true", help="the log that all nations read")
    form = "jsonl (the default), which can be verified; html, which verifies itself; csv, md or pdf"
    export.add_argument("--format", choices=FORMATS, default="jsonl", help=form)
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.set_defaults(act=_export)
    verify = acts.add_parser("verify", help="prove an export (jsonl) from the file alone")
    verify.add_argument("file", type=Path, metavar="FILE")
    add_known(verify)
    verify.set_defaults(act=_verify)
    archive.add_arguments(acts)


def run(arguments: argparse.Namespace) -> int:
    arguments.act(arguments)
    return 0


def _export(arguments: argparse.Namespace) -> None:
    with open_house() as (house, _), house.database.reading() as connection:
        audience = _audience(arguments, house.registry)
        views = list(log_views(connection, house.registry.logs_read_by(audience)))
        write_logs(house, audience, views, arguments.format, arguments.out)
        record_export(house, audience, views, arguments.format)
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
