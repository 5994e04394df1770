"""`kakehashi enter`: as `kakehashi act`, of what was done away from Slack: by telephone, face to face, in an outage."""

import argparse

from bot.cli import act
from bot.cli.common import some_words
from bot.cli.times import an_instant
from state.house import House
from workflows.command import WAYS, Away


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--how", choices=WAYS, required=True, help="how it was done or reported")
    parser.add_argument(
        "--by", type=some_words, required=True, metavar="WORDS", help="who said so: name, seat, number called from"
    )
    parser.add_argument(
        "--time", type=an_instant, metavar="TIME", help="when it was, as 2026-11-24T10:00+09:00 (default: now)"
    )
    parser.add_argument(
        "--late", type=some_words, metavar="WORDS", help="why it is entered more than five minutes later"
    )
    act.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    def away(house: House) -> Away:
        return Away(arguments.how, arguments.by, arguments.time or house.clock(), arguments.late or "")

    return act.run(arguments, away)
