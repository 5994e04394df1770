"""`kakehashi db upgrade` and `kakehashi db backup FILE`."""

import argparse
from pathlib import Path

from bot.cli.common import Failure, say
from bot.cli.opening import open_database
from state.database import Database, backup, present
from state.upgrading import bring_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="upgrade|backup")
    acts.add_parser("upgrade", help="bring the schema to this version's").set_defaults(act=_upgrade)
    saving = acts.add_parser("backup", help="copy a SQLite database whole, while the bot runs")
    saving.add_argument("file", type=Path, metavar="FILE", help="the copy; a file of this name must not be there yet")
    saving.set_defaults(act=_backup)


def run(arguments: argparse.Namespace) -> int:
    with open_database() as database:
        say(arguments.act(database, arguments))
    return 0


def _upgrade(database: Database, _arguments: argparse.Namespace) -> str:
    before, now = bring_up(database.engine)
    if before == now:
        return f"The schema is {now} already."
    return f"The schema is now {now}" + (f"; it was {before}." if before else ": a new database.")


def _backup(database: Database, arguments: argparse.Namespace) -> str:
    if arguments.file.exists():
        raise Failure(f"{arguments.file} is there already: choose another name")
    source = Path(database.engine.url.database or "")
    if database.is_sqlite and not source.exists():  # connecting would make one
        raise Failure(f"{source}: there is no such database")
    if database.is_sqlite and present(database.engine) is None:
        raise Failure(f"{source} is no database of Kakehashi's")
    backup(database.engine, arguments.file)
    return f"Copied to {arguments.file}."
