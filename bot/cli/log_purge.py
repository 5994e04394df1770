"""`kakehashi log purge`: a nation's order that an entry be purged, for a named person in a decide seat."""

import argparse
from typing import Any

from bot.cli import act
from bot.cli.common import some_words
from bot.verbs.typed import quote


def add_acts(acts: Any) -> None:
    purge = acts.add_parser("purge", help="order that a spill be emptied: each nation that reads the log has to")
    purge.add_argument("seq", type=int, metavar="SEQ", help="the number of the entry")
    purge.add_argument("--log", required=True, metavar="LOG", help="us+jp, for example")
    reason = "the reason: read by the person's nation alone"
    purge.add_argument("--because", type=some_words, required=True, metavar="WHY", help=reason)
    act.add_person(purge)
    purge.set_defaults(act=_purge)


def _purge(arguments: argparse.Namespace) -> None:
    arguments.line = ["purge", f"{arguments.log}/{arguments.seq}", f"because:{quote(arguments.because)}"]
    act.run(arguments)
