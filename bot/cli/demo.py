"""`kakehashi demo`: a workspace on this machine, to play in or played through once."""

import argparse
from pathlib import Path

from bot.cli.common import Failure, a_port, say
from bot.demo import DemoError
from bot.demo.once import play_once
from bot.demo.show import WAIT, show

PORT = 3000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=a_port, metavar="PORT", help="port of the page (default 3000; 0: any free one)")
    parser.add_argument(
        "--seat", action="append", metavar="SEAT", help="leave this seat to you, too; may be given again"
    )
    parser.add_argument("--answer-after", type=_seconds, metavar="SECONDS", help="what the script takes for a turn (3)")
    parser.add_argument("--once", action="store_true", help="play the whole story without a browser, and end")
    parser.add_argument("--out", type=Path, metavar="DIR", help="with --once: where logs, messages and database go")
    parser.set_defaults(wrong=parser.error)


def run(arguments: argparse.Namespace) -> int:
    if arguments.once is not (arguments.out is not None):
        arguments.wrong("--once and --out DIR go together")
    alone = {"--port": arguments.port, "--seat": arguments.seat, "--answer-after": arguments.answer_after}
    if arguments.once and (given := [name for name, value in alone.items() if value is not None]):
        arguments.wrong(f"{given[0]} is of the page, and --once has none")
    try:
        if arguments.once:
            play_once(arguments.out, say)
        else:
            port = PORT if arguments.port is None else arguments.port
            show(port, say, arguments.seat or (), arguments.answer_after or WAIT)
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
