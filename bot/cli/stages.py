"""`kakehashi stages list|move`: what is open at a stage that this version does not have, and the way on."""

import argparse

from bot.cli.act import a_person, in_person
from bot.cli.common import say, some_words
from bot.cli.opening import open_house
from state.logs.loaded import record_loaded
from state.stages import unknown_stages
from workflows.command import Command
from workflows.standing.restaging import RESTAGE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="list|move")
    listing = acts.add_parser("list", help="what is open at a stage that this version does not have")
    listing.set_defaults(act=_list)
    moving = acts.add_parser("move", help="move one of them to a stage of this version")
    moving.set_defaults(act=_move)
    moving.add_argument("serial", metavar="SERIAL", help="as the person's nation knows it")
    moving.add_argument("stage", metavar="STAGE", help="one of those that `list` names")
    moving.add_argument("--as", dest="person", type=a_person, required=True, metavar="TEAM/USER", help="who does it")
    moving.add_argument("--seat", required=True, help="the seat in which they do it: one that decides on the matter")
    reason = "for the logs of all who know of it"
    moving.add_argument("--because", type=some_words, required=True, metavar="REASON", help=reason)


def run(arguments: argparse.Namespace) -> int:
    arguments.act(arguments)
    return 0


def _list(_arguments: argparse.Namespace) -> None:
    with open_house() as (house, _), house.database.reading() as connection:
        found = unknown_stages(connection)
    for sentence in found or ("all that is open stands at a stage of this version",):
        say(sentence)


def _move(arguments: argparse.Namespace) -> None:
    """For a named person in a seat; its entries name the system account too."""
    given = {"serial": arguments.serial, "stage": arguments.stage, "because": arguments.because}
    with open_house() as (house, _):
        record_loaded(house)
        say(in_person(house, Command("move-stage", arguments.person, None, given, seat=arguments.seat), RESTAGE))
