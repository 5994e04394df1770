"""`kakehashi check`: every fault of an installation at once."""

import argparse
import os
from pathlib import Path

from bot.check.everything import check
from bot.cli.common import Failure, say
from bot.clock import SystemClock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings, if not KAKEHASHI_SETTINGS")


def run(arguments: argparse.Namespace) -> int:
    report = check(os.environ, SystemClock().now(), arguments.settings)
    if report.findings:
        raise Failure(*report.findings, *filter(None, (report.left_out,)))
    say(f"All is well: {', '.join(report.summary)}.")
    return 0
