"""`kakehashi op matrix SERIAL --picture FILE`: an operation's synchronisation matrix, as a nation or all may see it."""

import argparse
from pathlib import Path

from bot.cli.common import Failure, say
from bot.cli.opening import open_house
from bot.exercise import opening_of
from bot.pictures.matrix import draw_matrix
from bot.pictures.png import as_png, has_fonts
from bot.reader import Reader
from bot.told.linking import with_kin
from bot.words import SOURCE, languages
from state.house import House
from state.matters import matter_by
from state.whole_file import whole_file
from workflows.bodies.rows import Audience
from workflows.catalogue import procedures
from workflows.known import is_name_known
from workflows.needs import OPERATION
from workflows.view import see

FORMS = (".svg", ".png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="matrix")
    matrix = acts.add_parser("matrix", help="draw bodies by time, a bar for each matter, what waits for what")
    matrix.set_defaults(act=_matrix)
    matrix.add_argument("serial", help="the operation, as OP-26-0001")
    matrix.add_argument("--picture", type=Path, required=True, metavar="FILE", help="into this file, .svg or .png")
    matrix.add_argument("--language", choices=languages(), default=SOURCE, help="of the picture (default en)")
    matrix.add_argument("--view", metavar="NATION", help="what this nation may know (default: what all may know)")


def run(arguments: argparse.Namespace) -> int:
    arguments.act(arguments)
    return 0


def _matrix(arguments: argparse.Namespace) -> None:
    file: Path = arguments.picture
    if file.suffix not in FORMS:
        raise Failure(f"{file}: a picture is a file of {' or '.join(FORMS)}")
    if file.suffix == ".png" and not has_fonts():
        raise Failure("this host has no type for every language: install fonts-noto-cjk, or draw an .svg")
    with open_house() as (house, _):
        drawing = _drawn(arguments, house)
    with whole_file(file) as out:
        out.write(as_png(drawing) if file.suffix == ".png" else drawing.encode())
    say(f"{file} is drawn")


def _drawn(arguments: argparse.Namespace, house: House) -> str:
    registry, serial = house.registry, arguments.serial.strip().upper()
    if arguments.view not in (None, *registry.nations):
        raise Failure(f"{arguments.view!r} is no nation of the registry: {', '.join(registry.nations)}")
    audience: Audience = (arguments.view,) if arguments.view else registry.everyone
    zone = registry.nations[arguments.view].zone if arguments.view else registry.bilateral.zone
    with house.database.reading() as connection:
        found = matter_by(connection, serial)
        matter = found[0] if found and is_name_known(found[0], serial, registry, audience) else None
        view = see(matter, procedures()[matter.procedure], registry, audience) if matter else None
        if matter is None or view is None or matter.procedure != OPERATION:
            raise Failure(f"there is no operation {serial} in this view")
        view = with_kin(view, matter, connection, registry, (audience, None))
    return draw_matrix(view, Reader(registry, audience, arguments.language, zone), house.clock(), opening_of(house))
