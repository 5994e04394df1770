"""`kakehashi demo`: a workspace on this machine, to play in or played through once."""

import argparse
from pathlib import Path

from bot.cli.common import Failure, say
from bot.demo import DemoError
from bot.demo.once import play_once
from bot.demo.show import WAIT, show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=3000, help="port of the page (default 3000; 0: any free one)")
    parser.add_argument(
        "--seat", action="append", default=[], metavar="SEAT", help="leave this seat to you, too; may be given again"
    )
    parser.add_argument(
        "--answer-after", type=_seconds, default=WAIT, metavar="SECONDS", help="what the script takes for a turn (3)"
    )
    parser.add_argument("--once", action="store_true", help="play the whole story without a browser, and end")
    parser.add_argument("--out", type=Path, metavar="DIR", help="with --once: where logs, messages and database go")


def run(arguments: argparse.Namespace) -> int:
    if arguments.once is not (arguments.out is not None):
        raise Failure("--once and --out DIR go together")
    try:
        if arguments.once:
            play_once(arguments.out, say)
        else:
            show(arguments.port, say, arguments.seat, arguments.answer_after)
    except DemoError as error:
        raise Failure(error) from error
    return 0


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found <= 3_600:  # noqa: PLR2004  an hour
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0 and up to 3600")
    return found
