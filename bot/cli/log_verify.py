"""`kakehashi log verify`: an exported file from the file alone, or the logs where they are kept."""

import argparse
from pathlib import Path
from typing import Any

from bot.cli.brought import add_known, known_of
from bot.cli.common import Failure, say
from bot.cli.opening import open_house
from bot.cli.taken import record_check
from state.exports.verify import Tampered, Verified, verify_file
from state.logs.proved import is_in_order, sizes_of, verify_database


def add_acts(acts: Any) -> None:
    verify = acts.add_parser("verify", help="prove an export from the file alone, or without one the database")
    verify.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="an export as jsonl, or what a page has saved as such (default: the database)",
    )
    add_known(verify)
    verify.set_defaults(act=_verify)


def _verify(arguments: argparse.Namespace) -> None:
    known = known_of(arguments)
    if arguments.file is None:
        with open_house() as (house, _):
            with house.database.reading() as connection:
                proved, faults = verify_database(connection, house.registry, known)
                sizes, is_whole = sizes_of(connection), proved is not None and not faults
                good = [row for row in sizes if is_whole or is_in_order(connection, house.registry, row[0], known)]
            record_check(house, good, "in order")
            record_check(house, [row for row in sizes if row not in good], "not in order")
        if faults or proved is None:
            raise Failure(*faults)
        _tell("the database", proved)
        say("the database: every matter stands where its logs have left it")
        return
    result = verify_file(arguments.file, known)
    if isinstance(result, Tampered):
        raise Failure(f"{arguments.file}: {result.said()}")
    _tell(str(arguments.file), result)


def _tell(what: str, proved: Verified) -> None:
    for log in proved.logs:
        purged = f", {log.purged} purged" if log.purged else ""
        entries = f"{log.size} entries" if log.part is None else f"{log.part} of {log.size} entries"
        say(f"{what}: log {log.name} verified, {entries}{purged}, root {log.root}")
    for remark in proved.remarks:
        say(remark.said())
