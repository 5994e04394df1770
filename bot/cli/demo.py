"""`kakehashi demo`: a workspace on this machine, to play in or played through once."""

import argparse
from pathlib import Path

from bot.cli.common import Failure, say
from bot.demo import DemoError
from bot.demo.once import play_once
from bot.demo.show import show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=3000, help="port of the page (default 3000; 0: any free one)")
    parser.add_argument("--once", action="store_true", help="play the whole story without a browser, and end")
    parser.add_argument("--out", type=Path, metavar="DIR", help="with --once: where logs, messages and database go")


def run(arguments: argparse.Namespace) -> int:
    if arguments.once is not (arguments.out is not None):
        raise Failure("--once and --out DIR go together")
    try:
        if arguments.once:
            play_once(arguments.out, say)
        else:
            show(arguments.port, say)
    except DemoError as error:
        raise Failure(error) from error
    return 0
