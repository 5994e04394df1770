"""`kakehashi clock`: the clock of an exercise, shown and set."""

import argparse
import getpass
from datetime import datetime

from bot.cli.common import Failure, say
from bot.cli.opening import open_house
from bot.cli.times import an_instant
from bot.exercise import BANNER
from state.exercise import Change, change, kept
from state.house import House
from workflows.exercise import FASTEST, ExerciseTime
from workflows.times.dtg import format_dtg

NO_EXERCISE = "this is no exercise: only one whose settings say `exercise = true` has a clock that can be set"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="show|set|stop|run")
    acts.add_parser("show", help="what time it is in the exercise, and how fast it passes").set_defaults(how=None)
    to = acts.add_parser("set", help="set it to another time, earlier or later; it goes on as fast as before")
    to.add_argument("time", type=an_instant, metavar="TIME", help="with its offset: 2026-11-24T09:00+09:00")
    to.set_defaults(how=lambda asked: lambda was, real: was.put(real, asked.time))
    acts.add_parser("stop", help="let it stand still").set_defaults(how=lambda _: lambda was, real: was.paced(real, 0))
    run = acts.add_parser("run", help="let it run on from where it is")
    run.add_argument("--rate", type=_rate, default=1, metavar="N", help=f"times as fast as real, 1 to {FASTEST}")
    run.set_defaults(how=lambda asked: lambda was, real: was.paced(real, asked.rate))


def run(arguments: argparse.Namespace) -> int:
    with open_house() as (house, settings):
        if not settings.exercise:
            raise Failure(NO_EXERCISE)
        how: Change | None = arguments.how(arguments) if arguments.how else None
        now = change(house, how, getpass.getuser()) if how else _kept(house)
        say(_told(now, house.machine_now()))
    return 0


def _rate(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= FASTEST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {FASTEST}")
    return int(text)


def _kept(house: House) -> ExerciseTime:
    with house.database.reading() as connection:
        found = kept(connection)
    if found is None:
        raise Failure(NO_EXERCISE)
    return found


def _told(now: ExerciseTime, real: datetime) -> str:
    pace = f"{now.rate} times as fast as real time" if now.rate > 1 else "as fast as real time"
    goes = f"it runs {pace}" if now.rate else "it stands still"
    return f"{BANNER}\n{format_dtg(now.at(real), 'UTC')}: {goes} (real time: {format_dtg(real, 'UTC')})"
