"""`kakehashi act`: a line as it is typed behind `/acm`, for a named person; the entry names the system account."""

import argparse
import getpass
import re
from collections.abc import Callable

import msgspec

from bot.answers.help import draw_help
from bot.blocks import text_of
from bot.cli.common import Failure, say
from bot.cli.opening import open_house
from bot.desks import Person, reader_in, reader_of
from bot.exercise import marked_text
from bot.inward.forms import Form
from bot.inward.typed_lines import typed
from bot.sentences.saids import draw_said
from bot.verbs.typed import read_line
from bot.words import SOURCE
from state.apply import apply
from state.chance import random_id
from state.house import House
from state.loading import channels, nation_of
from workflows.authority import is_for_strangers
from workflows.command import Away, Command
from workflows.fields import Given
from workflows.matter import Actor

PERSON = re.compile(r"(?P<team>[A-Z0-9]+)/(?P<user>[A-Z0-9]+)")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_person(parser)
    parser.add_argument("line", nargs="+", metavar="LINE", help="for example: take us-usfj-watch")


def add_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--person", type=a_person, required=True, metavar="TEAM/USER", help="who acts, by Slack's ids: T0001/U0002"
    )
    parser.add_argument("--at", metavar="BODY", help="the body in whose channel it counts as typed (default: none)")


def run(arguments: argparse.Namespace, away: Callable[[House], Away] | None = None) -> int:
    """0 for what was done or answered, 1 for what was refused: the answer says which."""
    with open_house() as (house, _):
        told = away(house) if away else None
        channel, account = _channel(arguments, house), getpass.getuser()
        person = Person(arguments.person, channel, door="command-line", account=account, away=told)
        line = " ".join(arguments.line)
        verb = getattr(read_line(line), "verb", "")
        if not is_for_strangers(verb or "help"):
            _must_be_listed(house, arguments.person)
        answer = typed(house, person, line, f"command-line:{random_id()}")
        if isinstance(answer, Form):
            with house.database.reading() as connection:
                reader = reader_in(house, connection, person.actor, person.channel)
            raise Failure(text_of(draw_help(verb, reader)))
    said = marked_text(text_of(answer), house)
    if answer.is_refusal:
        raise Failure(said)
    say(said)
    return 0


def in_person(house: House, command: Command, rows: tuple[Given, ...]) -> str:
    """A verb that nobody types, for the person of the command; `rows` are what is given with it. Its answer.

    Raises Failure with the reason where it is refused.
    """
    _must_be_listed(house, command.person)
    account, key = getpass.getuser(), f"command-line:{random_id()}"
    applied = apply(house, msgspec.structs.replace(command, door="command-line", account=account, key=key))
    reader = reader_of(house, command.person, None, applied.seen.nation, applied.seen.holders)
    said = draw_said(applied.code, applied.params, msgspec.structs.replace(reader, language=SOURCE), rows)
    if applied.refused:
        raise Failure(said)
    return said


def _must_be_listed(house: House, person: Actor) -> None:
    """Raises Failure for somebody of no known nation: what such a one reads in Slack is not said to an operator."""
    with house.database.reading() as connection:
        nation = nation_of(connection, person)
    if nation is None:
        name = f"{person.team}/{person.user}"
        raise Failure(f"{name} is on no nation's list: an administrator of theirs admits them, with `admit`")


def a_person(text: str) -> Actor:
    found = PERSON.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not TEAM/USER, as in T0001/U0002")
    return Actor(found["team"], found["user"])


def _channel(arguments: argparse.Namespace, house: House) -> str:
    if arguments.at is None:
        return ""
    with house.database.reading() as connection:
        bound = channels(connection)
    team, channel = bound.get(arguments.at, ("", ""))
    if team != arguments.person.team:
        raise Failure(f"{arguments.at!r} has no channel in workspace {arguments.person.team} to act in")
    return channel
